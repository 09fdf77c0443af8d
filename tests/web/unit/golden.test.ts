// The pages' types say what is on the wire: each golden message has the members of its type and no other. A member
// that a type lacks or has too many does not compile here.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type * as wire from '../../../queue-server/web/shared/messages';
import { golden, pascal, source } from './wire-files';

type Kind<V> = V extends string ? 'string' : V extends number ? 'number' : V extends boolean ? 'boolean'
  : V extends readonly unknown[] ? 'list' : 'object';
// Every member with its kind, and a question mark when it may be absent.
type Members<T> = {
  [K in keyof T]-?: Record<never, never> extends Pick<T, K> ? `${Kind<NonNullable<T[K]>>}?` : Kind<T[K]>;
};

const hallStatus: Members<wire.HallStatus> = {
  id: 'string', name: 'object', office: 'object', door: 'string', lastTicketAt: 'string?', closesAt: 'string?',
  opensAt: 'string?', timeZone: 'string',
};
const why: Members<wire.Why> = {
  rule: 'string', lane: 'string', rate: 'number', score: 'number', waitedSeconds: 'number', passedOver: 'list',
  reason: 'string?',
};
const slip: Members<wire.Slip> = {
  language: 'string', office: 'object', hall: 'object', number: 'string', issuedAt: 'string', issuedLocal: 'string',
  ahead: 'number?', wait: 'object?', url: 'string',
};
const ticketIssued: Members<wire.TicketIssued> = {
  id: 'string', number: 'string', token: 'string', hall: 'string', lane: 'string?', services: 'list',
  issuedAt: 'string', ahead: 'number?', wait: 'object?', slip: 'object', url: 'string',
};
const serviceInfo: Members<wire.ServiceInfo> = {
  id: 'string', group: 'string', name: 'object', documents: 'list', keywords: 'object', standardSeconds: 'number',
};
const historyEvent: Members<wire.HistoryEvent> = {
  seq: 'number', at: 'string', actor: 'string', what: 'string', counter: 'number?', to: 'number?', lane: 'string?',
  call: 'string?', nth: 'number?', services: 'list?', reason: 'string?', note: 'string?', outcome: 'string?',
  missing: 'list?', after: 'string?', why: 'object?', clerk: 'string?',
};
const hallInfo: Members<wire.HallInfo> = {
  hall: 'object', revision: 'string', languages: 'list', boardLanguages: 'list', needs: 'list', groups: 'list',
  services: 'list', lanes: 'list', counters: 'list', sample: 'boolean',
};
const boardCall: Members<wire.BoardCall> = {
  call: 'string', number: 'string', counter: 'number', label: 'object', at: 'string', repeat: 'number', speak: 'list',
  quietFor: 'number?',
};
const boardView: Members<wire.BoardView> = {
  hall: 'object', languages: 'list', level: 'string', now: 'list', recent: 'list', lanes: 'list', counters: 'list',
  notices: 'list',
};
const ticketView: Members<wire.TicketView> = {
  hall: 'object', number: 'string', state: 'string', language: 'string', issuedAt: 'string', ahead: 'number',
  wait: 'object?', near: 'boolean', counter: 'number?', label: 'object?', call: 'string?', calledAt: 'string?',
  calls: 'number', returning: 'boolean', outcome: 'string?', missing: 'list', mayLeave: 'boolean',
  mayCheckIn: 'boolean', pass: 'object?',
};
const staffTicket: Members<wire.StaffTicket> = {
  id: 'string', number: 'string', lane: 'string', state: 'string', services: 'list', needs: 'list',
  language: 'string', quiet: 'boolean', channel: 'string', issuedAt: 'string', note: 'string?', counter: 'number?',
  returning: 'boolean',
};
const visit: Members<wire.Visit> = {
  ticket: 'object', call: 'string', calls: 'number', calledAt: 'string', firstCalledAt: 'string',
  mayRecallAt: 'string?', mayMissAt: 'string', startedAt: 'string?', standardSeconds: 'number',
  waitedSeconds: 'number', why: 'object', shown: 'boolean', spoken: 'boolean', overdue: 'boolean',
};
const staffLane: Members<wire.StaffLane> = {
  id: 'string', name: 'object', waiting: 'number', oldestAt: 'string?', next: 'string?', wait: 'object?',
  mine: 'boolean',
};
const counterView: Members<wire.CounterView> = {
  hall: 'object', n: 'number', sign: 'object', kind: 'string', state: 'string', clerk: 'string?',
  pauseReason: 'string?', since: 'string', visit: 'object?', proposed: 'boolean', lanes: 'list', line: 'list',
  missed: 'list', parked: 'list', level: 'string', page: 'object?', openPage: 'string?', standingDown: 'boolean',
  servedToday: 'number', boards: 'number', shift: 'object?', offRoster: 'boolean', standsInFor: 'string?',
  pass: 'object?',
};
const managerCounter: Members<wire.ManagerCounter> = {
  n: 'number', sign: 'object', kind: 'string', state: 'string', clerk: 'string?', since: 'string', number: 'string?',
  visitState: 'string?', overdue: 'boolean', standardSeconds: 'number', servedToday: 'number',
  busySecondsToday: 'number', shift: 'object?', offRoster: 'boolean', standsInFor: 'string?',
};
const managerBackup: Members<wire.ManagerBackup> = {
  id: 'string', name: 'string', counter: 'number', state: 'string', page: 'string?', since: 'string?',
  answerBy: 'string?', calledToday: 'number', savedSecondsToday: 'number',
};
const dayFigures: Members<wire.DayFigures> = {
  issued: 'number', called: 'number', done: 'number', missed: 'number', left: 'number', voided: 'number',
  waiting: 'number', serving: 'number', meanWaitSeconds: 'number', withinPromise: 'number', promiseSeconds: 'number',
};
const managerView: Members<wire.ManagerView> = {
  hall: 'object', level: 'string', lanes: 'list', counters: 'list', backups: 'list', alerts: 'list', today: 'object',
  calls: 'list', log: 'list', line: 'list', boards: 'number', kiosks: 'number', order: 'object',
};
const callingOrder: Members<wire.CallingOrder> = {
  discipline: 'string', ratioPriority: 'number', ratioGeneral: 'number', capSeconds: 'number', by: 'string?',
  since: 'string?',
};

