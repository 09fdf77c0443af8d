// The ticket of this page: read once, then pushed. Its two commands keep their key until they are answered.
import { computed, effect, signal } from '@preact/signals';
import { get, send, wish, type Wish } from '../../shared/api';
import { setLanguage } from '../../shared/i18n';
import { watchView, type Live } from '../../shared/live';
import type { Problem, TicketView } from '../../shared/messages';
import { ring } from './alarm';

const languageMemory = 'hallcall.ticket.language';

export const token = decodeURIComponent(/^\/t\/([^/]+)/.exec(location.pathname)?.[1] ?? '');
const path = `/tickets/${encodeURIComponent(token)}`;

const first = signal<TicketView | null>(null);
const live = signal<Live<TicketView> | null>(null);
export const ticket = computed(() => live.value?.state.value.data ?? first.value);
export const stale = computed(() => live.value?.state.value.stale ?? false);
export const problem = signal<Problem | null>(null);       // of reading the ticket
export const refusal = signal<Problem | null>(null);       // of a command
export const sending = signal<'no' | 'leave' | 'check-in'>('no');

const wishes = new Map<string, Wish>();

export async function command(what: 'leave' | 'check-in'): Promise<void> {
  if (sending.value !== 'no') return;
  sending.value = what;
  refusal.value = null;
  const asked = wishes.get(what) ?? wish(`${path}/${what}`);
  wishes.set(what, asked);
  const answer = await send<TicketView | undefined>(asked);
  sending.value = 'no';
  // Answered, for better or worse: the next press is a new wish. Unanswered: the same one again.
  if (answer.ok || answer.problem.status !== 0) wishes.delete(what);
  if (!answer.ok) refusal.value = answer.problem;
}

export function chooseLanguage(tag: string): void {
  setLanguage(tag);
  remember(tag);
}

export async function openTicket(): Promise<void> {
  problem.value = null;
  const answer = await get<TicketView>(path);
  if (!answer.ok) {
    problem.value = answer.problem;
    return;
  }
  first.value = answer.value;
  if (!remembered()) setLanguage(answer.value.language);
  const source = watchView<TicketView>(answer.value.hall.id, `ticket:${token}`);
  live.value = source;
  ringOncePerCall();
}

export function remembered(): string | null {
  try {
    return localStorage.getItem(languageMemory);
  } catch {
    return null;
  }
}

function remember(tag: string): void {
  try {
    localStorage.setItem(languageMemory, tag);
  } catch {
    // A private window keeps nothing: the choice holds for this page.
  }
}

function ringOncePerCall(): void {
  let rung = '';
  effect(() => {
    const now = ticket.value;
    if (!now) return;
    document.title = now.state === 'called' && now.counter ? `${now.number} → ${now.counter}` : now.number;
    const call = now.state === 'called' ? `${now.call ?? ''}/${now.calls}` : '';
    if (call && call !== rung) ring();
    rung = call || rung;
  });
}
