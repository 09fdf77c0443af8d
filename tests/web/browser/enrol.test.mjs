// A browser or a box is a kiosk only by an administrator's word.
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { startBox } from './box.mjs';
import { inspect, nothingAmiss } from './checks.mjs';
import { launch, sizes } from './chrome.mjs';
import { addDevice, startRealHall } from './hall.mjs';
import { tabTo } from './keyboard.mjs';
import {
  chooseLanguage, chooseService, enrolKiosk, keepNumber, languages, openManager, signIn, takeNumber, tap,
} from './people.mjs';
import { until } from './wait.mjs';

let browser;
before(async () => { browser = await launch(); });
afterEach(async () => {
  await browser.done();
  nothingAmiss();
});
after(() => browser?.close());

test('a browser becomes a kiosk by an administrator\'s link, which works once', async (t) => {
  const server = await startRealHall(t, []);
  const link = addDevice(server, 'kiosk');
  const stranger = await browser.open(`${server.url}/kiosk`, { size: sizes.kioskTall, touch: true });
  browser.mayBeRefused(401, '/tickets');
  await chooseLanguage(stranger, 'zh-TW');
  await chooseService(stranger, '戶籍謄本');
  await tap(stranger, '.take .primary');
  await stranger.getByText('這臺取號機尚未登錄').first().waitFor();

  const kiosk = await enrolKiosk(browser, link);
  assert.ok(!kiosk.url().includes('enrol'), 'the code has left the address');
  await chooseLanguage(kiosk, 'en');
  await chooseService(kiosk, 'Household registration transcript');
  await takeNumber(kiosk);
  await keepNumber(kiosk);

  const second = await browser.open(`${server.url}/kiosk`, { size: sizes.kioskTall, touch: true });
  browser.mayBeRefused('40[0-9]', '/session/device');
  await second.goto('about:blank');
  await second.goto(link);
  await second.getByText('登錄連結無效或已用過').waitFor();
});

// A box that asks for its token, as the device programs do.
class Box {
  constructor(server, secret, code) {
    Object.assign(this, { server, secret, code });
  }

  static async ask(server, wish) {
    const answer = await say(server, '/pairings', wish);
    assert.equal(answer.status, 201);
    const { code, secret } = await answer.json();
    return new Box(server, secret, code);
  }

  token() {
    return say(this.server, '/pairings/token', { secret: this.secret });
  }
}

const say = (server, path, body) => fetch(`${server.url}/api/v1${path}`, {
  method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body),
});

async function openDevices(server, options) {
  const page = await browser.open(`${server.url}/manager`, { size: sizes.office, ...options });
  await signIn(page, 'administrator', server.pins.administrator);
  await page.locator('#devices button').click();
  return page;
}

test('an administrator lets a box in by its code, by keyboard alone, and revokes it', async (t) => {
  const server = await startRealHall(t, ['administrator', 'manager']);
  const page = await openDevices(server, { language: 'en' });
  const box = await Box.ask(server, { role: 'kiosk', name: 'entrance-kiosk' });
  const other = await Box.ask(server, { role: 'display' });
  const row = page.locator('.pairing-row', { hasText: box.code });
  await row.waitFor();
  assert.match(await row.textContent(), /kiosk entrance-kiosk · every hall/);
  await page.locator('.device-warning', { hasText: 'on the box before you' }).waitFor();

  await tabTo(page, `[aria-label="Confirm ${box.code}"]`);
  await page.keyboard.press('Enter');
  const name = page.locator('input[name=device]');
  await name.waitFor();
  assert.equal(await name.inputValue(), 'entrance-kiosk');
  await until(() => name.evaluate((one) => one === document.activeElement), 'the name has the focus');
  await page.keyboard.press('Control+A');
  await page.keyboard.type('kiosk-1');
  await page.keyboard.press('Enter');
  await page.locator('.said', { hasText: 'kiosk-1 is confirmed' }).waitFor();
  assert.ok(await page.locator('#devices h2 button').evaluate((one) => one === document.activeElement));
  await row.waitFor({ state: 'detached' });
  const given = await box.token();
  assert.equal(given.status, 200);
  const { token } = await given.json();
  const who = () => fetch(`${server.url}/api/v1/session`, { headers: { Authorization: `Bearer ${token}` } });
  assert.equal((await who()).status, 200);

  await page.locator(`[aria-label="Deny ${other.code}"]`).click();
  await page.locator('.said', { hasText: 'Denied' }).waitFor();
  assert.equal((await other.token()).status, 403);

  // A name that is in use is refused in words, and the form stays.
  const third = await Box.ask(server, { role: 'kiosk', name: 'kiosk-1' });
  await page.locator(`[aria-label="Confirm ${third.code}"]`).click();
  browser.mayBeRefused(409, '/confirm');
  await page.locator('.pairing-form button[type=submit]').click();
  await page.locator('.said', { hasText: 'A device in use has this name' }).waitFor();
  await page.locator('.pairing-form').waitFor();

  await tabTo(page, '[aria-label="Revoke kiosk-1"]');
  await page.keyboard.press('Enter');
  await page.locator('dialog').waitFor();
  await page.keyboard.press('Escape');
  assert.equal((await who()).status, 200, 'Escape revokes nothing');
  await page.keyboard.press('Enter');
  await page.locator('dialog .danger').click();
  await page.locator('.device-row.revoked', { hasText: 'kiosk-1' }).waitFor();
  assert.equal((await who()).status, 401);
});

