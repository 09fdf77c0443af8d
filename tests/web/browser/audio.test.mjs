// The kiosk for somebody who does not see it: four keys and a voice, from the first page to the number; and what it
// says when the machine has no voice.
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { inspect, nothingAmiss } from './checks.mjs';
import { launch, sizes } from './chrome.mjs';
import { Person, startSampleHall } from './hall.mjs';
import { citizenLanguages, languages, letPass, openKiosk, stopClock, tap } from './people.mjs';
import { giveVoices, lately } from './voices.mjs';
import { until } from './wait.mjs';

const tags = { 'zh-TW': 'zh-TW', en: 'en-GB', vi: 'vi-VN', id: 'id-ID', th: 'th-TH', ja: 'ja-JP' };
const shapes = { tall: sizes.kioskTall, wide: sizes.kioskWide };

let browser;
before(async () => { browser = await launch(); });
afterEach(async () => {
  await browser.done();
  nothingAmiss();
});
after(() => browser?.close());

const hears = (kiosk, words) => until(async () => (await lately(kiosk)).some((line) => words.test(line)), `${words} is spoken`)
  .catch(async (error) => { throw new Error(`${error.message}; but ${(await lately(kiosk)).join(' | ')}`); });

// Presses one of the four keys until what is spoken matches.
async function hearOut(kiosk, key, words, atMost = 60) {
  for (let i = 0; i < atMost; i += 1) {
    await kiosk.keyboard.press(key);
    if ((await lately(kiosk)).some((line) => words.test(line))) return;
  }
  assert.fail(`${atMost} times ${key} do not lead to ${words}; but ${await lately(kiosk)}`);
}

function speakingKiosk(server, { voices = Object.values(tags), ...options } = {}) {
  return openKiosk(browser, server, { touch: false, prepare: giveVoices(voices), ...options });
}

for (const [at, language] of citizenLanguages.entries()) {
  const shape = at % 2 === 0 ? 'tall' : 'wide';
  test(`from the first page to a number with four keys, hearing every screen (${language}, ${shape})`, async (t) => {
    const server = await startSampleHall(t);
    const greeter = await Person.signIn(server, 'greeter');
    const catalogue = await greeter.get('/halls/main');
    const transcript = catalogue.services.find((one) => one.id === 'transcript').name[language];
    const kiosk = await speakingKiosk(server, { size: shapes[shape] });
    await kiosk.keyboard.press('ArrowDown');
    await hears(kiosk, /^zh-TW: 語音模式/);
    await hears(kiosk, /^en-GB: Audio mode/);
    const tile = kiosk.locator(`.language[lang="${language}"]`);
    for (let i = 0; i < 6 && !await tile.evaluate((one) => one === document.activeElement); i += 1) await kiosk.keyboard.press('ArrowRight');
    await hears(kiosk, new RegExp(`^${tags[language]}: `));
    await kiosk.keyboard.press('Enter');
    await kiosk.locator('.screen.services').waitFor();
    const question = await kiosk.locator('#needs-title').innerText();
    await hears(kiosk, new RegExp(question.split(/[?？]/)[0].slice(0, 12)));
    await inspect(kiosk, `kiosk-${shape}-audio-services-${language}`, { kiosk: true, axe: languages.includes(language) });

    // A need is answered by what it says now; a topic leads to its matters.
    await kiosk.keyboard.press('ArrowDown');
    await kiosk.keyboard.press('Enter');
    await kiosk.locator('.need:nth-of-type(2)[aria-pressed=true]').waitFor();
    const group = catalogue.groups.find((one) => one.id === 'document').name[language];
    await hearOut(kiosk, 'ArrowDown', new RegExp(`${escaped(group)}$`));
    await kiosk.keyboard.press('Enter');
    await hears(kiosk, new RegExp(escaped(transcript)));
    await kiosk.keyboard.press('Enter');
    await kiosk.locator('.screen.confirm').waitFor();
    await hears(kiosk, new RegExp(escaped(catalogue.services.find((one) => one.id === 'transcript').documents[0][language].slice(0, 8))));
    await kiosk.keyboard.press('Escape');
    await kiosk.locator('.screen.services').waitFor();
    await hearOut(kiosk, 'ArrowDown', new RegExp(escaped(transcript)));
    await kiosk.keyboard.press('Enter');
    await kiosk.locator('.screen.confirm').waitFor();
    await kiosk.waitForFunction(() => document.activeElement?.matches('.take .primary'));
    await inspect(kiosk, `kiosk-${shape}-audio-confirm-${language}`, { kiosk: true, axe: languages.includes(language) });
    await kiosk.keyboard.press('Enter');
    await kiosk.locator('.number .big').waitFor();
    const number = await kiosk.locator('.number .big').innerText();
    await hears(kiosk, new RegExp([...number].join(' ')));
    await kiosk.waitForFunction(() => document.activeElement?.matches('.keep .go'));
    await kiosk.keyboard.press('Enter');
    await kiosk.locator('.message.good').waitFor();
    await hears(kiosk, new RegExp([...number].join(' ')));
    await kiosk.waitForFunction(() => document.activeElement?.matches('.message .go'));
    await kiosk.keyboard.press('Enter');
    await kiosk.locator('.screen.idle').waitFor();
    assert.equal((await greeter.waiting()).length, 1);
    assert.equal(await kiosk.locator('.kiosk.heard').count(), 0, 'the next person is not talked to');
  });
}

