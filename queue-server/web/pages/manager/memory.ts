// The calls this page has seen since it was opened, newest first: more than the view's twenty, so
// that "why was 57 before me?" can be answered a while later. Bounded. Pure.
import type { Alert, ManagerCall, ManagerView } from '../../shared/messages';

const most = 600;

function keyOf(call: ManagerCall): string {
  return `${call.ticket}|${call.at}`;
}

// `known` with the newly seen added; the same list when nothing is new.
export function remember(
  known: readonly ManagerCall[],
  seen: readonly ManagerCall[],
): readonly ManagerCall[] {
  const keys = new Set(known.map(keyOf));
  const fresh = seen.filter((call) => !keys.has(keyOf(call)));
  if (fresh.length === 0) return known;
  return [...fresh, ...known].sort((a, b) => Date.parse(b.at) - Date.parse(a.at)).slice(0, most);
}

export interface Summary {
  waiting: number;
  longestAt: string | null; // since when the one who waits longest does
  longestLane: string | null;
  openCounters: number;
  busyCounters: number;
  idleCounters: number;
  promiseShare: number | null; // 0 to 1 of the called ones; null before the first call
}

export function summaryOf(view: ManagerView): Summary {
  const oldest = view.lanes
    .filter((lane) => lane.oldestAt !== undefined)
    .sort((a, b) => Date.parse(a.oldestAt!) - Date.parse(b.oldestAt!))[0];
  const open = view.counters.filter((one) => one.state === 'open');
  return {
    waiting: view.lanes.reduce((sum, lane) => sum + lane.waiting, 0),
    longestAt: oldest?.oldestAt ?? null,
    longestLane: oldest?.id ?? null,
    openCounters: open.length,
    busyCounters: open.filter((one) => one.number !== undefined).length,
    idleCounters: open.filter((one) => one.number === undefined).length,
    promiseShare: view.today.called > 0 ? view.today.withinPromise / view.today.called : null,
  };
}

export type CounterOrder = 'number' | 'load';

// Open and paused ones; by number, or the busiest of the day first.
export function sortCounters(view: ManagerView, order: CounterOrder): ManagerView['counters'] {
  const list = view.counters.filter((one) => one.state !== 'closed');
  return order === 'number'
    ? list.sort((a, b) => a.n - b.n)
    : list.sort((a, b) => b.busySecondsToday - a.busySecondsToday || a.n - b.n);
}

export interface AlertGroup {
  code: Alert['code'];
  names: string[]; // numbers or people, the longest standing first
  since: string | null; // of the oldest; null for what has no beginning that the server knows
}

// The gravest first.
const gravity: readonly Alert['code'][] = [
  'backups-exhausted',
  'nobody-serves',
  'promise-passed',
  'call-not-shown',
  'counter-not-open',
  'backup-unanswered',
];
const withBeginning: readonly Alert['code'][] = [
  'nobody-serves',
  'promise-passed',
  'call-not-shown',
  'counter-not-open',
];

export function groupAlerts(alerts: readonly Alert[]): AlertGroup[] {
  const oldestFirst = [...alerts].sort((a, b) => Date.parse(a.since) - Date.parse(b.since));
  return gravity.flatMap((code) => {
    const same = oldestFirst.filter((one) => one.code === code);
    if (same.length === 0) return [];
    const names = same.map((one) => one.number ?? one.who ?? '').filter(Boolean);
    return [{ code, names, since: withBeginning.includes(code) ? same[0]!.since : null }];
  });
}
