// Rings and shakes when the ticket is called, once per call. The sound is made here, so no file is fetched; a
// phone lets it sound only after its owner has asked for it.
import { signal } from '@preact/signals';

export const alarmOn = signal(false);

let context: AudioContext | null = null;

export async function turnAlarmOn(): Promise<void> {
  context ??= new AudioContext();
  await context.resume();
  alarmOn.value = context.state === 'running';
  beep(880, 0, 0.12);
  await keepAwake();
}

export function ring(): void {
  // A browser that was never touched refuses to shake, and complains.
  if ('vibrate' in navigator && navigator.userActivation?.hasBeenActive) navigator.vibrate([500, 200, 500, 200, 900]);
  if (!alarmOn.value) return;
  for (let turn = 0; turn < 3; turn += 1) {
    beep(880, turn * 1.1, 0.35);
    beep(698, turn * 1.1 + 0.4, 0.5);
  }
}

function beep(frequency: number, inSeconds: number, seconds: number): void {
  if (!context) return;
  const from = context.currentTime + inSeconds;
  const tone = context.createOscillator();
  const volume = context.createGain();
  tone.frequency.value = frequency;
  volume.gain.setValueAtTime(0, from);
  volume.gain.linearRampToValueAtTime(0.6, from + 0.02);
  volume.gain.exponentialRampToValueAtTime(0.001, from + seconds);
  tone.connect(volume).connect(context.destination);
  tone.start(from);
  tone.stop(from + seconds);
}

// A sleeping phone cannot ring from a page. Not every browser has this; the page says to keep it open.
async function keepAwake(): Promise<void> {
  try {
    await navigator.wakeLock?.request('screen');
  } catch {
    // The battery is low or the page is hidden: the ticket works all the same.
  }
}
