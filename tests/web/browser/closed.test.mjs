// Outside the hours: every page says so and when the hall opens again; who holds a number is told plainly.
import { after, afterEach, before, test } from 'node:test';
import { launch, sizes } from './chrome.mjs';
import { inspect, nothingAmiss } from './checks.mjs';
import { addDevice, startRealHall } from './hall.mjs';
import { languages, openCounterPage, openManager } from './people.mjs';

let browser;
before(async () => { browser = await launch(); });
afterEach(async () => {
  await browser.done();
  nothingAmiss();
});
after(() => browser?.close());

// Half an hour of opening that is not now, by the office's clock.
function otherHours() {
  const hour = Number(new Intl.DateTimeFormat('en', { timeZone: 'Asia/Taipei', hour: 'numeric', hourCycle: 'h23' }).format());
  return hour < 12 ? '20:00-20:30' : '03:00-03:30';
}

test('a closed hall on every page', async (t) => {
  const server = await startRealHall(t, ['clerk1', 'manager'], { hours: otherHours() });
  addDevice(server, 'kiosk');
  for (const [shape, size] of Object.entries({ tall: sizes.kioskTall, wide: sizes.kioskWide })) {
    const kiosk = await browser.open(`${server.url}/kiosk`, { size, touch: true });
    await kiosk.locator('.door.closed').waitFor();
    await kiosk.getByText(/20:00|03:00/).first().waitFor();
    await inspect(kiosk, `closed-kiosk-${shape}`, { kiosk: true });
  }
  const board = await browser.open(`${server.url}/board`, { size: sizes.board });
  await board.locator('.nobody.closed').waitFor();
  await inspect(board, 'closed-board', { citizens: true });
  for (const language of languages) {
    const counter = await openCounterPage(browser, server, 2, 'clerk1', { size: sizes.counter, language });
    await inspect(counter, `closed-counter-${language}`);
    const manager = await openManager(browser, server, { size: sizes.phone, language });
    await inspect(manager, `closed-manager-${language}`);
  }
});
