// The kiosk's visit, its patience, its search and its reader.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import qrcode from 'qrcode-generator';
import { codeReader } from '../../../queue-server/web/pages/kiosk/camera';
import { textOf } from '../../../queue-server/web/pages/kiosk/decoder';
import { readCode, ScanReader } from '../../../queue-server/web/pages/kiosk/scan';
import { aloud } from '../../../queue-server/web/pages/kiosk/speech';
import { folded, ServiceIndex } from '../../../queue-server/web/pages/kiosk/search';
import { audioWarningSeconds, patience, warningSeconds } from '../../../queue-server/web/pages/kiosk/timeout';
import {
  answered, ask, back, begin, choose, codeLength, codeRows, erased, insteadOf, maxServices, nobody, refused, spacedCode, toggleNeed,
  typed, unchoose,
  type Visit,
} from '../../../queue-server/web/pages/kiosk/visit';
import { wish } from '../../../queue-server/web/shared/keys';
import type { Problem, ServiceInfo, TicketIssued } from '../../../queue-server/web/shared/messages';

const make = () => wish('/halls/main/tickets', {});
const problem = (status: number, code: string): Problem => ({ type: '', title: '', status, detail: '', code });

test('language, matter, number: three touches', () => {
  const started = begin();
  const chosen = choose(started, 'birth');
  const asked = ask(chosen, make);
  assert.deepEqual([started.step, chosen.step, asked.busy], ['services', 'confirm', true]);
  assert.equal(answered(asked, { number: 'A001' } as TicketIssued).step, 'number');
});

test('a double tap asks for one ticket, with one key (R-2)', () => {
  const once = ask(choose(begin(), 'birth'), make);
  const twice = ask(once, make);
  assert.equal(twice, once);
  assert.ok(once.wish);
});

test('trying again after a lost reply keeps the key, after a refusal it is a new wish', () => {
  const asked = ask(choose(begin(), 'birth'), make);
  for (const lost of [problem(0, 'unreachable'), problem(503, 'storage-unavailable'), problem(429, 'too-many-requests')]) {
    const again = ask(refused(asked, lost), make);
    assert.equal(again.wish?.key, asked.wish?.key, lost.code);
  }
  const refusedVisit = refused(asked, problem(409, 'hall-closed'));
  assert.equal(refusedVisit.step, 'trouble');
  assert.equal(refusedVisit.wish, null);
});

test('several services go on one ticket, five at most, each once (R-5)', () => {
  let visit = begin();
  for (const id of ['a', 'b', 'b', 'c', 'd', 'e', 'f']) visit = choose(visit, id);
  assert.deepEqual(visit.services, ['a', 'b', 'c', 'd', 'e']);
  assert.equal(visit.services.length, maxServices);
  visit = unchoose(visit, 'c');
  assert.deepEqual(visit.services, ['a', 'b', 'd', 'e']);
  assert.equal(unchoose(choose(begin(), 'a'), 'a').step, 'services');
});

test('nobody needs help until somebody says so, and "no" takes all of it back', () => {
  let visit = begin();
  assert.deepEqual(visit.needs, []);
  visit = toggleNeed(toggleNeed(visit, 'senior'), 'wheelchair');
  assert.deepEqual(visit.needs, ['senior', 'wheelchair']);
  assert.deepEqual(toggleNeed(visit, 'senior').needs, ['wheelchair']);
  assert.deepEqual(toggleNeed(visit, 'none').needs, []);
});

test('one step back is one step, and from the first it is the first page with nothing kept', () => {
  const chosen = choose(begin(), 'birth');
  assert.equal(back(chosen).step, 'services');
  assert.deepEqual(back(chosen).services, []);
  assert.equal(back({ ...begin(), step: 'turning' }).step, 'services');
  assert.equal(back(begin()), nobody);
});

test('a quiet kiosk warns after 30 s and wipes 10 s later; a touch in between starts anew', () => {
  assert.deepEqual(patience('services', 0, 0, false), { phase: 'calm', left: 30 });
  assert.deepEqual(patience('confirm', 30_000, 60_000, false), { phase: 'warning', left: warningSeconds });
  assert.deepEqual(patience('confirm', 39_500, 60_000, false), { phase: 'warning', left: 1 });
  assert.deepEqual(patience('confirm', 40_000, 60_000, false), { phase: 'over' });
  assert.equal(patience('confirm', 100, 60_000, false).phase, 'calm');
});

test('the private matters leave sooner (R-22), the first page never, and nothing is wiped while a ticket is asked for', () => {
  assert.equal(patience('turning', 20_000, 20_000, false).phase, 'warning');
  assert.equal(patience('idle', 9e9, 9e9, false).phase, 'calm');
  assert.equal(patience('confirm', 90_000, 90_000, true).phase, 'calm');
});

