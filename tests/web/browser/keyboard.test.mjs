// The phone page and the dashboard without mouse or finger; the kiosk's and the counter's keys are in their own files.
import { after, afterEach, before, test } from 'node:test';
import { launch, sizes } from './chrome.mjs';
import { Person, startSampleHall } from './hall.mjs';
import { tabTo } from './keyboard.mjs';
import { languages, openPhone } from './people.mjs';

const left = { 'zh-TW': '已取消等候', en: 'You left the line' };

let browser;
before(async () => { browser = await launch(); });
afterEach(() => browser.done());
after(() => browser?.close());

for (const language of languages) {
  test(`a citizen leaves the line by keyboard, after a second thought (${language})`, async (t) => {
    const server = await startSampleHall(t);
    const greeter = await Person.signIn(server, 'greeter');
    const phone = await openPhone(browser, server, await greeter.take(['transcript'], { language }), { language, touch: false });
    await tabTo(phone, '.leave');
    await phone.keyboard.press('Enter');
    await phone.locator('.dialog').waitFor();
    await phone.keyboard.press('Escape');
    await phone.locator('.dialog').waitFor({ state: 'detached' });
    await tabTo(phone, '.leave');
    await phone.keyboard.press('Space');
    await tabTo(phone, '.dialog .danger');
    await phone.keyboard.press('Enter');
    await phone.getByText(left[language]).waitFor();
  });

  test(`a manager signs in, asks why somebody was called and calls a backup by keyboard (${language})`, async (t) => {
    const server = await startSampleHall(t);
    const clerk = await Person.signIn(server, 'manager');
    const ticket = await clerk.take(['transcript']);
    await clerk.counter(1, 'open');
    await clerk.counter(1, 'call-next');
    const page = await browser.open(`${server.url}/manager`, { size: sizes.office, language });
    await tabTo(page, 'input[name=name]');
    await page.keyboard.type('manager');
    await tabTo(page, 'input[name=password]');
    await page.keyboard.type(server.pins.manager);
    await page.keyboard.press('Enter');
    await page.locator('.manager-page').waitFor();
    await tabTo(page, '.why-search input');
    await page.keyboard.type(ticket.number);
    await page.locator('.call-why .why-rule').waitFor();
    await tabTo(page, '.backup-row.free .button');
    await page.keyboard.press('Enter');
    await page.locator('.backup-row.called').waitFor();
  });
}
