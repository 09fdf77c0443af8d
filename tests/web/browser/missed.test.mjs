// Who was not there when called: back by the phone page, and called again without starting over.
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { launch, shoot } from './chrome.mjs';
import { Person, startRealHall } from './hall.mjs';
import { languages, openCounterPage, openPhone, pressAct, pressStep } from './people.mjs';

const missed = { 'zh-TW': '您已過號', en: 'You missed your call' };

let browser;
before(async () => { browser = await launch(); });
afterEach(() => browser.done());
after(() => browser?.close());

for (const language of languages) {
  test(`a missed ticket checks in on the phone and is woven in after three live numbers (${language})`, async (t) => {
    const server = await startRealHall(t, ['greeter', 'clerk1', 'clerk2']);
    const greeter = await Person.signIn(server, 'greeter');
    const neighbour = await Person.signIn(server, 'clerk2');
    const late = await greeter.take(['transcript'], { language });
    const phone = await openPhone(browser, server, late, { language });
    const counter = await openCounterPage(browser, server, 2, 'clerk1', { language });
    await counter.keyboard.press('o');
    await pressStep(counter, 'call');
    await phone.locator('.called').waitFor();
    await pressAct(counter, 'N');
    await phone.getByText(missed[language]).waitFor();
    await shoot(phone, `visit-missed-${language}`);

    const live = await greeter.takeMany(5, ['transcript']);
    await phone.locator('.told .primary').tap();
    await phone.locator('.callout.calm').waitFor();
    await neighbour.counter(3, 'open');
    const called = [];
    for (let i = 0; i < 5; i += 1) {
      const { counter: view } = await neighbour.counter(3, 'call-next', { finishCurrent: true });
      called.push(view.visit.ticket.number);
      await neighbour.counter(3, 'start');
    }
    const [a, b, c, d] = live.map((one) => one.number);
    assert.deepEqual(called, [a, b, c, late.number, d]);
  });
}
