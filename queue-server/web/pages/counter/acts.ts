// What a clerk can do at a counter now, and which key does it. Pure: the view and the time in, the
// offers out. The server decides all the same; this keeps a press that would be refused from being
// made.
import type { CounterView, StaffTicket, Visit } from '../../shared/messages';

export type Act =
  | 'next'
  | 'recall'
  | 'start'
  | 'finish'
  | 'miss'
  | 'park'
  | 'transfer'
  | 'call'
  | 'priority'
  | 'byHand'
  | 'checkIn'
  | 'pause'
  | 'resume'
  | 'close'
  | 'handOver'
  | 'standDown'
  | 'open';

// One key each. Pause and resume share one: never both at once.
export const keyOf: Readonly<Record<Act, string>> = {
  next: 'Space',
  recall: 'R',
  start: 'S',
  finish: 'F',
  miss: 'N',
  park: 'P',
  transfer: 'T',
  call: 'C',
  priority: 'G',
  byHand: 'I',
  checkIn: 'K',
  pause: 'B',
  resume: 'B',
  close: 'X',
  handOver: 'H',
  standDown: 'D',
  open: 'O',
};

// The big key's meaning: always the next step of the day.
export type Step = 'open' | 'resume' | 'call' | 'nobody' | 'closing' | 'start' | 'finish';

export function nextStep(view: CounterView): Step {
  if (view.state === 'closed') return 'open';
  if (view.visit) return view.visit.ticket.state === 'serving' ? 'finish' : 'start';
  if (view.state === 'paused') return 'resume';
  if (view.standingDown) return 'closing';
  return view.line.length > 0 ? 'call' : 'nobody';
}

// `seconds` > 0: possible then.
export interface Offer {
  possible: boolean;
  seconds: number;
}
const yes: Offer = { possible: true, seconds: 0 };
const no: Offer = { possible: false, seconds: 0 };

function from(time: string | undefined, now: number): Offer {
  if (time === undefined) return no;
  const seconds = Math.max(0, Math.ceil((Date.parse(time) - now) / 1000));
  return { possible: seconds === 0, seconds };
}

export function offer(view: CounterView, act: Act, now: number): Offer {
  const { visit } = view;
  const at = (condition: boolean) => (condition ? yes : no);
  const called = visit?.ticket.state === 'called';
  const open = view.state !== 'closed';
  const ready = view.state === 'open' && !visit && !view.standingDown;
  switch (act) {
    case 'next':
      return at(!['nobody', 'closing'].includes(nextStep(view)));
    case 'recall':
      return called ? from(visit.mayRecallAt, now) : no;
    case 'miss':
      return called ? from(visit.mayMissAt, now) : no;
    case 'start':
      return at(called);
    case 'finish':
      return at(visit?.ticket.state === 'serving');
    case 'park':
    case 'transfer':
      return at(!!visit);
    case 'call':
    case 'pause':
      return at(ready);
    case 'resume':
      return at(view.state === 'paused');
    case 'close':
      return at(open && !visit);
    case 'handOver':
      return at(open);
    case 'standDown':
      return at(open && !!view.openPage && !view.standingDown);
    case 'open':
      return at(!open);
    case 'checkIn':
      return at(view.missed.length + view.parked.length > 0);
    case 'priority':
      return at(view.line.length + view.missed.length + view.parked.length > 0);
    case 'byHand':
      return at(view.hall.door !== 'closed');
  }
}

// What the page shows, in one word: changes whenever something happened at this counter. A wish
// whose answer was lost is the same wish only while this is the same.
export function sightOf(view: CounterView | null): string {
  if (!view) return '';
  const { visit } = view;
  return [
    view.state,
    view.since,
    view.servedToday,
    visit?.call ?? '',
    visit?.ticket.state ?? '',
    visit?.calls ?? 0,
    view.page?.page ?? '',
    view.openPage ?? '',
    view.standingDown,
  ].join('|');
}

// Did the hall hear it? A board has 3 s to show a call and longer to speak it, for
// announcements queue.
export type Heard =
  'quiet' | 'no-boards' | 'waiting' | 'not-shown' | 'shown' | 'not-spoken' | 'spoken';
const showWithinMs = 3_000;
const speakWithinMs = 30_000;

export function heardOf(visit: Visit, boards: number, now: number): Heard {
  if (visit.ticket.quiet) return 'quiet';
  const age = now - Date.parse(visit.calledAt);
  if (visit.spoken) return 'spoken';
  if (visit.shown) return age > speakWithinMs ? 'not-spoken' : 'shown';
  if (boards === 0) return 'no-boards';
  return age > showWithinMs ? 'not-shown' : 'waiting';
}

// How far a visit is: of the walk since the call, of the handling since the start.
export function timeOf(
  visit: Visit,
  now: number,
): { seconds: number; share: number; overdue: number } {
  const since = Date.parse(visit.startedAt ?? visit.calledAt);
  const seconds = Math.max(0, Math.floor((now - since) / 1000));
  if (!visit.startedAt || visit.standardSeconds <= 0) return { seconds, share: 0, overdue: 0 };
  return {
    seconds,
    share: Math.min(1, seconds / visit.standardSeconds),
    overdue: Math.max(0, seconds - visit.standardSeconds),
  };
}

// Missed before parked: whom a clerk may check in again.
export function awayTickets(view: CounterView): StaffTicket[] {
  return [...view.missed, ...view.parked];
}

// The counter of `/counter/5`; null when the path names none.
export function counterOfPath(path: string): number | null {
  const found = /^\/counter\/(\d{1,4})\/?$/.exec(path);
  return found ? Number(found[1]) : null;
}
