// What the kiosk's camera sees: a film of one QR code on grey paper, made with the pages' own encoder, that Chromium
// plays in a camera's place. The file is read each time that a page opens the camera.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launch } from './chrome.mjs';
import { fromWeb } from './places.mjs';

const qrcode = fromWeb('qrcode-generator');
const size = { width: 640, height: 480 };
const module = 7;                       // px of one of the code's squares
const quiet = 4;                        // squares of white around it
const [grey, white, black] = [126, 228, 34];
const turn = 0.17;                      // radians: nobody holds a slip straight
const frames = 3;

// A Chromium whose camera sees what `show` says last.
export async function launchWithCamera() {
  const folder = mkdtempSync(join(tmpdir(), 'hallcall-camera-'));
  const file = join(folder, 'seen.y4m');
  const show = (text) => writeFileSync(file, film(text));
  show('');
  const browser = await launch('--use-fake-device-for-media-stream', `--use-file-for-fake-video-capture=${file}`);
  return {
    browser, show,
    close: async () => {
      await browser.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

// YUV4MPEG2, grey: brightness, then two planes without colour. An empty text is a picture of nothing.
function film(text) {
  const { width, height } = size;
  const light = Buffer.alloc(width * height, grey);
  if (text) draw(text, light);
  const noColour = Buffer.alloc(width * height / 2, 128);
  const frame = Buffer.concat([Buffer.from('FRAME\n'), light, noColour]);
  return Buffer.concat([Buffer.from(`YUV4MPEG2 W${width} H${height} F10:1 Ip A1:1 C420jpeg\n`), ...Array(frames).fill(frame)]);
}

function draw(text, light) {
  const code = qrcode(0, 'M');
  code.addData(text);
  code.make();
  const count = code.getModuleCount();
  const within = (at, edge) => at >= -edge && at < count + edge;
  for (let y = 0; y < size.height; y += 1) {
    for (let x = 0; x < size.width; x += 1) {
      const [dx, dy] = [(x - size.width / 2) / module, (y - size.height / 2) / module];
      const column = Math.floor(dx * Math.cos(turn) + dy * Math.sin(turn) + count / 2);
      const row = Math.floor(dy * Math.cos(turn) - dx * Math.sin(turn) + count / 2);
      if (!within(column, quiet) || !within(row, quiet)) continue;
      const dark = within(column, 0) && within(row, 0) && code.isDark(row, column);
      light[y * size.width + x] = dark ? black : white;
    }
  }
}

// Keeps what a page was given of the camera, so that a test sees whether it let go of it.
export const watchCamera = (page) => page.addInitScript(() => {
  window.tracks = [];
  const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  navigator.mediaDevices.getUserMedia = async (wanted) => {
    const stream = await ask(wanted);
    window.tracks.push(...stream.getTracks());
    return stream;
  };
});

// How the camera's light is: of all that was opened, which are still on.
export const lightsOn = (page) => page.evaluate(() => window.tracks.filter((one) => one.readyState === 'live').length);

// A camera that is there and cannot be had, for the reason that a browser names so.
export const cameraThatFails = (name) => (page) => page.addInitScript((reason) => {
  navigator.mediaDevices.enumerateDevices = async () => [{ kind: 'videoinput', deviceId: '', groupId: '', label: '' }];
  navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', reason));
}, name);
