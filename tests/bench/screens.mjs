// From a clerk's key to the called number on fifty boards, and from a finger to the number on the kiosk, told apart into
// clerk's page, server, network and board. The release server with its journal, real pages in Chromium.
//   node tests/bench/screens.mjs [PAGES|kiosk]…    PAGES: how many of the fifty boards are pages (10 1 kiosk)
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { launch, sizes } from '../web/browser/chrome.mjs';
import { Person, startSampleHall } from '../web/browser/hall.mjs';
import { bigKeyIsReady, openCounterPage, openKiosk, settled } from '../web/browser/people.mjs';
import { pause, until } from '../web/browser/wait.mjs';
import { take, watch } from './screens-page.mjs';
import { Watchers } from './watchers.mjs';

const boards = 50;
const calls = Number(process.env.HALLCALL_BENCH_CALLS ?? 110);
const unmeasured = 5;      // the first: fonts arrive, scripts are compiled
const quietMs = 600;       // between a call and the end of its visit, beside the counter's own pause
const counter = 1;

const parts = {
  clerk: 'clerk\'s page: key → request leaves', server: 'server: request → frame built, durable',
  network: 'network: frame built → page has it', page: 'board\'s page: frame → painted',
};

const ended = [];
try {
  const given = process.argv.slice(2);
  for (const part of given.length > 0 ? given : ['10', '1', 'kiosk']) await (part === 'kiosk' ? measureKiosk() : measureCalls(Number(part)));
} finally {
  for (const end of ended.splice(0).reverse()) await end();
}

async function hall() {
  const server = await startSampleHall({ after: (end) => ended.push(end) });
  const browser = await launch();
  ended.push(() => browser.close());
  return { server, browser };
}

// ---- a clerk's key to the number on the boards
async function measureCalls(pages) {
  const { server, browser } = await hall();
  const [manager, clerk] = [await Person.signIn(server, 'manager'), await Person.signIn(server, 'clerk1')];
  await manager.takeMany(calls, ['transcript']);
  const shown = [];
  for (let n = 0; n < pages; n += 1) {
    const board = await browser.open(`${server.url}/board`, { size: sizes.board, motion: 'no-preference', prepare: watch('.newest .what strong') });
    await board.locator('.board .counters').waitFor();
    shown.push(board);
  }
  const watchers = new Watchers(Number(new URL(server.url).port), 'board', boards - pages);
  ended.push(() => watchers.end());
  const desk = await openCounterPage(browser, server, counter, 'clerk1', { prepare: watch('') });
  await clerk.counter(counter, 'open');
  console.log(`calls: ${boards} boards, ${pages} of them pages, ${calls} calls`);
  const pressure = watchPressure();
  const rows = [];
  for (let n = 0; n < calls; n += 1) {
    await bigKeyIsReady(desk, 'call');
    for (const page of [desk, ...shown]) await take(page);
    await watchers.take();
    await desk.keyboard.press('Space');
    const number = await called(clerk);
    const seen = await Promise.all(shown.map((board) => painted(board, number)));
    await pause(quietMs);
    const pressed = await take(desk);
    const heard = await watchers.take();
    if (n >= unmeasured) rows.push(...rowsOf(number, pressed, seen, heard, n));
    await clerk.counter(counter, 'start');
    await clerk.counter(counter, 'finish', { outcome: 'finished' });
  }
  report(rows);
  pressure();
  for (const end of ended.splice(0).reverse()) await end();
}

async function called(clerk) {
  return until(async () => (await clerk.get('/halls/main')).counters?.[counter - 1]?.number
    ?? (await clerk.get('/halls/main/tickets?state=called')).tickets[0]?.number, 'the ticket is called', { every: 100 });
}

async function painted(page, number) {
  const all = { frames: [], paints: [], requests: [], presses: [], drift: 0 };
  await until(async () => {
    const more = await take(page);
    all.drift = more.drift;
    for (const list of ['frames', 'paints', 'requests', 'presses']) all[list].push(...more[list]);
    return ['paint', 'frame'].every((kind) => all.paints.some(([text, , how]) => text === number && how === kind));
  }, `${number} is painted`, { every: 200 });
  return all;
}

// The first frame that tells the call: [when it came, the server's time on it].
function frameOf(frames, number) {
  for (const [came, text] of frames) {
    const frame = JSON.parse(text);
    if (frame.type === 'view' && frame.data.now.some((call) => call.number === number)) return [came, Date.parse(frame.at)];
  }
  return null;
}

