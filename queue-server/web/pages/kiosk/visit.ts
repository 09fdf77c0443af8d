// What one citizen has chosen at the kiosk and which screen follows. Values and pure steps; store.ts acts.
import type { Wish } from '../../shared/keys';
import type { BookingView, Problem, TicketIssued } from '../../shared/messages';

export type Step = 'idle' | 'services' | 'turning' | 'confirm' | 'number' | 'done' | 'voided' | 'trouble' | 'scan' | 'code' | 'camera';

export const maxServices = 5;      // R-5; the server has the last word
export const confirmSeconds = 30;

// What a booking's code is made of, as it lies on the glass: without 0, 1, I and O.
export const codeLength = 12;
export const codeRows = ['23456789', 'ABCDEFGH', 'JKLMNPQR', 'STUVWXYZ'] as const;

// "K7QM4" → "K7QM 4___ ____"
export function spacedCode(code: string): string {
  return code.padEnd(codeLength, '_').replace(/.{4}(?=.)/g, '$& ');
}

export interface Visit {
  readonly step: Step;
  readonly needs: readonly string[];
  readonly services: readonly string[];
  readonly quietly: boolean;            // came through the private button: its matters stay off the tiles
  readonly quietCall: boolean;          // wants neither voice nor board
  readonly wish: Wish | null;           // the ticket that was asked for; kept until answered
  readonly busy: boolean;
  readonly issued: TicketIssued | null;
  readonly problem: Problem | null;
  readonly code: string;                // of a booking, as far as it was touched in
  readonly booking: BookingView | null;
  readonly scanned: { number: string; checkedIn: boolean } | null;
}

export const nobody: Visit = {
  step: 'idle', needs: [], services: [], quietly: false, quietCall: false, wish: null, busy: false, issued: null, problem: null,
  code: '', booking: null, scanned: null,
};

export function begin(): Visit {
  return { ...nobody, step: 'services' };
}

// `none` clears all: "no, nobody needs help".
export function toggleNeed(visit: Visit, need: string | 'none'): Visit {
  if (need === 'none') return { ...visit, needs: [] };
  const needs = visit.needs.includes(need) ? visit.needs.filter((one) => one !== need) : [...visit.needs, need];
  return { ...visit, needs };
}

// Choosing leads to the confirmation at once; a service that is chosen already leads there too.
export function choose(visit: Visit, service: string): Visit {
  const known = visit.services.includes(service);
  if (!known && visit.services.length >= maxServices) return visit;
  const services = known ? visit.services : [...visit.services, service];
  return { ...visit, services, step: 'confirm', quietly: visit.quietly || visit.step === 'turning' };
}

export function unchoose(visit: Visit, service: string): Visit {
  const services = visit.services.filter((one) => one !== service);
  return { ...visit, services, step: services.length === 0 ? 'services' : 'confirm' };
}

export function back(visit: Visit): Visit {
  switch (visit.step) {
    case 'services': return visit.services.length > 0 ? { ...visit, step: 'confirm' } : nobody;
    case 'turning': return { ...visit, step: 'services' };
    case 'code': return { ...visit, step: 'services', code: '', booking: null, problem: null };
    case 'camera': return { ...visit, step: 'code', problem: null };
    case 'confirm': return { ...visit, step: 'services', services: visit.services.slice(0, -1) };
    default: return nobody;
  }
}

// A second press while the first is on its way changes nothing: there is one wish, with one key.
export function ask(visit: Visit, make: () => Wish): Visit {
  if (visit.busy || (visit.services.length === 0 && !visit.wish)) return visit;
  return { ...visit, wish: visit.wish ?? make(), busy: true, problem: null };
}

export function answered(visit: Visit, issued: TicketIssued): Visit {
  return { ...visit, step: 'number', busy: false, issued, problem: null };
}

// A letter of the code; what was wrong with the one before is no longer said.
export function typed(visit: Visit, letter: string): Visit {
  if (visit.busy || visit.code.length >= codeLength) return visit;
  return { ...visit, code: visit.code + letter, problem: null, booking: null };
}

export function erased(visit: Visit): Visit {
  return { ...visit, code: visit.code.slice(0, -1), problem: null, booking: null };
}

// The ordinary ticket in place of a booking that lapsed.
export function insteadOf(visit: Visit): Visit {
  const offer = visit.problem?.walkIn;
  if (!offer) return visit;
  return { ...visit, services: offer.services, needs: offer.needs ?? [], wish: null, busy: false, problem: null };
}

export function refused(visit: Visit, problem: Problem): Visit {
  // A wish whose fate is in doubt keeps its key; one that was refused is over.
  const inDoubt = problem.status === 0 || problem.status >= 500 || problem.status === 429;
  return { ...visit, step: 'trouble', busy: false, problem, wish: inDoubt ? visit.wish : null };
}
