// One Chromium for each test file, and pages that are watched while a test uses them: an error on the console, a
// breach of the Content-Security-Policy, an exception, or a request to another host fails the test.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { serveFreshPages } from './fresh-pages.mjs';
import { chromiumProgram, fromWeb, resultsFolder } from './places.mjs';
import { patienceMs } from './wait.mjs';

const { chromium } = fromWeb('playwright-core');

export const sizes = {
  kioskTall: { width: 1080, height: 1920 },
  kioskWide: { width: 1920, height: 1080 },
  board: { width: 1920, height: 1080 },
  phone: { width: 390, height: 844 },
  smallPhone: { width: 320, height: 568 },
  counter: { width: 360, height: 800 },
  desk: { width: 1280, height: 800 },
  office: { width: 1440, height: 900 },
};

// What a browser says by itself about an answer that the page expects and handles.
const ordinary = [
  /Failed to load resource: the server responded with a status of 401 .*\/api\/v1\/session$/s,
];
const whileAway = [
  /Failed to load resource: net::ERR_/, /WebSocket connection to .* failed/,
];

// `more`: further arguments, of what a machine has beside its screen.
export async function launch(...more) {
  const browser = await chromium.launch({
    executablePath: chromiumProgram,
    args: ['--no-sandbox', '--mute-audio', '--disable-dev-shm-usage', ...more],
  });
  return new Browser(browser);
}

class Browser {
  #browser;
  #watched = [];

  constructor(browser) {
    this.#browser = browser;
  }

  // A browser window of its own: cookies, storage, language. `size` is one of `sizes`; `clock`: the test
  // may stop the page's time (people.mjs: stopClock); `permissions`: what the page may use without asking; `prepare`:
  // what is done to the page before it loads.
  async open(url, { size = sizes.desk, language = 'zh-TW', touch = false, motion = 'reduce', clock = false, permissions = [], prepare } = {}) {
    const context = await this.#browser.newContext({
      viewport: size, locale: language, hasTouch: touch, reducedMotion: motion, timezoneId: 'UTC', permissions,
    });
    context.setDefaultTimeout(patienceMs);
    await serveFreshPages(context);
    const page = await context.newPage();
    const watch = new Watch(page, new URL(url).host);
    this.#watched.push(watch);
    if (clock) {
      await page.clock.install();
      // A page whose time leaps hears nothing for half a minute, and gives its connection up for a new one.
      watch.allow([/WebSocket is closed before the connection is established/]);
    }
    await prepare?.(page);
    await page.goto(url);
    return page;
  }

  // The page asks and handles an answer that is a refusal; a browser says so on its console by itself.
  mayBeRefused(status, path) {
    for (const watch of this.#watched) watch.allow([new RegExp(`status of ${status} .*${path}$`, 's')]);
  }

  // From now on the server is expected to be away: what a browser says about that is no error.
  serverMayBeAway() {
    for (const watch of this.#watched) watch.allow(whileAway);
  }

  // What was amiss until now, for a test that is about that; it is forgotten then.
  takeComplaints() {
    return this.#watched.flatMap((watch) => watch.takeComplaints());
  }

  // Call at the end of each test: nothing was amiss on any of its pages, which are closed.
  async done() {
    const watched = this.#watched.splice(0);
    for (const watch of watched) await watch.close();
    const complaints = watched.flatMap((watch) => watch.takeComplaints());
    assert.deepEqual(complaints, [], 'the pages kept silent, and to their own server');
  }

  close() {
    return this.#browser.close();
  }
}

class Watch {
  #page;
  #heard = [];
  #allowed = [...ordinary];

  constructor(page, host) {
    this.#page = page;
    page.on('pageerror', (error) => this.#heard.push(`exception: ${error.stack ?? error}`));
    page.on('console', (message) => {
      if (message.type() !== 'error' && message.type() !== 'warning') return;
      this.#heard.push(`console: ${message.text()} ${message.location().url}`);
    });
    page.on('request', (request) => this.#look(request.url(), host));
    page.on('websocket', (socket) => this.#look(socket.url(), host));
  }

  #look(url, host) {
    const { protocol, host: asked } = new URL(url);
    if (protocol !== 'data:' && protocol !== 'blob:' && asked !== host) this.#heard.push(`request to ${url}`);
  }

  allow(patterns) {
    this.#allowed.push(...patterns);
  }

  async close() {
    await this.#page.context().close();
  }

  takeComplaints() {
    return this.#heard.splice(0).filter((one) => !this.#allowed.some((pattern) => pattern.test(one)));
  }
}

// A picture of the page as the test sees it, for whoever wants to look at it.
export async function shoot(page, name) {
  await page.screenshot({ path: join(resultsFolder, `${name}.png`), animations: 'disabled' });
}