test('who listens has 60 s and a longer warning, on the first page too; private matters go after 20 s all the same', () => {
  const listening = { audio: true, privately: false };
  for (const step of ['services', 'turning', 'confirm'] as const) {
    assert.equal(patience(step, 59_000, 59_000, false, listening).phase, 'calm', step);
    assert.deepEqual(patience(step, 60_000, 60_000, false, listening), { phase: 'warning', left: audioWarningSeconds });
  }
  assert.equal(patience('done', 0, 29_000, false, listening).phase, 'calm');
  assert.deepEqual(patience('number', 0, 30_000, false, listening), { phase: 'over' }, 'the server voids it then (R-3)');
  assert.equal(patience('idle', 60_000, 60_000, false, listening).phase, 'over');
  assert.equal(patience('confirm', 20_000, 20_000, false, { audio: false, privately: true }).phase, 'warning');
});

test('a number is read letter by letter, a range with the word for "to"', () => {
  assert.equal(aloud('A023 號', '到'), 'A 0 2 3 號');
  assert.equal(aloud('About 5–10 min,  E1002', 'to'), 'About 5 to 10 min, E 1 0 0 2');
});

test('an unconfirmed number is given up after 30 s, however often the screen is touched (R-3)', () => {
  assert.deepEqual(patience('number', 0, 29_000, false), { phase: 'calm', left: 1 });
  assert.deepEqual(patience('number', 0, 30_000, false), { phase: 'over' });
});

const service = (id: string, name: Record<string, string>, keywords: Record<string, string[]> = {}): ServiceInfo =>
  ({ id, group: 'x', name, documents: [], keywords, standardSeconds: 600 });
const services = [
  service('marriage', { 'zh-TW': '結婚登記', en: 'Marriage registration', vi: 'Đăng ký kết hôn', th: 'จดทะเบียนสมรส' }, { 'zh-TW': ['ㄐㄏㄉㄐ', 'jhdj'], en: ['wedding'], ja: ['ケッコン'] }),
  service('transcript', { 'zh-TW': '戶籍謄本', en: 'Household transcript', vi: 'Bản sao hộ tịch', th: 'สำเนาทะเบียน' }, { 'zh-TW': ['ㄏㄐㄊㄅ', 'hjtb'] }),
  service('moving', { 'zh-TW': '遷入登記', en: 'Moving in', vi: 'Chuyển đến', th: 'แจ้งย้ายเข้า' }, { 'zh-TW': ['ㄑㄖㄉㄐ'], ja: ['じゅうしょへんこう'] }),
];
const found = (language: string, text: string) => new ServiceIndex(services, language).find(text).map((one) => one.id);

test('search finds Chinese, Bopomofo and pinyin initials', () => {
  assert.deepEqual(found('zh-TW', '結婚'), ['marriage']);
  assert.deepEqual(found('zh-TW', 'ㄏㄐ'), ['transcript']);
  assert.deepEqual(found('zh-TW', 'HJT'), ['transcript']);
  assert.deepEqual(found('zh-TW', '登記'), ['marriage', 'moving']);
});

test('search needs no accents, vowels signs or the right kana', () => {
  assert.deepEqual(found('vi', 'dang ky'), ['marriage']);
  assert.deepEqual(found('vi', 'ket hon'), ['marriage']);
  assert.deepEqual(found('th', 'จดทบ'), ['marriage']);
  assert.deepEqual(found('ja', 'けっこん'), ['marriage']);
  assert.equal(folded('  Ｔｒａｎｓ ｃript '), 'transcript');
});

test('kana are found without voicing marks and small letters, which the glass keyboard lacks', () => {
  assert.deepEqual(found('ja', 'じゅうしょ'), ['moving']);
  assert.deepEqual(found('ja', 'しゆうしよ'), ['moving']);
  assert.deepEqual(found('ja', 'ジュウショ'), ['moving']);
});

test('one letter finds beginnings alone, another language only after the own', () => {
  assert.deepEqual(found('en', 'm'), ['marriage', 'moving']);
  assert.deepEqual(found('zh-TW', 'ㄐ'), ['marriage']);
  assert.deepEqual(found('zh-TW', 'wedding'), ['marriage']);
  assert.deepEqual(found('en', ''), []);
  assert.deepEqual(found('en', 'zzz'), []);
});

test('a reader is told from a person by its pace', () => {
  const type = (text: string, gap: number) => {
    const reader = new ScanReader();
    let at = 0;
    for (const key of text) reader.key(key, (at += gap));
    return reader.key('Enter', at + gap);
  };
  assert.deepEqual(type('http://hall.example/t/abcDEF_12-34', 10), { token: 'abcDEF_12-34' });
  assert.deepEqual(type('k7qm-4XYZ-2345', 10), { booking: 'K7QM4XYZ2345' });
  assert.equal(type('K7QM4XYZ2340', 10), null, 'no code has a zero');
  assert.equal(type('http://hall.example/t/abcDEF_12-34', 200), null);
  assert.equal(type('4711', 10), null);
});

