// When a visit at the kiosk is given up: a quiet time, then a warning that can be extended, then all that
// was chosen is wiped. Seconds; pure.
import { confirmSeconds, type Step } from './visit';

export const warningSeconds = 10;

// Quiet seconds before the warning. The private matters leave the screen sooner.
const quiet: Partial<Record<Step, number>> = { services: 30, turning: 20, confirm: 30, trouble: 40 };
// Screens that only inform, and go by themselves.
const passing: Partial<Record<Step, number>> = { number: confirmSeconds, done: 6, voided: 12, scan: 8 };

export type Patience =
  | { phase: 'calm'; left: number | null }  // `left`: seconds until a passing screen goes
  | { phase: 'warning'; left: number }
  | { phase: 'over' };

// `idleMs`: since the last touch; `shownMs`: since this screen appeared.
export function patience(step: Step, idleMs: number, shownMs: number, busy: boolean): Patience {
  const stays = passing[step];
  if (stays !== undefined) {
    const left = Math.ceil(stays - shownMs / 1000);
    return left > 0 || busy ? { phase: 'calm', left: Math.max(left, 0) } : { phase: 'over' };
  }
  const silence = quiet[step];
  if (silence === undefined || busy) return { phase: 'calm', left: null };
  const idle = idleMs / 1000;
  if (idle < silence) return { phase: 'calm', left: Math.ceil(silence - idle) };
  const left = Math.ceil(silence + warningSeconds - idle);
  return left > 0 ? { phase: 'warning', left } : { phase: 'over' };
}
