// Codes shown to the kiosk's camera: a booking, a missed ticket and a return pass become what they stand for; what the
// page says where there is no camera; and that it lets go of it.
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { book, soonPlan } from './bookings.mjs';
import { cameraThatFails, launchWithCamera, lightsOn, watchCamera } from './camera.mjs';
import { inspect, nothingAmiss } from './checks.mjs';
import { sizes } from './chrome.mjs';
import { Person, addDevice, startRealHall, startSampleHall } from './hall.mjs';
import { controlsInUpperHalf, isInFullView } from './kiosk-looks.mjs';
import { chooseLanguage, citizenLanguages, enrolKiosk, keepNumber, languages, letPass, openKiosk, settled, stopClock, tap } from './people.mjs';
import { giveVoices, lately } from './voices.mjs';
import { until } from './wait.mjs';

let camera;
let browser;
before(async () => {
  camera = await launchWithCamera();
  browser = camera.browser;
});
afterEach(async () => {
  await browser.done();
  nothingAmiss();
});
after(() => camera?.close());

const seeing = { permissions: ['camera'], prepare: watchCamera };

async function openCamera(kiosk, lookAtCode = () => null) {
  await tap(kiosk, '.booked');
  await kiosk.locator('.screen.code').waitFor();
  await lookAtCode();
  await tap(kiosk, '.by-camera');
  await kiosk.locator('.screen.camera').waitFor();
}

async function isOff(kiosk) {
  await until(async () => await lightsOn(kiosk) === 0, 'the camera\'s light is out');
}

for (const [size, place] of [[sizes.kioskTall, 'tall'], [sizes.kioskWide, 'wide']]) {
  test(`a booking's code becomes a number, in every language and way of showing (${place})`, async (t) => {
    const server = await startRealHall(t, [], { more: soonPlan() });
    const kiosk = await enrolKiosk(browser, addDevice(server, 'kiosk'), { size, ...seeing });
    camera.show('');
    for (const language of citizenLanguages) {
      const look = async (screen) => {
        await settled(kiosk);
        await inspect(kiosk, `kiosk-${place}-${screen}-${language}`, { kiosk: true, axe: languages.includes(language) });
        for (const [mode, at, shows] of language === 'id' ? [['large', 1, ':root.large'], ['low', 2, '.kiosk.low']] : []) {
          await tap(kiosk, `.tools .gap ~ .button >> nth=${at}`);
          await kiosk.locator(shows).waitFor();
          await inspect(kiosk, `kiosk-${place}-${screen}-${mode}`, { kiosk: true });
          assert.ok(await kiosk.evaluate(isInFullView, '.screen .go'), `${screen} ${mode}: its button needs no scrolling`);
          if (mode === 'low') assert.deepEqual(await kiosk.evaluate(controlsInUpperHalf), []);
          await tap(kiosk, `.tools .gap ~ .button >> nth=${at}`);
          await kiosk.locator(shows).waitFor({ state: 'detached' });
        }
      };
      await chooseLanguage(kiosk, language);
      await openCamera(kiosk, () => look('code-or-camera'));
      await kiosk.locator('.viewfinder.sees').waitFor();
      await look('camera');
      await tap(kiosk, '.tools .button');
      await isOff(kiosk);
    }
    const code = await book(server, 1);
    camera.show(code.replace(/.{4}(?=.)/g, '$&-'));
    await chooseLanguage(kiosk, 'en');
    await openCamera(kiosk);
    await kiosk.locator('.number .big').waitFor();
    await isOff(kiosk);
    await keepNumber(kiosk);
  });
}

test('R-50: a missed ticket comes back by the address on its slip', async (t) => {
  const server = await startRealHall(t, ['greeter', 'clerk1']);
  const [greeter, clerk] = [await Person.signIn(server, 'greeter'), await Person.signIn(server, 'clerk1')];
  const missed = await greeter.take(['transcript'], { language: 'ja' });
  await clerk.counter(2, 'open');
  await clerk.counter(2, 'call-next');
  await until(() => clerk.counter(2, 'no-show').catch(() => null), 'the citizen has had the time to walk', { every: 500 });
  const kiosk = await enrolKiosk(browser, addDevice(server, 'kiosk'), seeing);
  camera.show(new URL(missed.url, server.url).href);
  await chooseLanguage(kiosk, 'zh-TW');
  await openCamera(kiosk);
  await kiosk.locator('.message.good', { hasText: missed.number }).waitFor();
  assert.equal(await kiosk.evaluate(() => document.documentElement.lang), 'ja', 'the page speaks the ticket\'s language');
  await isOff(kiosk);
  assert.equal((await greeter.waiting()).length, 1);
});

