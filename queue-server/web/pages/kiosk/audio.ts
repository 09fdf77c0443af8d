// The audio mode: every screen is read aloud and is used by four keys: previous, next, choose, back. A key pad
// beside the screen sends arrows, Enter and Escape; pressing one of its arrows on the first page starts the mode.
import { language, t, tIn } from '../../shared/i18n';
import { aloud, Speaker, type Part } from './speech';
import { partsOf, stopsOf, type Stop } from './stops';
import { audioMode, goBack, goHome, touch, visit } from './store';
import type { Step } from './visit';

export type AudioKey = 'previous' | 'next' | 'choose' | 'back';

export const speaker = new Speaker();

const keys: Readonly<Record<string, AudioKey>> = {
  ArrowUp: 'previous', ArrowLeft: 'previous', ArrowDown: 'next', ArrowRight: 'next',
  Enter: 'choose', Escape: 'back', Backspace: 'back',
};
const told = ['zh-TW', 'en'];    // what a person who has not chosen yet may understand

const settleMs = 50;             // a new screen is drawn by then

const walking: ReadonlySet<Step> = new Set(['services', 'turning', 'confirm', 'code', 'camera']);   // "back" is one step there

let current: HTMLElement | null = null;
let due: ReturnType<typeof setTimeout> | undefined;

export function startAudio(): void {
  audioMode.value = true;
  touch();
}

export function stopAudio(): void {
  audioMode.value = false;
  current = null;
  clearTimeout(due);
  due = undefined;
  speaker.stop();
}

// Whether this key of the key pad was meant for the audio mode, and was obeyed.
export function obeyKey(key: string): boolean {
  const meant = keys[key];
  if (!meant) return false;
  if (!audioMode.value) {
    if (visit.value.step !== 'idle' || !key.startsWith('Arrow')) return false;
    startAudio();
    return true;
  }
  obey(meant);
  return true;
}

export function obey(key: AudioKey): void {
  touch();
  if (key === 'back') return leave();
  const stops = stopsOf(document);
  if (due !== undefined) {                      // a key before the screen was read: it counts from the screen's start
    clearTimeout(due);
    due = undefined;
    current = startOf(stops)?.element ?? null;
  }
  const at = stops.findIndex((one) => one.element === current);
  if (key === 'choose') return choose(stops[at]);
  const step = key === 'next' ? 1 : -1;
  const next = at < 0 ? (step > 0 ? 0 : stops.length - 1) : (at + step + stops.length) % stops.length;
  const stop = stops[next];
  if (stop) goTo(stop, [stop]);
}

// A screen is new, or says something new.
export function readSoon(): void {
  clearTimeout(due);
  due = setTimeout(readScreen, settleMs);
}

// Where a screen begins to be used: at what it asks for, else at the first thing to choose.
function startOf(stops: readonly Stop[]): Stop | undefined {
  return stops.find((one) => one.control && one.element.matches('.primary'))
    ?? stops.find((one) => one.control && !one.element.closest('.tools'));
}

// All of the screen where it asks one thing, else up to the first thing to choose.
function readScreen(): void {
  due = undefined;
  const stops = stopsOf(document);
  const first = startOf(stops);
  const main = first?.element.matches('.primary') === true;
  const upTo = first ? stops.indexOf(first) : stops.length;
  const texts = stops.filter((one, at) => !one.control && (main || at < upTo));
  goTo(first, first ? [...texts, first] : texts, visit.value.step === 'idle');
}

function leave(): void {
  const { step, busy } = visit.value;
  if (document.querySelector('dialog[open]')) return;       // the touch has already given more time
  if (busy) return;
  if (step === 'idle') stopAudio();
  else if (step === 'number') readScreen();                 // only "I have my number" leaves it
  else if (walking.has(step)) goBack();
  else {
    goHome();
    startAudio();                                           // the same person goes on
  }
}

function choose(stop: Stop | undefined): void {
  if (!stop) return readScreen();
  const { step } = visit.value;
  if (stop.control) stop.element.click();
  // A press that changed no screen is answered by what the control says now.
  setTimeout(() => {
    const now = document.activeElement;
    if (visit.value.step !== step || due !== undefined || !audioMode.value || document.querySelector('[aria-busy=true]')) return;
    if (now instanceof HTMLElement && now !== stop.element && now.matches('button')) current = now;   // it led there
    const here = stopsOf(document).find((one) => one.element === current);
    if (here) goTo(here, [here]);
  }, 60);
}

function goTo(stop: Stop | undefined, read: readonly Stop[], welcome = false): void {
  current = stop?.element ?? null;
  if (current) {
    if (!stop?.control) current.tabIndex = -1;
    current.focus();
    current.scrollIntoView({ block: 'nearest' });
  }
  const greeting = welcome ? told.map((tag) => ({ text: tIn(tag, 'audio.welcome'), language: tag })) : [];
  const parts = [...greeting, ...read.flatMap(wordsOf)].map((part) => ({ ...part, text: aloud(part.text, tIn(part.language, 'audio.to')) }));
  speaker.say(parts, instead, listened);
}

// Who listens is there. The question whether they are must not answer itself.
function listened(): void {
  if (!document.querySelector('dialog[open]')) touch();
}

// A toggle says whether it is on.
function wordsOf(stop: Stop): Part[] {
  const pressed = stop.element.getAttribute('aria-pressed');
  const parts = partsOf(stop.element);
  if (pressed === 'true') parts.push({ text: t('audio.selected'), language: language.value });
  return parts;
}

// A language without a voice is named in one that has a voice.
function instead(lacking: string): Part | null {
  const spoken = told.find((tag) => speaker.has(tag));
  if (!spoken) return null;
  const name = new Intl.DisplayNames([spoken], { type: 'language' }).of(lacking) ?? lacking;
  return { text: tIn(spoken, 'audio.noVoiceFor', { language: name }), language: spoken };
}
