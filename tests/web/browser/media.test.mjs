// Pictures and films while nobody is called, from a folder that a server before the hall's lists; a call takes
// them away at once, and their sound with them.
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { inspect, nothingAmiss } from './checks.mjs';
import { launch, sizes } from './chrome.mjs';
import { Person, startSampleHall } from './hall.mjs';
import { openBoard } from './people.mjs';
import { until } from './wait.mjs';

let browser;
before(async () => { browser = await launch(); });
afterEach(async () => {
  await browser.done();
  nothingAmiss();
});
after(() => browser?.close());

const picture = (colour) => `<svg xmlns="http://www.w3.org/2000/svg" width="160" height="90"><rect width="160" height="90" fill="${colour}"/></svg>`;

// The folder that nginx would serve.
const withFolder = (names) => (page) => page.route((url) => url.pathname.startsWith('/media/'), (route) => {
  const name = new URL(route.request().url()).pathname.slice('/media/'.length);
  if (!name) return route.fulfill({ json: names.map((one) => ({ name: one, type: 'file', size: 1 })) });
  if (name.endsWith('.mp4')) return route.fulfill({ body: 'no film', contentType: 'video/mp4' });
  return route.fulfill({ body: picture(name.startsWith('a') ? '#dfe7e7' : '#ffd447'), contentType: 'image/svg+xml' });
});

for (const [shape, size] of [['wide', sizes.board], ['tall', sizes.kioskTall]]) {
  test(`pictures take turns until somebody is called, and a film that does not play is passed over (${shape})`, async (t) => {
    const server = await startSampleHall(t);
    const clerk = await Person.signIn(server, 'manager');
    const prepare = withFolder(['b.png', 'a.jpg', 'broken.mp4', 'notes.txt']);
    const { page: board } = await openBoard(browser, `${server.url}/board?media=/media/`, { size, prepare, motion: 'no-preference' });
    await board.locator('.rotation img[src="/media/a.jpg"]').waitFor();
    await inspect(board, `board-media-${shape}`, { citizens: true });
    await board.locator('.rotation img[src="/media/b.png"]').waitFor({ timeout: 20_000 });
    await board.locator('.rotation img[src="/media/a.jpg"]').waitFor({ timeout: 20_000 });   // past the film
    const ticket = await clerk.take();
    await clerk.counter(1, 'open');
    await clerk.counter(1, 'call-next');
    await board.locator('.newest .what strong', { hasText: ticket.number }).waitFor();
    assert.equal(await board.locator('.rotation').count(), 0);
  });
}

// Four seconds of almost nothing, as WAV.
function silence() {
  const rate = 8_000;
  const samples = rate * 4;
  const wav = Buffer.alloc(44 + samples, 0x80);
  wav.write('RIFF', 0); wav.writeUInt32LE(36 + samples, 4); wav.write('WAVEfmt ', 8); wav.writeUInt32LE(16, 16);
  wav.writeUInt16LE(1, 20); wav.writeUInt16LE(1, 22); wav.writeUInt32LE(rate, 24); wav.writeUInt32LE(rate, 28);
  wav.writeUInt16LE(1, 32); wav.writeUInt16LE(8, 34); wav.write('data', 36); wav.writeUInt32LE(samples, 40);
  return wav;
}

test('music plays, steps back while a call is spoken, comes back, and stops with the pause key', async (t) => {
  const server = await startSampleHall(t);
  const clerk = await Person.signIn(server, 'manager');
  const prepare = (page) => page.route((url) => url.pathname.startsWith('/media/'), (route) => (
    new URL(route.request().url()).pathname === '/media/'
      ? route.fulfill({ json: ['a.wav', 'b.wav'].map((name) => ({ name, type: 'file' })) })
      : route.fulfill({ body: silence(), contentType: 'audio/wav' })));
  const { page: board, told } = await openBoard(browser, `${server.url}/board?media=/media/`, { prepare });
  const music = () => board.evaluate(() => {
    const audio = document.querySelector('audio');
    return audio && { volume: audio.volume, paused: audio.paused, src: audio.currentSrc };
  });
  await until(async () => (await music())?.paused === false && (await music()).volume === 1, 'the music plays');
  assert.equal(await board.locator('.rotation').count(), 0, 'music alone is no picture');
  await until(async () => (await music()).src.endsWith('b.wav'), 'the next piece follows');
  await clerk.take();
  await clerk.counter(1, 'open');
  await clerk.counter(1, 'call-next');
  await until(async () => (await music()).volume < 0.2, 'the music steps back');
  assert.equal((await music()).paused, false);
  await until(() => told.some(({ type }) => type === 'spoken'), 'the call was spoken');
  await until(async () => (await music()).volume === 1, 'the music comes back');
  await board.keyboard.press(' ');
  await until(async () => (await music()).paused, 'the pause key');
});

test('the folder is one of the board\'s own server, or none', async (t) => {
  const server = await startSampleHall(t);
  for (const wrong of ['https://elsewhere.example/', '//elsewhere.example/', '/../', 'media/']) {
    const { page: board } = await openBoard(browser, `${server.url}/board?media=${encodeURIComponent(wrong)}`);
    await board.locator('.nobody').waitFor();
  }
});
