// Builds every page: checks the types, bundles scripts and styles under names with their digest, adds fonts and
// the voice pack, and packs all for embedding.
//   node build.mjs [--out DIR] [--voice DIR] [--no-check] [--only PAGE,PAGE]
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { embed } from './build/embed.mjs';
import { pageHtml, pagesIn } from './build/pages.mjs';

const root = dirname(fileURLToPath(import.meta.url));
const options = readArguments(process.argv.slice(2));
const out = resolve(options.out ?? join(root, '..', '..', '.build', 'web'));
const dist = join(out, 'dist');

if (options.check) checkTypes();
rmSync(dist, { recursive: true, force: true });
mkdirSync(dist, { recursive: true });
const pages = pagesIn(root).filter((page) => !options.only || options.only.includes(page.name));
const bundled = await bundle(pages);
const served = writePages(pages, bundled);
if (options.voice && existsSync(join(options.voice, 'manifest.json'))) {
  cpSync(options.voice, join(dist, 'voice'), { recursive: true });
}
const { count, size } = embed(dist, out, served);
console.log(`web: ${count} files, ${(size / 1024 / 1024).toFixed(1)} MiB in ${out}`);

function readArguments(given) {
  const read = { out: null, voice: null, check: true, only: null };
  for (let i = 0; i < given.length; i += 1) {
    if (given[i] === '--out') read.out = given[++i];
    else if (given[i] === '--voice') read.voice = given[++i];
    else if (given[i] === '--no-check') read.check = false;
    else if (given[i] === '--only') read.only = given[++i].split(',');
    else {
      console.error('usage: node build.mjs [--out DIR] [--voice DIR] [--no-check] [--only PAGE,PAGE]');
      process.exit(2);
    }
  }
  return read;
}

function checkTypes() {
  const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const done = spawnSync(process.execPath, [compiler, '--noEmit', '-p', root], { stdio: 'inherit' });
  if (done.status !== 0) process.exit(1);
}

// One script and one style per page, so that a phone loads nothing of the kiosk. Answers entry name → output.
async function bundle(list) {
  const entryPoints = Object.fromEntries(list.map((page) => [page.name, page.entry]));
  entryPoints.fonts = join(root, 'shared', 'fonts.css');
  entryPoints.icon = join(root, 'shared', 'icon.svg');
  const result = await build({
    absWorkingDir: root, entryPoints, outdir: dist, bundle: true, minify: true, metafile: true,
    format: 'esm', target: 'es2020', charset: 'utf8', legalComments: 'none', logLevel: 'warning',
    entryNames: 'assets/[name]-[hash]', assetNames: 'assets/[name]-[hash]', publicPath: '/',
    jsx: 'automatic', jsxImportSource: 'preact', define: { 'process.env.NODE_ENV': '"production"' },
    loader: { '.woff2': 'file', '.svg': 'copy' },
  });
  const found = {};
  for (const [file, output] of Object.entries(result.metafile.outputs)) {
    if (!output.entryPoint) continue;
    const path = `/${relative(dist, join(root, file))}`;
    const name = Object.keys(entryPoints).find((one) => resolve(root, output.entryPoint) === entryPoints[one]);
    found[name] = { path, style: output.cssBundle && `/${relative(dist, join(root, output.cssBundle))}` };
  }
  return found;
}

function writePages(list, built) {
  const paths = {};
  for (const page of list) {
    const { path: script, style } = built[page.name];
    const styles = [page.fonts ? built.fonts.path : null, style].filter(Boolean);
    writeFileSync(join(dist, `${page.name}.html`), pageHtml(page, { script, styles, icon: built.icon.path }));
    paths[`${page.name}.html`] = page.path;
  }
  return paths;
}
