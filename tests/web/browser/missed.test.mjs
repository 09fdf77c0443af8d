// Who was not there when called: back by the phone page or by the slip's code at the kiosk, and called again without
// starting over.
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { launch, shoot, sizes } from './chrome.mjs';
import { inspect, nothingAmiss } from './checks.mjs';
import { Person, addDevice, startRealHall } from './hall.mjs';
import { chooseLanguage, enrolKiosk, languages, openCounterPage, openPhone, pressAct, pressStep } from './people.mjs';
import { until } from './wait.mjs';

const missed = { 'zh-TW': '您已過號', en: 'You missed your call' };

let browser;
before(async () => { browser = await launch(); });
afterEach(async () => {
  await browser.done();
  nothingAmiss();
});
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

test('a missed slip held under the kiosk\'s reader is back in the line, in its own language, wherever nobody is served', async (t) => {
  const server = await startRealHall(t, ['greeter', 'clerk1']);
  const greeter = await Person.signIn(server, 'greeter');
  const clerk = await Person.signIn(server, 'clerk1');
  const kiosk = await enrolKiosk(browser, addDevice(server, 'kiosk'), { size: sizes.kioskTall });
  // As a reader does that acts as a keyboard: fast, and an Enter at the end. Where the machine is too busy to type
  // fast, the slip is held under the reader again.
  const scan = (url, answer) => until(async () => {
    await kiosk.keyboard.type(new URL(url, 'https://hall.example').href);
    await kiosk.keyboard.press('Enter');
    return answer.waitFor({ timeout: 3_000 }).then(() => true, () => false);
  }, `the reader is answered for ${url}`);
  await clerk.counter(2, 'open');
  for (const [language, back, waits] of [['th', 'ยินดีต้อนรับกลับ', 'ไม่'], ['en', 'Welcome back', 'needs no check-in']]) {
    const late = await greeter.take(['transcript'], { language });
    await clerk.counter(2, 'call-next');
    await until(() => clerk.counter(2, 'no-show').catch(() => null), 'the citizen has had the time to walk', { every: 500 });
    if (language === 'en') await chooseLanguage(kiosk, 'ja');   // somebody began, and chose nothing yet
    await scan(late.url, kiosk.locator('.message.good', { hasText: back }));
    await kiosk.locator('.message.good', { hasText: late.number }).waitFor();
    await inspect(kiosk, `kiosk-tall-back-${language}`, { kiosk: true });
    assert.equal(await kiosk.locator('h1').innerText(), back);
    assert.ok((await greeter.waiting()).some((one) => one.number === late.number));
    await scan(late.url, kiosk.locator('.message.good', { hasText: waits }));
    await kiosk.locator('.message .go').tap();
    await kiosk.locator('.screen.idle').waitFor();
  }
  browser.mayBeRefused('404', '/tickets/AAAAAAAAAAAAAAAAAAAAAA');
  browser.mayBeRefused('404', '/tickets/AAAAAAAAAAAAAAAAAAAAAA/check-in');
  await scan('/t/AAAAAAAAAAAAAAAAAAAAAA', kiosk.locator('.message.bad'));
  await inspect(kiosk, 'kiosk-tall-back-unknown', { kiosk: true });
});
