// The phone page in every state, also those that take a day to come about: the server's own frames, changed. At three
// widths and in six languages, on one page whose language is changed in place.
import { after, afterEach, before, test } from 'node:test';
import { inspect, nothingAmiss } from './checks.mjs';
import { launch, sizes } from './chrome.mjs';
import { Person, startSampleHall } from './hall.mjs';
import { citizenLanguages, languages, openPhone } from './people.mjs';
import { changedView } from './view-frames.mjs';

const widths = { 320: 568, 360: 740, 412: 915 };
const pictured = '360';

let browser;
before(async () => { browser = await launch(); });
afterEach(async () => {
  await browser.done();
  nothingAmiss();
});
after(() => browser?.close());

const minute = 60;
const papers = ['印鑑章或親自簽名', 'Proof of a very long named residence', '國民身分證', 'Hộ chiếu', 'ใบทะเบียนสมรสที่แปลแล้ว'];
const pass = { code: 'AbCdEfGhIjKlMnOpQrStUv', validUntil: '2026-12-31T16:00:00.000Z', used: false };

// What differs from a ticket that waits; `label`: a counter's longest sign.
const states = (label) => {
  const called = { state: 'called', counter: 19, label, call: 'x1', calledAt: new Date().toISOString(), mayLeave: false };
  const done = { state: 'done', mayLeave: false };
  return {
    'far-off': { ahead: 128, wait: { lowSeconds: 95 * minute, highSeconds: 130 * minute } },
    'unknown-wait': { ahead: 7, wait: undefined },
    near: { ahead: 2, near: true, wait: { lowSeconds: 0, highSeconds: 5 * minute } },
    next: { ahead: 0, near: true },
    'back-in-line': { ahead: 3, returning: true },
    called: { ...called, calls: 1 },
    'called-again': { ...called, calls: 3 },
    serving: { ...called, state: 'serving' },
    missed: { state: 'missed', mayCheckIn: true, mayLeave: true },
    'missed-for-good': { state: 'missed', mayCheckIn: false, mayLeave: false },
    parked: { state: 'parked', mayCheckIn: true },
    'parked-by-clerk': { state: 'parked', mayCheckIn: false },
    finished: { ...done, outcome: 'finished' },
    referred: { ...done, outcome: 'referred' },
    'papers-missing': { ...done, outcome: 'supplement', missing: papers, pass },
    'pass-used': { ...done, outcome: 'supplement', missing: papers.slice(0, 1), pass: { ...pass, used: true } },
    left: { state: 'left', mayLeave: false },
    voided: { state: 'voided', mayLeave: false },
    expired: { state: 'expired', mayLeave: false },
  };
};

// As if chosen at the page's head, also where a dialog covers it.
async function speak(phone, language) {
  await phone.evaluate((tag) => {
    const select = document.querySelector('.languages select');
    select.value = tag;
    select.dispatchEvent(new Event('change', { bubbles: true }));
  }, language);
  await phone.waitForFunction((tag) => document.documentElement.lang.startsWith(tag), language.slice(0, 2));
}

async function lookAtAll(phone, state, only = Object.keys(widths)) {
  for (const width of only) {
    await phone.setViewportSize({ width: Number(width), height: widths[width] });
    for (const language of citizenLanguages) {
      await speak(phone, language);
      const once = width === pictured;
      await inspect(phone, `ticket-${width}-${state}-${language}`,
        { citizens: true, picture: once, axe: once && languages.includes(language) });
    }
  }
}

async function hallWithTicket(t) {
  const server = await startSampleHall(t);
  const greeter = await Person.signIn(server, 'greeter');
  return { server, greeter, ticket: await greeter.take() };
}

test('the phone page in every state, at three widths, in every language', async (t) => {
  const { server, greeter, ticket } = await hallWithTicket(t);
  const { counters } = await greeter.get('/halls/main');
  const [label] = counters.map((one) => one.sign.function).sort((a, b) => b.en.length - a.en.length);
  const all = Object.entries(states(label));
  // The number tells which state has arrived.
  const shown = ([, more], at) => (data) => ({ ...data, ...more, number: `A${1000 + at}` });
  const frames = changedView('ticket', shown(all[0], 0));
  const phone = await openPhone(browser, server, ticket, { size: sizes.phone, prepare: frames.prepare });
  for (const [at, state] of all.entries()) {
    frames.show(shown(state, at));
    await phone.locator('.number .num', { hasText: `A${1000 + at}` }).waitFor();
    await lookAtAll(phone, state[0]);
  }
});

test('what the phone page asks and answers, in every language', async (t) => {
  const { server, ticket } = await hallWithTicket(t);
  const phone = await openPhone(browser, server, ticket, { size: sizes.phone });
  browser.mayBeRefused('409', '/leave');
  await phone.route('**/leave', (route) => route.fulfill({
    status: 409, contentType: 'application/problem+json',
    body: JSON.stringify({ type: 'about:blank', title: 'No', status: 409, detail: 'No.', code: 'not-waiting' }),
  }));
  await phone.getByRole('button', { name: /音/ }).first().click();
  await phone.locator('.alarm-on').waitFor();
  await phone.locator('.leave').click();
  await phone.locator('.dialog').waitFor();
  await lookAtAll(phone, 'leave', ['320', '360']);
  await phone.locator('.dialog .danger').click();
  await phone.locator('.banner.bad').waitFor();
  await lookAtAll(phone, 'refused', ['320', '360']);
  browser.serverMayBeAway();
  server.freeze();
  await phone.locator('.stale .banner').waitFor();
  await lookAtAll(phone, 'old', ['320', '360']);
  server.thaw();
  await phone.locator('.stale .banner').waitFor({ state: 'detached' });
});

for (const [state, status, code] of [['no-such-number', 404, 'not-found'], ['no-answer', 500, 'internal']]) {
  test(`a page of which nothing is known says why, in every language (${state})`, async (t) => {
    const { server, ticket } = await hallWithTicket(t);
    browser.mayBeRefused(String(status), '/tickets/.+');
    const prepare = (page) => page.route(/\/api\/v1\/tickets\//, (route) => route.fulfill({
      status, contentType: 'application/problem+json', body: JSON.stringify({ type: 'about:blank', title: 'No', status, detail: 'No.', code }),
    }));
    const opening = openPhone(browser, server, ticket, { size: sizes.phone, prepare });
    browser.mayBeRefused(String(status), '/tickets/.+');
    const phone = await opening;
    browser.mayBeRefused(String(status), '/tickets/.+');
    await phone.locator('main.empty .told').waitFor();
    await lookAtAll(phone, state, ['320', '360']);
  });
}
