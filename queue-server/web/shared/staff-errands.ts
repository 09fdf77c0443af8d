// What a page has asked the server to do. One thing at a time: a second press while one is under
// way asks for nothing. A wish whose fate is unknown (no answer came) keeps its key as long as the
// page still shows what it showed then, so that pressing again is the same wish and happens once.
// Pure.
import { wish, type Wish } from './keys';

interface Kept {
  readonly wish: Wish;
  readonly text: string; // the body, to compare
  readonly sight: string; // what the page showed: see sightOf in the pages
}

export interface Errands {
  underWay: Wish | null;
  unknown: Kept | null;
}

export function noErrands(): Errands {
  return { underWay: null, unknown: null };
}

// The wish to send, or null when another is under way.
export function begin(errands: Errands, path: string, body: object, sight: string): Wish | null {
  if (errands.underWay) return null;
  const text = JSON.stringify(body);
  const kept = errands.unknown;
  const again =
    kept !== null && kept.wish.path === path && kept.text === text && kept.sight === sight;
  const asked = again ? kept.wish : wish(path, body);
  errands.underWay = asked;
  errands.unknown = again ? kept : { wish: asked, text, sight };
  return asked;
}

// Codes after which nobody knows whether it happened. A refusal is an answer: it did not.
const unknownFates = new Set([
  'unreachable',
  'unexpected',
  'internal-error',
  'request-timeout',
  'shutting-down',
  'storage-unavailable',
  'overloaded',
]);

export function end(errands: Errands, code: string | null): void {
  errands.underWay = null;
  if (code === null || !unknownFates.has(code)) errands.unknown = null;
}
