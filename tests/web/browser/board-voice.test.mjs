// What the hall hears: every call whole, once, one after the other; nothing old; never half a language, and
// never silence where a language has no clips.
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { changedBoard } from './board-frames.mjs';
import { inspect, nothingAmiss } from './checks.mjs';
import { launch, sizes } from './chrome.mjs';
import { Person, startSampleHall } from './hall.mjs';
import { openBoard } from './people.mjs';
import { pause, until } from './wait.mjs';

let browser;
before(async () => { browser = await launch(); });
afterEach(async () => {
  await browser.done();
  nothingAmiss();
});
after(() => browser?.close());

// Notes each sound that the page begins: from when to when, by the sound's own clock.
const listen = (page) => page.addInitScript(() => {
  window.sounds = [];
  const begin = AudioBufferSourceNode.prototype.start;
  AudioBufferSourceNode.prototype.start = function start(at, ...more) {
    window.sounds.push({ from: at, to: at + this.buffer.duration });
    return begin.call(this, at, ...more);
  };
});
const sounds = (page) => page.evaluate(() => window.sounds);
const spoken = (told) => told.filter(({ type }) => type === 'spoken').map(({ call }) => call);

// A call cut short, so that three take seconds and not half a minute.
const brief = (call) => ({ ...call, speak: call.speak.length > 0 ? ['chime', `zh-TW/counter-${call.counter}`] : [] });
const withCalls = (change) => (board) => ({ ...board, now: board.now.map(change) });

async function hallWithBoard(t, change) {
  const server = await startSampleHall(t);
  const clerk = await Person.signIn(server, 'manager');
  const frames = changedBoard(withCalls(change));
  const prepare = async (page) => {
    await listen(page);
    await frames.prepare(page);
  };
  const { page, told } = await openBoard(browser, `${server.url}/board`, { prepare });
  return { clerk, frames, page, told };
}

test('three calls within one second are spoken one after the other, whole, once; a reconnect repeats nothing', async (t) => {
  const { clerk, frames, page, told } = await hallWithBoard(t, brief);
  await clerk.takeMany(3);
  for (const n of [1, 2, 3]) await clerk.counter(n, 'open');
  const since = Date.now();
  const called = [];
  for (const n of [1, 2, 3]) called.push((await clerk.counter(n, 'call-next')).call);
  t.diagnostic(`called within ${Date.now() - since} ms`);
  await until(() => spoken(told).length === 3, 'all three are spoken', { within: 40_000 });
  const heard = await sounds(page);
  assert.equal(heard.length, 6, 'the chime and the counter, three times');
  heard.sort((a, b) => a.from - b.from).reduce((before, one) => {
    assert.ok(one.from >= before.to - 0.001, `${one.from} begins before ${before.to}`);
    return one;
  });
  if (called[0]) assert.deepEqual(spoken(told), called);
  frames.drop();
  await page.locator('.newest .what strong').waitFor();
  await pause(2_500);
  assert.equal(spoken(told).length, 3);
  assert.equal((await sounds(page)).length, 6);
});

test('a board that was away shows the calls made meanwhile, and announces nothing old', async (t) => {
  const long = (call) => ({ ...call, at: new Date(Date.parse(call.at) - 20_000).toISOString() });
  const { clerk, page, told } = await hallWithBoard(t, long);
  const ticket = await clerk.take();
  await clerk.counter(1, 'open');
  await clerk.counter(1, 'call-next');
  await page.locator('.newest .what strong', { hasText: ticket.number }).waitFor();
  await until(() => told.some(({ type }) => type === 'shown'), 'the board says that it shows it');
  await pause(1_000);
  assert.deepEqual(await sounds(page), []);
  assert.deepEqual(spoken(told), []);
});

test('a language without clips has the chime and its words on the screen, and no half sentence; staff see it', async (t) => {
  const asks = (call) => ({ ...call, speak: ['chime', 'th/ticket-number', 'zh-TW/digit-1', 'th/letter-A'] });
  const { clerk, page, told } = await hallWithBoard(t, asks);
  const ticket = await clerk.take(['transcript'], { language: 'th' });
  await clerk.counter(5, 'open');
  assert.equal(await page.locator('.unspoken').count(), 0, 'nothing is missing until a call needs it');
  await clerk.counter(5, 'call-next');
  await page.locator('.newest .label [lang=th]', { hasText: `หมายเลข ${ticket.number} เชิญช่อง 5` }).waitFor();
  await until(() => spoken(told).length === 1, 'it is spoken');
  assert.equal((await sounds(page)).length, 2, 'the chime and the Chinese');
  await page.locator('.unspoken', { hasText: '缺語音：ไทย' }).waitFor();
  await page.locator('.unspoken', { hasText: 'Voice clips missing: ไทย' }).waitFor();
  await inspect(page, 'board-other-language', { citizens: true });
});

