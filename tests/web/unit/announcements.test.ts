// What the board speaks: every call once, whole, in order, nothing old.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Announcements, callKey, longestQueue, remembered } from '../../../queue-server/web/pages/board/announcements';
import { ofZone } from '../../../queue-server/web/pages/board/zone';
import { columnsOf } from '../../../queue-server/web/pages/board/columns';
import type { BoardCall, BoardView } from '../../../queue-server/web/shared/messages';

const now = Date.parse('2026-11-20T01:41:00.000Z');
const call = (id: string, secondsAgo = 0, repeat = 1, counter = 5): BoardCall => ({
  call: id, number: id.toUpperCase(), counter, label: {}, at: new Date(now - secondsAgo * 1000).toISOString(), repeat,
  speak: ['chime'],
});
const drain = (queue: Announcements) => {
  const said: string[] = [];
  for (let next = queue.next(); next; next = queue.next()) said.push(callKey(next));
  return said;
};

test('several calls at once are spoken in the order they were made', () => {
  const queue = new Announcements();
  const fresh = queue.update([call('c3', 1), call('c2', 2), call('c1', 3)], now, true);
  assert.deepEqual(fresh.map((one) => one.call), ['c1', 'c2', 'c3']);
  assert.deepEqual(drain(queue), ['c1/1', 'c2/1', 'c3/1']);
});

test('the same call in another frame, or after a reconnect, is not spoken again', () => {
  const queue = new Announcements();
  queue.update([call('c1')], now, true);
  drain(queue);
  assert.deepEqual(queue.update([call('c1')], now, true), []);
  assert.deepEqual(drain(queue), []);
});

test('a reload remembers what was spoken', () => {
  const before = new Announcements();
  before.update([call('c1')], now, true);
  const after = new Announcements(before.keys());
  after.update([call('c2'), call('c1')], now, true);
  assert.deepEqual(drain(after), ['c2/1']);
});

test('a recall is spoken anew', () => {
  const queue = new Announcements();
  queue.update([call('c1', 20)], now - 20_000, true);
  drain(queue);
  queue.update([call('c1', 0, 2)], now, true);
  assert.deepEqual(drain(queue), ['c1/2']);
});

test('a call older than 15 s is shown and not spoken', () => {
  const queue = new Announcements();
  const fresh = queue.update([call('c2', 15), call('c1', 16)], now, true);
  assert.equal(fresh.length, 2);
  assert.deepEqual(drain(queue), ['c2/1']);
});

test('one who has reached the counter while others were spoken is passed over', () => {
  const queue = new Announcements();
  queue.update([call('c2'), call('c1')], now, true);
  assert.equal(queue.next()?.call, 'c1');
  queue.update([call('c3')], now, true);
  assert.deepEqual(drain(queue), ['c3/1']);
});

test('what is called while the sound is off is not made up for later', () => {
  const queue = new Announcements();
  queue.update([call('c1')], now, false);
  queue.update([call('c2'), call('c1')], now, true);
  assert.deepEqual(drain(queue), ['c2/1']);
});

test('a call without clips is shown alone', () => {
  const queue = new Announcements();
  assert.equal(queue.update([{ ...call('c1'), speak: [] }], now, true).length, 1);
  assert.deepEqual(drain(queue), []);
});

test('the queue and the memory are bounded', () => {
  const queue = new Announcements();
  const many = Array.from({ length: 300 }, (_, i) => call(`c${300 - i}`));
  queue.update(many, now, true);
  assert.equal(drain(queue).length, longestQueue);
  assert.ok(queue.keys().length <= remembered);
});

test('a zone shows and speaks its own counters alone, and everybody waits in one line', () => {
  const counter = (n: number, zone: string) => ({ n, zone, sign: { function: {} }, state: 'open' as const });
  const board = {
    hall: {}, languages: [], level: 'normal', notices: [], lanes: [{ id: 'general', name: {}, waiting: 3 }],
    now: [call('c1', 0, 1, 1), call('c2', 0, 1, 2)], recent: [call('c0', 0, 1, 2)], counters: [counter(1, 'a'), counter(2, 'b')],
  } as unknown as BoardView;
  const zone = ofZone(board, 'b');
  assert.deepEqual(zone.now.map((one) => one.call), ['c2']);
  assert.deepEqual(zone.recent.map((one) => one.call), ['c0']);
  assert.deepEqual(zone.counters.map((one) => one.n), [2]);
  assert.equal(zone.lanes[0]?.waiting, 3);
  assert.equal(ofZone(board, null), board);
});

test('rows of counters are as full as can be', () => {
  assert.deepEqual([5, 8, 12, 19, 24, 40].map((count) => columnsOf(count, 'hall')), [5, 8, 6, 7, 8, 10]);
  assert.deepEqual([5, 12, 40].map((count) => columnsOf(count, 'portrait')), [2, 3, 4]);
  assert.deepEqual([5, 12, 24, 40].map((count) => columnsOf(count, 'many')), [3, 4, 6, 8]);
});
