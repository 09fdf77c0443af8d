// Small hooks of several pages.
import { useEffect, useState } from 'preact/hooks';

// The time by `now`, and a new render every `everyMs`.
export function useClock(now: () => number, everyMs = 1000): number {
  const [at, setAt] = useState(now());
  useEffect(() => {
    setAt(now());
    const timer = setInterval(() => setAt(now()), everyMs);
    return () => clearInterval(timer);
  }, [now, everyMs]);
  return at;
}
