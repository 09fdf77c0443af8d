// The counter page's state: its hall, its view, what is under way, what was said last, which panel
// is open.
import { signal } from '@preact/signals';
import { send, type Result } from '../../shared/api';
import { t } from '../../shared/i18n';
import type { CounterView, Problem, ReturnPass, Role } from '../../shared/messages';
import { problemText } from '../../shared/problems';
import { begin, end, noErrands } from '../../shared/staff-errands';
import { openStaffHall } from '../../shared/staff-hall';
import { counterOfPath, sightOf, type Act } from './acts';

export const counterRoles: readonly Role[] = ['clerk', 'backup', 'manager', 'administrator'];
export const counterNumber = counterOfPath(location.pathname);
export const hall = openStaffHall<CounterView>(
  `counter:${counterNumber ?? 0}`,
  counterNumber === null ? [] : counterRoles,
);

export type Deed = Act | 'finishAndNext' | 'accept' | 'decline' | 'reinstate';
export const underWay = signal<Deed | null>(null);

export interface Said {
  tone: 'good' | 'warn' | 'bad';
  words: string;
  action?: { words: string; act: () => void };
}
export const said = signal<Said | null>(null);

export type PanelName =
  | 'finish'
  | 'park'
  | 'transfer'
  | 'call'
  | 'priority'
  | 'byHand'
  | 'checkIn'
  | 'pause'
  | 'close'
  | 'handOver'
  | 'pass';
export const panel = signal<{ name: PanelName; ticket?: string } | null>(null);

export function openPanel(name: PanelName, ticket?: string): void {
  said.value = null;
  panel.value = ticket === undefined ? { name } : { name, ticket };
}

export function closePanel(): void {
  panel.value = null;
}

// Of the visit that has just ended to be supplemented.
export const givenPass = signal<ReturnPass | null>(null);

const errands = noErrands();
const settleMs = 1_000;
const goodForMs = 6_000;
let clearSaid: ReturnType<typeof setTimeout> | undefined;

export function say(what: Said): void {
  clearTimeout(clearSaid);
  said.value = what;
  if (what.tone === 'good')
    clearSaid = setTimeout(() => {
      if (said.value === what) said.value = null;
    }, goodForMs);
}

// What was refused no longer matters once something else has happened.
export function forgetRefusal(): void {
  if (said.peek()?.tone === 'warn') said.value = null;
}

// Who may not command this counter while somebody else runs it is told by whom.
function refusalWords(problem: Problem): string {
  const view = hall.view.value;
  if (problem.code === 'not-allowed' && view && view.state !== 'closed' && view.clerk) {
    return t('counter.runBy', { who: view.clerk, n: view.n });
  }
  return problemText(problem);
}

export function sayProblem(problem: Problem): void {
  say({ tone: problem.status === 409 ? 'warn' : 'bad', words: refusalWords(problem) });
}

// Asks the server for one thing. Null: another is under way, so this press meant nothing. A failure
// has been said unless `quietly`. Ends once the push has shown what happened, so that a quick
// second press sees the new state.
export async function ask<T>(
  deed: Deed,
  path: string,
  body: object = {},
  quietly = false,
): Promise<Result<T> | null> {
  const asked = begin(errands, hall.path(path), body, sightOf(hall.view.value));
  if (!asked) return null;
  underWay.value = deed;
  said.value = null;
  const seqBefore = hall.seq();
  const result = await send<T>(asked);
  end(errands, result.ok ? null : result.problem.code);
  if (!result.ok && !quietly) {
    const lost = result.problem.code === 'unreachable';
    say({
      tone: result.problem.status === 409 ? 'warn' : 'bad',
      words: refusalWords(result.problem),
      action: lost
        ? { words: t('staff.again'), act: () => void ask<T>(deed, path, body) }
        : undefined,
    });
  }
  if (result.ok) await pushSince(seqBefore);
  underWay.value = null;
  return result;
}

// A command at this counter; its answer is the counter's view.
export async function atCounter(
  deed: Deed,
  word: string,
  body: object = {},
  quietly = false,
): Promise<Result<CounterView> | null> {
  const result = await ask<CounterView | { counter: CounterView }>(
    deed,
    `/counters/${counterNumber}/${word}`,
    body,
    quietly,
  );
  if (!result?.ok) return result;
  const view = 'counter' in result.value ? result.value.counter : result.value;
  hall.answered(view);
  return { ok: true, status: result.status, value: view };
}

function pushSince(seq: number): Promise<void> {
  const giveUpAt = performance.now() + settleMs;
  return new Promise((resolve) => {
    const look = () => {
      if (hall.seq() > seq || hall.stale.value || performance.now() >= giveUpAt) resolve();
      else setTimeout(look, 20);
    };
    look();
  });
}
