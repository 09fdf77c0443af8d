// The manager page's state: the hall, the calls seen so far, and the few things a manager does by
// hand.
import { effect, signal } from '@preact/signals';
import { send } from '../../shared/api';
import type { ManagerCall, ManagerView, Role } from '../../shared/messages';
import { problemText } from '../../shared/problems';
import { begin, end, noErrands } from '../../shared/staff-errands';
import { openStaffHall } from '../../shared/staff-hall';
import { mayUse } from '../../shared/staff-session';
import { remember, type CounterOrder } from './memory';

// An auditor looks on; calling and standing down is for the others.
export const managerRoles: readonly Role[] = ['manager', 'administrator', 'auditor'];
export const mayCommand = () => mayUse(['manager', 'administrator']);
export const hall = openStaffHall<ManagerView>('manager', managerRoles);

export const seenCalls = signal<readonly ManagerCall[]>([]);
effect(() => {
  const view = hall.view.value;
  if (view) seenCalls.value = remember(seenCalls.peek(), view.calls);
});

export const counterOrder = signal<CounterOrder>('number');

export interface Said {
  tone: 'good' | 'warn' | 'bad';
  words: string;
}
export const said = signal<Said | null>(null);
export const underWay = signal<string | null>(null); // the path being asked

const errands = noErrands();
const goodForMs = 6_000;

// One thing at a time; `done` is said when it worked.
export async function ask(path: string, body: object, done: string): Promise<void> {
  const asked = begin(
    errands,
    hall.path(path),
    body,
    JSON.stringify(hall.view.value?.backups ?? []),
  );
  if (!asked) return;
  underWay.value = path;
  said.value = null;
  const result = await send<unknown>(asked);
  end(errands, result.ok ? null : result.problem.code);
  underWay.value = null;
  const what: Said = result.ok
    ? { tone: 'good', words: done }
    : { tone: result.problem.status === 409 ? 'warn' : 'bad', words: problemText(result.problem) };
  said.value = what;
  if (result.ok)
    setTimeout(() => {
      if (said.value === what) said.value = null;
    }, goodForMs);
}
