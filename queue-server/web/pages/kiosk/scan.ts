// What a QR code of ours says, and how a QR reader, which types very fast and ends with Enter, is told from a person at
// a keyboard. Pure.

const longestGapMs = 150;   // a slow reader on a busy machine; nobody types an address that fast
const longest = 300;

export type Scanned = { token: string } | { booking: string };

// A ticket's or return pass's address, or a booking's code; nothing for codes of others.
export function readCode(typed: string): Scanned | null {
  const token = /\/t\/([A-Za-z0-9_-]{8,64})$/.exec(typed)?.[1];
  if (token) return { token };
  const letters = typed.replaceAll('-', '').toUpperCase();
  return /^[2-9A-HJ-NP-Z]{12}$/.test(letters) ? { booking: letters } : null;
}

export class ScanReader {
  private typed = '';
  private lastAt = 0;

  // Answers what was read when this key ends it.
  key(key: string, at: number): Scanned | null {
    if (at - this.lastAt > longestGapMs) this.typed = '';
    this.lastAt = at;
    if (key === 'Enter') {
      const read = readCode(this.typed);
      this.typed = '';
      return read;
    }
    if (key.length === 1 && this.typed.length < longest) this.typed += key;
    return null;
  }
}
