// One view of one hall, pushed by the server: a signal of its newest data, whether that is old, and the server's
// clock. Reconnects by itself for ever; live-machine.ts says when.
import { signal, type ReadonlySignal } from '@preact/signals';
import { closed, heard, hurry, isStale, opened, startMachine, step, stop } from './live-machine';
import type { Acknowledgement, Frame } from './messages';

const tickMs = 250;
const farOffMs = 1_500;  // a clock difference above this is corrected at once, below it slowly

export interface LiveState<T> {
  data: T | null;      // null until the first frame
  seq: number;
  at: number;          // server time of the newest data, ms since 1970; 0 before the first
  stale: boolean;      // nothing heard for 6 s: what is shown is old
  connected: boolean;
  bye: string | null;  // why the server closed the last connection, until the next frame
}

export interface Live<T> {
  state: ReadonlySignal<LiveState<T>>;
  now(): number;                                // the server's clock, ms since 1970
  send(frame: Acknowledgement): boolean;        // false: not connected
  stop(): void;                                 // closes for good
}

export interface LiveOptions {
  // Hand-shakes that fail before opening (a browser hides why). Called with how many in a row; a staff page asks
  // GET /session then.
  onRefused?: (times: number) => void;
}

export function watchView<T>(hall: string, view: string, options: LiveOptions = {}): Live<T> {
  const state = signal<LiveState<T>>({ data: null, seq: 0, at: 0, stale: false, connected: false, bye: null });
  const clock = () => performance.now();
  const machine = startMachine(clock());
  let socket: WebSocket | null = null;
  let skew: number | null = null;  // server's clock minus Date.now()
  let askedMs = 0;

  const patch = (change: Partial<LiveState<T>>) => {
    state.value = { ...state.value, ...change };
  };

  const drop = () => {
    const old = socket;
    socket = null;
    if (old) {
      old.onopen = old.onmessage = old.onclose = null;
      old.close();
    }
  };

  const lost = () => {
    const refused = machine.phase === 'connecting';
    drop();
    closed(machine, clock(), Math.random(), askedMs);
    askedMs = 0;
    if (state.value.connected) patch({ connected: false });
    if (refused) options.onRefused?.(machine.refusals);
  };

  const receive = (text: string) => {
    const frame = parseFrame<T>(text);
    if (!frame) return;
    heard(machine, clock());
    if (frame.type === 'bye') {
      askedMs = frame.retrySeconds * 1000;
      patch({ bye: frame.code });
      return;
    }
    const at = Date.parse(frame.at);
    const difference = at - Date.now();
    skew = skew === null || Math.abs(difference - skew) > farOffMs ? difference : skew * 0.9 + difference * 0.1;
    if (frame.type === 'view') {
      patch({ data: frame.data, seq: frame.seq, at, stale: false, connected: true, bye: null });
    } else if (state.value.stale || !state.value.connected) {
      patch({ stale: false, connected: true });
    }
  };

  const connect = () => {
    const scheme = location.protocol === 'https:' ? 'wss:' : 'ws:';
    const path = `/api/v1/halls/${encodeURIComponent(hall)}/live?view=${encodeURIComponent(view)}`;
    const opening = new WebSocket(`${scheme}//${location.host}${path}`, 'hallcall.v1');
    socket = opening;
    opening.onopen = () => opened(machine, clock());
    opening.onmessage = (event) => receive(String(event.data));
    opening.onclose = lost;
  };

  const turn = () => {
    const order = step(machine, clock());
    if (order === 'connect') connect();
    if (order === 'disconnect') lost();
    const stale = isStale(machine, clock());
    if (stale !== state.value.stale) patch({ stale });
  };

  const wake = () => {
    hurry(machine, clock());
    turn();
  };
  const timer = setInterval(turn, tickMs);
  addEventListener('online', wake);
  document.addEventListener('visibilitychange', wake);
  turn();

  return {
    state,
    now: () => Date.now() + (skew ?? 0),
    send: (frame) => {
      if (socket?.readyState !== WebSocket.OPEN) return false;
      socket.send(JSON.stringify(frame));
      return true;
    },
    stop: () => {
      clearInterval(timer);
      removeEventListener('online', wake);
      document.removeEventListener('visibilitychange', wake);
      stop(machine);
      drop();
    },
  };
}

function parseFrame<T>(text: string): Frame<T> | null {
  try {
    const frame = JSON.parse(text) as Frame<T>;
    return frame.type === 'view' || frame.type === 'beat' || frame.type === 'bye' ? frame : null;
  } catch {
    return null;
  }
}
