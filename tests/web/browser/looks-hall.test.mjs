// The board and the phone page in all their states: accessible, and no words cut.
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { launch, sizes } from './chrome.mjs';
import { inspect, nothingAmiss } from './checks.mjs';
import { Person, startRealHall, startSampleHall } from './hall.mjs';
import { citizenLanguages, languages, openBoard, openPhone } from './people.mjs';

let browser;
before(async () => { browser = await launch(); });
afterEach(async () => {
  await browser.done();
  nothingAmiss();
});
after(() => browser?.close());

// A called number is read from ten metres: at least a twentieth of the screen's height.
const leastShare = 1 / 20;

test('the board with nobody, with one call, and with every counter at work', async (t) => {
  const server = await startSampleHall(t);
  const manager = await Person.signIn(server, 'manager');
  const { page: board } = await openBoard(browser, `${server.url}/board`);
  await inspect(board, 'board-nobody', { citizens: true });
  await manager.takeMany(14, ['transcript-english']);
  await manager.takeMany(8, ['birth', 'move-in'], { needs: ['senior'] });
  await manager.counter(1, 'open');
  await manager.counter(1, 'call-next');
  await board.locator('.newest').waitFor();
  await inspect(board, 'board-one-call', { citizens: true });
  for (let n = 2; n <= 19; n += 1) {
    await manager.counter(n, 'open', { clerk: `範例承辦 ${n}` });
    if (n <= 15) await manager.counter(n, 'call-next').catch(() => null);
  }
  await manager.counter(16, 'pause', { reason: 'sample' });
  await board.locator('.cell.paused').waitFor();
  await inspect(board, 'board-all-counters', { citizens: true });
  const small = await board.locator('.newest strong, .earlier strong').evaluateAll((all, least) =>
    all.filter((one) => parseFloat(getComputedStyle(one).fontSize) < innerHeight * least).map((one) => one.textContent),
  leastShare);
  assert.deepEqual(small, []);
});

test('the board of one zone, on a tall screen, and with a marquee that can be stopped', async (t) => {
  const server = await startSampleHall(t);
  const { page: zone } = await openBoard(browser, `${server.url}/board?zone=a`);
  assert.equal(await zone.locator('.cell').count(), 10);
  await inspect(zone, 'board-zone', { citizens: true });
  const { page: tall } = await openBoard(browser, `${server.url}/board`, { size: sizes.kioskTall, motion: 'no-preference' });
  const run = () => tall.locator('.track').evaluate((one) => one.getAnimations()[0]?.playState);
  assert.equal(await run(), 'running');
  await tall.keyboard.press('Escape');
  await tall.locator('.marquee button').click();
  assert.equal(await run(), 'paused');
  await inspect(tall, 'board-tall', { citizens: true });
});

const widths = { 390: sizes.phone, 320: sizes.smallPhone };

test('the phone page in every state and language', async (t) => {
  const server = await startRealHall(t, ['greeter', 'clerk1']);
  const greeter = await Person.signIn(server, 'greeter');
  const clerk = await Person.signIn(server, 'clerk1');
  await clerk.counter(2, 'open');
  const [first, mine] = await greeter.takeMany(2, ['transcript', 'birth']);
  const phones = {};
  for (const [width, size] of Object.entries(widths)) phones[width] = await openPhone(browser, server, mine, { size });
  const phone = phones[390];
  const lookAt = async (width, state) => {
    for (const language of citizenLanguages) {
      await phones[width].locator('.languages select').selectOption(language);
      await phones[width].waitForFunction((tag) => document.documentElement.lang.startsWith(tag), language.slice(0, 2));
      await inspect(phones[width], `ticket-${width}-${state}-${language}`,
        { citizens: true, axe: languages.includes(language) && width === '390' });
    }
  };
  const look = async (state, selector) => {
    for (const width of Object.keys(phones)) {
      await phones[width].locator(selector).first().waitFor();
      await lookAt(width, state);
    }
  };
  await look('waiting', '.state .ahead');
  await phone.locator('.leave').tap();
  await phone.locator('.dialog').waitFor();
  await inspect(phone, 'ticket-390-leave', { citizens: true });
  await phone.locator('.dialog .button').first().tap();
  await phone.locator('.dialog').waitFor({ state: 'detached' });
  await greeter.post(`/tickets/${first.token}/leave`);
  await clerk.counter(2, 'call-next');
  await look('called', '.called');
  await clerk.counter(2, 'start');
  await look('serving', '.told.good');
  await clerk.counter(2, 'park', { note: 'sample' });
  await look('parked', '.told.warn');
  await clerk.post(`/halls/main/tickets/${mine.id}/reinstate`);
  await look('returned', '.state .ahead');
  await clerk.counter(2, 'call-next');
  await phone.locator('.called').waitFor();
  await clerk.counter(2, 'start');
  await clerk.counter(2, 'finish', { outcome: 'supplement', missing: ['印鑑章或親自簽名', 'Proof of a very long named residence'] });
  await look('missing-papers', '.missing');
});

test('a number that nobody has, and one of which nothing is known yet', async (t) => {
  const server = await startSampleHall(t);
  const page = await browser.open(`${server.url}/t/AAAAAAAAAAAAAAAAAAAAAA`, { size: sizes.smallPhone, language: 'en' });
  browser.mayBeRefused('40[0-9]', '/tickets/A+');
  await page.getByText('We cannot find this number').waitFor();
  await inspect(page, 'ticket-320-unknown', { citizens: true });
});
