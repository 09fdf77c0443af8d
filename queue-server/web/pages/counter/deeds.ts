// What each key and button does. A deed asks the server, or opens the panel that asks the clerk
// first. Only what acts.ts offers is done; a second press while one is under way does nothing.
import { t } from '../../shared/i18n';
import type { CounterView, StaffTicket } from '../../shared/messages';
import { signOut } from '../../shared/staff-session';
import { serverNow } from '../../shared/staff-time';
import { nextStep, offer, type Act } from './acts';
import {
  ask,
  atCounter,
  closePanel,
  forgetRefusal,
  givenPass,
  hall,
  openPanel,
  say,
  sayProblem,
  underWay,
} from './store';

// A press this soon after the counter's state changed was meant for the old one: a double press of
// the big key must not start the visit that the first one called.
const settledAfterMs = 900;
let changedAt = 0;
let lastStep = '';

// Called with every view that is shown.
export function notice(view: CounterView | null): void {
  const step = view ? `${nextStep(view)}|${view.visit?.ticket.id ?? ''}` : '';
  if (step !== lastStep) {
    changedAt = performance.now();
    forgetRefusal();
  }
  lastStep = step;
}

export function doStep(): void {
  const view = hall.view.value;
  if (!view || performance.now() - changedAt < settledAfterMs) return;
  switch (nextStep(view)) {
    case 'call':
      return void atCounter('next', 'call-next');
    case 'start':
      return doAct('start');
    case 'finish':
      return doAct('finish');
    case 'resume':
      return doAct('resume');
    default:
      return; // opening asks for a name, and there is nobody to call
  }
}

export function doAct(act: Act): void {
  const view = hall.view.value;
  if (!view || underWay.value || !offer(view, act, serverNow.peek()).possible) return;
  switch (act) {
    case 'next':
      return doStep();
    case 'recall':
      return void atCounter('recall', 'recall');
    case 'start':
      return void atCounter('start', 'start');
    case 'miss':
      return void atCounter('miss', 'no-show');
    case 'resume':
      return void atCounter('resume', 'resume');
    case 'standDown':
      return void ask('standDown', `/backup/${view.openPage}/stand-down`);
    case 'open':
      return;
    default:
      return openPanel(act);
  }
}

export async function openCounter(shown: string): Promise<void> {
  await atCounter('open', 'open', shown.trim() ? { clerk: shown.trim() } : {});
}

export async function finish(
  outcome: 'finished' | 'referred' | 'supplement',
  missing: string[] = [],
): Promise<void> {
  const done = await atCounter(
    'finish',
    'finish',
    outcome === 'supplement' ? { outcome, missing } : { outcome },
  );
  if (!done?.ok) return;
  closePanel();
  givenPass.value = done.value.pass ?? null;
  if (givenPass.value) openPanel('pass');
}

// The clerk has said "finished": end this visit and call the next one in a single step. When nobody
// waits any more, or the counter is closing, the visit is finished all the same.
export async function finishAndNext(): Promise<void> {
  const done = await atCounter('finishAndNext', 'call-next', { finishCurrent: true }, true);
  if (done === null) return;
  if (done.ok) return closePanel();
  if (done.problem.code === 'nothing-waiting' || done.problem.code === 'counter-closed') {
    await finish('finished');
    say({ tone: 'good', words: t('counter.finishedNobody') });
    return;
  }
  sayProblem(done.problem);
}

export async function reinstate(ticket: StaffTicket): Promise<void> {
  const done = await ask('reinstate', `/tickets/${ticket.id}/reinstate`);
  if (done?.ok) {
    closePanel();
    say({ tone: 'good', words: t('counter.checkedIn', { number: ticket.number }) });
  }
}

export async function grantPriority(ticket: StaffTicket, reason: string): Promise<void> {
  const done = await ask('priority', `/tickets/${ticket.id}/priority`, { reason });
  if (done?.ok) {
    closePanel();
    say({ tone: 'good', words: t('counter.prioritized', { number: ticket.number }) });
  }
}

export async function callTicket(id: string, reason: string): Promise<void> {
  const done = await atCounter('call', 'call', { ticket: id, reason });
  if (done?.ok) closePanel();
}

export async function acceptPage(page: string): Promise<void> {
  await ask('accept', `/backup/${page}/accept`);
}

export async function declinePage(page: string): Promise<void> {
  const done = await ask('decline', `/backup/${page}/decline`);
  if (done?.ok) say({ tone: 'good', words: t('counter.declined') });
}

// Who takes over from whom, told to the next sign-in of this browser window.
const handOverPlace = 'hallcall.counter.handOver';

// the next clerk, or a deputy, takes the counter over under an account of their own,
// with the visit that is there; so the clerk signs out and the counter stays as it is.
export async function handOver(from: string, deputy: boolean): Promise<void> {
  closePanel();
  sessionStorage.setItem(handOverPlace, JSON.stringify({ from, deputy }));
  await signOut();
}

function handedOver(): { from: string; deputy: boolean } | null {
  const kept = sessionStorage.getItem(handOverPlace);
  return kept === null ? null : (JSON.parse(kept) as { from: string; deputy: boolean });
}

export function handedOverBy(): string | null {
  return handedOver()?.from ?? null;
}

// After the next clerk has signed in. The counter may have been closed meanwhile: then it opens.
export async function takeOver(shown: string): Promise<void> {
  const wish = handedOver();
  if (wish === null) return;
  sessionStorage.removeItem(handOverPlace);
  const name = shown.trim() ? { clerk: shown.trim() } : {};
  const done = await atCounter('handOver', 'hand-over', { ...name, deputy: wish.deputy }, true);
  if (!done || done.ok) return;
  if (done.problem.code === 'counter-closed') return openCounter(shown);
  if (done.problem.code !== 'counter-open') sayProblem(done.problem); // the same clerk came back
}
