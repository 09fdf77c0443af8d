// What the kiosk says when something is amiss, in six languages, tall and wide: storage trouble, too many requests, a
// browser that is no kiosk, a hall that has closed, a number that could not be confirmed or was cancelled, a lost
// connection, and the question to who has gone quiet.
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { inspect, nothingAmiss } from './checks.mjs';
import { launch, sizes } from './chrome.mjs';
import { startSampleHall } from './hall.mjs';
import { controlsInUpperHalf } from './kiosk-looks.mjs';
import { chooseLanguage, citizenLanguages, letPass, openKiosk, settled, stopClock, takeNumber, tap } from './people.mjs';

let browser;
before(async () => { browser = await launch(); });
afterEach(async () => {
  await browser.done();
  nothingAmiss();
});
after(() => browser?.close());

const shapes = { tall: sizes.kioskTall, wide: sizes.kioskWide };

// A server's refusal; the page tries again by itself where that may help, here at once.
const refusal = (status, code) => ({
  status, headers: { 'Retry-After': '0.001' }, contentType: 'application/problem+json',
  body: JSON.stringify({ type: 'about:blank', title: 'No', status, detail: 'No.', code }),
});
const storage = refusal(503, 'storage-unavailable');
const tooMany = refusal(429, 'too-many-requests');
const stranger = refusal(401, 'not-signed-in');
const closed = refusal(409, 'hall-closed');
const unconfirmed = refusal(409, 'invalid-request');
const voided = refusal(409, 'already-ended');

// Every language, and the longest ones also in large type and on the low screen: [language, way of showing, its button].
const ways = {
  tall: citizenLanguages.map((language) => [language, '', -1]),
  wide: [['en', '', -1], ['th', '', -1], ['vi', 'large', 1], ['id', 'low', 2]],
};

for (const [shape, size] of Object.entries(shapes)) {
  const lookWith = (kiosk, language, mode) => async (state) => {
    await settled(kiosk);
    await inspect(kiosk, `kiosk-${shape}-${state}-${mode || language}`, { kiosk: true, axe: language === 'en' && !mode });
    if (mode === 'low') assert.deepEqual(await kiosk.evaluate(controlsInUpperHalf), [], state);
  };

  test(`no number, and why, in every language and way of showing (${shape})`, async (t) => {
    const server = await startSampleHall(t);
    const kiosk = await openKiosk(browser, server, { size });
    for (const [status, path] of [[503, '/tickets'], [429, '/tickets'], [401, '/tickets'], [409, '/tickets'], [409, '/print-result']]) browser.mayBeRefused(status, path);
    let answer = null;
    const answerWith = (route) => (answer ? route.fulfill(answer) : route.continue());
    await kiosk.route('**/tickets', answerWith);
    await kiosk.route('**/print-result', (route) => answerWith(route));
    const fails = async (look, press, given, state) => {
      answer = given;
      const told = kiosk.locator('.message-box p').first();
      const before = await told.textContent({ timeout: 1 }).catch(() => '');
      await tap(kiosk, press);
      await kiosk.waitForFunction((old) => {
        const now = document.querySelector('.message.bad .message-box p');
        return now && now.textContent !== old && !document.querySelector('[aria-busy=true]');
      }, before);
      await look(state);
    };
    const begin = async (language, at) => {
      await chooseLanguage(kiosk, language);
      if (at >= 0) await tap(kiosk, `.tools .gap ~ .button >> nth=${at}`);
      await tap(kiosk, '#group-document .tile');
      await kiosk.locator('.screen.confirm').waitFor();
    };
    for (const [language, mode, at] of ways[shape]) {
      const look = lookWith(kiosk, language, mode);
      await begin(language, at);
      await fails(look, '.take .primary', storage, 'no-storage');
      await fails(look, '.message .primary', tooMany, 'too-many');
      await fails(look, '.message .primary', stranger, 'not-enrolled');
      await tap(kiosk, '.choices .go >> nth=-1');
      await begin(language, at);
      await fails(look, '.take .primary', closed, 'hall-closed');
      await tap(kiosk, '.choices .go >> nth=-1');
      await begin(language, at);
      answer = null;
      await takeNumber(kiosk);
      answer = unconfirmed;
      await tap(kiosk, '.keep .go');
      await kiosk.locator('.keep .banner.bad').waitFor();
      await look('unconfirmed');
      answer = voided;
      await tap(kiosk, '.keep .go');
      await kiosk.locator('.message.warn').waitFor();
      await look('voided');
      await tap(kiosk, '.message .go');
      await kiosk.locator('.screen.idle').waitFor();
    }
  });

  test(`a connection that is lost while somebody chooses, in every language (${shape})`, async (t) => {
    const server = await startSampleHall(t);
    const kiosks = [];
    for (const language of citizenLanguages) {
      const kiosk = await openKiosk(browser, server, { size });
      await chooseLanguage(kiosk, language);
      kiosks.push([language, kiosk]);
    }
    browser.serverMayBeAway();
    server.freeze();
    for (const [language, kiosk] of kiosks) {
      await kiosk.locator('.stale .banner').waitFor();
      await lookWith(kiosk, language, '')('old');
    }
  });

  test(`the question to somebody who has gone quiet, in every language (${shape})`, async (t) => {
    const server = await startSampleHall(t);
    for (const language of citizenLanguages) {
      const kiosk = await openKiosk(browser, server, { size, clock: true });
      await stopClock(kiosk);
      await chooseLanguage(kiosk, language);
      await letPass(kiosk, 31_000);
      await kiosk.locator('.dialog').waitFor();
      await kiosk.clock.resume();
      await inspect(kiosk, `kiosk-${shape}-still-there-${language}`, { kiosk: true, axe: language === 'en' });
    }
  });
}