test('nobody but an administrator has the devices', async (t) => {
  const server = await startRealHall(t, ['manager']);
  const page = await openManager(browser, server);
  assert.equal(await page.locator('#devices').count(), 0);
});

for (const language of languages) {
  test(`the devices on a desk and on a phone, waiting, confirming and revoking (${language})`, async (t) => {
    const server = await startRealHall(t, ['administrator']);
    for (const [name, size] of [['wide', sizes.office], ['narrow', sizes.smallPhone]]) {
      const page = await openDevices(server, { size, language });
      const show = () => page.locator('#devices').evaluate((one) => one.scrollIntoView({ block: 'end' }));
      await page.locator(name === 'wide' ? '.device-none' : '.device-row').first().waitFor();
      await show();
      if (name === 'wide') await inspect(page, `manager-${name}-devices-none-${language}`);
      const box = await Box.ask(server, { role: 'kiosk', name: `a-box-with-a-name-as-long-as-${name.slice(0, 3)}`, hall: 'main' });
      await Box.ask(server, { role: 'display' });
      await page.locator('.pairing-row').nth(1).waitFor();
      await show();
      await inspect(page, `manager-${name}-devices-waiting-${language}`);
      await page.locator('.pairing-row', { hasText: box.code }).locator('.primary').click();
      await page.locator('.pairing-form').waitFor();
      await show();
      await inspect(page, `manager-${name}-devices-confirming-${language}`);
      await page.locator('.pairing-form .primary').click();
      await page.locator('.device-row .danger').first().click();
      await page.locator('dialog').waitFor();
      await inspect(page, `manager-${name}-devices-revoking-${language}`);
      await page.locator('dialog .danger').click();
      await page.locator('.device-row.revoked').first().waitFor();
    }
  });
}

const codeOn = async (page) => {
  await page.locator('#code', { hasText: /^[B-Z]{4}-[B-Z]{4}$/ }).waitFor();
  return page.locator('#code').textContent();
};

for (const [role, size, shown] of [['display', sizes.board, '.board'], ['kiosk', sizes.kioskTall, '.kiosk']]) {
  test(`the box of a ${role} shows its code large, then what it is for, and a code again once it is revoked`, async (t) => {
    const server = await startRealHall(t, []);
    const box = await startBox(t, server, role);
    const page = await browser.open(box.page, { size });
    browser.serverMayBeAway();   // the box's program begins anew with its token
    const code = await codeOn(page);
    await inspect(page, `box-${role}-pairing`, { citizens: true });
    const { width } = await page.locator('#code').boundingBox();
    assert.ok(width > size.width / 2, 'the code is to be read from afar');
    server.command(['device', 'confirm', code, '--name', `${role}-1`]);
    await page.locator(shown).waitFor();
    assert.ok(!page.url().includes('/pairing'));

    if (role === 'kiosk') {   // in the middle of a visit it stays with its citizen
      await page.locator('.language:not(:disabled)').first().click();
      await page.locator('.at-services').waitFor();
    }
    server.command(['device', 'revoke', `${role}-1`]);
    if (role === 'kiosk') {
      await page.waitForResponse(async (answer) => answer.url().endsWith('/pairing.json') && (await answer.json()).revoked);
      await page.waitForResponse((answer) => answer.url().endsWith('/pairing.json'));
      assert.equal(await page.locator('.at-services').count(), 1, 'the visit goes on');
      browser.mayBeRefused(401, '/halls.*');
      await page.reload();   // as if the visit were over
    }
    const another = await codeOn(page);
    assert.notEqual(another, code);
    await page.locator('#revoked:not([hidden])').waitFor();
    await inspect(page, `box-${role}-revoked`, { citizens: true });
    server.command(['device', 'confirm', another, '--name', `${role}-1`]);
    await page.locator(shown).waitFor();
  });
}
