// The kiosk's screens in every language, tall and wide: accessible, no words cut, every target large.
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { launch, sizes } from './chrome.mjs';
import { inspect, nothingAmiss } from './checks.mjs';
import { Person, startSampleHall } from './hall.mjs';
import { chooseLanguage, citizenLanguages, keepNumber, languages, openKiosk, settled, takeNumber, tap } from './people.mjs';

let browser;
before(async () => { browser = await launch(); });
afterEach(async () => {
  await browser.done();
  nothingAmiss();
});
after(() => browser?.close());

const modes = { '': '.kiosk', large: ':root.large', low: '.kiosk.low' };
const shapes = { tall: sizes.kioskTall, wide: sizes.kioskWide };

for (const [shape, size] of Object.entries(shapes)) {
  test(`the first page shows all six languages without scrolling, also in large type (${shape})`, async (t) => {
    const server = await startSampleHall(t);
    const greeter = await Person.signIn(server, 'greeter');
    await greeter.takeMany(4, ['transcript-english']);
    const kiosk = await openKiosk(browser, server, { size });
    await kiosk.locator('.waiting .num', { hasText: '4' }).waitFor();
    for (const mode of ['', 'large', 'low']) {
      const button = mode === 'large' ? 'button:has-text("大字")' : 'button:has-text("畫面降低")';
      if (mode) await tap(kiosk, `.tools ${button}`);
      await kiosk.locator(modes[mode]).waitFor();
      await inspect(kiosk, `kiosk-${shape}-idle${mode && `-${mode}`}`, { kiosk: true, axe: mode !== 'low' });
      const covered = await kiosk.locator('.language').evaluateAll((all) => {
        const bar = document.querySelector('.tools').getBoundingClientRect().top;
        return all.filter((one) => one.getBoundingClientRect().bottom > bar).map((one) => one.textContent);
      });
      assert.deepEqual(covered, [], `${mode} ${shape}`);
      assert.equal(await kiosk.locator('.language').count(), 6);
      if (mode) await tap(kiosk, `.tools ${button}`);
    }
  });

  for (const language of citizenLanguages) {
    test(`every screen of a visit (${shape}, ${language})`, async (t) => {
      const server = await startSampleHall(t);
      const kiosk = await openKiosk(browser, server, { size });
      const withAxe = languages.includes(language);
      const look = (screen, options = {}) =>
        inspect(kiosk, `kiosk-${shape}-${screen}-${language}`, { kiosk: true, axe: withAxe, ...options });
      await chooseLanguage(kiosk, language);
      await settled(kiosk);
      await look('services');
      await tap(kiosk, '.private');
      await settled(kiosk);
      await look('private');
      await tap(kiosk, '.tools .button:has(use[href*=left]), .tools .button >> nth=1');
      await tap(kiosk, '.matters-head .button');
      await kiosk.locator('.keyboard').waitFor();
      await tap(kiosk, '.keys button');
      await look('search');
      await tap(kiosk, '.matters-head .button');
      await tap(kiosk, '.need >> nth=1');
      await tap(kiosk, '#group-baby .tile');
      await kiosk.locator('.screen.confirm').waitFor();
      await tap(kiosk, '.chosen ~ .button');
      await tap(kiosk, '#group-document .tile');
      await settled(kiosk);
      await look('confirm');
      await takeNumber(kiosk);
      await settled(kiosk);
      await look('number');
      await keepNumber(kiosk);
      await settled(kiosk);
      await look('done');
    });
  }
}

test('large type and the low screen hold the whole visit too', async (t) => {
  const server = await startSampleHall(t);
  for (const [shape, size] of Object.entries(shapes)) {
    for (const mode of ['large', 'low']) {
      const kiosk = await openKiosk(browser, server, { size });
      const look = (screen) => inspect(kiosk, `kiosk-${shape}-${screen}-${mode}`, { kiosk: true, axe: mode === 'large' });
      await chooseLanguage(kiosk, 'en');
      await tap(kiosk, `.tools button:has-text("${mode === 'large' ? 'Large type' : 'Lower screen'}")`);
      await kiosk.locator(modes[mode]).waitFor();
      await look('services');
      await tap(kiosk, '#group-document .tile');
      await settled(kiosk);
      await look('confirm');
      await takeNumber(kiosk);
      await settled(kiosk);
      await look('number');
      await keepNumber(kiosk);
      await settled(kiosk);
      await look('done');
    }
  }
});

test('the question to somebody who has gone quiet is accessible', async (t) => {
  const server = await startSampleHall(t);
  const kiosk = await openKiosk(browser, server);
  await kiosk.clock.install();
  await chooseLanguage(kiosk, 'en');
  await kiosk.clock.fastForward(31_000);
  await kiosk.locator('.dialog').waitFor();
  await kiosk.clock.resume();
  await inspect(kiosk, 'kiosk-still-there', { kiosk: true });
});
