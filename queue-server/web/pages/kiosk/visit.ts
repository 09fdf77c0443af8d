// What one citizen has chosen at the kiosk and which screen follows. Values and pure steps; store.ts acts.
import type { Wish } from '../../shared/keys';
import type { Problem, TicketIssued } from '../../shared/messages';

export type Step = 'idle' | 'services' | 'turning' | 'confirm' | 'number' | 'done' | 'voided' | 'trouble' | 'scan';

export const maxServices = 5;      // R-5; the server has the last word
export const confirmSeconds = 30;

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
  readonly scanned: { number: string; checkedIn: boolean } | null;
}

export const nobody: Visit = {
  step: 'idle', needs: [], services: [], quietly: false, quietCall: false, wish: null, busy: false, issued: null, problem: null,
  scanned: null,
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
    case 'confirm': return { ...visit, step: 'services', services: visit.services.slice(0, -1) };
    default: return nobody;
  }
}

// A second press while the first is on its way changes nothing: there is one wish, with one key.
export function ask(visit: Visit, make: () => Wish): Visit {
  if (visit.busy || visit.services.length === 0) return visit;
  return { ...visit, wish: visit.wish ?? make(), busy: true, problem: null };
}

export function answered(visit: Visit, issued: TicketIssued): Visit {
  return { ...visit, step: 'number', busy: false, issued, problem: null };
}

export function refused(visit: Visit, problem: Problem): Visit {
  // A wish whose fate is in doubt keeps its key; one that was refused is over.
  const inDoubt = problem.status === 0 || problem.status >= 500 || problem.status === 429;
  return { ...visit, step: 'trouble', busy: false, problem, wish: inDoubt ? visit.wish : null };
}