const bookingView: Members<wire.BookingView> = {
  code: 'string', hall: 'string', service: 'string', slot: 'string', slotLocal: 'string', state: 'string',
  language: 'string', checkInFrom: 'string', lapsesAt: 'string', answer: 'string?', cancelledBecause: 'string?',
  number: 'string?',
};
const staffBooking: Members<wire.StaffBooking> = {
  booking: 'object', needs: 'list', madeAt: 'string', erasedAt: 'string', clerk: 'string?', contact: 'string?',
  lastThree: 'string?',
};

const waitingPairing: Members<wire.WaitingPairing> = {
  code: 'string', role: 'string', hall: 'string?', name: 'string?', address: 'string', since: 'string',
  expiresAt: 'string',
};
const deviceInfo: Members<wire.DeviceInfo> = {
  name: 'string', role: 'string', hall: 'string?', since: 'string', revokedAt: 'string?', connected: 'boolean',
};

const messages: Record<string, Record<string, string>> = {
  'wait-range': { lowSeconds: 'number', highSeconds: 'number' } satisfies Members<wire.WaitRange>,
  'hall-status': hallStatus,
  'passed-over': { number: 'string', lane: 'string', score: 'number', waitedSeconds: 'number' } satisfies
    Members<wire.PassedOver>,
  why,
  notice: { id: 'string', text: 'object' } satisfies Members<wire.Notice>,
  'walk-in-offer': { hall: 'string', services: 'list', needs: 'list', language: 'string' } satisfies
    Members<wire.WalkInOffer>,
  problem: {
    type: 'string', title: 'string', status: 'number', detail: 'string', code: 'string', retrySeconds: 'number?',
    walkIn: 'object?',
  } satisfies Members<wire.Problem>,

  'empty-request': {},
  'take-ticket': {
    services: 'list', needs: 'list?', language: 'string?', quiet: 'boolean?', channel: 'string?',
  } satisfies Members<wire.TakeTicket>,
  'lend-numbers': { instead: 'string?' } satisfies Members<wire.LendNumbers>,
  'offline-ticket': {
    n: 'number', token: 'string', givenAt: 'string', inHand: 'boolean', services: 'list', needs: 'list?',
    language: 'string?', quiet: 'boolean?',
  } satisfies Members<wire.OfflineTicket>,
  'number-block': {
    id: 'string', series: 'string', first: 'number', last: 'number', usableUntil: 'string?', now: 'string',
    utcOffsetSeconds: 'number', ticketUrl: 'string', renew: 'boolean',
  } satisfies Members<wire.NumberBlock>,
  'print-result': { printed: 'boolean', reason: 'string?' } satisfies Members<wire.PrintResult>,
  'with-reason': { reason: 'string' } satisfies Members<wire.WithReason>,
  'optional-reason': { reason: 'string?' } satisfies Members<wire.OptionalReason>,
  'sign-in': { name: 'string', password: 'string' } satisfies Members<wire.SignIn>,
  'enrol-browser': { code: 'string' } satisfies Members<wire.EnrolBrowser>,
  'ask-pairing': { role: 'string', hall: 'string?', name: 'string?' } satisfies Members<wire.AskPairing>,
  'take-device-token': { secret: 'string' } satisfies Members<wire.TakeDeviceToken>,
  'confirm-pairing': { name: 'string', hall: 'string?' } satisfies Members<wire.ConfirmPairing>,
  'open-counter': { clerk: 'string?' } satisfies Members<wire.OpenCounter>,
  'call-next': { finishCurrent: 'boolean?' } satisfies Members<wire.CallNext>,
  'call-ticket': { ticket: 'string', reason: 'string' } satisfies Members<wire.CallTicket>,
  'finish-visit': { outcome: 'string', missing: 'list?' } satisfies Members<wire.FinishVisit>,
  'park-visit': { note: 'string?' } satisfies Members<wire.ParkVisit>,
  'transfer-visit': { lane: 'string?', counter: 'number?', note: 'string?', clerk: 'string?' } satisfies
    Members<wire.TransferVisit>,
  'change-services': { add: 'list?', remove: 'list?' } satisfies Members<wire.ChangeServices>,
  'call-backup': { backup: 'string?' } satisfies Members<wire.CallBackup>,
  'accept-page': { counter: 'number?' } satisfies Members<wire.AcceptPage>,
  'hand-over': { clerk: 'string?', deputy: 'boolean?' } satisfies Members<wire.HandOver>,
  ratio: { priority: 'number', general: 'number' } satisfies Members<wire.Ratio>,
  'change-discipline': { discipline: 'string', ratio: 'object?', capSeconds: 'number?' } satisfies
    Members<wire.ChangeDiscipline>,
  acknowledgement: { type: 'string', call: 'string' } satisfies Members<wire.Acknowledgement>,
  'make-booking': {
    service: 'string', slot: 'string', idNumber: 'string', contact: 'string?', language: 'string?', needs: 'list?',
  } satisfies Members<wire.MakeBooking>,
  'check-in-booking': { quiet: 'boolean?' } satisfies Members<wire.CheckInBooking>,
  'amend-booking': { confirm: 'boolean?', clerk: 'string?', answer: 'string?', cancel: 'string?' } satisfies
    Members<wire.AmendBooking>,

  slip,
  'ticket-issued': ticketIssued,
  'service-info': serviceInfo,
  'group-info': { id: 'string', name: 'object', icon: 'string' } satisfies Members<wire.GroupInfo>,
  'lane-info': { id: 'string', name: 'object' } satisfies Members<wire.LaneInfo>,
  'counter-info': { n: 'number', sign: 'object', zone: 'string' } satisfies Members<wire.CounterInfo>,
  'hall-info': hallInfo,
  'hall-list': { halls: 'list' } satisfies Members<wire.HallList>,
  'return-pass': { code: 'string', validUntil: 'string', used: 'boolean' } satisfies Members<wire.ReturnPass>,
  'history-event': historyEvent,
  'ticket-history': { id: 'string', number: 'string', events: 'list', complete: 'boolean' } satisfies
    Members<wire.TicketHistory>,
  'session-info': { name: 'string', role: 'string', kind: 'string', shownName: 'string?' } satisfies
    Members<wire.SessionInfo>,
  'pairing-asked': { code: 'string', secret: 'string', expiresAt: 'string', pollSeconds: 'number' } satisfies
    Members<wire.PairingAsked>,
  'pairing-waits': { expiresAt: 'string', pollSeconds: 'number' } satisfies Members<wire.PairingWaits>,
  'enrolled-device': { token: 'string', name: 'string', role: 'string', hall: 'string?' } satisfies
    Members<wire.EnrolledDevice>,
  'waiting-pairing': waitingPairing,
  'pairing-list': { pairings: 'list' } satisfies Members<wire.PairingList>,
  'device-info': deviceInfo,
  'device-list': { devices: 'list' } satisfies Members<wire.DeviceList>,
  'slot-info': {
    at: 'string', local: 'string', state: 'string', left: 'number', opensAt: 'string', closesAt: 'string',
  } satisfies Members<wire.SlotInfo>,
  'slot-list': { service: 'string', date: 'string', slots: 'list' } satisfies Members<wire.SlotList>,
  'booking-view': bookingView,
  'staff-booking': staffBooking,
  'booking-list': { date: 'string', bookings: 'list' } satisfies Members<wire.BookingList>,

  'board-call': boardCall,
  'board-lane': { id: 'string', name: 'object', waiting: 'number', wait: 'object?' } satisfies Members<wire.BoardLane>,
  'counter-sign': { function: 'object', clerk: 'string?', deputy: 'string?' } satisfies Members<wire.CounterSign>,
  'board-counter': { n: 'number', sign: 'object', zone: 'string', state: 'string', number: 'string?' } satisfies
    Members<wire.BoardCounter>,
  'board-view': boardView,
  'kiosk-view': {
    hall: 'object', revision: 'string', waiting: 'number', lanes: 'list', openCounters: 'number', notices: 'list',
  } satisfies Members<wire.KioskView>,
  'ticket-view': ticketView,
  'staff-ticket': staffTicket,
  'ticket-list': { tickets: 'list' } satisfies Members<wire.TicketList>,
  visit,
  'staff-lane': staffLane,
  'backup-page': { page: 'string', backup: 'string', name: 'string', calledAt: 'string', answerBy: 'string' } satisfies
    Members<wire.BackupPage>,
  alert: { code: 'string', number: 'string?', lane: 'string?', who: 'string?', since: 'string' } satisfies
    Members<wire.Alert>,
  'counter-view': counterView,
  called: { ticket: 'string', call: 'string', why: 'object', counter: 'object' } satisfies Members<wire.Called>,
  'manager-counter': managerCounter,
  'manager-backup': managerBackup,
  'manager-call': { ticket: 'string', number: 'string', counter: 'number', at: 'string', why: 'object' } satisfies
    Members<wire.ManagerCall>,
  'level-entry': { at: 'string', what: 'string', waiting: 'number', who: 'string?', seconds: 'number?' } satisfies
    Members<wire.LevelEntry>,
  'day-figures': dayFigures,
  shift: { id: 'string', endsAt: 'string', handsOver: 'boolean' } satisfies Members<wire.Shift>,
  'calling-order': callingOrder,
  'manager-view': managerView,

  'view-frame': { type: 'string', view: 'string', seq: 'number', at: 'string', data: 'object' } satisfies
    Members<wire.ViewFrame<wire.BoardView>>,
  'beat-frame': { type: 'string', seq: 'number', at: 'string' } satisfies Members<wire.BeatFrame>,
  'bye-frame': { type: 'string', code: 'string', retrySeconds: 'number' } satisfies Members<wire.ByeFrame>,
  'visit-notice': {
    id: 'string', type: 'string', at: 'string', hall: 'string', ticket: 'string', number: 'string', language: 'string',
    url: 'string', ahead: 'number?', counter: 'number?', missing: 'list',
  } satisfies Members<wire.VisitNotice>,
};

