// Runs the pages' unit tests: types first, then each unit/*.test.ts bundled by esbuild and given to node's own
// test runner.   node unit.mjs [NAME…]
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const web = join(here, '..', '..', 'queue-server', 'web');
const out = join(here, '..', '..', '.build', 'web-unit');

run(process.execPath, [join(web, 'build', 'install.mjs')]);
const fromWeb = createRequire(join(web, 'package.json'));
run(process.execPath, [fromWeb.resolve('typescript/bin/tsc'), '--noEmit', '-p', here]);

const { build } = await import(pathToFileURL(fromWeb.resolve('esbuild')).href);
const wanted = process.argv.slice(2);
const tests = readdirSync(join(here, 'unit'))
  .filter((name) => name.endsWith('.test.ts'))
  .filter((name) => wanted.length === 0 || wanted.some((one) => name.includes(one)));
rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
await build({
  entryPoints: tests.map((name) => join(here, 'unit', name)), outdir: out, outExtension: { '.js': '.mjs' },
  bundle: true, format: 'esm', platform: 'node', target: 'node18', sourcemap: 'inline', logLevel: 'warning',
  banner: { js: "import { webcrypto as nodeCrypto } from 'node:crypto'; globalThis.crypto ??= nodeCrypto;" },  // node 18
  jsx: 'automatic', jsxImportSource: 'preact', nodePaths: [join(web, 'node_modules')], loader: { '.css': 'empty' },
});
run(process.execPath, ['--enable-source-maps', '--test', ...tests.map((name) => join(out, name.replace(/\.ts$/, '.mjs')))]);

function run(command, given) {
  const done = spawnSync(command, given, { stdio: 'inherit' });
  if (done.status !== 0) process.exit(done.status ?? 1);
}
