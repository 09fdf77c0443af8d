// A counter is handed over with its visit, and a manager changes the order of calling.
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { launch } from './chrome.mjs';
import { Person, startSampleHall } from './hall.mjs';
import { languages, openCounterPage, openManager, pressAct, pressStep, signIn } from './people.mjs';

const inOrder = { 'zh-TW': '先到先叫', en: 'First come, first served' };

let browser;
before(async () => { browser = await launch(); });
afterEach(() => browser.done());
after(() => browser?.close());

for (const language of languages) {
  test(`the next clerk takes the counter over with its visit, a deputy beside the clerk's name (${language})`, async (t) => {
    const server = await startSampleHall(t);
    const greeter = await Person.signIn(server, 'greeter');
    const [ticket] = await greeter.takeMany(1, ['transcript-english']);
    const page = await openCounterPage(browser, server, 3, 'clerk3', { language });
    await page.locator('.open-form .button').first().click();
    await pressStep(page, 'call');
    await page.locator('.visit .phase.called').waitFor();

    await pressAct(page, 'H');
    await page.locator('.panel').waitFor();
    await page.keyboard.press('Enter');
    await page.locator('.staff-form').waitFor();
    await signIn(page, 'clerk4', server.pins.clerk4);
    await page.locator('.bar-names p', { hasText: 'Sample clerk 4' }).waitFor();
    assert.equal(await page.locator('.visit-number').textContent(), ticket.number);
    await pressStep(page, 'start');
    await page.locator('.visit .phase.serving').waitFor();

    await pressAct(page, 'H');
    await page.locator('.panel .button:not(.primary)').first().waitFor();
    await page.getByText(language === 'en' ? 'To my deputy' : '交給職務代理人').click();
    await page.locator('.staff-form').waitFor();
    await signIn(page, 'clerk1', server.pins.clerk1);
    const names = page.locator('.bar-names p', { hasText: 'Sample clerk 1' });
    await names.waitFor();
    assert.match(await names.textContent(), /Sample clerk 4/);
    assert.equal(await page.locator('.visit-number').textContent(), ticket.number);
  });

  test(`a manager changes the order of calling (${language})`, async (t) => {
    const server = await startSampleHall(t);
    const manager = await openManager(browser, server, { language });
    await manager.locator('#order .button').click();
    await manager.locator('#order select').selectOption('ratio');
    assert.equal(await manager.locator('#order input').count(), 3);
    await manager.locator('#order select').selectOption('fifo');
    await manager.locator('#order .button.primary').click();
    await manager.locator('#order strong', { hasText: inOrder[language] }).waitFor();
    await manager.locator('#order .soft', { hasText: 'Sample manager' }).waitFor();
    await manager.locator('.order-form').waitFor({ state: 'detached' });
  });
}
