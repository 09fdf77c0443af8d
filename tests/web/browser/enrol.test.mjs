// A browser is a kiosk only by an administrator's word.
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { launch, sizes } from './chrome.mjs';
import { addDevice, startRealHall } from './hall.mjs';
import { chooseLanguage, chooseService, enrolKiosk, keepNumber, takeNumber, tap } from './people.mjs';

let browser;
before(async () => { browser = await launch(); });
afterEach(() => browser.done());
after(() => browser?.close());

test('a browser becomes a kiosk by an administrator\'s link, which works once', async (t) => {
  const server = await startRealHall(t, []);
  const link = addDevice(server, 'kiosk');
  const stranger = await browser.open(`${server.url}/kiosk`, { size: sizes.kioskTall, touch: true });
  browser.mayBeRefused(401, '/tickets');
  await chooseLanguage(stranger, 'zh-TW');
  await chooseService(stranger, '戶籍謄本');
  await tap(stranger, '.take .primary');
  await stranger.getByText('這臺取號機尚未登錄').first().waitFor();

  const kiosk = await enrolKiosk(browser, link);
  assert.ok(!kiosk.url().includes('enrol'), 'the code has left the address');
  await chooseLanguage(kiosk, 'en');
  await chooseService(kiosk, 'Household registration transcript');
  await takeNumber(kiosk);
  await keepNumber(kiosk);

  const second = await browser.open(`${server.url}/kiosk`, { size: sizes.kioskTall, touch: true });
  browser.mayBeRefused('40[0-9]', '/session/device');
  await second.goto('about:blank');
  await second.goto(link);
  await second.getByText('登錄連結無效或已用過').waitFor();
});
