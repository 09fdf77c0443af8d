// When to connect, when to give up on a silent connection, when what is shown is old. Decides only: sockets and
// timers are in live.ts, so a test can run an hour of bad network in a millisecond. Times are milliseconds of
// one monotonic clock.

export const staleAfterMs = 6_000;      // three missed beats
export const abandonAfterMs = 8_000;    // open, but nothing heard: the line is dead
export const connectWithinMs = 8_000;   // a handshake that takes longer is given up
export const firstDelayMs = 500;
export const lastDelayMs = 5_000;

export type Phase = 'idle' | 'connecting' | 'open' | 'waiting' | 'stopped';

export interface Machine {
  phase: Phase;
  since: number;         // when this phase began
  heardAt: number;       // the last frame; the start before the first
  delayMs: number;       // of the next wait, before jitter
  retryAt: number;       // while waiting
  refusals: number;      // hand-shakes in a row that failed before opening
}

export type Order = 'connect' | 'disconnect' | 'none';

export function startMachine(now: number): Machine {
  return { phase: 'idle', since: now, heardAt: now, delayMs: firstDelayMs, retryAt: now, refusals: 0 };
}

// Asks what to do at `now`: `connect` opens a socket, `disconnect` drops the present one.
export function step(machine: Machine, now: number): Order {
  switch (machine.phase) {
    case 'idle':
      enter(machine, 'connecting', now);
      return 'connect';
    case 'connecting':
      return now - machine.since >= connectWithinMs ? 'disconnect' : 'none';
    case 'open':
      return now - Math.max(machine.heardAt, machine.since) >= abandonAfterMs ? 'disconnect' : 'none';
    case 'waiting':
      if (now < machine.retryAt) return 'none';
      enter(machine, 'connecting', now);
      return 'connect';
    case 'stopped':
      return 'none';
  }
}

export function opened(machine: Machine, now: number): void {
  machine.refusals = 0;
  enter(machine, 'open', now);
}

// A frame arrived: the line lives, and the next failure starts again with the shortest wait.
export function heard(machine: Machine, now: number): void {
  machine.heardAt = now;
  machine.delayMs = firstDelayMs;
}

// The socket closed or was dropped. `random` in [0, 1) spreads the clients of one hall; `askedMs` is the
// server's own wish (bye.retrySeconds).
export function closed(machine: Machine, now: number, random: number, askedMs = 0): void {
  if (machine.phase === 'stopped') return;
  if (machine.phase === 'connecting') machine.refusals += 1;
  const jittered = machine.delayMs * (0.5 + random / 2);
  machine.retryAt = now + Math.max(jittered, askedMs * (1 + random / 4));
  machine.delayMs = Math.min(machine.delayMs * 2, lastDelayMs);
  enter(machine, 'waiting', now);
}

// The browser says that the network is back, or the page is seen again: do not wait out the delay.
export function hurry(machine: Machine, now: number): void {
  if (machine.phase === 'waiting') machine.retryAt = now;
}

export function stop(machine: Machine): void {
  machine.phase = 'stopped';
}

export function isStale(machine: Machine, now: number): boolean {
  return now - machine.heardAt >= staleAfterMs;
}

function enter(machine: Machine, phase: Phase, now: number): void {
  machine.phase = phase;
  machine.since = now;
}
