// The staff pages in their states, narrow and wide, in both languages: accessible, and no words cut.
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { launch, sizes } from './chrome.mjs';
import { changedBoard } from './board-frames.mjs';
import { inspect, nothingAmiss } from './checks.mjs';
import { Person, startSampleHall } from './hall.mjs';
import { languages, openBoard, openCounterPage, openManager, pressAct, pressStep, finishKey, signIn } from './people.mjs';

let browser;
before(async () => { browser = await launch(); });
afterEach(async () => {
  await browser.done();
  nothingAmiss();
});
after(() => browser?.close());

const widths = { 360: sizes.counter, 1280: sizes.desk };

for (const language of languages) {
  for (const [width, size] of Object.entries(widths)) {
    test(`the counter in every state (${width} px, ${language})`, async (t) => {
      const server = await startSampleHall(t);
      const greeter = await Person.signIn(server, 'greeter');
      const withAxe = width === '360';
      const look = (state, page) => inspect(page, `counter-${width}-${state}-${language}`, { axe: withAxe });
      const which = await browser.open(`${server.url}/counter`, { size, language });
      await which.locator('.which-counter').first().waitFor();
      await look('which', which);
      const signing = await browser.open(`${server.url}/counter/4`, { size, language });
      await signing.locator('.staff-form').waitFor();
      await look('sign-in', signing);

      const page = await openCounterPage(browser, server, 4, 'clerk1', { size, language });
      await look('closed', page);
      await greeter.take(['transcript-english', 'birth', 'parental-rights'], { needs: ['wheelchair', 'hard-of-hearing'], language: 'vi' });
      await greeter.takeMany(3, ['birth', 'move-in'], { needs: ['senior', 'interpreter'], language: 'th' });
      await greeter.takeMany(3, ['first-household', 'household-certificate']);
      await page.keyboard.press('o');
      await page.locator('.visit.free').waitFor();
      await page.locator('.row-head').nth(1).click();
      await look('free', page);
      await page.locator('.row-head').nth(1).click();
      await pressStep(page, 'call');
      await page.locator('.phase.called').waitFor();
      await page.keyboard.press('w');
      await page.locator('.why-rule').waitFor();
      await page.locator('.heard.warn').waitFor();   // no board has shown it
      await look('called', page);
      await pressAct(page, 'S');
      await page.locator('.phase.serving').waitFor();
      await look('serving', page);
      await pressAct(page, 'F');
      await page.locator('.panel').waitFor();
      await look('finish', page);
      await finishKey(page, '3');
      await page.locator('.panel input[type=checkbox]').first().waitFor();
      await look('missing-papers', page);
      await page.keyboard.press('Escape');
      for (const [key, name] of [['T', 'transfer'], ['P', 'park']]) {
        await page.locator('.panel').waitFor({ state: 'detached' });
        await pressAct(page, key);
        await page.locator('.panel').waitFor();
        await look(name, page);
        if (name !== 'park') await page.keyboard.press('Escape');
      }
      await page.keyboard.press('Enter');
      await page.locator('.away-row').waitFor();
      for (const [key, name] of [['C', 'call-one'], ['G', 'priority'], ['I', 'by-hand'], ['K', 'check-in'], ['H', 'hand-over'], ['X', 'close'], ['B', 'pause']]) {
        await page.locator('.panel').waitFor({ state: 'detached' });
        await pressAct(page, key);
        await page.locator('.panel').waitFor();
        await look(name, page);
        if (name !== 'pause') await page.keyboard.press('Escape');
      }
      await page.keyboard.press('1');
      await page.keyboard.press('Enter');
      await page.locator('.visit.paused').waitFor();
      await look('paused', page);
    });
  }

  test(`a page that rings, and the dashboard on a desk and on a phone (${language})`, async (t) => {
    const server = await startSampleHall(t);
    const greeter = await Person.signIn(server, 'greeter');
    const helper = await openCounterPage(browser, server, 20, 'backup1', { size: sizes.counter, language });
    const wide = await openManager(browser, server, { language });
    const narrow = await openManager(browser, server, { size: sizes.phone, language });
    await inspect(wide, `manager-empty-${language}`);
    const clerk = await Person.signIn(server, 'manager');
    await greeter.takeMany(7, ['transcript-english', 'birth'], { language: 'vi', needs: ['senior', 'small-child'] });
    await greeter.takeMany(2, ['nationality']);
    await greeter.takeMany(2, ['door-plate-certificate']);
    await helper.locator('.ring').waitFor();
    await inspect(helper, `counter-360-rings-${language}`);
    for (const n of [1, 2, 17]) {
      await clerk.counter(n, 'open', { clerk: `範例承辦 ${n} Sample clerk` });
      await clerk.counter(n, 'call-next');
    }
    await clerk.counter(2, 'start');
    await clerk.counter(3, 'open');
    await clerk.counter(3, 'pause', { reason: 'sample' });
    for (const [page, name] of [[wide, 'wide'], [narrow, 'narrow']]) {
      await page.locator('.counter-card.paused').waitFor();
      await page.locator('.call-head').first().click();
      await page.locator('.call-why').waitFor();
      await inspect(page, `manager-${name}-${language}`);
    }
  });

  test(`the form that changes the order of calling, open, on a desk and on a phone (${language})`, async (t) => {
    const server = await startSampleHall(t);
    for (const [name, size] of [['wide', sizes.office], ['narrow', sizes.phone]]) {
      const page = await openManager(browser, server, { size, language });
      await page.locator('#order .button').click();
      for (const order of ['apq', 'ratio']) {
        await page.locator('#order select').selectOption(order);
        await page.locator('.order-form').evaluate((one) => one.scrollIntoView({ block: 'center' }));
        await inspect(page, `manager-${name}-order-${order}-${language}`);
      }
    }
  });

  test(`a counter where the deputy sits, narrow and wide, and the board that names both (${language})`, async (t) => {
    const server = await startSampleHall(t);
    const greeter = await Person.signIn(server, 'greeter');
    await greeter.takeMany(2, ['transcript']);
    const page = await openCounterPage(browser, server, 3, 'clerk3', { size: sizes.counter, language });
    await page.keyboard.press('o');
    await pressStep(page, 'call');
    await page.locator('.visit .phase.called').waitFor();
    await pressAct(page, 'H');
    await page.getByText(language === 'en' ? 'To my deputy' : '交給職務代理人').click();
    await page.locator('.staff-form').waitFor();
    await signIn(page, 'clerk1', server.pins.clerk1);
    await page.locator('.bar-names p', { hasText: 'Sample clerk 3' }).waitFor();
    await inspect(page, `counter-360-deputy-${language}`);
    await page.setViewportSize(sizes.desk);
    await inspect(page, `counter-1280-deputy-${language}`);

    // Counters that are few enough have their people on the board.
    const few = changedBoard((board) => ({ ...board, counters: board.counters.slice(0, 5) }));
    for (const [name, size] of [['wide', sizes.board], ['tall', sizes.kioskTall]]) {
      const { page: board } = await openBoard(browser, `${server.url}/board`, { size, prepare: few.prepare });
      const sign = board.locator('.cell .sign', { hasText: 'Sample clerk 3' });
      await sign.waitFor();
      assert.match(await sign.textContent(), /Sample clerk 1/);
      await inspect(board, `board-${name}-deputy`, { citizens: true, axe: false });
    }
  });
}
