// Runs the pages' browser tests: a real server, a real Chromium, four test files at a time, as they mostly wait.
//   node tests/web/browser.mjs [NAME…]     HALLCALL_SERVER: the server's program; HALLCALL_CHROMIUM: the browser
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromiumProgram, resultsFolder, root, serverProgram } from './browser/places.mjs';

const here = join(root, 'tests', 'web', 'browser');
const installed = spawnSync(process.execPath, [join(root, 'queue-server', 'web', 'build', 'install.mjs')], { stdio: 'inherit' });
if (installed.status !== 0) process.exit(1);
for (const program of [serverProgram, chromiumProgram]) {
  if (existsSync(program)) continue;
  console.error(`${program} is not there; see the first lines of tests/web/browser.mjs`);
  process.exit(1);
}
mkdirSync(resultsFolder, { recursive: true });

const wanted = process.argv.slice(2);
const tests = readdirSync(here)
  .filter((name) => name.endsWith('.test.mjs'))
  .filter((name) => wanted.length === 0 || wanted.some((one) => name.includes(one)))
  .map((name) => join(here, name));
const done = spawnSync(process.execPath, ['--test', '--test-concurrency=4', ...tests], { stdio: 'inherit' });
process.exit(done.status ?? 1);
