// Boards without a page: WebSockets over plain sockets (Node 20 has none of its own) that keep when each frame came. They
// have a thread of their own, so that what drives the browser does not delay them.
import { createConnection } from 'node:net';
import { randomBytes } from 'node:crypto';
import { Worker, isMainThread, parentPort, workerData } from 'node:worker_threads';

// `count` watchers of a view of the server at `port`.
export class Watchers {
  #worker;

  constructor(port, view, count) {
    this.#worker = new Worker(new URL(import.meta.url), { workerData: { port, view, count } });
  }

  // Of each watcher, the frames since the last time, as [time, text].
  take() {
    return new Promise((resolve) => {
      this.#worker.once('message', resolve);
      this.#worker.postMessage('take');
    });
  }

  end() {
    return this.#worker.terminate();
  }
}

const longestHeader = 10;
const [text, ping] = [1, 9];       // kinds of frames
const pong = [0x8a, 0x80];

class Watcher {
  frames = [];              // [time, text]
  #socket;
  #rest = Buffer.alloc(0);
  #open = false;

  constructor(port, view) {
    this.#socket = createConnection({ host: '127.0.0.1', port, noDelay: true });
    this.#socket.write(`GET /api/v1/halls/main/live?view=${view} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n`
      + 'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: hallcall.v1\r\n'
      + `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}\r\n\r\n`);
    this.#socket.on('data', (bytes) => this.#receive(bytes, performance.timeOrigin + performance.now()));
  }

  #receive(bytes, at) {
    this.#rest = this.#rest.length > 0 ? Buffer.concat([this.#rest, bytes]) : bytes;
    if (!this.#open) {
      const end = this.#rest.indexOf('\r\n\r\n');
      if (end < 0) return;
      this.#rest = this.#rest.subarray(end + 4);
      this.#open = true;
    }
    for (let frame = this.#next(); frame; frame = this.#next()) {
      if (frame.kind === text) this.frames.push([at, frame.body.toString()]);
      if (frame.kind === ping) this.#socket.write(Buffer.from([pong[0], pong[1] | frame.body.length, 0, 0, 0, 0, ...frame.body]));
    }
  }

  // The server's frames are whole and unmasked: two to ten bytes of header, then the text.
  #next() {
    const all = this.#rest;
    if (all.length < 2) return null;
    const short = all[1] & 127;
    const header = short < 126 ? 2 : short === 126 ? 4 : longestHeader;
    if (all.length < header) return null;
    const length = short < 126 ? short : short === 126 ? all.readUInt16BE(2) : Number(all.readBigUInt64BE(2));
    if (all.length < header + length) return null;
    this.#rest = all.subarray(header + length);
    return { kind: all[0] & 15, body: all.subarray(header, header + length) };
  }
}

if (!isMainThread) {
  const { port, view, count } = workerData;
  const all = Array.from({ length: count }, () => new Watcher(port, view));
  parentPort.on('message', () => parentPort.postMessage(all.map((one) => one.frames.splice(0))));
}
