// Outside the hours: every page says so, also one that is open while the hall closes; who holds a number is served
// all the same.
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { inspect, nothingAmiss } from './checks.mjs';
import { launch, sizes } from './chrome.mjs';
import { Person, addDevice, startRealHall } from './hall.mjs';
import { enrolKiosk, languages, openBoard, openCounterPage, openManager, openPhone, pressStep } from './people.mjs';

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
  return hour < 12 ? ['20:00', '20:30'] : ['03:00', '03:30'];
}

const kioskOf = { 'zh-TW': ['tall', sizes.kioskTall], en: ['wide', sizes.kioskWide] };
const words = {
  'zh-TW': { closed: '大廳已關門', called: '2 號櫃檯' }, en: { closed: 'The hall is closed', called: 'Counter 2' },
};

for (const language of languages) {
  test(`the hall closes under everybody's eyes, and who holds a number is served (${language})`, async (t) => {
    const server = await startRealHall(t, ['greeter', 'clerk1', 'manager']);
    const greeter = await Person.signIn(server, 'greeter');
    const mine = await greeter.take(['transcript'], { language });
    const [shape, size] = kioskOf[language];
    const kiosk = await enrolKiosk(browser, addDevice(server, 'kiosk'), { size });
    const { page: board } = await openBoard(browser, addDevice(server, 'display'));
    const counter = await openCounterPage(browser, server, 2, 'clerk1', { size: sizes.counter, language });
    const manager = await openManager(browser, server, { size: sizes.phone, language });
    const phone = await openPhone(browser, server, mine, { language });
    await counter.keyboard.press('o');
    await counter.locator('.big-key.step-call').waitFor();

    const [opens, closes] = otherHours();
    server.changeHours(`${opens}-${closes}`);
    await kiosk.locator('.door.closed', { hasText: opens }).waitFor();
    assert.equal(await kiosk.locator('.language:not(:disabled)').count(), 0, 'nobody begins a visit');
    await inspect(kiosk, `closed-kiosk-${shape}`, { kiosk: true });
    await board.locator('.nobody.closed', { hasText: opens }).waitFor();
    await inspect(board, `closed-board-${language}`, { citizens: true });
    for (const [name, page] of Object.entries({ counter, manager })) {
      await page.locator('.bar-facts', { hasText: opens }).waitFor();
      await page.locator('.banner', { hasText: words[language].closed }).waitFor();
      await inspect(page, `closed-${name}-${language}`);
    }

    await pressStep(counter, 'call');
    await counter.locator('.visit-number', { hasText: mine.number }).waitFor();
    await board.locator('.newest .what strong', { hasText: mine.number }).waitFor();
    await phone.locator('.called .counter', { hasText: words[language].called }).waitFor();
    await inspect(board, `closed-board-calls-${language}`, { citizens: true });
  });
}
