// The kiosk's page from its own box, with the server away: numbers are given all the same, and nobody is frightened.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import { inspect, nothingAmiss } from './checks.mjs';
import { launch, sizes } from './chrome.mjs';
import { Person, startSampleHall } from './hall.mjs';
import { chooseLanguage, chooseService, citizenLanguages, tap } from './people.mjs';
import { boxPrograms } from './places.mjs';
import { until } from './wait.mjs';

let browser;
before(async () => { browser = await launch(); });
afterEach(async () => {
  await browser.done();
  nothingAmiss();
});
after(() => browser?.close());

async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

// The program on the kiosk's box. Test `t` ends it. `printer`: as its option; a file takes every slip.
async function startBox(t, server, printer) {
  const folder = mkdtempSync(join(tmpdir(), 'hallcall-box-'));
  const port = await freePort();
  const child = spawn(boxPrograms.kiosk, [
    'serve', '--server', server.url, '--printer', printer ?? `file:${join(folder, 'slip')}`,
    '--listen', `127.0.0.1:${port}`, '--state', join(folder, 'state'),
  ], { stdio: 'ignore' });
  t.after(() => {
    child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });
  const url = `http://127.0.0.1:${port}`;
  const status = async () => fetch(`${url}/status`).then((answer) => answer.text()).catch(() => '');
  await until(async () => /<dd>A0/.test(await status()), 'the box holds numbers');
  return { url, status };
}

const service = 'Household registration transcript';

test('the server dies, and a citizen gets a number and a slip in three touches', async (t) => {
  const server = await startSampleHall(t);
  const box = await startBox(t, server);
  const kiosk = await browser.open(`${box.url}/kiosk`, { size: sizes.kioskTall, touch: true });
  await kiosk.locator('.language:not(:disabled)').first().waitFor();
  browser.serverMayBeAway();
  await server.kill();
  await kiosk.locator('.on-its-own').waitFor();
  await inspect(kiosk, 'box-alone-idle-tall', { kiosk: true });
  assert.equal(await kiosk.locator('.door.open').count(), 1);
  await chooseLanguage(kiosk, 'en');
  await chooseService(kiosk, service);
  await tap(kiosk, '.take .primary');
  await kiosk.locator('.message.good', { hasText: 'A021' }).waitFor();
  await server.start();
  await until(async () => (await box.status()).includes('to be told</dt><dd>0<'), 'the server is told');
  const greeter = await Person.signIn(server, 'manager');
  assert.deepEqual((await greeter.waiting()).map((one) => one.number), ['A021']);
  await kiosk.locator('.on-its-own').waitFor({ state: 'detached' });
});

test('what the kiosk says on its own, in every language and both shapes', async (t) => {
  const server = await startSampleHall(t);
  const box = await startBox(t, server, 'dev:/nowhere');
  const pages = {
    tall: await browser.open(`${box.url}/kiosk`, { size: sizes.kioskTall, touch: true }),
    wide: await browser.open(`${box.url}/kiosk`, { size: sizes.kioskWide, touch: true }),
  };
  for (const page of Object.values(pages)) await page.locator('.language:not(:disabled)').first().waitFor();
  browser.serverMayBeAway();
  await server.kill();
  for (const [shape, page] of Object.entries(pages)) {
    await page.locator('.on-its-own').waitFor();
    if (shape === 'wide') await inspect(page, 'box-alone-idle-wide', { kiosk: true });
    for (const language of shape === 'tall' ? citizenLanguages : ['zh-TW', 'en']) {
      const axe = language === 'zh-TW';
      await chooseLanguage(page, language);
      await tap(page, '.tile');
      await page.locator('.screen.confirm').waitFor();
      await inspect(page, `box-alone-confirm-${shape}-${language}`, { kiosk: true, axe });
      await tap(page, '.take .primary');
      await page.locator('.number .keep').waitFor();
      await inspect(page, `box-alone-number-${shape}-${language}`, { kiosk: true, axe });
      await tap(page, '.keep .go');
      await page.locator('.message.good').waitFor();
      await tap(page, '.message .go');
      await page.locator('.screen.idle').waitFor();
    }
  }
});
