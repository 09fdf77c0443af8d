// What the kiosk promises to hurried, absent and keyboard-using citizens: one number for a double tap, none for
// nobody, every step without a mouse.
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { launch, sizes } from './chrome.mjs';
import { Person, startSampleHall } from './hall.mjs';
import { tabTo } from './keyboard.mjs';
import {
  chooseLanguage, chooseService, keepNumber, languages, letPass, openKiosk, openPhone, settled, stopClock, takeNumber, tap,
} from './people.mjs';

const service = { 'zh-TW': '戶籍謄本', en: 'Household registration transcript' };

let browser;
before(async () => { browser = await launch(); });
afterEach(() => browser.done());
after(() => browser?.close());

test('a double tap on any button of the way never draws two numbers', async (t) => {
  const server = await startSampleHall(t);
  const greeter = await Person.signIn(server, 'greeter');
  const kiosk = await openKiosk(browser, server);
  const twice = async (selector, options) => {
    await settled(kiosk);
    const button = kiosk.locator(selector, options).first();
    await button.scrollIntoViewIfNeeded();
    const box = await button.boundingBox();
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    await kiosk.touchscreen.tap(x, y);
    await kiosk.touchscreen.tap(x, y);
  };
  await twice('.language[lang="zh-TW"]');
  await kiosk.locator('.screen.services').waitFor();
  await twice('.tile', { hasText: service['zh-TW'] });
  await kiosk.locator('.screen.confirm').waitFor();
  assert.equal(await kiosk.locator('.chosen li').count(), 1);
  await twice('.take .primary');
  await kiosk.locator('.number .big').waitFor();
  assert.equal((await greeter.waiting()).length, 1);
  assert.equal(await kiosk.locator('.message').count(), 0, 'the second tap has not confirmed the number unread');
  await keepNumber(kiosk);
  assert.equal((await greeter.waiting()).length, 1);
});

test('two taps on "take a number" in one breath send one wish, also when the network repeats it', async (t) => {
  const server = await startSampleHall(t);
  const greeter = await Person.signIn(server, 'greeter');
  const kiosk = await openKiosk(browser, server);
  browser.serverMayBeAway();
  const keys = [];
  // The first reply is lost after the server gave it.
  await kiosk.route('**/tickets', async (route) => {
    keys.push(route.request().headers()['idempotency-key']);
    if (keys.length > 1) return route.continue();
    await route.fetch();
    return route.abort('connectionreset');
  });
  await chooseLanguage(kiosk, 'zh-TW');
  await chooseService(kiosk, service['zh-TW']);
  await settled(kiosk);
  await kiosk.locator('.take .primary').dblclick();
  await kiosk.locator('.number .big').waitFor();
  assert.equal(keys.length, 2);
  assert.equal(keys[0], keys[1]);
  assert.equal((await greeter.waiting()).length, 1);
  await keepNumber(kiosk);
});

test('a number that nobody confirms within 30 s is void, and waits in no line (R-3)', async (t) => {
  const server = await startSampleHall(t);
  const greeter = await Person.signIn(server, 'greeter');
  const kiosk = await openKiosk(browser, server);
  await chooseLanguage(kiosk, 'en');
  await chooseService(kiosk, service.en);
  const ticket = await takeNumber(kiosk);
  const phone = await openPhone(browser, server, ticket, { language: 'en' });
  assert.equal((await greeter.waiting()).length, 1);
  await kiosk.locator('.message.warn', { hasText: ticket.number }).waitFor({ timeout: 45_000 });
  await phone.getByText('This number was cancelled').waitFor();
  assert.equal((await greeter.waiting()).length, 0);
});

test('who walks away leaves nothing behind: a warning, then the first page in Chinese', async (t) => {
  const server = await startSampleHall(t);
  const kiosk = await openKiosk(browser, server, { clock: true });
  await stopClock(kiosk);
  await chooseLanguage(kiosk, 'en');
  await letPass(kiosk, 1_000);
  await tap(kiosk, '.need', { hasText: 'Wheelchair' });
  await chooseService(kiosk, service.en);
  await letPass(kiosk, 31_000);
  await kiosk.locator('.dialog', { hasText: 'Do you need more time?' }).waitFor();
  await kiosk.locator('.dialog .primary').tap();
  await kiosk.locator('.dialog').waitFor({ state: 'detached' });
  await letPass(kiosk, 31_000);
  await kiosk.locator('.dialog').waitFor();
  await letPass(kiosk, 11_000);
  await kiosk.locator('.screen.idle').waitFor();
  assert.equal(await kiosk.evaluate(() => document.documentElement.lang), 'zh-Hant-TW');
});

for (const language of languages) {
  test(`every step of the kiosk by keyboard alone, with the focus always to be seen (${language})`, async (t) => {
    const server = await startSampleHall(t);
    const kiosk = await openKiosk(browser, server, { size: sizes.kioskWide, touch: false });
    await tabTo(kiosk, `.language[lang="${language}"]`);
    await kiosk.keyboard.press('Enter');
    await kiosk.locator('.screen.services').waitFor();
    await tabTo(kiosk, '.need:nth-of-type(2)');
    await kiosk.keyboard.press('Space');
    await kiosk.locator('.need:nth-of-type(2)[aria-pressed=true]').waitFor();
    await tabTo(kiosk, '.tile', { hasText: service[language], atMost: 120 });
    await kiosk.keyboard.press('Enter');
    await kiosk.locator('.screen.confirm').waitFor();
    await tabTo(kiosk, '.take .primary');
    await kiosk.keyboard.press('Enter');
    await kiosk.locator('.number .big').waitFor();
    await tabTo(kiosk, '.keep .go');
    await kiosk.keyboard.press('Enter');
    await kiosk.locator('.message.good').waitFor();
    await tabTo(kiosk, '.message .go');
    await kiosk.keyboard.press('Enter');
    await kiosk.locator('.screen.idle').waitFor();
  });
}
