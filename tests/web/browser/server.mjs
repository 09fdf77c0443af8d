// Real servers on free ports, each with a data directory of its own in the system's temporary one. Whatever
// happens, no server and no directory outlives the test's process.
import { spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { officesFolder, serverProgram } from './places.mjs';
import { until } from './wait.mjs';

const running = new Set();
const folders = new Set();

process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => process.exit(1));

export function newFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'hallcall-pages-'));
  folders.add(folder);
  return folder;
}

// A copy of the office file of Nantun: `hours` on every day of the week and no other dates.
// `more`: further lines of the file, of its last hall.
export function officeWith({ hours, secondsBetweenCalls = 20, more = '' }) {
  const folder = newFolder();
  cpSync(officesFolder, folder, { recursive: true });
  const file = join(folder, 'nantun.toml');
  const text = readFileSync(file, 'utf8').replace(/\n\[office\.hours\.dates\]\n(?:(?!\[).*\n)*/, '\n');
  writeFileSync(file, `${text}\n[hall.calls]\nseconds_between_calls = ${secondsBetweenCalls}\n${more}`);
  setHours(file, hours);
  return file;
}

function setHours(file, hours) {
  const text = readFileSync(file, 'utf8');
  writeFileSync(file, text.replace(/^(weekdays|saturday|sunday) = .*$/gm, `$1 = "${hours}"`));
}

// Without an office file the sample hall opens. `stop` it at the end; `url` and `pins` are of the newest start.
export class Server {
  url = '';
  pins = {};
  #data = newFolder();
  #office;
  #more;
  #child = null;
  #port = 0;
  #said = '';

  // `more`: further words of its command line.
  constructor(office, more = []) {
    this.#office = office;
    this.#more = more;
  }

  async start() {
    const given = ['--data', this.#data, '--listen', `127.0.0.1:${this.#port}`, '--log-level', 'warn'];
    if (this.#office) given.push('--office', this.#office);
    given.push(...this.#more);
    const child = spawn(serverProgram, given, { stdio: ['ignore', 'pipe', 'pipe'] });
    running.add(child);
    this.#child = child;
    this.#said = '';
    let printed = '';
    child.stdout.setEncoding('utf8').on('data', (text) => { printed += text; });
    child.stderr.setEncoding('utf8').on('data', (text) => { this.#said += text; });
    child.on('exit', () => running.delete(child));
    await until(() => printed.includes('Ctrl-C') || this.#hasEnded(), 'the server prints its addresses');
    if (this.#hasEnded()) throw new Error(`the server did not start:\n${this.#said}`);
    this.url = /http:\/\/127\.0\.0\.1:\d+/.exec(printed)[0];
    this.#port = Number(new URL(this.url).port);
    this.pins = Object.fromEntries([...printed.matchAll(/^ {4}(\S+) +(\d{6}) +\w+$/gm)].map(([, name, pin]) => [name, pin]));
    return this;
  }

  // Its log, so far.
  get said() {
    return this.#said;
  }

  // From now on the office has these hours: its file is edited and read again, over the running hall.
  changeHours(hours) {
    setHours(this.#office, hours);
    this.#child.kill('SIGHUP');
  }

  // As a machine does whose power fails. The same data and port are there for the next start.
  async kill() {
    this.#child.kill('SIGKILL');
    await until(() => this.#hasEnded(), 'the server ends');
  }

  // Alive, and silent: as a network that swallows everything.
  freeze() {
    this.#child.kill('SIGSTOP');
  }

  thaw() {
    this.#child.kill('SIGCONT');
  }

  async stop() {
    const child = this.#child;
    if (!child || this.#hasEnded()) return;
    this.thaw();
    child.kill('SIGTERM');
    await until(() => this.#hasEnded(), 'the server ends in order').catch(() => this.kill());
  }

  // One command of the program beside the running server; `input` is what it reads.
  command(words, input = '') {
    const done = spawnSync(serverProgram, [...words, '--data', this.#data], { input, encoding: 'utf8' });
    if (done.status !== 0) throw new Error(`queue-server ${words.join(' ')}: ${done.stderr}`);
    return done.stdout;
  }

  #hasEnded() {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }
}
