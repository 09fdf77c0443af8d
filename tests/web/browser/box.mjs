// A box of its own with one of the device programs, on a free port. Gone with the test.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { boxPrograms } from './places.mjs';
import { until } from './wait.mjs';

const freePort = () => new Promise((resolve) => {
  const holder = createServer().listen(0, '127.0.0.1', () => {
    const { port } = holder.address();
    holder.close(() => resolve(port));
  });
});

// Starts the program without a token; answers where its page is.
export async function startBox(t, server, role) {
  const folder = mkdtempSync(join(tmpdir(), 'hallcall-box-'));
  const listen = `127.0.0.1:${await freePort()}`;   // the same when the program begins anew
  const own = role === 'kiosk'
    ? ['serve', '--listen', listen, '--printer', `file:${join(folder, 'slip.bin')}`]
    : ['--serve', listen];
  const child = spawn(boxPrograms[role], [
    ...own, '--server', server.url, '--token-file', join(folder, 'token'), '--state', join(folder, 'state'),
  ], { stdio: ['ignore', 'ignore', 'pipe'] });
  t.after(() => {
    child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text) => { said += text; });
  const page = await until(() => /http:\/\/127\.0\.0\.1:\d+\/\w+/.exec(said)?.[0], `the ${role}'s program says where its page is`);
  return { page };
}
