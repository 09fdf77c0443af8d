// Whole visits at the kiosk in all six languages and both shapes: three touches, a search on the glass in the
// language's own letters, a private matter that is called quietly, an answer that is slow, a hall that takes no more.
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { inspect, nothingAmiss } from './checks.mjs';
import { launch, sizes } from './chrome.mjs';
import { Person, addDevice, startRealHall, startSampleHall } from './hall.mjs';
import {
  chooseLanguage, citizenLanguages, enrolKiosk, keepNumber, languages, openBoard, openKiosk, openPhone, takeNumber, tap,
} from './people.mjs';
import { pause } from './wait.mjs';

// What a person of each language types to be married: letters that are on the glass.
const typed = { 'zh-TW': 'ㄐㄏㄉㄐ', en: 'marr', vi: 'ketho', id: 'nikah', th: 'จดทบยน', ja: 'けつこんと' };

let browser;
before(async () => { browser = await launch(); });
afterEach(async () => {
  await browser.done();
  nothingAmiss();
});
after(() => browser?.close());

for (const [at, language] of citizenLanguages.entries()) {
  for (const [shape, size] of [['tall', sizes.kioskTall], ['wide', sizes.kioskWide]]) {
    test(`three touches to a number, and a search by letters on the glass (${language}, ${shape})`, async (t) => {
      const server = await startSampleHall(t);
      const greeter = await Person.signIn(server, 'greeter');
      const { services } = await greeter.get('/halls/main');
      const nameOf = (id) => services.find((one) => one.id === id).name[language];
      const kiosk = await openKiosk(browser, server, { size });
      await chooseLanguage(kiosk, language);
      await tap(kiosk, '#group-baby .tile');
      await kiosk.locator('.screen.confirm').waitFor();
      const first = await takeNumber(kiosk);
      await keepNumber(kiosk);
      await tap(kiosk, '.message .go');

      await chooseLanguage(kiosk, language);
      await tap(kiosk, '.matters-head .button');
      for (const letter of typed[language]) await kiosk.locator('.keys > button', { hasText: new RegExp(`^${letter}$`) }).tap();
      assert.equal(await kiosk.locator('.tile').first().innerText(), nameOf('marriage'));
      if (at % 2 === 0 && shape === 'tall') await inspect(kiosk, `kiosk-${shape}-found-${language}`, { kiosk: true });
      await tap(kiosk, '.tile');
      await kiosk.locator('.chosen li', { hasText: nameOf('marriage') }).waitFor();
      const second = await takeNumber(kiosk);
      await keepNumber(kiosk);
      const waiting = await greeter.waiting();
      assert.deepEqual(waiting.map((one) => [one.number, one.language]).sort(), [first, second].map((one) => [one.number, language]).sort());
    });
  }
}

test('pinyin initials find it too, one press away from Bopomofo', async (t) => {
  const server = await startSampleHall(t);
  const kiosk = await openKiosk(browser, server);
  await chooseLanguage(kiosk, 'zh-TW');
  await tap(kiosk, '.matters-head .button');
  await tap(kiosk, '.keys .button', { hasText: 'ABC' });
  for (const letter of 'jhdj') await kiosk.locator('.keys > button', { hasText: new RegExp(`^${letter}$`) }).tap();
  assert.equal(await kiosk.locator('.tile').first().innerText(), '結婚登記');
});

for (const language of languages) {
  test(`a private matter is called quietly: no board shows it, the phone does (${language})`, async (t) => {
    const server = await startSampleHall(t);
    const clerk = await Person.signIn(server, 'manager');
    const kiosk = await openKiosk(browser, server);
    const { page: board, told } = await openBoard(browser, `${server.url}/board`);
    await chooseLanguage(kiosk, language);
    await tap(kiosk, '.private');
    await tap(kiosk, '.turning .tile');
    await tap(kiosk, '.quiet-call .need');
    await inspect(kiosk, `kiosk-tall-quiet-confirm-${language}`, { kiosk: true });
    const ticket = await takeNumber(kiosk);
    await inspect(kiosk, `kiosk-tall-quiet-number-${language}`, { kiosk: true });
    await keepNumber(kiosk);
    assert.equal((await clerk.waiting())[0].quiet, true);
    const phone = await openPhone(browser, server, ticket, { language });
    const open = (await clerk.get('/halls/main')).counters.map((one) => one.n);
    for (const n of open) await clerk.counter(n, 'open').catch(() => null);
    let called = null;
    for (const n of open) called ??= await clerk.counter(n, 'call-next').catch(() => null);
    await phone.locator('.called').waitFor();
    await pause(500);
    assert.equal(await board.locator('.newest').count(), 0);
    assert.equal(await board.getByText(ticket.number).count(), 0);
    assert.deepEqual(told.filter(({ type }) => type === 'spoken'), []);
  });
}

test('who reads large type asks the box for a large slip, and the next visitor does not', async (t) => {
  const server = await startSampleHall(t);
  const kiosk = await openKiosk(browser, server);
  const asked = [];
  kiosk.on('request', (one) => { if (one.url().includes('/print-result')) asked.push(new URL(one.url()).search); });
  for (const large of [true, false]) {
    await chooseLanguage(kiosk, 'en');
    if (large) await tap(kiosk, '.tools button', { hasText: 'Large type' });
    await tap(kiosk, '#group-baby .tile');
    await kiosk.locator('.screen.confirm').waitFor();
    await takeNumber(kiosk);
    await keepNumber(kiosk);
    await tap(kiosk, '.message .go');
  }
  assert.deepEqual(asked, ['?slip=large', '', '', '']);   // sought and kept, each time
});

test('a slow answer is said to be slow, and is one number all the same', async (t) => {
  const server = await startSampleHall(t);
  const greeter = await Person.signIn(server, 'greeter');
  for (const [shape, size] of [['tall', sizes.kioskTall], ['wide', sizes.kioskWide]]) {
    const kiosk = await openKiosk(browser, server, { size });
    await kiosk.route('**/tickets', async (route) => {
      await pause(5_000);
      await route.continue();
    });
    await chooseLanguage(kiosk, 'en');
    await tap(kiosk, '#group-document .tile');
    await tap(kiosk, '.take .primary');
    await kiosk.locator('.late').waitFor();
    await kiosk.locator('.take .primary').tap({ force: true });   // pressed again all the same
    await inspect(kiosk, `kiosk-${shape}-slow`, { kiosk: true });
    await kiosk.locator('.number .big').waitFor();
    await keepNumber(kiosk);
  }
  assert.equal((await greeter.waiting()).length, 2);
});

test('after the last number of the day the kiosk says so and when the hall opens again, in every language', async (t) => {
  const server = await startRealHall(t, ['greeter']);
  for (const [shape, size] of [['tall', sizes.kioskTall], ['wide', sizes.kioskWide]]) {
    const kiosk = await enrolKiosk(browser, addDevice(server, 'kiosk', `kiosk-${shape}`), { size });
    if (shape === 'tall') server.changeHours('00:00-24:00 last 00:01');
    await kiosk.locator('.door.last-called').waitFor();
    assert.equal(await kiosk.locator('.language:not(:disabled)').count(), 0);
    await inspect(kiosk, `kiosk-${shape}-last-called`, { kiosk: true });
  }
});
