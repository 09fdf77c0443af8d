// Tells a QR reader, which types very fast and ends with Enter, from a person at a keyboard. Pure.

const longestGapMs = 80;
const longest = 300;

export class ScanReader {
  private typed = '';
  private lastAt = 0;

  // Answers the ticket's token when this key ends a scanned ticket address.
  key(key: string, at: number): string | null {
    if (at - this.lastAt > longestGapMs) this.typed = '';
    this.lastAt = at;
    if (key === 'Enter') {
      const token = /\/t\/([A-Za-z0-9_-]{8,64})$/.exec(this.typed)?.[1] ?? null;
      this.typed = '';
      return token;
    }
    if (key.length === 1 && this.typed.length < longest) this.typed += key;
    return null;
  }
}
