// What a board makes do with when its voice pack lacks clips: the documented order, step by step.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { languagesOf, speechOf, spelled, wanted } from '../../../queue-server/web/pages/board/speech';
import { source } from './wire-files';

const chinese = ['zh-TW/letter-A', 'zh-TW/digit-2', 'zh-TW/number-guest', 'zh-TW/counter-12'];
const english = ['en/ticket-number', 'en/letter-A', 'en/digit-2', 'en/please-go-to', 'en/counter-12'];
const call = ['chime', ...chinese, ...english];
const lacking = (...ids: string[]) => (clip: string) => !ids.includes(clip);

test('a whole pack says the call as the server wrote it', () => {
  assert.deepEqual(speechOf(call, () => true), { clips: call, spoken: ['zh-TW', 'en'], lacking: [] });
  assert.deepEqual(languagesOf(call), ['zh-TW', 'en']);
});

test('a counter without a clip of its own is spelled, in the order of its language', () => {
  const speech = speechOf(call, lacking('zh-TW/counter-12', 'en/counter-12'));
  assert.deepEqual(speech.clips, ['chime', ...chinese.slice(0, -1), 'zh-TW/digit-1', 'zh-TW/digit-2', 'zh-TW/counter',
    ...english.slice(0, -1), 'en/counter', 'en/digit-1', 'en/digit-2']);
  assert.deepEqual(speech.spoken, ['zh-TW', 'en']);
  assert.deepEqual(speech.lacking, ['zh-TW/counter-12', 'en/counter-12']);
});

test('a language that lacks a letter, a digit, a phrase or what to spell with is left out as a whole', () => {
  for (const clip of english) {
    const without = clip === 'en/counter-12' ? lacking(clip, 'en/counter') : lacking(clip);
    const speech = speechOf(call, without);
    assert.deepEqual(speech.clips, ['chime', ...chinese], clip);
    assert.deepEqual(speech.spoken, ['zh-TW']);
    assert.deepEqual(speech.lacking, [clip]);
  }
});

test('without a language there is the chime, without a chime the words, and without both nothing', () => {
  assert.deepEqual(speechOf(call, (clip) => clip === 'chime').clips, ['chime']);
  assert.deepEqual(speechOf(call, (clip) => clip === 'chime').spoken, []);
  assert.deepEqual(speechOf(call, lacking('chime')), { clips: call.slice(1), spoken: ['zh-TW', 'en'], lacking: ['chime'] });
  assert.deepEqual(speechOf(call, () => false), { clips: [], spoken: [], lacking: call });
});

test('only a counter of its own is spelled, and what that takes is fetched with the call', () => {
  for (const clip of ['chime', 'en/counter', 'en/digit-1', 'en/letter-A', 'en/please-go-to']) assert.equal(spelled(clip), null);
  assert.deepEqual(wanted(['chime', 'ja/counter-40']), ['chime', 'ja/counter-40', 'ja/digit-4', 'ja/digit-0', 'ja/counter']);
});

test('numbers stand before or after the counter as the server orders them', () => {
  const table = source('queue-server/voice/languages.cpp');
  const rows = [...table.matchAll(/\{"([\w-]+)", "[\w-]*", "[\w-]*", (true|false)\}/g)];
  assert.equal(rows.length, 6);
  for (const [, tag, numberFirst] of rows)
    assert.equal(spelled(`${tag}/counter-7`)?.[0], numberFirst === 'true' ? `${tag}/digit-7` : `${tag}/counter`, tag);
});
