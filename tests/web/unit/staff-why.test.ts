// "Why was 57 before me?", spans in words, and what a manager's page remembers.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  groupAlerts,
  remember,
  sortCounters,
  summaryOf,
} from '../../../queue-server/web/pages/manager/memory';
import type {
  ManagerCall,
  ManagerCounter,
  ManagerView,
  StaffTicket,
} from '../../../queue-server/web/shared/messages';
import { secondsSince, secondsUntil, spanWords } from '../../../queue-server/web/shared/staff-time';
import {
  compare,
  rateText,
  sameNumber,
  scoreText,
} from '../../../queue-server/web/shared/staff-why';

const noon = Date.parse('2026-11-20T04:00:00.000Z');
const at = (seconds: number) => new Date(noon + seconds * 1000).toISOString();

const call = (
  number: string,
  seconds: number,
  more: Partial<ManagerCall['why']> = {},
): ManagerCall => ({
  ticket: number,
  number,
  counter: 3,
  at: at(seconds),
  why: {
    rule: 'score',
    lane: 'priority',
    rate: 6,
    score: 1260,
    waitedSeconds: 210,
    passedOver: [],
    ...more,
  },
});

const waiting = (number: string, seconds: number): StaffTicket => ({
  id: number,
  number,
  lane: 'general',
  state: 'waiting',
  services: [],
  needs: [],
  language: 'zh-TW',
  quiet: false,
  channel: 'kiosk',
  issuedAt: at(seconds),
  returning: false,
});

test('a number is found by its digits, with or without letter and zeros', () => {
  assert.equal(sameNumber('57', 'A057'), true);
  assert.equal(sameNumber(' a57 ', 'A057'), true);
  assert.equal(sameNumber('A057', 'A057'), true);
  assert.equal(sameNumber('B57', 'A057'), false);
  assert.equal(sameNumber('7', 'A057'), false);
  assert.equal(sameNumber('1000', 'A1000'), true);
  assert.equal(sameNumber('', 'A057'), false);
  assert.equal(sameNumber('57x', 'A057'), false);
});

test('the ticket that was passed over is told with its own numbers', () => {
  const passed = { number: 'A056', lane: 'general', score: 1090, waitedSeconds: 1090 };
  const answer = compare(call('P007', 0, { passedOver: [passed] }), '56', { calls: [], line: [] });
  assert.deepEqual(answer, { how: 'passed-over', other: passed });
});

test('somebody who came after the call is told so', () => {
  const answer = compare(call('P007', 0), '60', { calls: [], line: [waiting('A060', 90)] });
  assert.equal(answer.how, 'came-later');
  assert.equal(answer.how === 'came-later' && answer.seconds, 90);
});

test('a waiting ticket is compared by its wait at that moment, scored by a rate that some call has told', () => {
  const known = {
    calls: [call('A050', -60, { lane: 'general', rate: 1 })],
    line: [waiting('A060', -100)],
  };
  const answer = compare(call('P007', 0), '60', known);
  assert.deepEqual(
    { how: answer.how, score: 'score' in answer ? answer.score : null },
    { how: 'waited-less', score: 100 },
  );
  const longer = compare(call('P007', 0), '61', { calls: [], line: [waiting('A061', -900)] });
  assert.deepEqual(
    { how: longer.how, score: 'score' in longer ? longer.score : 0 },
    { how: 'waited-more', score: null },
  );
});

test('a ticket called even earlier, and one that nobody knows', () => {
  assert.equal(
    compare(call('P007', 0), '50', { calls: [call('A050', -60)], line: [] }).how,
    'called-earlier',
  );
  assert.equal(compare(call('P007', 0), '99', { calls: [], line: [] }).how, 'unknown');
});

test('scores and rates are short', () => {
  assert.deepEqual([1260.4, 12.34, 7].map(scoreText), ['1260', '12.3', '7']);
  assert.deepEqual([6, 1.5, 1.25].map(rateText), ['6', '1.5', '1.25']);
});

