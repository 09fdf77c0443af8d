// Which failed attempts of a request are worth another one, and when. Pure; api.ts does it.

export const attempts = 4;
export const attemptTimeoutMs = 6_000;

// `status` 0: no answer came (lost, timed out, network away). Null: give up, it would not help.
export function retryDelayMs(attempt: number, status: number, retryAfter: string | null): number | null {
  if (attempt >= attempts) return null;
  const ownDelay = 400 * 2 ** (attempt - 1);  // 0.4 s, 0.8 s, 1.6 s
  if (status === 0 || status === 502 || status === 504) return ownDelay;
  if (status === 503) {
    const asked = Number(retryAfter ?? '');
    return Number.isFinite(asked) && asked > 0 ? Math.min(asked * 1000, 3_000) : ownDelay;
  }
  return null;
}