const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

test('who listens has 60 s, is asked aloud, and has more time with any key; then all is wiped', async (t) => {
  const server = await startSampleHall(t);
  const kiosk = await speakingKiosk(server, { clock: true });
  await stopClock(kiosk);
  const press = async (key) => {
    await kiosk.keyboard.press(key);
    await letPass(kiosk, 500);
  };
  await press('ArrowDown');
  await press('ArrowDown');
  await press('Enter');
  await kiosk.locator('.screen.services').waitFor();
  await press('Enter');
  await letPass(kiosk, 50_000);
  assert.equal(await kiosk.locator('.dialog').count(), 0);
  await letPass(kiosk, 11_000);
  await kiosk.locator('.dialog').waitFor();
  await hears(kiosk, /Do you need more time/);
  await press('ArrowDown');
  await kiosk.locator('.dialog').waitFor({ state: 'detached' });
  await letPass(kiosk, 61_000);
  await kiosk.locator('.dialog').waitFor();
  await letPass(kiosk, 21_000);
  await kiosk.locator('.screen.idle').waitFor();
  assert.equal(await kiosk.evaluate(() => document.documentElement.lang), 'zh-Hant-TW');
  assert.equal(await kiosk.locator('.kiosk.heard').count(), 0);
});

test('a machine without a voice says so in writing, and so does a language without one', async (t) => {
  const server = await startSampleHall(t);
  const silent = await openKiosk(browser, server, { size: sizes.kioskWide });
  await tap(silent, '.tools .button', { hasText: '語音' });
  await silent.locator('.banner.bad', { hasText: '沒有語音' }).waitFor();
  await inspect(silent, 'kiosk-wide-audio-none', { kiosk: true });
  const kiosk = await speakingKiosk(server, { voices: ['zh-TW', 'en-US'] });
  await kiosk.keyboard.press('ArrowDown');
  await hearOut(kiosk, 'ArrowDown', /泰文沒有語音/, 24);
  await kiosk.keyboard.press('Enter');
  await kiosk.locator('.banner.bad', { hasText: 'ไม่มีเสียงพูด' }).waitFor();
});

test('the four keys are on the glass too', async (t) => {
  const server = await startSampleHall(t);
  const kiosk = await speakingKiosk(server, { touch: true });
  await tap(kiosk, '.tools .button', { hasText: '語音' });
  await tap(kiosk, '.tools .button', { hasText: '下一個' });
  await kiosk.waitForFunction(() => document.activeElement?.matches('.language[lang=en]'));
  await inspect(kiosk, 'kiosk-tall-audio-idle', { kiosk: true });
  await tap(kiosk, '.tools .button', { hasText: '選擇' });
  await kiosk.locator('.screen.services').waitFor();
});
