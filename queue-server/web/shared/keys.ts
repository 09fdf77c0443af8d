// Idempotency keys: 22 random characters, one per thing a person wants done. The same wish keeps its key
// through every retry, so that the server answers once and the same.

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

export function newKey(random: (bytes: Uint8Array<ArrayBuffer>) => Uint8Array = (b) => crypto.getRandomValues(b)): string {
  return Array.from(random(new Uint8Array(22)), (byte) => letters[byte & 63]).join('');
}

// Something a person asked for. Keep it until it is answered; send it again as often as needed.
export interface Wish {
  readonly path: string;   // below /api/v1
  readonly body: object;
  readonly key: string;
}

export function wish(path: string, body: object = {}): Wish {
  return { path, body, key: newKey() };
}
