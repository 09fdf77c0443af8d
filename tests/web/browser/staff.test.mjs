// Backups, the manager's hand, and the counter by its keys.
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { launch, sizes } from './chrome.mjs';
import { Person, startSampleHall } from './hall.mjs';
import { tabTo } from './keyboard.mjs';
import { bigKeyIsReady, finishKey, languages, openCounterPage, openManager, pressAct, pressStep, signIn } from './people.mjs';
import { until } from './wait.mjs';

const served = { 'zh-TW': '今日 1 件', en: '1 visit today' };

let browser;
before(async () => { browser = await launch(); });
afterEach(() => browser.done());
after(() => browser?.close());

for (const language of languages) {
  test(`six who wait ring a backup, who accepts; the manager calls another by hand (${language})`, async (t) => {
    const server = await startSampleHall(t);
    const greeter = await Person.signIn(server, 'greeter');
    const first = await openCounterPage(browser, server, 20, 'backup1', { language });
    const second = await openCounterPage(browser, server, 21, 'backup2', { language });
    const manager = await openManager(browser, server, { language });
    await greeter.takeMany(6, ['transcript-english']);

    await first.locator('.ring .ring-accept').waitFor();
    assert.match(await first.title(), /^🔔/u);
    assert.equal(await second.locator('.ring').count(), 0, 'one backup is called, not all');
    await manager.locator('.backup-row.called').waitFor();
    await first.keyboard.press('a');
    await first.locator('.visit.free').waitFor();
    await manager.locator('.backup-row.open').waitFor();

    await manager.locator('.backup-row.free .button').first().click();
    await second.locator('.ring .ring-decline').waitFor();
    await second.keyboard.press('d');
    await second.locator('.ring').waitFor({ state: 'detached' });
    await manager.locator('.log-list .declined').waitFor();

    // Standing down asks once more, and lets the visit at the counter end first.
    await pressStep(first, 'call');
    await first.locator('.visit-number').waitFor();
    const row = manager.locator('.backup-row.open .button');
    await row.click();
    await row.click();
    await first.locator('.visit-warn').waitFor();
    await pressStep(first, 'start');
    await pressAct(first, 'F');
    await finishKey(first, '1');
    await first.locator('.visit.closed').waitFor();
  });

  test(`a clerk's day by keys alone (${language})`, async (t) => {
    const server = await startSampleHall(t);
    const greeter = await Person.signIn(server, 'greeter');
    const [a, b] = await greeter.takeMany(3, ['transcript-english']);
    const page = await browser.open(`${server.url}/counter/3`, { size: sizes.counter, language });
    browser.mayBeRefused(401, '/session');
    await page.locator('.staff-form').waitFor();
    await signIn(page, 'clerk3', '000000');
    await page.locator('.staff-form .banner.bad').waitFor();
    await page.locator('input[name=password]').fill('');
    await tabTo(page, 'input[name=password]');
    await page.keyboard.type(server.pins.clerk3);
    await page.keyboard.press('Enter');
    await page.locator('.open-form').waitFor();
    await tabTo(page, '.open-form .button');
    await page.keyboard.press('Enter');
    await page.locator('.visit.free').waitFor();

    // A double press calls one citizen and does not start the visit that it called.
    const asked = [];
    page.on('request', (request) => asked.push(/counters\/3\/(.+)/.exec(request.url())?.[1]));
    await page.keyboard.press('Escape');
    await bigKeyIsReady(page, 'call');
    await Promise.all([page.keyboard.press('Space'), page.keyboard.press('Space')]);
    await page.locator('.visit .phase.called').waitFor();
    assert.equal(await page.locator('.visit-number').textContent(), a.number);
    await page.locator('.big-key.step-start:not([aria-busy=true])').waitFor();
    assert.deepEqual(asked.filter(Boolean), ['call-next']);

    await page.keyboard.press('w');
    await page.locator('.why-rule').waitFor();
    await page.keyboard.press('s');
    await page.locator('.visit .phase.serving').waitFor();
    await pressStep(page, 'finish', 'NumpadEnter');
    await finishKey(page, 'Space');
    await until(async () => await page.locator('.visit-number').textContent() === b.number, 'the next one is called');

    await pressAct(page, 'P');
    await page.locator('.panel').waitFor();
    await page.keyboard.press('2');
    await page.keyboard.press('Enter');
    await page.locator('.away-row', { hasText: b.number }).waitFor();
    await pressAct(page, 'B');
    await page.locator('.panel').waitFor();
    await page.keyboard.press('1');
    await page.keyboard.press('Enter');
    await page.locator('.visit.paused').waitFor();
    await pressStep(page, 'resume');
    await page.locator('.visit.free').waitFor();
    await page.getByText(served[language]).waitFor();

    await pressAct(page, 'X');
    await page.locator('.panel').waitFor();
    await page.keyboard.press('Escape');
    await page.locator('.panel').waitFor({ state: 'detached' });
    await pressAct(page, 'X');
    await page.locator('.panel').waitFor();
    await page.keyboard.press('Enter');
    await page.locator('.visit.closed').waitFor();
    await tabTo(page, '.act-key[aria-keyshortcuts=I]');
    await tabTo(page, '.bar-button');
  });
}

test('a staff page keeps its language, and turns away whom it is not for', async (t) => {
  const server = await startSampleHall(t);
  const page = await browser.open(`${server.url}/manager`, { size: sizes.phone });
  browser.mayBeRefused(403, '/live.*');
  await page.locator('.bar-button', { hasText: 'English' }).click();
  await signIn(page, 'clerk1', server.pins.clerk1);
  await page.locator('.staff-form .banner.warn').waitFor();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.locator('input[name=name]').waitFor();
  await page.reload();
  await page.getByRole('button', { name: 'Sign in' }).waitFor();
});
