// A server that is silent or dead: every page says soon that what it shows is old, comes back by itself, and
// nothing is announced twice.
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { launch, shoot, sizes } from './chrome.mjs';
import { Person, addDevice, startRealHall } from './hall.mjs';
import { enrolKiosk, languages, openBoard, openCounterPage, openManager, openPhone } from './people.mjs';
import { until } from './wait.mjs';

// Six seconds of silence count as old; a page may take two more to say so, a busy machine some more to draw it.
const saidWithin = 8_000 + 4_000;

let browser;
before(async () => { browser = await launch(); });
afterEach(() => browser.done());
after(() => browser?.close());

for (const language of languages) {
  test(`every page says that it is old, recovers by itself, and repeats no call (${language})`, async (t) => {
    const server = await startRealHall(t, ['greeter', 'clerk1', 'manager']);
    const greeter = await Person.signIn(server, 'greeter');
    const [first, second] = await greeter.takeMany(3, ['transcript'], { language });
    const kiosk = await enrolKiosk(browser, addDevice(server, 'kiosk'));
    const { page: board, told } = await openBoard(browser, addDevice(server, 'display'));
    const sounds = await countSounds(board);
    const counter = await openCounterPage(browser, server, 2, 'clerk1', { language });
    const manager = await openManager(browser, server, { language });
    const phone = await openPhone(browser, server, second, { language });
    await phone.locator('.ahead').waitFor();
    const old = {
      kiosk: kiosk.locator('.door.away'),
      board: board.locator('.old-banner'),
      counter: counter.locator('.stale .banner'),
      manager: manager.locator('.stale .banner'),
      phone: phone.locator('.stale .banner'),
    };
    const pages = { kiosk, board, counter, manager, phone };
    const allSay = () => Promise.all(Object.entries(old).map(([page, banner]) =>
      banner.waitFor({ timeout: saidWithin }).catch(() => assert.fail(`${page} says that it is old`))));
    const allRecover = () => Promise.all(Object.entries(old).map(([page, banner]) =>
      banner.waitFor({ state: 'detached' }).catch(() => assert.fail(`${page} recovers by itself`))));

    await counter.keyboard.press('o');
    await counter.locator('.big-key.step-call').waitFor();
    await counter.waitForTimeout(1_000);
    await counter.keyboard.press('Space');
    await until(() => spoken(told).length === 1, 'the first call is spoken');

    browser.serverMayBeAway();
    server.freeze();
    await allSay();
    server.thaw();
    await allRecover();

    await server.kill();
    await allSay();
    for (const [name, page] of Object.entries(pages)) await shoot(page, `old-${name}-${language}`);
    await server.start();
    await allRecover();
    await board.locator('.newest .what strong', { hasText: first.number }).waitFor();
    await counter.locator('.visit-number', { hasText: first.number }).waitFor();
    await kiosk.locator('.language:not(:disabled)').first().waitFor();

    // Something new happens, and reaches everybody; the old call was not spoken again.
    await counter.locator('.act-key[aria-keyshortcuts=S]:not(:disabled)').waitFor();
    await counter.keyboard.press('s');
    await counter.locator('.big-key.step-finish').waitFor();
    assert.equal(spoken(told).length, 1);
    const before = await sounds();
    await board.reload();
    await board.locator('.newest, .nobody').first().waitFor();
    assert.equal(spoken(told).length, 1, 'also not after the board was loaded anew');
    assert.ok(before > 0, 'the first call sounded');
  });
}

test('a press while the server is away is answered once it is back, once', async (t) => {
  const server = await startRealHall(t, ['greeter', 'clerk1']);
  const greeter = await Person.signIn(server, 'greeter');
  await greeter.takeMany(3, ['transcript']);
  const counter = await openCounterPage(browser, server, 2, 'clerk1', { size: sizes.counter });
  await counter.keyboard.press('o');
  await counter.locator('.big-key.step-call:not([aria-busy=true])').waitFor();
  await counter.waitForTimeout(1_000);
  browser.serverMayBeAway();
  server.freeze();
  await counter.keyboard.press('Space');
  await counter.locator('.big-key[aria-busy=true]').waitFor();
  await counter.keyboard.press('Space');
  server.thaw();
  await counter.locator('.visit .phase.called').waitFor();
  assert.equal((await greeter.waiting()).length, 2);
});

const spoken = (told) => told.filter(({ type }) => type === 'spoken');

// How many clips a page has begun to play since.
async function countSounds(page) {
  await page.evaluate(() => {
    const begin = AudioBufferSourceNode.prototype.start;
    window.soundsBegun = 0;
    AudioBufferSourceNode.prototype.start = function start(...given) {
      window.soundsBegun += 1;
      return begin.apply(this, given);
    };
  });
  return () => page.evaluate(() => window.soundsBegun);
}
