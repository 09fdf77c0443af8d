// Pages newer than the server's program: with HALLCALL_PAGES=FOLDER (what `node build.mjs --out FOLDER` leaves) the
// browser gets scripts, styles and clips from there and all else from the server, so that trying a page needs no C++
// build. Without the variable nothing is changed.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';

const folder = process.env.HALLCALL_PAGES;
const types = {
  '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.woff2': 'font/woff2', '.ogg': 'audio/ogg',
  '.json': 'application/json',
};

export async function serveFreshPages(context) {
  if (!folder) return;
  await context.route((url) => /^\/(assets|voice)\//.test(url.pathname), (route) => {
    const file = newest(join(folder, 'dist', new URL(route.request().url()).pathname));
    if (!file) return route.continue();
    return route.fulfill({ body: readFileSync(file), contentType: types[extname(file)] });
  });
}

// The server's own HTML asks for the names of its own build: whatever the digest, the page's script is meant.
function newest(file) {
  if (existsSync(file)) return file;
  const [, name, end] = /^(.+)-[A-Z0-9]{8}(\.\w+)$/.exec(basename(file)) ?? [];
  const found = name && readdirSync(dirname(file)).find((one) => one.startsWith(`${name}-`) && one.length === basename(file).length && one.endsWith(end));
  return found ? join(dirname(file), found) : null;
}
