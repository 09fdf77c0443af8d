// Waiting for a condition, with a limit that a slow machine keeps too.

export const patienceMs = 20_000;

export const pause = (ms) => new Promise((resolve) => { setTimeout(resolve, ms); });

// Asks until `look` answers something true, and answers that. `what` says what was waited for, should it not come.
export async function until(look, what, { within = patienceMs, every = 50 } = {}) {
  const giveUpAt = performance.now() + within;
  for (;;) {
    const found = await look();
    if (found) return found;
    if (performance.now() >= giveUpAt) throw new Error(`waited ${within / 1000} s in vain: ${what}`);
    await pause(every);
  }
}
