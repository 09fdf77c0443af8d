// A staff page's connection: finds the hall, asks who is signed in, watches the page's view while
// somebody may, and keeps the server's clock. One page, one hall, one view: module-wide signals.
import { computed, effect, signal, untracked } from '@preact/signals';
import { findHall, get, hallPath, signedOut } from './api';
import { watchView, type Live } from './live';
import { staleAfterMs } from './live-machine';
import type { HallInfo, Problem, Role } from './messages';
import { hallInfo } from './staff-names';
import { askSession, mayUse, session, signOutHere } from './staff-session';
import { serverNow } from './staff-time';

const tickMs = 500;
const retryMs = 3_000;

export interface StaffHall<T> {
  readonly view: { readonly value: T | null };
  readonly stale: { readonly value: boolean }; // what is shown is old
  readonly heardAt: { readonly value: number }; // while stale: when the server was last heard
  readonly seq: () => number;
  readonly problem: { readonly value: Problem | null }; // why there is no hall yet
  readonly path: (rest: string) => string; // of the hall's calls
  // The view of a command's answer, shown only while the push is silent.
  readonly answered: (view: T) => void;
}

export function openStaffHall<T>(viewName: string, roles: readonly Role[]): StaffHall<T> {
  const live = signal<Live<T> | null>(null);
  const problem = signal<Problem | null>(null);
  const answer = signal<{ view: T; at: number } | null>(null);

  const find = async () => {
    const found = await findHall();
    problem.value = found.ok ? null : found.problem;
    if (found.ok) hallInfo.value = found.value;
    else setTimeout(() => void find(), retryMs);
  };
  const askUntilAnswered = async () => {
    const asked = await askSession();
    if (!asked.ok && session.value === undefined)
      setTimeout(() => void askUntilAnswered(), retryMs);
  };
  void find();
  void askUntilAnswered();

  effect(() => {
    if (signedOut.value && session.value) signOutHere();
  });

  const hallId = computed(() => hallInfo.value?.hall.id ?? null);
  const watching = computed(() => hallId.value !== null && mayUse(roles));
  effect(() => {
    if (!watching.value || !hallId.value) return;
    const id = hallId.value;
    // What the connection reads while it starts is none of this effect's business.
    const opened = untracked(() =>
      watchView<T>(id, viewName, { onRefused: () => void askSession() }),
    );
    live.value = opened;
    return () => {
      opened.stop();
      live.value = null;
      answer.value = null;
    };
  });

  // The office's texts may have changed while the server was away.
  const connected = computed(() => live.value?.state.value.connected ?? false);
  let wasConnected = false;
  effect(() => {
    const now = connected.value;
    if (now && wasConnected && hallId.peek()) void refresh(hallId.peek()!);
    wasConnected ||= now;
  });

  const stale = computed(() => live.value?.state.value.stale ?? false);
  const heardAt = signal(0);
  effect(() => {
    if (stale.value) heardAt.value = (live.peek()?.now() ?? Date.now()) - staleAfterMs;
  });

  setInterval(() => {
    serverNow.value = live.peek()?.now() ?? Date.now();
  }, tickMs);

  return {
    view: computed(() => {
      const state = live.value?.state.value;
      const own = answer.value;
      if (!state) return null;
      return own && (state.stale || !state.connected) && own.at >= state.at ? own.view : state.data;
    }),
    stale,
    heardAt,
    seq: () => live.peek()?.state.peek().seq ?? 0,
    problem,
    path: (rest) => hallPath(hallId.peek() ?? '', rest),
    answered: (view) => {
      answer.value = { view, at: live.peek()?.now() ?? Date.now() };
    },
  };
}

async function refresh(id: string): Promise<void> {
  const found = await get<HallInfo>(hallPath(id));
  if (found.ok && found.value.revision !== hallInfo.peek()?.revision) hallInfo.value = found.value;
}