test('a booking code is touched in letter by letter, and no more letters than it has', () => {
  let visit: Visit = { ...begin(), step: 'code', problem: problem(404, 'not-found') };
  for (const letter of codeRows.join('').slice(0, codeLength + 3)) visit = typed(visit, letter);
  assert.equal(visit.code, '23456789ABCD');
  assert.equal(visit.problem, null);
  assert.equal(spacedCode(visit.code), '2345 6789 ABCD');
  assert.equal(spacedCode('K7QM4'), 'K7QM 4___ ____');
  assert.equal(erased(visit).code, '23456789ABC');
  assert.deepEqual([back(visit).step, back(visit).code], ['services', '']);
});

test('a booking that lapsed is one touch away from an ordinary ticket for the same matter (R-32)', () => {
  const walkIn = { hall: 'main', services: ['birth'], needs: ['senior'], language: 'vi' };
  const late: Visit = { ...begin(), step: 'code', code: '23456789ABCD', problem: { ...problem(409, 'too-late'), walkIn } };
  const asked = ask(insteadOf(late), make);
  assert.deepEqual([asked.services, asked.needs, asked.busy], [['birth'], ['senior'], true]);
  assert.equal(insteadOf({ ...late, problem: problem(409, 'too-late') }).services.length, 0);
});

test('a picture is read by the browser where it reads QR codes, else by the decoder', async () => {
  const asked: string[][] = [];
  const detectorFor = (formats: string[]) => class {
    static getSupportedFormats = async () => formats;
    constructor(options: { formats: string[] }) { asked.push(options.formats); }
    detect = async () => [{ rawValue: 'seen' }];
  };
  const video = { videoWidth: 0 } as HTMLVideoElement;
  assert.equal(await (await codeReader(detectorFor(['ean_13', 'qr_code'])))(video), 'seen');
  assert.deepEqual(asked, [['qr_code']]);
  Object.assign(globalThis, { document: { createElement: () => ({ getContext: () => null }) } });
  assert.equal(await (await codeReader(detectorFor(['ean_13'])))(video), null);
  assert.equal(await (await codeReader(undefined))(video), null);
  Reflect.deleteProperty(globalThis, 'document');
  assert.equal(asked.length, 1, 'a browser that does not read QR codes is not asked to');
});

// A picture of the code, `scale` px a square, upside down if wanted.
function pictureOf(text: string, scale: number, upsideDown = false) {
  const code = qrcode(0, 'M');
  code.addData(text);
  code.make();
  const count = code.getModuleCount();
  const size = (count + 8) * scale;
  const data = new Uint8ClampedArray(size * size * 4).fill(255);
  for (let at = 0; at < size * size; at += 1) {
    const [row, column] = [Math.floor(at / size / scale) - 4, Math.floor((at % size) / scale) - 4];
    const inside = row >= 0 && column >= 0 && row < count && column < count;
    const dark = inside && (upsideDown ? code.isDark(count - 1 - row, count - 1 - column) : code.isDark(row, column));
    if (dark) data.fill(0, at * 4, at * 4 + 3);
  }
  return { width: size, height: size, data };
}

test('the decoder reads what the pages draw, also upside down, and nothing where there is nothing', () => {
  for (const text of ['https://hall.example/t/AbCdEfGhIjKlMnOpQrStUv', '2345-ABCD-EFGH']) {
    for (const upsideDown of [false, true]) assert.equal(textOf(pictureOf(text, 5, upsideDown)), text);
  }
  assert.equal(textOf({ width: 64, height: 64, data: new Uint8ClampedArray(64 * 64 * 4).fill(200) }), null);
});

test('a code is a booking\'s, a ticket\'s address, or not ours', () => {
  assert.deepEqual(readCode('2345-abcd-efgh'), { booking: '2345ABCDEFGH' });
  assert.deepEqual(readCode('https://hall.example/t/AbCdEfGh-_1'), { token: 'AbCdEfGh-_1' });
  for (const other of ['https://elsewhere.example/menu', '2345ABCDEFG', '0345ABCDEFGH', '']) assert.equal(readCode(other), null, other);
});

test('the camera is left after 30 s, and back from it one types', () => {
  assert.equal(patience('camera', 29_000, 29_000, false).phase, 'calm');
  assert.deepEqual(patience('camera', 30_000, 30_000, false), { phase: 'warning', left: warningSeconds });
  assert.deepEqual(patience('camera', 40_000, 40_000, false), { phase: 'over' });
  assert.equal(back({ ...begin(), step: 'camera' }).step, 'code');
});
