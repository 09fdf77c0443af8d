// A kiosk's box need not have fonts: the page brings them, in slices of which a browser loads those whose characters it
// shows. What the kiosk and the board load in each language stays small enough to be there soon after a power cut.
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { launch, sizes } from './chrome.mjs';
import { startSampleHall } from './hall.mjs';
import { chooseLanguage, citizenLanguages, openKiosk, tap } from './people.mjs';

let browser;
before(async () => { browser = await launch(); });
afterEach(() => browser.done());
after(() => browser?.close());

const kilobyte = 1024;
// A slice of the Chinese font has all weights of about a hundred characters in 20 to 90 KB, and common characters lie
// together. The first page alone is in six languages, so a visit needs some twenty slices, 1.2 MB: a second on a network
// of 10 Mbit/s, once, as they are kept. A quarter of the files and 1.5 MB leave room for an office's own words; a page
// that lost its slices' ranges would load all, 5 MB.
const mostKilobytes = 1_536;
const mostShare = 0.25;

// The font files that a page has asked for, each with its size.
const watchFonts = (fonts) => (page) => page.on('response', async (response) => {
  const { pathname } = new URL(response.url());
  if (pathname.endsWith('.woff2')) fonts.set(pathname, Number(response.headers()['content-length'] ?? 0) || (await response.body()).length);
});

async function slicesIn(server) {
  const html = await (await fetch(`${server.url}/kiosk`)).text();
  const css = await (await fetch(server.url + /href="([^"]*fonts-[^"]*)"/.exec(html)[1])).text();
  return new Set(css.match(/[^(/]+\.woff2/g)).size;
}

function total(fonts) {
  return [...fonts.values()].reduce((sum, one) => sum + one, 0);
}

for (const language of citizenLanguages) {
  test(`a visit in ${language} loads the slices that it shows, and no more`, async (t) => {
    const server = await startSampleHall(t);
    const slices = await slicesIn(server);
    const fonts = new Map();
    const kiosk = await openKiosk(browser, server, { size: sizes.kioskTall, prepare: watchFonts(fonts) });
    await chooseLanguage(kiosk, language);
    await tap(kiosk, '#group-document .tile');
    await kiosk.locator('.screen.confirm').waitFor();
    await kiosk.evaluate(() => document.fonts.ready);
    await kiosk.waitForLoadState('networkidle').catch(() => null);
    const size = total(fonts);
    t.diagnostic(`${fonts.size} of ${slices} files, ${Math.round(size / kilobyte)} KB`);
    for (const [file, bytes] of fonts) t.diagnostic(`  ${file} ${Math.round(bytes / kilobyte)} KB`);
    assert.ok(fonts.size > 0, 'the page brings its own fonts');
    assert.ok(fonts.size < slices * mostShare, `${fonts.size} of ${slices} files`);
    assert.ok(size < mostKilobytes * kilobyte, `${Math.round(size / kilobyte)} KB`);
  });
}

test('the board loads the slices of what it shows', async (t) => {
  const server = await startSampleHall(t);
  const slices = await slicesIn(server);
  const fonts = new Map();
  const board = await browser.open(`${server.url}/board`, { size: sizes.board, prepare: watchFonts(fonts) });
  await board.locator('.board .counters').waitFor();
  await board.evaluate(() => document.fonts.ready);
  t.diagnostic(`${fonts.size} of ${slices} files, ${Math.round(total(fonts) / kilobyte)} KB`);
  assert.ok(fonts.size > 0 && fonts.size < slices * mostShare, `${fonts.size} of ${slices} files`);
  assert.ok(total(fonts) < mostKilobytes * kilobyte);
});
