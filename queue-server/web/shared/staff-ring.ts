// A bell made of two tones, for a backup who looks elsewhere. Nothing is loaded. A browser
// lets a page sound only after somebody touched it: `mayRing` says whether it does.
import { signal } from '@preact/signals';

export const mayRing = signal(false);

let context: AudioContext | null = null;
let timer: ReturnType<typeof setInterval> | null = null;
const everyMs = 1_800;

// Call from a press; afterwards the bell works.
export async function allowRing(): Promise<void> {
  try {
    context ??= new AudioContext();
    if (context.state !== 'running') await context.resume();
    mayRing.value = context.state === 'running';
  } catch {
    mayRing.value = false;
  }
}

// Any press on the page allows the bell, so that nobody need think of it.
export function allowRingOnTouch(): void {
  const allow = () => void allowRing();
  addEventListener('pointerdown', allow, { passive: true });
  addEventListener('keydown', allow, { passive: true });
}

export function startRing(): void {
  if (timer) return;
  void allowRing();
  strike();
  timer = setInterval(strike, everyMs);
}

export function stopRing(): void {
  if (timer) clearInterval(timer);
  timer = null;
}

export function strikeOnce(): void {
  void allowRing().then(strike);
}

function strike(): void {
  if (!context || context.state !== 'running') return;
  const at = context.currentTime;
  [
    [880, 0],
    [660, 0.28],
    [880, 0.56],
  ].forEach(([pitch, delay]) => tone(context!, pitch!, at + delay!));
}

function tone(on: AudioContext, pitch: number, from: number): void {
  const oscillator = on.createOscillator();
  const volume = on.createGain();
  oscillator.type = 'triangle';
  oscillator.frequency.value = pitch;
  volume.gain.setValueAtTime(0.0001, from);
  volume.gain.exponentialRampToValueAtTime(0.35, from + 0.02);
  volume.gain.exponentialRampToValueAtTime(0.0001, from + 0.5);
  oscillator.connect(volume).connect(on.destination);
  oscillator.start(from);
  oscillator.stop(from + 0.55);
}
