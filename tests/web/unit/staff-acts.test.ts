// What a clerk can do now, and what the big key means.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  awayTickets,
  counterOfPath,
  heardOf,
  keyOf,
  nextStep,
  offer,
  sightOf,
  timeOf,
  type Act,
} from '../../../queue-server/web/pages/counter/acts';
import type { CounterView, StaffTicket, Visit } from '../../../queue-server/web/shared/messages';

const noon = Date.parse('2026-11-20T04:00:00.000Z');
const at = (seconds: number) => new Date(noon + seconds * 1000).toISOString();

const ticket = (number: string, state: StaffTicket['state'] = 'waiting'): StaffTicket => ({
  id: number,
  number,
  lane: 'general',
  state,
  services: ['transcript'],
  needs: [],
  language: 'zh-TW',
  quiet: false,
  channel: 'kiosk',
  issuedAt: at(-600),
  returning: false,
});

const visit = (state: 'called' | 'serving', more: Partial<Visit> = {}): Visit => ({
  ticket: ticket('A001', state),
  call: '7',
  calls: 1,
  calledAt: at(0),
  firstCalledAt: at(0),
  mayRecallAt: at(20),
  mayMissAt: at(20),
  standardSeconds: 600,
  overdue: false,
  waitedSeconds: 600,
  shown: false,
  spoken: false,
  why: { rule: 'score', lane: 'general', rate: 1, score: 600, waitedSeconds: 600, passedOver: [] },
  ...(state === 'serving' ? { startedAt: at(0) } : {}),
  ...more,
});

const view = (more: Partial<CounterView> = {}): CounterView => ({
  hall: { id: 'main', name: {}, office: {}, door: 'open', timeZone: 'Asia/Taipei' },
  n: 5,
  sign: {},
  kind: 'full-function',
  state: 'open',
  since: at(-60),
  proposed: false,
  lanes: [],
  line: [ticket('A002')],
  missed: [],
  parked: [],
  level: 'normal',
  standingDown: false,
  servedToday: 3,
  offRoster: false,
  boards: 1,
  ...more,
});

test('the big key is always the next step of the day', () => {
  assert.equal(nextStep(view({ state: 'closed' })), 'open');
  assert.equal(nextStep(view()), 'call');
  assert.equal(nextStep(view({ visit: visit('called') })), 'start');
  assert.equal(nextStep(view({ visit: visit('serving') })), 'finish');
  assert.equal(nextStep(view({ state: 'paused' })), 'resume');
  assert.equal(nextStep(view({ line: [] })), 'nobody');
  assert.equal(nextStep(view({ standingDown: true })), 'closing');
});

test('recall and "not here" wait for their time and say how long', () => {
  const walking = view({ visit: visit('called') });
  assert.deepEqual(offer(walking, 'recall', noon + 12_500), { possible: false, seconds: 8 });
  assert.deepEqual(offer(walking, 'miss', noon + 20_000), { possible: true, seconds: 0 });
});

test('after the last call there is no recall, but "not here" stays', () => {
  const spent = view({
    visit: visit('called', { mayRecallAt: undefined, mayMissAt: at(20), calls: 3 }),
  });
  assert.deepEqual(offer(spent, 'recall', noon + 60_000), { possible: false, seconds: 0 });
  assert.equal(offer(spent, 'miss', noon + 60_000).possible, true);
});

test('with a visit at the counter it can neither call another, pause nor close, but be handed over', () => {
  const busy = view({ visit: visit('serving') });
  for (const act of ['call', 'pause', 'close'] as Act[])
    assert.equal(offer(busy, act, noon).possible, false, act);
  for (const act of ['finish', 'park', 'transfer', 'handOver'] as Act[])
    assert.equal(offer(busy, act, noon).possible, true, act);
});

test('only a mobile counter opened by a call for support can be stood down, once', () => {
  assert.equal(offer(view(), 'standDown', noon).possible, false);
  assert.equal(offer(view({ openPage: '9' }), 'standDown', noon).possible, true);
  assert.equal(
    offer(view({ openPage: '9', standingDown: true }), 'standDown', noon).possible,
    false,
  );
});

test('no two acts that are possible together share a key', () => {
  const views = [
    view(),
    view({ state: 'paused' }),
    view({ visit: visit('called') }),
    view({ visit: visit('serving') }),
    view({ openPage: '9', missed: [ticket('A009', 'missed')] }),
    view({ state: 'closed' }),
  ];
  for (const one of views) {
    const possible = (Object.keys(keyOf) as Act[]).filter(
      (act) => offer(one, act, noon + 60_000).possible,
    );
    assert.equal(new Set(possible.map((act) => keyOf[act])).size, possible.length, possible.join());
  }
});

test('the clerk is told when no board showed the call within 3 s, or none is there (R-71)', () => {
  assert.equal(heardOf(visit('called'), 2, noon + 2_000), 'waiting');
  assert.equal(heardOf(visit('called'), 2, noon + 3_500), 'not-shown');
  assert.equal(heardOf(visit('called'), 0, noon), 'no-boards');
  assert.equal(heardOf(visit('called', { shown: true }), 2, noon + 10_000), 'shown');
  assert.equal(heardOf(visit('called', { shown: true }), 2, noon + 40_000), 'not-spoken');
  assert.equal(heardOf(visit('called', { shown: true, spoken: true }), 2, noon + 40_000), 'spoken');
  const quiet = visit('called');
  assert.equal(heardOf({ ...quiet, ticket: { ...quiet.ticket, quiet: true } }, 2, noon), 'quiet');
});

test('a visit is overdue past its standard time, and never has waited a negative time', () => {
  assert.deepEqual(timeOf(visit('serving'), noon + 300_000), {
    seconds: 300,
    share: 0.5,
    overdue: 0,
  });
  assert.deepEqual(timeOf(visit('serving'), noon + 660_000), {
    seconds: 660,
    share: 1,
    overdue: 60,
  });
  assert.equal(timeOf(visit('called'), noon - 5_000).seconds, 0);
});

test('what the page shows changes with every call, start and end', () => {
  const sights = [
    view(),
    view({ visit: visit('called') }),
    view({ visit: visit('called', { call: '8', calls: 2 }) }),
    view({ visit: visit('serving', { call: '8', calls: 2 }) }),
    view({ servedToday: 4 }),
    view({ state: 'paused' }),
  ].map(sightOf);
  assert.equal(new Set(sights).size, sights.length);
});

test('the path names the counter', () => {
  assert.equal(counterOfPath('/counter/5'), 5);
  assert.equal(counterOfPath('/counter/19/'), 19);
  assert.equal(counterOfPath('/counter'), null);
  assert.equal(counterOfPath('/counter/x'), null);
});

test('the missed come before the parked', () => {
  const away = awayTickets(
    view({ missed: [ticket('A009', 'missed')], parked: [ticket('A008', 'parked')] }),
  );
  assert.deepEqual(
    away.map((one) => one.number),
    ['A009', 'A008'],
  );
});
