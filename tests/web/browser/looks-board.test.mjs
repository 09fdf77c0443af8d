// The board in each layout, from five counters to forty, lying and upright: no words cut, every called number at least
// a twentieth of the screen's height, the newest far larger.
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { busyHall, changedBoard } from './board-frames.mjs';
import { inspect, nothingAmiss } from './checks.mjs';
import { launch, sizes } from './chrome.mjs';
import { startSampleHall } from './hall.mjs';
import { openBoard } from './people.mjs';

let browser;
before(async () => { browser = await launch(); });
afterEach(async () => {
  await browser.done();
  nothingAmiss();
});
after(() => browser?.close());

const layouts = { hall: sizes.board, portrait: sizes.kioskTall, many: sizes.board };
const least = 1 / 20;

// Runs inside the page: the sizes of what is called, as shares of the screen's height.
function calledSizes() {
  const share = (one) => parseFloat(getComputedStyle(one).fontSize) / innerHeight;
  const all = (selector) => [...document.querySelectorAll(selector)].map((one) => ({ words: one.textContent, share: share(one) }));
  return { newest: all('.newest strong'), others: all('.earlier strong, .cell .number') };
}

for (const [layout, size] of Object.entries(layouts)) {
  test(`the layout "${layout}" holds 5 to 40 counters, and numbers past 999`, async (t) => {
    const server = await startSampleHall(t);
    const frames = changedBoard(busyHall(5));
    const { page } = await openBoard(browser, `${server.url}/board?layout=${layout}`, { size, prepare: frames.prepare });
    const small = [];
    for (const [count, first] of [[5], [12], [19], [24], [32], [40], [12, 1000], [19, 1000], [40, 1000]]) {
      frames.show(busyHall(count, { first }));
      await page.waitForFunction((n) => document.querySelectorAll('.cell').length === n, count);
      assert.equal(await page.locator(`.board.${layout}`).count(), 1);
      const name = `board-${layout}-${count}${first ? '-past-999' : ''}`;
      await inspect(page, name, { citizens: true, axe: [5, 19, 40].includes(count) && !first });
      if (first) continue;
      const { newest, others } = await page.evaluate(calledSizes);
      const largest = Math.max(...others.map((one) => one.share));
      small.push(...others.filter((one) => one.share < least - 0.0005).map((one) => `${one.words} of ${count}: ${one.share}`));
      small.push(...newest.filter((one) => one.share < 1.4 * largest).map((one) => `the newest, ${one.words} of ${count}: ${one.share} beside ${largest}`));
    }
    assert.deepEqual(small, []);
  });
}

test('a board that is asked for no layout takes its screen\'s, and turns with it', async (t) => {
  const server = await startSampleHall(t);
  const { page } = await openBoard(browser, `${server.url}/board`);
  await page.locator('.board.hall').waitFor();
  await page.setViewportSize(sizes.kioskTall);
  await page.locator('.board.portrait').waitFor();
  await page.goto(`${server.url}/board?layout=many`);
  await page.locator('.board.portrait').waitFor();
});
