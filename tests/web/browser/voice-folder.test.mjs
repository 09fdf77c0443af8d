// An office's own voice pack: made, checked and served by the program, and refused when a board would leave something
// out with it.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { serverProgram } from './places.mjs';
import { Server, newFolder } from './server.mjs';

const run = (...words) => spawnSync(serverProgram, words, { encoding: 'utf8' });

// A pack of one language, spoken by somebody of the office.
function ownPack() {
  const folder = join(newFolder(), 'pack');
  const made = run('voice', 'make', folder, '--languages', 'zh-TW');
  assert.equal(made.status, 0, made.stderr);
  change(folder, (manifest) => { manifest.speaker = 'the reception desk'; });
  return folder;
}

function change(folder, how) {
  const file = join(folder, 'manifest.json');
  const manifest = JSON.parse(readFileSync(file, 'utf8'));
  how(manifest);
  writeFileSync(file, JSON.stringify(manifest));
}

test('a server with a voice folder serves that pack alone, and logs what could sound better', async (t) => {
  const folder = ownPack();
  change(folder, (manifest) => { delete manifest.clips['zh-TW/counter-12']; });
  assert.equal(run('voice', 'check', folder).status, 1);
  const server = new Server(undefined, ['--voice', folder]);
  t.after(() => server.stop());
  await server.start();
  const manifest = await (await fetch(`${server.url}/voice/manifest.json`)).json();
  assert.equal(manifest.speaker, 'the reception desk');
  const clip = await fetch(`${server.url}/voice/zh-TW/digit-3.ogg`);
  assert.equal(clip.headers.get('content-type'), 'audio/ogg');
  assert.deepEqual(Buffer.from(await clip.arrayBuffer()), readFileSync(join(folder, 'zh-TW', 'digit-3.ogg')));
  assert.equal((await fetch(`${server.url}/voice/en/digit-3.ogg`)).status, 404, 'not the built-in English');
  assert.equal((await fetch(`${server.url}/voice/zh-TW/counter-12.ogg`)).status, 404, 'not what the manifest leaves out');
  assert.match(server.said, /level=warning voice where="zh-TW\/counter-12" what="is missing/);
});

test('a server does not start with a pack that silences something, and says what that is', () => {
  const folder = ownPack();
  change(folder, (manifest) => {
    delete manifest.clips['zh-TW/number-guest'];
    manifest.clips['zh-TW/digit-3'].file = '../digit-3.ogg';
  });
  const refused = run('--voice', folder, '--data', newFolder(), '--listen', '127.0.0.1:0');
  assert.equal(refused.status, 2);
  assert.match(refused.stderr, /The voice pack in .* cannot be used; nothing starts with it:/);
  assert.match(refused.stderr, /error +zh-TW\/number-guest: is missing: a board leaves out zh-TW in a call that needs it/);
  assert.match(refused.stderr, /error +manifest\.json: clip zh-TW\/digit-3 names \.\.\/digit-3\.ogg/);
  assert.equal(run('--voice', join(folder, 'nothing'), '--listen', '127.0.0.1:0').status, 2);
});
