// What people do at the pages, step by step, as several tests need it.
import { sizes } from './chrome.mjs';

export const languages = ['zh-TW', 'en'];
export const citizenLanguages = ['zh-TW', 'en', 'vi', 'id', 'th', 'ja'];

// ---- at the kiosk, by touch
export async function openKiosk(browser, server, { size = sizes.kioskTall, touch = true, ...more } = {}) {
  const page = await browser.open(`${server.url}/kiosk`, { size, touch, ...more });
  await page.locator('.language:not(:disabled)').first().waitFor();
  return page;
}

export async function enrolKiosk(browser, link, { size = sizes.kioskTall, ...more } = {}) {
  const page = await browser.open(link, { size, touch: true, ...more });
  await page.locator('.banner.good').waitFor();
  return page;
}

// After a change of screen the kiosk takes no touch for a moment, as a finger's second tap would hit something new.
export async function settled(page) {
  await page.waitForFunction(() => document.querySelector('.kiosk:not(.settling)'));
}

// From now on the time of a page that was opened with `clock` moves by `letPass` alone. It is not moved while it runs:
// then the browser driver may set it back.
export async function stopClock(page) {
  const now = await page.evaluate(() => Date.now());   // ahead of ours where time was passed before
  await page.clock.pauseAt(new Date(now + 1_000));
}

export async function letPass(page, ms) {
  await page.clock.fastForward(ms);
  await page.clock.runFor(600);   // and what comes of that: a frame drawn, a screen that has settled
}

export async function tap(page, selector, options) {
  await settled(page);
  await page.locator(selector, options).first().tap();
}

export async function chooseLanguage(page, language) {
  await tap(page, `.language[lang="${language}"]`);
  await page.locator('.screen.services').waitFor();
}

// `service`: its place among the tiles' names, as the page's language says it.
export async function chooseService(page, name) {
  await tap(page, '.tile', { hasText: name });
  await page.locator('.screen.confirm').waitFor();
}

// Answers the ticket that was issued, once its number shows.
export async function takeNumber(page) {
  const issued = page.waitForResponse((answer) => answer.url().endsWith('/tickets') && answer.status() === 201);
  await tap(page, '.take .primary');
  const ticket = await (await issued).json();
  await page.locator('.number .big', { hasText: ticket.number }).waitFor();
  return ticket;
}

export async function keepNumber(page) {
  await tap(page, '.keep .go');
  await page.locator('.message.good').waitFor();
}

// ---- staff, by keyboard
export async function signIn(page, name, secret) {
  await page.locator('input[name=name]').fill(name);
  await page.locator('input[name=password]').fill(secret);
  await page.keyboard.press('Enter');
}

export async function openCounterPage(browser, server, n, name, options = {}) {
  const page = await browser.open(`${server.url}/counter/${n}`, { size: sizes.desk, ...options });
  await signIn(page, name, server.pins[name]);
  await page.locator('.counter-page').waitFor();
  return page;
}

export async function openManager(browser, server, options = {}) {
  const page = await browser.open(`${server.url}/manager`, { size: sizes.office, ...options });
  await signIn(page, 'manager', server.pins.manager);
  await page.locator('.manager-page').waitFor();
  return page;
}

// The counter's big key takes no press for 900 ms after the counter's state has changed, as that press was meant for
// the old state; a page that shows the new state has begun to count. So this waits as a clerk does who looks first.
const bigKeySettlesMs = 950;

export async function bigKeyIsReady(page, step) {
  await page.locator(`.big-key.step-${step}:not(:disabled):not([aria-busy=true])`).waitFor();
  await page.waitForTimeout(bigKeySettlesMs);
}

// Presses the counter's big key once it stands at `step`.
export async function pressStep(page, step, key = 'Space') {
  await bigKeyIsReady(page, step);
  await page.keyboard.press(key);
}

// One of the counter's other keys, once it may be pressed and nothing else is under way.
export async function pressAct(page, key) {
  await page.locator('.big-key:not([aria-busy=true])').waitFor();
  await page.locator(`.act-key[aria-keyshortcuts="${key}"]:not(:disabled)`).waitFor();
  await page.keyboard.press(key.toLowerCase());
}

// The panel of the visit's end takes no key for 500 ms, as a double press of the big key opens it.
const finishPanelSettlesMs = 550;

export async function finishKey(page, key) {
  await page.locator('.panel .outcome').first().waitFor();
  await page.waitForTimeout(finishPanelSettlesMs);
  await page.keyboard.press(key);
}

export const openPhone = (browser, server, ticket, options = {}) =>
  browser.open(new URL(ticket.url, server.url).href, { size: sizes.phone, touch: true, ...options });

// ---- the board, its sound allowed by a touch; answers the page and what it has told the server
export async function openBoard(browser, address, options = {}) {
  const page = await browser.open(address, { size: sizes.board, ...options });
  const told = [];
  page.on('websocket', (socket) => socket.on('framesent', ({ payload }) => told.push(JSON.parse(payload))));
  const clips = [];
  page.on('request', (request) => {
    const clip = /\/voice\/(.+)\.\w+$/.exec(request.url());
    if (clip) clips.push(clip[1]);
  });
  await page.locator('.board .counters').waitFor();
  // Now and then the browser lets a page speak at once that has been spoken to by the test: a touch would mute it.
  await page.locator('.sound').waitFor();
  if (await page.locator('.sound.quiet').count() > 0) await page.locator('.sound').click();
  await page.locator('.sound:not(.quiet)').waitFor();
  return { page, told, clips };
}
