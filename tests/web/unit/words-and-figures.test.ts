// Every language says everything, and times and waits read as people tell them.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { boardWords } from '../../../queue-server/web/pages/board/words';
import { kioskWords } from '../../../queue-server/web/pages/kiosk/words';
import { ticketWords } from '../../../queue-server/web/pages/ticket/words';
import { clockTime, localDay, minutesOf, spanText } from '../../../queue-server/web/shared/format';
import { languageNames, preferredLanguage, say, setUpWords, t, tIn, type Words } from '../../../queue-server/web/shared/i18n';
import { problemWords } from '../../../queue-server/web/shared/problem-words';
import { problemText } from '../../../queue-server/web/shared/problems';

// The page whose language the words set.
Object.assign(globalThis, { document: { documentElement: { lang: '' } } });

function paths(words: Words, before = ''): Map<string, string> {
  const all = new Map<string, string>();
  for (const [key, value] of Object.entries(words)) {
    const path = `${before}${key.replace(/_(one|other)$/, '')}`;
    if (typeof value === 'string') all.set(path, value);
    else for (const [k, v] of paths(value, `${path}.`)) all.set(k, v);
  }
  return all;
}
const holes = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map((hole) => hole[1]).sort().join();

for (const [page, table] of Object.entries({ kiosk: kioskWords, board: boardWords, ticket: ticketWords, problems: problemWords })) {
  test(`the ${page} says everything in all six languages, with the same figures in it (R-95)`, () => {
    const tags = Object.keys(languageNames);
    assert.deepEqual(Object.keys(table).sort(), [...tags].sort());
    const model = paths(table['zh-TW'] ?? {});
    for (const tag of tags) {
      const words = paths(table[tag] ?? {});
      assert.deepEqual([...words.keys()].sort(), [...model.keys()].sort(), tag);
      for (const [key, text] of words) assert.equal(holes(text), holes(model.get(key) ?? ''), `${tag} ${key}`);
    }
  });
}

test('words follow the language, plurals the number, and a gap falls back', () => {
  setUpWords('en', problemWords, kioskWords);
  assert.equal(t('waiting', { count: 1 }), '1 person waiting');
  assert.equal(t('waiting', { count: 7 }), '7 people waiting');
  assert.equal(tIn('zh-TW', 'waiting', { count: 7 }), '7 人等候中');
  assert.equal(say({ 'zh-TW': '綜合受理' }, 'vi'), '綜合受理');
  assert.equal(say({ en: 'All', vi: 'Tất cả' }, 'vi'), 'Tất cả');
  assert.equal(say(undefined), '');
});

test('a refusal has the page\'s own sentence, an unknown one the server\'s', () => {
  setUpWords('en', problemWords);
  const problem = { type: '', title: '', status: 409, detail: 'A detail.', code: 'hall-closed' };
  assert.match(problemText(problem), /No more numbers today/);
  assert.equal(problemText({ ...problem, code: 'never-heard-of' }), 'A detail.');
});

test('a browser gets the nearest language that the page speaks', () => {
  const spoken = Object.keys(languageNames);
  assert.equal(preferredLanguage(spoken, ['vi-VN', 'en']), 'vi');
  assert.equal(preferredLanguage(spoken, ['zh-Hant-HK']), 'zh-TW');
  assert.equal(preferredLanguage(spoken, ['fr', 'ja-JP']), 'ja');
  assert.equal(preferredLanguage(spoken, ['fr']), 'zh-TW');
});

test('times are the office\'s, whatever the machine\'s zone (R-61)', () => {
  assert.equal(clockTime('2026-11-20T16:05:09.000Z', 'Asia/Taipei'), '00:05');
  assert.equal(clockTime('2026-11-20T16:05:09.000Z', 'Asia/Taipei', true), '00:05:09');
  assert.equal(localDay('2026-11-20T16:05:09.000Z', 'Asia/Taipei'), '2026-11-21');
});

test('a wait is told in whole minutes, rounded up (R-74)', () => {
  assert.deepEqual(minutesOf({ lowSeconds: 61, highSeconds: 601 }), { low: 2, high: 11 });
  assert.deepEqual(minutesOf({ lowSeconds: 0, highSeconds: 20 }), { low: 0, high: 1 });
  assert.deepEqual(minutesOf({ lowSeconds: 0, highSeconds: 0 }), { low: 0, high: 1 });
});

test('a span reads as a clock and is never negative', () => {
  assert.deepEqual([0, 59, 75, 3700, -5].map(spanText), ['0:00', '0:59', '1:15', '1:01:40', '0:00']);
});
