// What a page weighs when it is loaded for the first time: everything that is built in for it, compressed as it is
// sent, without fonts and media. A citizen's phone may be slow; a kiosk must be up again soon after a power cut.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { path } from './wire-files';

const kilobyte = 1024;
const limits = { ticket: 60, kiosk: 250, board: 250 };   // KB

let out = '';
before(() => {
  out = mkdtempSync(join(tmpdir(), 'hallcall-sizes-'));
  const done = spawnSync(process.execPath, [path('queue-server/web/build.mjs'), '--no-check', '--out', out], { encoding: 'utf8' });
  assert.equal(done.status, 0, done.stderr);
});
after(() => rmSync(out, { recursive: true, force: true }));

const sent = (file: string) => gzipSync(readFileSync(join(out, 'dist', file)), { level: 9 }).length;

for (const [page, limit] of Object.entries(limits)) {
  test(`the page "${page}" is under ${limit} KB`, () => {
    const html = readFileSync(join(out, 'dist', `${page}.html`), 'utf8');
    const files = [...html.matchAll(/(?:href|src)="(\/[^"]+)"/g)].map(([, file]) => file ?? '');
    assert.ok(files.some((one) => one.endsWith('.js')) && files.some((one) => one.endsWith('.css')));
    const weight = files.filter((one) => !/\/fonts-/.test(one)).reduce((sum, one) => sum + sent(one), sent(`${page}.html`));
    assert.ok(weight <= limit * kilobyte, `${Math.round(weight / kilobyte)} KB`);
    if (page === 'ticket') assert.ok(!/fonts-/.test(html), 'a phone uses its own fonts');
  });
}

// What a page loads when it is needed, as the kiosk its reader of QR codes, comes on top and must fit in too.
test('a page is within its limit with all that it loads later, and waits for no second script at its start', () => {
  const assets = readdirSync(join(out, 'dist', 'assets'));
  for (const [page, limit] of Object.entries(limits)) {
    const own = assets.filter((one) => one.startsWith(`${page}-`));
    const weight = own.reduce((sum, one) => sum + sent(join('assets', one)), sent(`${page}.html`));
    assert.ok(weight <= limit * kilobyte, `${page}: ${Math.round(weight / kilobyte)} KB`);
    const [script = ''] = own.filter((one) => one.endsWith('.js') && !one.includes('-later-'));
    assert.doesNotMatch(readFileSync(join(out, 'dist', 'assets', script), 'utf8'), /(^|[;}\n])import\s*[{"*\w]/, page);
  }
  assert.equal(assets.filter((one) => one.startsWith('kiosk-later-')).length, 1, 'the decoder');
});