// The pack with these clips gone: from the manifest, or from the disk behind it.
const without = (gone, broken = []) => async (page) => {
  await page.route('**/voice/manifest.json', async (route) => {
    const manifest = await (await route.fetch()).json();
    for (const id of gone) delete manifest.clips[id];
    await route.fulfill({ json: manifest });
  });
  for (const id of broken) await page.route(`**/voice/${id}.ogg`, (route) => route.fulfill({ body: 'not a sound' }));
};

test('a counter whose clip is missing is spelled, a language with a broken clip is left out, and staff see both', async (t) => {
  const server = await startSampleHall(t);
  const clerk = await Person.signIn(server, 'manager');
  const prepare = async (page) => {
    await listen(page);
    await without(['zh-TW/counter-12'], ['en/please-go-to'])(page);
  };
  const { page, told } = await openBoard(browser, `${server.url}/board`, { prepare });
  await page.locator('.unspoken', { hasText: 'Voice clips missing: English' }).waitFor();
  await clerk.take();
  await clerk.counter(12, 'open');
  await clerk.counter(12, 'call-next');
  await until(() => spoken(told).length === 1, 'it is spoken', { within: 30_000 });
  // The chime; letter, three digits, the phrase; one, two, counter. No English.
  assert.equal((await sounds(page)).length, 1 + 5 + 3);
  await page.locator('.unspoken', { hasText: /Voice clips missing: (English 中文|中文 English)/ }).waitFor();
  await inspect(page, 'board-voice-lacks', { citizens: true });
  await page.setViewportSize(sizes.kioskTall);
  await inspect(page, 'board-voice-lacks-portrait', { citizens: true });
});

test('without any language there is the chime and the text, without a chime the text, and neither counts as spoken', async (t) => {
  const server = await startSampleHall(t);
  const clerk = await Person.signIn(server, 'manager');
  const silent = async (page) => {
    await listen(page);
    await without(['chime', 'zh-TW/number-guest', 'en/please-go-to'])(page);
  };
  const ringing = async (page) => {
    await listen(page);
    await without(['zh-TW/number-guest', 'en/please-go-to'])(page);
  };
  const first = await openBoard(browser, `${server.url}/board`, { prepare: silent });
  const second = await openBoard(browser, `${server.url}/board`, { prepare: ringing });
  const ticket = await clerk.take();
  await clerk.counter(5, 'open');
  await clerk.counter(5, 'call-next');
  for (const { page } of [first, second]) await page.locator('.newest .what strong', { hasText: ticket.number }).waitFor();
  await first.page.locator('.unspoken', { hasText: '缺語音：提示音 中文 English' }).waitFor();
  await second.page.locator('.unspoken', { hasText: '缺語音：中文 English' }).waitFor();
  await until(async () => (await sounds(second.page)).length === 1, 'the chime sounds');
  await pause(4_000);
  assert.deepEqual(await sounds(first.page), []);
  for (const { told } of [first, second]) {
    assert.ok(told.some(({ type }) => type === 'shown'));
    assert.deepEqual(spoken(told), []);
  }
});

test('a board that is muted says so large, also without a voice pack', async (t) => {
  const server = await startSampleHall(t);
  const page = await browser.open(`${server.url}/board`, { prepare: (one) => one.route('**/voice/manifest.json', (route) => route.fulfill({ json: {} })) });
  await page.locator('.sound.quiet', { hasText: '沒有語音檔' }).waitFor();
  await inspect(page, 'board-no-voice', { citizens: true });
  const { page: board } = await openBoard(browser, `${server.url}/board`);
  await board.locator('.sound').click();
  await board.locator('.sound.quiet', { hasText: 'Muted' }).waitFor();
  await inspect(board, 'board-muted', { citizens: true });
});
