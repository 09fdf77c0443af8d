// The board in every state, lying and upright, in three pairs of languages: the server's own frames, changed.
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { busyHall, changedBoard } from './board-frames.mjs';
import { inspect, nothingAmiss } from './checks.mjs';
import { launch, sizes } from './chrome.mjs';
import { startSampleHall } from './hall.mjs';
import { openBoard } from './people.mjs';

let browser;
before(async () => { browser = await launch(); });
afterEach(async () => {
  await browser.done();
  nothingAmiss();
});
after(() => browser?.close());

// Runs inside the page: what is taller than its frame.
function sticksOut(frames) {
  return [...document.querySelectorAll(frames)].filter((one) => one.scrollHeight > one.clientHeight + 2)
    .map((one) => `${one.className}: ${one.scrollHeight} in ${one.clientHeight}`);
}

const pairs = [['zh-TW', 'en'], ['vi', 'id'], ['th', 'ja']];
const shapes = { lying: sizes.board, upright: sizes.kioskTall };

const sentence = { 'zh-TW': '颱風期間請留意本所公告', en: 'Please mind the notices of this office during the typhoon', vi: 'Vui lòng theo dõi thông báo của văn phòng trong mùa bão', id: 'Mohon perhatikan pengumuman kantor selama topan', th: 'โปรดติดตามประกาศของสำนักงานในช่วงพายุไต้ฝุ่น', ja: '台風の間はこちらのお知らせにご注意ください' };
const longNotice = { id: 'long', text: Object.fromEntries(Object.entries(sentence).map(([tag, words]) => [tag, Array(12).fill(words).join('；')])) };
const tomorrow = () => new Date(Date.now() + 86_400_000).toISOString();

const door = (state) => (board) => ({ ...board, now: [], recent: [], hall: { ...board.hall, door: state, opensAt: tomorrow() } });
const states = {
  closed: door('closed'),
  'last-called': door('last-called'),
  'many-calls': busyHall(32),
  'one-call-again': (board, now) => {
    const busy = busyHall(9, { first: 1000 })(board, now);
    return { ...busy, now: busy.now.slice(0, 1) };
  },
  'other-language': (board, now) => {
    const busy = busyHall(12)(board, now);
    return { ...busy, now: busy.now.map((one) => ({ ...one, speak: ['vi/ticket-number', 'th/ticket-number', 'id/ticket-number'] })) };
  },
  congested: (board, now) => ({
    ...busyHall(19)(board, now), level: 'congested',
    lanes: board.lanes.map((one) => ({ ...one, waiting: 188, wait: { lowSeconds: 5_700, highSeconds: 7_800 } })),
  }),
  'long-marquee': (board, now) => ({ ...busyHall(12)(board, now), notices: [longNotice, ...board.notices] }),
};

for (const [shape, size] of Object.entries(shapes)) {
  test(`the board in every state and three pairs of languages (${shape})`, async (t) => {
    const server = await startSampleHall(t);
    // The hall's name tells which state has arrived.
    const shown = (change, pair, mark) => (board, now) => {
      const data = { ...change(board, now), languages: pair };
      return { ...data, hall: { ...data.hall, name: { ...data.hall.name, [pair[0]]: `${data.hall.name[pair[0]] ?? data.hall.name.en} ${mark}` } } };
    };
    const frames = changedBoard((board) => board);
    const { page } = await openBoard(browser, `${server.url}/board`, { size, prepare: frames.prepare });
    for (const [at, [state, change]] of Object.entries(states).entries()) {
      for (const [n, pair] of pairs.entries()) {
        const mark = `#${at}${n}`;
        frames.show(shown(change, pair, mark));
        await page.locator('.top .names', { hasText: mark }).waitFor();
        await inspect(page, `board-${shape}-${state}-${pair.join('+')}`, { citizens: true, axe: n === 0 });
        assert.deepEqual(await page.evaluate(sticksOut, '.nobody, .newest, .lanes'), [], `${state} ${pair}`);
      }
    }
  });

  test(`a board that is muted, has no voice, knows nothing yet, or is old says so (${shape})`, async (t) => {
    const server = await startSampleHall(t);
    const frames = changedBoard(busyHall(12));
    const { page } = await openBoard(browser, `${server.url}/board`, { size, prepare: frames.prepare });
    const pair = async (languages, state, more) => {
      frames.show((board, now) => ({ ...busyHall(12)(board, now), languages }));
      await page.locator(`.top .names span[lang="${languages[0]}"]`).waitFor();
      await inspect(page, `board-${shape}-${state}-${languages.join('+')}`, { citizens: true, ...more });
    };
    await page.locator('.sound').click();
    await page.locator('.sound.quiet').waitFor();
    for (const [n, languages] of pairs.entries()) await pair(languages, 'muted', { axe: n === 0 });
    const mute = await browser.open(`${server.url}/board`, { size, prepare: (one) => one.route('**/voice/manifest.json', (route) => route.fulfill({ json: {} })) });
    await mute.locator('.sound.quiet').waitFor();
    await inspect(mute, `board-${shape}-no-voice`, { citizens: true });
    const waits = await browser.open(`${server.url}/board`, { size, prepare: (one) => one.routeWebSocket(/\/live\?/, () => null) });
    await waits.locator('.board.connecting h1').waitFor();
    await inspect(waits, `board-${shape}-connecting`, { citizens: true });
    frames.silence(true);
    await page.locator('.old-banner').waitFor();
    await inspect(page, `board-${shape}-old-th+ja`, { citizens: true });
    frames.silence(false);
    await page.locator('.old-banner').waitFor({ state: 'detached' });
  });
}
