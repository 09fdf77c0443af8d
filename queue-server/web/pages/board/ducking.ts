// How loud the music may be now, and how it gets there. Pure.

const duckedTo = 0.12;
const step = 0.08;        // of the full volume: back within half a second

export interface Sounding {
  readonly sound: boolean;      // the board may sound at all
  readonly paused: boolean;
  readonly speaking: boolean;
  readonly film: boolean;
}

// 1: as loud as the file; null: it does not play.
export function volumeOf({ sound, paused: still, speaking: spoken, film }: Sounding): number | null {
  if (!sound || still || film) return null;
  return spoken ? duckedTo : 1;
}

// One step nearer; down at once: the first word must be heard.
export function nearer(now: number, wanted: number): number {
  return wanted < now ? wanted : Math.min(wanted, now + step);
}