test('R-51: a return pass becomes a number of its own', async (t) => {
  const server = await startRealHall(t, ['greeter', 'clerk1']);
  const [greeter, clerk] = [await Person.signIn(server, 'greeter'), await Person.signIn(server, 'clerk1')];
  const first = await greeter.take();
  for (const word of ['open', 'call-next', 'start']) await clerk.counter(2, word);
  await clerk.counter(2, 'finish', { outcome: 'supplement', missing: ['印鑑章'] });
  const { pass } = await greeter.get(`/tickets/${first.token}`);
  const kiosk = await enrolKiosk(browser, addDevice(server, 'kiosk'), { size: sizes.kioskWide, ...seeing });
  browser.mayBeRefused('404', `/tickets/${pass.code}`);
  camera.show(`${server.url}/t/${pass.code}`);
  await chooseLanguage(kiosk, 'en');
  await openCamera(kiosk);
  await kiosk.locator('.number .big').waitFor();
  await keepNumber(kiosk);
  const [waiting] = await greeter.waiting();
  assert.equal(waiting.lane, 'returning');
});

test('a code of others is told apart, and the camera looks on', async (t) => {
  const server = await startSampleHall(t);
  const kiosk = await openKiosk(browser, server, seeing);
  camera.show('https://elsewhere.example/menu');
  await chooseLanguage(kiosk, 'zh-TW');
  await openCamera(kiosk);
  await kiosk.locator('.camera .banner.warn').waitFor();
  await inspect(kiosk, 'kiosk-tall-camera-foreign', { kiosk: true });
  assert.equal(await lightsOn(kiosk), 1);
  await tap(kiosk, '.camera-ways .go');
  await kiosk.locator('.screen.code').waitFor();
  await isOff(kiosk);
});

test('who walks away from the camera is asked after 30 s, and then it is let go of', async (t) => {
  const server = await startSampleHall(t);
  camera.show('');
  const kiosk = await openKiosk(browser, server, { clock: true, ...seeing });
  await stopClock(kiosk);
  await tap(kiosk, '.language[lang="en"]');
  for (const next of ['.booked', '.by-camera']) {
    await letPass(kiosk, 1_000);
    await tap(kiosk, next);
  }
  await letPass(kiosk, 1_000);
  await until(async () => await lightsOn(kiosk) === 1, 'the camera is on');
  await letPass(kiosk, 29_000);
  await kiosk.locator('.dialog').waitFor();
  await tap(kiosk, '.dialog .primary');
  await kiosk.locator('.dialog').waitFor({ state: 'detached' });
  assert.equal(await lightsOn(kiosk), 1, 'more time is more time of the camera');
  await letPass(kiosk, 31_000);
  await kiosk.locator('.dialog').waitFor();
  await letPass(kiosk, 11_000);
  await kiosk.locator('.screen.idle').waitFor();
  await isOff(kiosk);
});

test('four keys and a voice lead to the camera and back', async (t) => {
  const server = await startSampleHall(t);
  camera.show('');
  const kiosk = await openKiosk(browser, server, {
    touch: false, permissions: ['camera'], prepare: async (page) => {
      await watchCamera(page);
      await giveVoices(['zh-TW', 'en-GB'])(page);
    },
  });
  const go = async (key, selector) => {
    for (let i = 0; i < 60; i += 1) {
      await kiosk.keyboard.press(key);
      if (await kiosk.locator(selector).first().evaluate((one) => one === document.activeElement)) return;
    }
    assert.fail(`60 times ${key} do not lead to ${selector}`);
  };
  const hears = (words) => until(async () => (await lately(kiosk)).some((line) => words.test(line)), `${words} is spoken`);
  await kiosk.keyboard.press('ArrowDown');
  await go('ArrowDown', '.language[lang=en]');
  await kiosk.keyboard.press('Enter');
  await kiosk.locator('.screen.services').waitFor();
  await go('ArrowUp', '.booked');
  await kiosk.keyboard.press('Enter');
  await kiosk.locator('.screen.code').waitFor();
  await go('ArrowUp', '.by-camera');
  await kiosk.keyboard.press('Enter');
  await kiosk.locator('.viewfinder.sees').waitFor();
  await hears(/^en-GB: Show your QR code/);
  await hears(/^en-GB: Type the code instead/);
  await inspect(kiosk, 'kiosk-tall-camera-audio', { kiosk: true });
  await kiosk.keyboard.press('Escape');
  await kiosk.locator('.screen.code').waitFor();
  await isOff(kiosk);
});

for (const [state, name, spoken] of [['none', 'NotFoundError', citizenLanguages], ['busy', 'NotReadableError', languages]]) {
  test(`a camera that is ${state === 'none' ? 'gone' : 'in use elsewhere'} is told`, async (t) => {
    const server = await startSampleHall(t);
    const kiosk = await openKiosk(browser, server, { prepare: cameraThatFails(name) });
    for (const language of spoken) {
      await chooseLanguage(kiosk, language);
      await openCamera(kiosk);
      await kiosk.locator('.camera.failed .banner.bad').waitFor();
      await inspect(kiosk, `kiosk-tall-camera-${state}-${language}`, { kiosk: true, axe: language === 'en' });
      await tap(kiosk, '.tools .button');
    }
  });
}

test('a camera that this page may not use is told', async (t) => {
  const server = await startSampleHall(t);
  const kiosk = await openKiosk(browser, server, { size: sizes.kioskWide });
  await chooseLanguage(kiosk, 'en');
  await openCamera(kiosk);
  await kiosk.locator('.camera.failed .banner.bad', { hasText: 'may not be used' }).waitFor();
  await inspect(kiosk, 'kiosk-wide-camera-refused', { kiosk: true });
});
