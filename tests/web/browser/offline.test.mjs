// A server that is silent or dead: every page says soon that what it shows is old, comes back by itself, and
// nothing is announced twice.
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { inspect, nothingAmiss } from './checks.mjs';
import { launch, shoot, sizes } from './chrome.mjs';
import { Person, addDevice, startRealHall } from './hall.mjs';
import {
  chooseLanguage, chooseService, enrolKiosk, finishKey, languages, openBoard, openCounterPage, openKiosk, openManager,
  openPhone, pressAct, pressStep, tap,
} from './people.mjs';
import { until } from './wait.mjs';

// A page says that it is old after six seconds of silence; a busy machine may take some more to draw it.
const saidWithin = 6_000 + 4_000;
const lost = { 'zh-TW': /斷線|連線中斷/, en: 'Connection lost' };

let browser;
before(async () => { browser = await launch(); });
afterEach(async () => {
  await browser.done();
  nothingAmiss();
});
after(() => browser?.close());

test('every page says that it is old, recovers by itself, and repeats no call', async (t) => {
  const server = await startRealHall(t, ['greeter', 'clerk1', 'clerk2', 'manager']);
  const greeter = await Person.signIn(server, 'greeter');
  const [first, second] = await greeter.takeMany(3, ['transcript']);
  const kiosk = await enrolKiosk(browser, addDevice(server, 'kiosk'));
  const { page: board, told } = await openBoard(browser, addDevice(server, 'display'));
  const sounds = await countSounds(board);
  const counter = await openCounterPage(browser, server, 2, 'clerk1', { language: 'zh-TW' });
  const old = {
    kiosk: kiosk.locator('.door.away', { hasText: '暫時無法取號' }),
    board: board.locator('.old-banner', { hasText: lost.en }),
    'counter-zh-TW': counter.locator('.stale .banner', { hasText: lost['zh-TW'] }),
    'counter-en': (await openCounterPage(browser, server, 3, 'clerk2', { language: 'en' }))
      .locator('.stale .banner', { hasText: lost.en }),
  };
  for (const language of languages) {
    const words = { hasText: lost[language] };
    old[`manager-${language}`] = (await openManager(browser, server, { language })).locator('.stale .banner', words);
    const phone = await openPhone(browser, server, await greeter.take(['transcript'], { language }), { language });
    await phone.locator('.ahead').waitFor();
    old[`phone-${language}`] = phone.locator('.stale .banner', words);
  }
  const all = (options, what) => Promise.all(Object.entries(old).map(([name, banner]) =>
    banner.waitFor(options).catch(() => assert.fail(`${name} ${what}`))));
  const allSay = () => all({ timeout: saidWithin }, 'says that it is old');
  const allRecover = () => all({ state: 'detached' }, 'recovers by itself');

  await counter.keyboard.press('o');
  await pressStep(counter, 'call');
  await until(() => spoken(told).length === 1, 'the first call is spoken');

  // Also a kiosk that somebody stands at.
  const kioskInUse = await openKiosk(browser, server);
  await chooseLanguage(kioskInUse, 'en');
  const oldInUse = kioskInUse.locator('.stale .banner', { hasText: lost.en });
  browser.serverMayBeAway();
  server.freeze();
  await Promise.all([allSay(), oldInUse.waitFor({ timeout: saidWithin })]);
  server.thaw();
  await Promise.all([allRecover(), oldInUse.waitFor({ state: 'detached' })]);

  await server.kill();
  await allSay();
  for (const [name, banner] of Object.entries(old)) await shoot(banner.page(), `old-${name}`);
  await server.start();
  await allRecover();
  await board.locator('.newest .what strong', { hasText: first.number }).waitFor();
  await counter.locator('.visit-number', { hasText: first.number }).waitFor();
  await kiosk.locator('.language:not(:disabled)').first().waitFor();

  // Something new happens, and reaches everybody; the old call was not spoken again.
  await pressAct(counter, 'S');
  await counter.locator('.big-key.step-finish').waitFor();
  assert.equal(spoken(told).length, 1);
  assert.ok(await sounds() > 0, 'the first call sounded');
  await board.reload();
  await board.locator('.newest, .nobody').first().waitFor();
  assert.equal(spoken(told).length, 1, 'also not after the board was loaded anew');
  await pressStep(counter, 'finish');
  await finishKey(counter, 'Space');
  await board.locator('.newest .what strong', { hasText: second.number }).waitFor();
});

test('a press while the server is away is answered once it is back, once', async (t) => {
  const server = await startRealHall(t, ['greeter', 'clerk1']);
  const greeter = await Person.signIn(server, 'greeter');
  await greeter.takeMany(3, ['transcript']);
  const counter = await openCounterPage(browser, server, 2, 'clerk1', { size: sizes.counter });
  await counter.keyboard.press('o');
  await counter.locator('.big-key.step-call').waitFor();
  browser.serverMayBeAway();
  server.freeze();
  await pressStep(counter, 'call');
  await counter.locator('.big-key[aria-busy=true]').waitFor();
  await counter.keyboard.press('Space');
  server.thaw();
  await counter.locator('.visit .phase.called').waitFor();
  assert.equal((await greeter.waiting()).length, 2);
});

test('who asks for a number while the server is away is told that there is none yet, and has one with one more touch', async (t) => {
  const server = await startRealHall(t, ['greeter']);
  const greeter = await Person.signIn(server, 'greeter');
  const kiosk = await enrolKiosk(browser, addDevice(server, 'kiosk'));
  await chooseLanguage(kiosk, 'en');
  await chooseService(kiosk, 'Household registration transcript');
  browser.serverMayBeAway();
  await server.kill();
  await tap(kiosk, '.take .primary');
  await kiosk.locator('.message.bad').waitFor();
  await inspect(kiosk, 'old-kiosk-no-number', { kiosk: true });
  await server.start();
  await tap(kiosk, '.message .primary');
  await kiosk.locator('.number .big').waitFor();
  assert.equal((await greeter.waiting()).length, 1);
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