test('spans read well in both languages and are never negative', () => {
  assert.equal(spanWords(45, 'zh-TW'), '45 秒');
  assert.equal(spanWords(740, 'zh-TW'), '12 分 20 秒');
  assert.equal(spanWords(1860, 'zh-TW'), '31 分');
  assert.equal(spanWords(4200, 'en'), '1 h 10 min');
  assert.equal(spanWords(0, 'en'), '0 s');
  assert.equal(spanWords(-5, 'en'), '0 s');
  assert.equal(secondsSince(at(0), noon - 3_000), 0);
  assert.equal(secondsUntil(at(10), noon + 500), 10);
  assert.equal(secondsUntil(at(10), noon + 60_000), 0);
});

test('calls are remembered once, newest first, past the twenty of the view', () => {
  const first = remember([], [call('A002', 20), call('A001', 10)]);
  const again = remember(first, [call('A003', 30), call('A002', 20)]);
  assert.deepEqual(
    again.map((one) => one.number),
    ['A003', 'A002', 'A001'],
  );
  assert.equal(remember(again, [call('A003', 30)]), again);
  const many = Array.from({ length: 700 }, (_, i) => call(`A${i}`, i));
  assert.equal(remember([], many).length, 600);
});

const counter = (
  n: number,
  state: ManagerCounter['state'],
  busy: number,
  number?: string,
): ManagerCounter => ({
  n,
  sign: {},
  kind: 'full-function',
  state,
  since: at(0),
  overdue: false,
  standardSeconds: 600,
  servedToday: 1,
  busySecondsToday: busy,
  offRoster: false,
  ...(number ? { number, visitState: 'serving' as const } : {}),
});

const hall = (more: Partial<ManagerView> = {}): ManagerView => ({
  hall: { id: 'main', name: {}, office: {}, door: 'open', timeZone: 'Asia/Taipei' },
  level: 'normal',
  lanes: [
    { id: 'general', name: {}, waiting: 4, oldestAt: at(-300), mine: false },
    { id: 'turning', name: {}, waiting: 1, oldestAt: at(-500), mine: false },
    { id: 'express', name: {}, waiting: 0, mine: false },
  ],
  counters: [
    counter(1, 'open', 100, 'A001'),
    counter(2, 'open', 900),
    counter(3, 'paused', 50),
    counter(4, 'closed', 0),
  ],
  backups: [],
  alerts: [],
  calls: [],
  log: [],
  line: [],
  boards: 1,
  kiosks: 1,
  order: { discipline: 'apq', ratioPriority: 2, ratioGeneral: 1, capSeconds: 1800 },
  today: {
    issued: 9,
    called: 8,
    done: 7,
    missed: 0,
    left: 0,
    voided: 0,
    waiting: 5,
    serving: 1,
    meanWaitSeconds: 60,
    withinPromise: 6,
    promiseSeconds: 1800,
  },
  ...more,
});

test('the summary finds the longest wait over all lanes and counts who is busy', () => {
  assert.deepEqual(summaryOf(hall()), {
    waiting: 5,
    longestAt: at(-500),
    longestLane: 'turning',
    openCounters: 2,
    busyCounters: 1,
    idleCounters: 1,
    promiseShare: 0.75,
  });
});

test('before the first call there is no share of kept promises', () => {
  assert.equal(
    summaryOf(hall({ today: { ...hall().today, called: 0, withinPromise: 0 } })).promiseShare,
    null,
  );
});

test('counters are ordered by number or by the load of the day, without the closed ones (R-16)', () => {
  assert.deepEqual(
    sortCounters(hall(), 'number').map((one) => one.n),
    [1, 2, 3],
  );
  assert.deepEqual(
    sortCounters(hall(), 'load').map((one) => one.n),
    [2, 1, 3],
  );
});

test('alerts of one kind stand together, the gravest kind and the longest standing first', () => {
  const groups = groupAlerts([
    { code: 'backup-unanswered', who: 'b2', since: at(0) },
    { code: 'nobody-serves', number: 'A024', since: at(-60) },
    { code: 'promise-passed', number: 'A020', since: at(-300) },
    { code: 'nobody-serves', number: 'A016', since: at(-90) },
  ]);
  assert.deepEqual(groups, [
    { code: 'nobody-serves', names: ['A016', 'A024'], since: at(-90) },
    { code: 'promise-passed', names: ['A020'], since: at(-300) },
    { code: 'backup-unanswered', names: ['b2'], since: null },
  ]);
});
