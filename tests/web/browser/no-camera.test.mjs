// A kiosk without a camera offers none, and loads nothing for one.
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { launch } from './chrome.mjs';
import { startSampleHall } from './hall.mjs';
import { chooseLanguage, openKiosk, tap } from './people.mjs';

let browser;
before(async () => { browser = await launch(); });
afterEach(() => browser.done());
after(() => browser?.close());

test('a kiosk without a camera offers none, and loads nothing for one', async (t) => {
  const server = await startSampleHall(t);
  const loaded = [];
  const kiosk = await openKiosk(browser, server, {
    prepare: (page) => page.on('request', (request) => loaded.push(new URL(request.url()).pathname)),
  });
  await chooseLanguage(kiosk, 'zh-TW');
  await tap(kiosk, '.booked');
  await kiosk.locator('.screen.code').waitFor();
  assert.equal(await kiosk.locator('.by-camera').count(), 0);
  assert.ok(loaded.some((path) => path.endsWith('.js')));
  assert.deepEqual(loaded.filter((path) => path.includes('later')), []);
});
