// Who is signed in at this browser. `undefined` while nobody asked yet, `null` when nobody is.
import { signal } from '@preact/signals';
import { get, post, remove, signedOut, type Result } from './api';
import type { Problem, Role, SessionInfo } from './messages';

export const session = signal<SessionInfo | null | undefined>(undefined);
export const signInProblem = signal<Problem | null>(null);

// Asks the server; an unreachable one leaves what is known.
export async function askSession(): Promise<Result<SessionInfo>> {
  const answer = await get<SessionInfo>('/session');
  if (answer.ok) session.value = answer.value;
  else if (answer.problem.status === 401) signOutHere();
  return answer;
}

// True when it worked. Else `signInProblem` says why not.
export async function signIn(name: string, password: string): Promise<boolean> {
  signInProblem.value = null;
  const answer = await post<void>('/session', { name, password });
  if (!answer.ok) {
    signedOut.value = false;
    signInProblem.value = answer.problem;
    return false;
  }
  const asked = await askSession();
  if (!asked.ok) signInProblem.value = asked.problem;
  return asked.ok;
}

export async function signOut(): Promise<void> {
  await remove('/session');
  signOutHere();
}

export function signOutHere(): void {
  session.value = null;
  signedOut.value = false;
}

export function mayUse(roles: readonly Role[]): boolean {
  return !!session.value && roles.includes(session.value.role);
}

// The sentence for a failed sign-in: a lock and a throttle have their own codes, the rest is a
// wrong name or PIN.
export function signInCode(problem: Problem): string {
  if (problem.code === 'account-locked' || problem.status === 423) return 'account-locked';
  if (problem.status === 401 || problem.status === 403 || problem.status === 422)
    return 'wrong-sign-in';
  return problem.code;
}
