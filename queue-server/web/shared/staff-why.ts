// Why a ticket was called, in plain words, and why one came before another. The numbers are
// the server's; nothing is computed again but the other ticket's wait at that moment when the
// server did not name it.
import type { CallRule, ManagerCall, PassedOver, StaffTicket, Why } from './messages';

// 740 → "740", 12.34 → "12.3".
export function scoreText(score: number): string {
  return score >= 100 || Number.isInteger(score) ? String(Math.round(score)) : score.toFixed(1);
}

export function rateText(rate: number): string {
  return Number.isInteger(rate) ? String(rate) : rate.toFixed(2).replace(/0$/, '');
}

// Rules for which the scores decided; for the others they are told as a comparison only.
export function decidedByScore(rule: CallRule): boolean {
  return rule === 'score' || rule === 'preferred-lane';
}

// "57" means A057, B057, … and "a57" means A057; anything else means nothing.
export function sameNumber(asked: string, number: string): boolean {
  const wanted = /^\s*([A-Za-z]?)\s*0*(\d+)\s*$/.exec(asked);
  const has = /^([A-Za-z]*)0*(\d+)$/.exec(number);
  if (!wanted || !has) return false;
  if (wanted[1] && wanted[1].toUpperCase() !== has[1]?.toUpperCase()) return false;
  return Number(wanted[2]) === Number(has[2]);
}

export type Comparison =
  | { how: 'passed-over'; other: PassedOver }
  | { how: 'came-later'; other: StaffTicket; seconds: number } // took its number after the call
  | { how: 'waited-less'; other: StaffTicket; waitedSeconds: number; score: number | null }
  | { how: 'waited-more'; other: StaffTicket; waitedSeconds: number; score: number | null }
  | { how: 'called-earlier'; other: ManagerCall }
  | { how: 'unknown' };

interface Known {
  calls: readonly ManagerCall[];
  line: readonly StaffTicket[];
}

// Why `call` came before the ticket with the number `asked`.
export function compare(call: ManagerCall, asked: string, known: Known): Comparison {
  const passed = call.why.passedOver.find((one) => sameNumber(asked, one.number));
  if (passed) return { how: 'passed-over', other: passed };
  const at = Date.parse(call.at);
  const earlier = known.calls.find(
    (one) => sameNumber(asked, one.number) && Date.parse(one.at) < at,
  );
  if (earlier) return { how: 'called-earlier', other: earlier };
  const waiting = known.line.find((one) => sameNumber(asked, one.number));
  if (!waiting) return { how: 'unknown' };
  const waited = Math.round((at - Date.parse(waiting.issuedAt)) / 1000);
  if (waited < 0) return { how: 'came-later', other: waiting, seconds: -waited };
  const rate = rateOf(waiting.lane, known.calls);
  const score = rate === null ? null : waited * rate;
  const how = waited > call.why.waitedSeconds ? 'waited-more' : 'waited-less';
  return { how, other: waiting, waitedSeconds: waited, score };
}

// A lane's rate as the calls seen so far tell it; null when none did.
function rateOf(lane: string, calls: readonly ManagerCall[]): number | null {
  for (const { why } of calls) {
    if (why.lane === lane && why.rate > 0) return why.rate;
    const passed = why.passedOver.find((one) => one.lane === lane && one.waitedSeconds > 0);
    if (passed) return passed.score / passed.waitedSeconds;
  }
  return null;
}

// The words for a rule: `why.rule.score` and its like in staff-words.
export function ruleKey(why: Why): string {
  return `why.rule.${why.rule}`;
}
