// When a visit at the kiosk is given up: a quiet time, then a warning that can be extended, then all that
// was chosen is wiped. Who listens has twice the time. Seconds; pure.
import { confirmSeconds, type Step } from './visit';

export const warningSeconds = 10;
export const audioWarningSeconds = 20;   // the warning itself is read aloud

// Quiet seconds before the warning. The private matters leave the screen sooner.
const quiet: Partial<Record<Step, number>> = { services: 30, turning: 20, confirm: 30, code: 40, camera: 30, trouble: 40 };
const quietPrivate = 20;
const quietInAudio = 60;
// Screens that only inform, and go by themselves. The number's time is the server's: the same for everybody.
const passing: Partial<Record<Step, number>> = { number: confirmSeconds, done: 6, voided: 12, scan: 8 };
const passingInAudio = 30;

// Who stands there: reads or listens, and whether private matters are on the screen.
export interface Visitor {
  readonly audio: boolean;
  readonly privately: boolean;
}
const reader: Visitor = { audio: false, privately: false };

export type Patience =
  | { phase: 'calm'; left: number | null }  // `left`: seconds until a passing screen goes
  | { phase: 'warning'; left: number }
  | { phase: 'over' };

// `idleMs`: since the last touch; `shownMs`: since this screen appeared.
export function patience(step: Step, idleMs: number, shownMs: number, busy: boolean, who: Visitor = reader): Patience {
  if (step === 'idle') return who.audio && idleMs >= quietInAudio * 1000 ? { phase: 'over' } : { phase: 'calm', left: null };
  const stays = who.audio && step !== 'number' && passing[step] ? passingInAudio : passing[step];
  if (stays !== undefined) {
    const left = Math.ceil(stays - shownMs / 1000);
    return left > 0 || busy ? { phase: 'calm', left: Math.max(left, 0) } : { phase: 'over' };
  }
  const silence = quietSeconds(step, who);
  if (silence === undefined || busy) return { phase: 'calm', left: null };
  const idle = idleMs / 1000;
  if (idle < silence) return { phase: 'calm', left: Math.ceil(silence - idle) };
  const left = Math.ceil(silence + (who.audio ? audioWarningSeconds : warningSeconds) - idle);
  return left > 0 ? { phase: 'warning', left } : { phase: 'over' };
}

function quietSeconds(step: Step, who: Visitor): number | undefined {
  const silence = quiet[step];
  if (silence === undefined) return undefined;
  if (who.audio) return quietInAudio;
  return who.privately ? Math.min(silence, quietPrivate) : silence;
}
