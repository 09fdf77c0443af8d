// The notices of a board on which nothing moves.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { partsOf, turnsOf } from '../../../queue-server/web/pages/board/notice-turns';

const both = ['zh-TW', 'en'];
const texts = (turns: { text: string }[][]) => turns.map((turn) => turn.map((one) => one.text));

test('a short notice stands in both languages at once', () => {
  assert.deepEqual(texts(turnsOf({ 'zh-TW': '今日提早結束', en: 'We close early today' }, both)), [['今日提早結束', 'We close early today']]);
});

test('a long one comes in pieces that fit, with every word of it, in one language after the other', () => {
  const text = { 'zh-TW': '颱風期間請留意公告。'.repeat(20), en: 'Please mind the notices during the typhoon. '.repeat(9).trim() };
  const turns = turnsOf(text, both);
  assert.ok(turns.length > 4 && turns.every((turn) => turn.length === 1));
  for (const tag of both) {
    const pieces = turns.flat().filter((one) => one.language === tag).map((one) => one.text);
    assert.equal(pieces.join('').replace(/\s/g, ''), (tag === 'en' ? text.en : text['zh-TW']).replace(/\s/g, ''));
    assert.ok(pieces.every((one) => [...one].length <= (tag === 'en' ? 150 : 75)), tag);
  }
  assert.ok(turns.flat().filter((one) => one.language === 'en').every((one) => /^\S/.test(one.text) && !/\bnotic$/.test(one.text)), 'no word is cut');
});

test('a word longer than its place is kept whole', () => {
  const word = 'w'.repeat(200);
  assert.deepEqual(texts(turnsOf({ en: `see ${word}` }, ['en'])), [['see'], [word]]);
});

test('a board in other languages than the notice shows it in the nearest', () => {
  assert.deepEqual(partsOf({ 'zh-TW': '歡迎', en: 'Welcome' }, ['th', 'vi']), [{ language: 'en', text: 'Welcome' }]);
  assert.deepEqual(partsOf({ 'zh-TW': '歡迎', en: 'Welcome' }, ['th', 'zh-TW']), [{ language: 'zh-TW', text: '歡迎' }]);
  assert.deepEqual(partsOf({ 'zh-TW': '歡迎' }, ['ja', 'en']), [{ language: 'zh-TW', text: '歡迎' }]);
});
