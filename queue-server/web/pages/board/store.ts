// The board's state: the pushed view, one zone of it where asked, what is announced and whether it may sound.
import { computed, effect, signal } from '@preact/signals';
import { findHall, post } from '../../shared/api';
import { watchView, type Live } from '../../shared/live';
import type { BoardCall, BoardView } from '../../shared/messages';
import { Announcements, callKey } from './announcements';
import { folderAsked, watchMedia } from './media';
import { languagesOf } from './speech';
import { Voice } from './voice';
import { ofZone } from './zone';

const memory = 'hallcall.board.announced';
const retryHallMs = 3_000;

export const zone = new URLSearchParams(location.search).get('zone');
export const live = signal<Live<BoardView> | null>(null);
export const voice = new Voice();
export const announced = signal('');            // for screen readers
export const paused = signal(false);            // whatever moves: the marquee, pictures and films, and music with them
export const speaking = signal(false);          // a call, now
export const filmShows = signal(false);

const whole = computed(() => live.value?.state.value.data ?? null);
export const view = computed(() => (whole.value ? ofZone(whole.value, zone) : null));
export const stale = computed(() => live.value?.state.value.stale ?? false);
export const shownAt = computed(() => live.value?.state.value.at ?? 0);
export const languages = computed<[string, string]>(() => {
  const [first = 'zh-TW', second = first === 'en' ? 'zh-TW' : 'en'] = view.value?.languages ?? [];
  return [first, second];
});

// What staff should know is missing from the voice pack: languages, and "chime". Of the board's own languages at
// once, of others when a call needed them.
export const unspoken = computed<string[]>(() => {
  if (voice.state.value !== 'on') return [];   // it is silent, and says so itself
  return [...new Set([...languages.value.filter((tag) => !voice.knows(tag)), ...voice.lacking.value])];
});

// The languages that a call's ticket asked for beside the board's own. The server names them while a call is young;
// the board keeps them while it shows the call.
const asked = new Map<string, string[]>();
export function otherLanguages(call: BoardCall): string[] {
  const now = languagesOf(call.speak).filter((tag) => !languages.value.includes(tag));
  if (now.length > 0) asked.set(call.call, now);
  return asked.get(call.call) ?? [];
}

const announcements = new Announcements(recall());

function recall(): string[] {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(memory) ?? '[]');
    return Array.isArray(kept) ? kept.filter((one): one is string => typeof one === 'string') : [];
  } catch {
    return [];
  }
}

function onView(board: BoardView, source: Live<BoardView>): void {
  for (const id of asked.keys()) if (!board.now.some((call) => call.call === id)) asked.delete(id);
  const fresh = announcements.update(board.now, source.now(), voice.ready);
  if (fresh.length === 0) return;
  sessionStorage.setItem(memory, JSON.stringify(announcements.keys()));
  const newest = fresh[fresh.length - 1];
  if (newest) announced.value = callKey(newest);
  // After the next frame the call is on the screen, not only in the program.
  requestAnimationFrame(() => {
    for (const call of fresh) source.send({ type: 'shown', call: call.call });
  });
  void speakAll(source);
}

async function speakAll(source: Live<BoardView>): Promise<void> {
  if (speaking.value) return;
  speaking.value = true;
  for (let call = announcements.next(); call; call = announcements.next()) {
    if (await voice.speak(call.speak)) source.send({ type: 'spoken', call: call.call });
  }
  speaking.value = false;
}

export async function toggleSound(): Promise<void> {
  if (voice.state.value === 'on') {
    announcements.silence();
    voice.mute();
  } else {
    await voice.unlock();
  }
}

// `/board#enrol=CODE`: this browser becomes an enrolled display. The board itself is public.
async function enrol(): Promise<void> {
  const code = /^#enrol=(.+)$/.exec(location.hash)?.[1];
  if (!code) return;
  history.replaceState(null, '', location.pathname + location.search);
  await post<void>('/session/device', { code: decodeURIComponent(code) });
}

export async function openBoard(): Promise<void> {
  void voice.load();
  const folder = folderAsked(location.search);
  if (folder) void watchMedia(folder);
  await enrol();
  for (;;) {
    const found = await findHall();
    if (found.ok) {
      const source = watchView<BoardView>(found.value.hall.id, 'board');
      live.value = source;
      effect(() => { if (view.value) onView(view.value, source); });
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, retryHallMs));
  }
}
