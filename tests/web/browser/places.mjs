// Where the browser tests find what they need, and where they leave pictures.
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..');
export const serverProgram = resolve(
  process.env.HALLCALL_SERVER ?? join(root, '.build', 'release', 'queue-server', 'queue-server'));
export const boxPrograms = {
  display: join(root, '.build', 'release', 'display-client', 'display-client'),
  kiosk: join(root, '.build', 'release', 'kiosk-client', 'kiosk-client'),
};
export const chromiumProgram = process.env.HALLCALL_CHROMIUM ?? '/usr/bin/chromium';
export const resultsFolder = join(root, '.build', 'results', 'screens');
export const officesFolder = join(root, 'queue-server', 'offices');
export const fromWeb = createRequire(join(root, 'queue-server', 'web', 'package.json'));
