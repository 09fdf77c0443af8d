// The kiosk's screens in one shape, in every language and way of showing: accessible, no words cut, every target
// large, and a picture of each. Two test files share this, one for each shape.
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { inspect, nothingAmiss } from './checks.mjs';
import { launch } from './chrome.mjs';
import { Person, startSampleHall } from './hall.mjs';
import {
  chooseLanguage, citizenLanguages, keepNumber, languages, openKiosk, settled, takeNumber, tap,
} from './people.mjs';

const modes = {
  large: { button: { 'zh-TW': '大字', en: 'Large type' }, shows: ':root.large' },
  low: { button: { 'zh-TW': '畫面降低', en: 'Lower screen' }, shows: '.kiosk.low' },
};

export function kioskLooks(shape, size) {
  let browser;
  before(async () => { browser = await launch(); });
  afterEach(async () => {
    await browser.done();
    nothingAmiss();
  });
  after(() => browser?.close());

  const setMode = async (kiosk, mode, language) => {
    await tap(kiosk, `.tools button:has-text("${modes[mode].button[language]}")`);
    await kiosk.locator(modes[mode].shows).waitFor();
  };

  test(`the first page shows all six languages without scrolling, also in large type (${shape})`, async (t) => {
    const server = await startSampleHall(t);
    const greeter = await Person.signIn(server, 'greeter');
    await greeter.takeMany(4, ['transcript-english']);
    const kiosk = await openKiosk(browser, server, { size });
    await kiosk.locator('.waiting .num', { hasText: '4' }).waitFor();
    for (const mode of ['', 'large', 'low']) {
      if (mode) await setMode(kiosk, mode, 'zh-TW');
      await inspect(kiosk, `kiosk-${shape}-idle${mode && `-${mode}`}`, { kiosk: true, axe: mode !== 'low' });
      const covered = await kiosk.locator('.language').evaluateAll((all) => {
        const bar = document.querySelector('.tools').getBoundingClientRect().top;
        return all.filter((one) => one.getBoundingClientRect().bottom > bar).map((one) => one.textContent);
      });
      assert.deepEqual(covered, [], mode);
      if (mode === 'low') assert.deepEqual(await kiosk.evaluate(controlsInUpperHalf), []);
      assert.equal(await kiosk.locator('.language').count(), 6);
      if (mode) await tap(kiosk, '.tools [aria-pressed=true]');
    }
  });

  test(`every screen of a visit in every language (${shape})`, async (t) => {
    const server = await startSampleHall(t);
    const kiosk = await openKiosk(browser, server, { size });
    for (const language of citizenLanguages) {
      const look = async (screen) => {
        await settled(kiosk);
        await inspect(kiosk, `kiosk-${shape}-${screen}-${language}`, { kiosk: true, axe: languages.includes(language) });
      };
      await chooseLanguage(kiosk, language);
      await look('services');
      await tap(kiosk, '.private');
      await look('private');
      await tap(kiosk, '.tools .button >> nth=1');
      await search(kiosk, () => look('search'));
      await tap(kiosk, '.need >> nth=1');
      await tap(kiosk, '#group-baby .tile');
      await kiosk.locator('.screen.confirm').waitFor();
      await tap(kiosk, '.chosen ~ .button');
      await draw(kiosk, look);
    }
  });

  test(`large type and the low screen hold a whole visit too (${shape})`, async (t) => {
    const server = await startSampleHall(t);
    const kiosk = await openKiosk(browser, server, { size });
    for (const mode of Object.keys(modes)) {
      const look = async (screen) => {
        await settled(kiosk);
        await inspect(kiosk, `kiosk-${shape}-${screen}-${mode}`, { kiosk: true, axe: mode === 'large' });
        if (mode === 'low') assert.deepEqual(await kiosk.evaluate(controlsInUpperHalf), [], screen);
      };
      await chooseLanguage(kiosk, 'en');
      await setMode(kiosk, mode, 'en');
      await look('services');
      await search(kiosk, () => look('search'));
      await draw(kiosk, look);
    }
  });

  test(`a whole visit on a page that is zoomed to 200 %, by touch or by scrolling (${shape})`, async (t) => {
    const server = await startSampleHall(t);
    const zoomed = { width: size.width / 2, height: size.height / 2 };
    const kiosk = await openKiosk(browser, server, { size: zoomed });
    for (const language of languages) {
      const look = async (screen) => {
        await settled(kiosk);
        await inspect(kiosk, `kiosk-${shape}-zoomed-${screen}-${language}`, { kiosk: true, axe: false });
      };
      await look('idle');
      await chooseLanguage(kiosk, language);
      await look('services');
      await tap(kiosk, '#group-document .tile');
      await look('confirm');
      await takeNumber(kiosk);
      await look('number');
      await keepNumber(kiosk);
      await tap(kiosk, '.message .go');
      await kiosk.locator('.screen.idle').waitFor();
    }
  });
}

// Runs inside the page: nothing of it is below the tools at the foot.
export function isInFullView(selector) {
  const { top, bottom } = document.querySelector(selector).getBoundingClientRect();
  return top >= 0 && bottom <= document.querySelector('.tools').getBoundingClientRect().top;
}

// What a person in a wheelchair would have to reach up for (R-96); runs inside the page.
export function controlsInUpperHalf() {
  return [...document.querySelectorAll('button, input, .qr')]
    .filter((one) => one.checkVisibility({ visibilityProperty: true }) && one.getBoundingClientRect().top < innerHeight / 2)
    .map((one) => one.textContent || one.className);
}

// One letter on the screen's keyboard, and back to the services.
async function search(kiosk, look) {
  await tap(kiosk, '.matters-head .button');
  await kiosk.locator('.keyboard').waitFor();
  await tap(kiosk, '.keys button');
  await look();
  await tap(kiosk, '.matters-head .button');
  await kiosk.locator('.keyboard').waitFor({ state: 'detached' });
}

// From the services to the number, and back to the first page.
async function draw(kiosk, look) {
  await tap(kiosk, '#group-document .tile');
  await kiosk.locator('.screen.confirm').waitFor();
  await look('confirm');
  assert.ok(await kiosk.evaluate(isInFullView, '.take .primary'), 'the button that takes the number needs no scrolling');
  await takeNumber(kiosk);
  await look('number');
  assert.ok(await kiosk.evaluate(isInFullView, '.keep .go'), 'the button that keeps the number needs no scrolling');
  await keepNumber(kiosk);
  await look('done');
  await tap(kiosk, '.message .go');
  await kiosk.locator('.screen.idle').waitFor();
}