const kindOf = (value: unknown): string => (Array.isArray(value) ? 'list' : typeof value);
const reserved = new Set(['board-call.quietFor']);   // no server sends it yet

for (const { file, message, value } of golden) {
  test(`${file} is what its type says`, () => {
    const members = messages[message];
    assert.ok(members, 'this message has no type');
    for (const [key, kind] of Object.entries(value)) assert.equal(kindOf(kind), members[key]?.replace('?', ''), key);
    for (const [key, kind] of Object.entries(members))
      assert.ok(kind.endsWith('?') || key in value, `${key} is missing`);
  });
}

test('every member of every type is in one of its golden files', () => {
  for (const [message, members] of Object.entries(messages)) {
    const seen = new Set(golden.filter((g) => g.message === message).flatMap((g) => Object.keys(g.value)));
    for (const key of Object.keys(members))
      assert.notEqual(seen.has(key), reserved.has(`${message}.${key}`), `${message}.${key}`);
  }
});

test('every type of the pages is a message of the wire', () => {
  const text = source('queue-server/web/shared/messages.ts');
  const types = [...text.matchAll(/^export interface (\w+)/gm)].map((m) => m[1]!);
  const known = Object.keys(messages).filter((name) => name !== 'empty-request').map(pascal);
  assert.deepEqual(types.sort(), known.sort());
});