function rowsOf(number, desk, seen, heard, call) {
  const pressed = desk.presses.at(-1) + desk.drift;
  const [, left] = desk.requests.find(([name]) => name.endsWith('/call-next'));
  const asked = left + desk.drift;
  const row = (came, at, board) => ({ call, board, clerk: asked - pressed, server: at - asked, network: came - at, all: came - pressed });
  const rows = heard.map((frames) => row(...frameOf(frames, number), 'watcher'));
  for (const { frames, paints, drift } of seen) {
    const [came, at] = frameOf(frames, number);
    const when = (kind) => paints.find(([text, , how]) => text === number && how === kind)[1];
    const [frame, paint] = [when('frame'), when('paint')];
    rows.push({ ...row(came + drift, at, 'page'), page: paint - came, all: paint + drift - pressed, frame: frame + drift - pressed });
  }
  return rows;
}

function report(rows) {
  const pages = rows.filter((one) => one.board === 'page');
  const last = [...grouped(pages)].map(([, all]) => Math.max(...all.map((one) => one.all)));
  tell('key → number painted, each page', pages.map((one) => one.all));
  tell('key → number painted, the last page of a call', last);
  tell('  the same by a doubled animation frame', pages.map((one) => one.frame));
  const whole = mean(pages.map((one) => one.all));
  for (const part of ['clerk', 'server', 'network', 'page']) {
    const values = pages.map((one) => one[part]);
    tell(`  ${parts[part]}`, values, `${Math.round(100 * mean(values) / whole)} %`);
  }
  tell('key → frame heard, the other boards', rows.filter((one) => one.board === 'watcher').map((one) => one.all));
}

function grouped(rows) {
  const all = new Map();
  for (const one of rows) all.set(one.call, [...all.get(one.call) ?? [], one]);
  return all;
}

// ---- a finger to the number on the kiosk
async function measureKiosk() {
  const { server, browser } = await hall();
  const kiosk = await openKiosk(browser, server, { size: sizes.kioskTall, motion: 'no-preference', prepare: watch('.number .big') });
  console.log(`kiosk: ${calls} numbers`);
  const pressure = watchPressure();
  const rows = [];
  const touch = async (selector, next) => {
    await settled(kiosk);
    await kiosk.locator(selector).first().tap();
    await kiosk.locator(next).waitFor();
  };
  for (let n = 0; n < calls; n += 1) {
    await touch('.language', '.screen.services');
    await touch('#group-document .tile', '.screen.confirm');
    await settled(kiosk);
    await take(kiosk);
    await touch('.take .primary', '.number .big');
    const number = await kiosk.locator('.number .big').innerText();
    const { paints, presses, requests } = await painted(kiosk, number);
    const [, left, answered] = requests.find(([name]) => name.endsWith('/tickets'));
    const paint = paints.find(([text, , how]) => text === number && how === 'paint')[1];
    const pressed = presses[0];
    if (n >= unmeasured) rows.push({ all: paint - pressed, before: left - pressed, server: answered - left, page: paint - answered });
    await touch('.keep .go', '.message.good');
    await touch('.message .go', '.screen.idle');
  }
  const whole = mean(rows.map((one) => one.all));
  tell('finger down → number painted', rows.map((one) => one.all));
  for (const [part, words] of [['before', 'page: finger down → request leaves'], ['server', 'server and network: request → answer'], ['page', 'page: answer → painted']]) {
    const values = rows.map((one) => one[part]);
    tell(`  ${words}`, values, `${Math.round(100 * mean(values) / whole)} %`);
  }
  pressure();
  for (const end of ended.splice(0).reverse()) await end();
}

// How much of the measured time some process of this machine waited for a core (Linux' pressure stall information): what
// is measured on a busy machine is mostly that.
function watchPressure() {
  const waited = () => {
    try {
      return Number(/some .*total=(\d+)/.exec(readFileSync('/proc/pressure/cpu', 'utf8'))[1]) / 1000;
    } catch {
      return NaN;
    }
  };
  const [before, since] = [waited(), performance.now()];
  return () => {
    const share = 100 * (waited() - before) / (performance.now() - since);
    console.log(`  ${availableParallelism()} cores; somebody waited for one ${Number.isNaN(share) ? 'an unknown part' : `${Math.round(share)} %`} of the time`);
  };
}

function mean(values) {
  return values.reduce((sum, one) => sum + one, 0) / values.length;
}

function tell(words, values, share = '') {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (part) => sorted[Math.min(sorted.length - 1, Math.ceil(part * sorted.length) - 1)].toFixed(1).padStart(7);
  console.log(`${words.padEnd(52)} p50 ${at(0.5)} ms  p99 ${at(0.99)}  max ${at(1)}  n ${String(sorted.length).padStart(5)}  ${share}`);
}
