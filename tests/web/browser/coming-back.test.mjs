// Who has booked, or comes back with the paper that was missing: a number at the kiosk, by a code.
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { book, soonPlan } from './bookings.mjs';
import { launch, sizes } from './chrome.mjs';
import { inspect, nothingAmiss } from './checks.mjs';
import { Person, addDevice, startRealHall } from './hall.mjs';
import { chooseLanguage, enrolKiosk, finishKey, keepNumber, openCounterPage, openPhone, pressAct, settled, tap } from './people.mjs';
import { until } from './wait.mjs';

let browser;
before(async () => { browser = await launch(); });
afterEach(async () => {
  await browser.done();
  nothingAmiss();
});
after(() => browser?.close());

// As a reader does that acts as a keyboard: fast, and an Enter at the end. Where the machine is too busy to type fast,
// it is held under the reader again.
const scan = (kiosk, text, answer) => until(async () => {
  await kiosk.keyboard.type(text);
  await kiosk.keyboard.press('Enter');
  return answer.waitFor({ timeout: 3_000 }).then(() => true, () => false);
}, `the reader is answered for ${text}`);

async function touchIn(kiosk, code) {
  await tap(kiosk, '.booked');
  await kiosk.locator('.screen.code').waitFor();
  await settled(kiosk);
  for (const letter of code) await kiosk.locator('.code-keys button', { hasText: new RegExp(`^${letter}$`) }).tap();
}

for (const [size, place] of [[sizes.kioskTall, 'tall'], [sizes.kioskWide, 'wide']]) {
  test(`R-32: a booking becomes a number by its code (${place})`, async (t) => {
    const server = await startRealHall(t, ['clerk1'], { more: soonPlan() });
    const kiosk = await enrolKiosk(browser, addDevice(server, 'kiosk'), { size });
    const code = await book(server, 1);
    for (const language of ['zh-TW', 'en', 'vi', 'id', 'th', 'ja']) {
      await chooseLanguage(kiosk, language);
      await inspect(kiosk, `kiosk-${place}-services-booked-${language}`, { kiosk: true });
      await touchIn(kiosk, code);
      await inspect(kiosk, `kiosk-${place}-code-${language}`, { kiosk: true });
      if (language === 'en') {
        for (const [mode, label] of [['low', 'Lower screen'], ['large', 'Large type']]) {
          await tap(kiosk, 'footer.tools .button', { hasText: label });
          await inspect(kiosk, `kiosk-${place}-code-${mode}`, { kiosk: true });
          await tap(kiosk, 'footer.tools .button', { hasText: label });
        }
      }
      if (language !== 'ja') await tap(kiosk, 'footer.tools .button');
    }
    await tap(kiosk, '.code .take .go');
    await kiosk.locator('.number .big').waitFor();
    await keepNumber(kiosk);

    browser.mayBeRefused('409', '/check-in');
    await scan(kiosk, code, kiosk.locator('.screen.code .banner', { hasText: /[A-Z]\d{3}/ }));
    await inspect(kiosk, `kiosk-${place}-code-arrived`, { kiosk: true });
    await scan(kiosk, await book(server, 2, 1), kiosk.locator('.screen.code .banner.warn'));
    await inspect(kiosk, `kiosk-${place}-code-early`, { kiosk: true });
    browser.mayBeRefused('404', '/bookings/22222222ZZZZ');
    await scan(kiosk, '22222222ZZZZ', kiosk.locator('.screen.code', { hasText: '2222 2222 ZZZZ' }).locator('.banner.bad'));
    await inspect(kiosk, `kiosk-${place}-code-unknown`, { kiosk: true });
  });
}

test('R-32: too late for a booking is one touch from an ordinary number', async (t) => {
  const server = await startRealHall(t, ['clerk1'], { more: soonPlan() });
  const kiosk = await enrolKiosk(browser, addDevice(server, 'kiosk'));
  const code = await book(server, 1);
  browser.mayBeRefused('409', '/check-in');
  // The answer that the server gives a quarter of an hour after the slot.
  await kiosk.route('**/check-in', (route) => route.fulfill({
    status: 409, contentType: 'application/problem+json',
    body: JSON.stringify({
      type: 'about:blank', title: 'Too late', status: 409, detail: 'The booking is no longer kept.', code: 'too-late',
      walkIn: { hall: 'main', services: ['transcript'], needs: [], language: 'en' },
    }),
  }));
  await chooseLanguage(kiosk, 'en');
  await touchIn(kiosk, code);
  await tap(kiosk, '.code .take .go');
  await kiosk.locator('.screen.code .banner.warn').waitFor();
  await inspect(kiosk, 'kiosk-tall-code-late', { kiosk: true });
  await tap(kiosk, '.choices .primary');
  await kiosk.locator('.number .big').waitFor();
});

for (const [language, size] of [['zh-TW', sizes.counter], ['en', sizes.desk]]) {
  test(`R-51: with the return pass of the phone page the kiosk gives a number that is called first (${language})`, async (t) => {
    const server = await startRealHall(t, ['clerk1', 'greeter']);
    const greeter = await Person.signIn(server, 'greeter');
    const clerk = await Person.signIn(server, 'clerk1');
    const ticket = await greeter.take(['transcript'], { language });
    const phone = await openPhone(browser, server, ticket, { language });
    const counter = await openCounterPage(browser, server, 2, 'clerk1', { language, size });
    await clerk.counter(2, 'open');
    await clerk.counter(2, 'call-next');
    await clerk.counter(2, 'start');
    await pressAct(counter, 'F');
    await finishKey(counter, '3');
    await counter.keyboard.press('1');
    await counter.keyboard.press('Enter');
    await counter.locator('.panel .qr').waitFor();
    await inspect(counter, `counter-${size.width}-return-pass-${language}`);
    await phone.locator('.pass .qr').waitFor();
    await phone.locator('.pass .qr').scrollIntoViewIfNeeded();
    await inspect(phone, `ticket-390-return-pass-${language}`, { citizens: true });
    const code = await phone.locator('.pass code').innerText();
    assert.equal(await counter.locator('.panel code').innerText(), code);
    await greeter.takeMany(3, ['transcript']);

    const kiosk = await enrolKiosk(browser, addDevice(server, 'kiosk'));
    browser.mayBeRefused('404', `/tickets/${code}`);
    browser.mayBeRefused('404', `/tickets/${code}/check-in`);
    await scan(kiosk, `https://hall.example/t/${code}`, kiosk.locator('.number .big'));
    const number = await kiosk.locator('.number .big').innerText();
    await keepNumber(kiosk);
    assert.equal((await clerk.counter(2, 'call-next')).counter.visit.ticket.number, number);
    await phone.locator('.callout.calm').waitFor();
    browser.mayBeRefused('409', '/check-in');
    await scan(kiosk, `https://hall.example/t/${code}`, kiosk.locator('.message.bad'));
  });
}
