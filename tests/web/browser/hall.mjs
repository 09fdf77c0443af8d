// The hall by its HTTP calls, for what a test needs and does not itself show.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { Server, officeWith } from './server.mjs';

export const password = 'correct horse sample battery';

const roleOf = (name) => name.replace(/\d+$/, '');

// A hall with an office file of its own, open at any hour, where calls follow each other quickly; these accounts'
// names are their roles. Test `t` ends it.
export async function startRealHall(t, accounts = ['greeter', 'clerk1', 'clerk2', 'manager'], options = {}) {
  const server = new Server(officeWith({ hours: '00:00-24:00', secondsBetweenCalls: 5, ...options }));
  t.after(() => server.stop());
  for (const name of accounts) server.command(['account', 'add', name, '--role', roleOf(name)], `${password}\n`);
  await server.start();
  for (const name of accounts) server.pins[name] = password;
  return server;
}

// The one-time link that makes a browser a kiosk, or a board whose word is believed.
export function addDevice(server, role, name = `${role}-1`) {
  const printed = server.command(['device', 'add', name, '--role', role, '--hall', 'main', '--url', server.url]);
  return /http:\S+#enrol=\S+/.exec(printed)[0];
}

// The sample hall. Test `t` ends it.
export async function startSampleHall(t) {
  const server = new Server();
  t.after(() => server.stop());
  return server.start();
}

// Somebody signed in, at one hall.
export class Person {
  #server;
  #cookie = '';

  constructor(server) {
    this.#server = server;
  }

  static async signIn(server, name) {
    const person = new Person(server);
    await person.post('/session', { name, password: server.pins[name] });
    return person;
  }

  async ask(method, path, body) {
    const answer = await fetch(`${this.#server.url}/api/v1${path}`, {
      method,
      headers: {
        'Content-Type': 'application/json', 'Idempotency-Key': randomUUID(),
        ...(this.#cookie ? { Cookie: this.#cookie } : {}),
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const cookie = answer.headers.getSetCookie()[0];
    if (cookie) this.#cookie = cookie.split(';')[0];
    const text = await answer.text();
    assert.ok(answer.ok, `${method} ${path}: ${answer.status} ${text}`);
    return text ? JSON.parse(text) : undefined;
  }

  get = (path) => this.ask('GET', path);
  post = (path, body = {}) => this.ask('POST', path, body);

  take(services = ['transcript'], more = {}) {
    return this.post('/halls/main/tickets', { services, channel: 'hand', ...more });
  }

  async takeMany(count, services, more) {
    const taken = [];
    for (let i = 0; i < count; i += 1) taken.push(await this.take(services, more));
    return taken;
  }

  counter(n, word, body) {
    return this.post(`/halls/main/counters/${n}/${word}`, body);
  }

  async waiting() {
    return (await this.get('/halls/main/tickets?state=waiting')).tickets;
  }
}
