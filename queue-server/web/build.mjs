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

// One script and one style per page, so that a phone loads nothing of the kiosk, and beside them what a page imports
// only when it is needed. Answers entry name → output.
async function bundle(list) {
  const more = [{ name: 'fonts', entry: join(root, 'shared', 'fonts.css') }, { name: 'icon', entry: join(root, 'shared', 'icon.svg') }];
  return Object.fromEntries(await Promise.all([...list, ...more].map(async (one) => [one.name, await bundleOne(one)])));
}

// Each by itself: built together, the pages would share chunks, and each would wait for one request more.
async function bundleOne({ name, entry, target = 'es2020' }) {
  const { metafile } = await build({
    absWorkingDir: root, entryPoints: { [name]: entry }, outdir: dist, bundle: true, minify: true, metafile: true,
    format: 'esm', splitting: true, target, charset: 'utf8', legalComments: 'none', logLevel: 'warning',
    entryNames: 'assets/[name]-[hash]', chunkNames: `assets/${name}-later-[hash]`, assetNames: 'assets/[name]-[hash]', publicPath: '/',
    jsx: 'automatic', jsxImportSource: 'preact', define: { 'process.env.NODE_ENV': '"production"' },
    loader: { '.woff2': 'file', '.svg': 'copy' },
  });
  const served = (file) => `/${relative(dist, join(root, file))}`;
  const [file, { cssBundle }] = Object.entries(metafile.outputs)
    .find(([, { entryPoint }]) => entryPoint && resolve(root, entryPoint) === entry);
  return { path: served(file), style: cssBundle && served(cssBundle) };
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
