// Which calls are spoken, in which order: each once, whole, one after the other; none that is old, none
// again after a reconnect or a reload. Decides only; voice.ts makes the sound.
import type { BoardCall } from '../../shared/messages';

export const spokenWithinMs = 15_000;
export const longestQueue = 12;      // beyond it the oldest are shown and not spoken
export const remembered = 200;

export function callKey(call: BoardCall): string {
  return `${call.call}/${call.repeat}`;
}

export class Announcements {
  private readonly known = new Set<string>();
  private queue: BoardCall[] = [];
  private calling = new Set<string>();

  constructor(known: Iterable<string> = []) {
    for (const key of known) this.known.add(key);
  }

  // The calls that are on the board now, newest first. Answers those that were not seen before, oldest first.
  update(calls: readonly BoardCall[], serverNow: number, soundOn: boolean): BoardCall[] {
    this.calling = new Set(calls.map(callKey));
    const fresh = calls.filter((call) => !this.known.has(callKey(call))).reverse();
    for (const call of fresh) {
      this.remember(callKey(call));
      const young = serverNow - Date.parse(call.at) <= spokenWithinMs;
      if (soundOn && young && call.speak.length > 0) this.queue.push(call);
    }
    this.queue = this.queue.slice(-longestQueue);
    return fresh;
  }

  // The next to speak. One whose ticket has meanwhile left the board, or was called again, is passed over.
  next(): BoardCall | null {
    for (let call = this.queue.shift(); call; call = this.queue.shift()) {
      if (this.calling.has(callKey(call))) return call;
    }
    return null;
  }

  silence(): void {
    this.queue = [];
  }

  // What a reload must know, so that it repeats nothing.
  keys(): string[] {
    return [...this.known];
  }

  private remember(key: string): void {
    this.known.add(key);
    const [oldest] = this.known;
    if (this.known.size > remembered && oldest) this.known.delete(oldest);
  }
}
