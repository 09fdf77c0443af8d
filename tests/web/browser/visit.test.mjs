// One visit to the hall on all its pages, from the first touch to what is missing, in Chinese and in English.
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { launch, shoot, sizes } from './chrome.mjs';
import { Person, addDevice, startRealHall } from './hall.mjs';
import {
  chooseLanguage, chooseService, enrolKiosk, finishKey, keepNumber, languages, openBoard, openCounterPage, openManager,
  openPhone, pressAct, pressStep, takeNumber, tap,
} from './people.mjs';
import { until } from './wait.mjs';

const words = {
  'zh-TW': {
    service: '戶籍謄本', other: '印鑑證明', next: '下一位就是您', ahead: '前面還有 1 人', counter: '2 號櫃檯',
    missing: '還需要補件', again: '第 2 次叫號',
  },
  en: {
    service: 'Household registration transcript', other: 'Seal certificate', next: 'You are next', ahead: '1 person before you',
    counter: 'Counter 2', missing: 'Something is still missing', again: 'Call 2',
  },
};

let browser;
before(async () => { browser = await launch(); });
afterEach(() => browser.done());
after(() => browser?.close());

for (const language of languages) {
  const say = words[language];

  test(`a visit, from the first touch to what is missing (${language})`, async (t) => {
    const server = await startRealHall(t, ['greeter', 'clerk1', 'manager']);
    const greeter = await Person.signIn(server, 'greeter');
    const first = await greeter.take(['transcript']);

    const kiosk = await enrolKiosk(browser, addDevice(server, 'kiosk'));
    const { page: board, told, clips } = await openBoard(browser, addDevice(server, 'display'));
    const counter = await openCounterPage(browser, server, 2, 'clerk1', { language });
    const manager = await openManager(browser, server, { language });

    // Two matters on one ticket, the papers to bring, the wait; then the number and its code.
    await chooseLanguage(kiosk, language);
    await chooseService(kiosk, say.service);
    assert.ok(await kiosk.locator('.documents li').count() > 0, 'the papers are told before a number is drawn');
    await tap(kiosk, '.chosen ~ .button');
    await chooseService(kiosk, say.other);
    const ticket = await takeNumber(kiosk);
    assert.equal(ticket.services.length, 2);
    await kiosk.locator('.phone .qr').waitFor();
    await keepNumber(kiosk);

    const phone = await openPhone(browser, server, ticket);
    await phone.getByText(say.ahead).waitFor();
    await manager.locator('.wait-list', { hasText: ticket.number }).waitFor();

    await counter.keyboard.press('o');
    await counter.locator('.visit.free').waitFor();
    await greeter.post(`/tickets/${first.token}/leave`);
    await phone.getByText(say.next).waitFor();

    await pressStep(counter, 'call');
    await counter.locator('.visit-number', { hasText: ticket.number }).waitFor();
    await board.locator('.newest .what strong', { hasText: ticket.number }).waitFor();
    assert.equal(await board.locator('.newest .where strong').textContent(), '2');
    await phone.locator('.called .counter', { hasText: say.counter }).waitFor();
    await manager.locator('.call-item', { hasText: ticket.number }).waitFor();
    await shoot(board, `visit-board-${language}`);
    await shoot(phone, `visit-called-${language}`);

    // The board says that it showed and spoke the call, and the clerk reads it.
    await until(() => told.some(({ type }) => type === 'shown'), 'the board tells that it showed the call');
    await counter.locator('.heard.good').waitFor();
    await until(() => told.some(({ type }) => type === 'spoken'), 'the board tells that it spoke the call');
    assert.ok(clips.length > 10, 'the voice pack was read');

    await pressAct(counter, 'R');
    await board.locator('.newest .again', { hasText: words['zh-TW'].again }).waitFor();
    await phone.getByText(say.again).waitFor();

    await pressStep(counter, 'start');
    await phone.locator('.told.good').waitFor();
    await pressAct(counter, 'F');
    await finishKey(counter, '3');
    await counter.keyboard.press('1');
    const paper = await counter.locator('.panel .choice').first().locator('span').textContent();
    await counter.keyboard.press('Enter');
    await phone.getByText(say.missing).waitFor();
    assert.ok((await phone.locator('.missing').textContent()).includes(paper), `the phone names ${paper}`);
    await shoot(phone, `visit-missing-papers-${language}`);
    await counter.locator('.visit.free').waitFor();
  });
}
