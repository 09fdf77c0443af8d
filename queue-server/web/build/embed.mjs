// Turns the finished files into what the program is linked with: one blob of bytes and a table of where each
// asset and its gzip variant begin. The table is sorted by path, as assets.cpp searches it.
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';
import { gzipSync } from 'node:zlib';

const types = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
  '.woff2': 'font/woff2',
  '.ogg': 'audio/ogg',
  '.mp3': 'audio/mpeg',
  '.wav': 'audio/wav',
  '.txt': 'text/plain; charset=utf-8',
};
const compressible = new Set(['.html', '.js', '.css', '.svg', '.json', '.txt']);

// `pages`: file below `dist` → the path it is served at; every other file is served at its own path.
export function embed(dist, out, pages) {
  const parts = [];
  let size = 0;
  const place = (bytes) => {
    const at = size;
    parts.push(bytes);
    size += bytes.length;
    return `${at}, ${bytes.length}`;
  };
  const assets = walk(dist).map((file) => {
    const name = relative(dist, file).split(sep).join('/');
    return { file, path: pages[name] ?? `/${name}`, extension: extname(name) };
  }).sort((a, b) => Buffer.compare(Buffer.from(a.path), Buffer.from(b.path)));

  const rows = assets.map(({ file, path, extension }) => {
    const type = types[extension];
    if (!type) throw new Error(`no content type is known for ${file}`);
    const bytes = readFileSync(file);
    const packed = compressible.has(extension) ? gzipSync(bytes, { level: 9 }) : Buffer.alloc(0);
    const pays = packed.length > 0 && packed.length < bytes.length * 0.9;
    const etag = createHash('sha256').update(bytes).digest('hex').slice(0, 20);
    const immutable = path.startsWith('/assets/');
    return `{"${path}", "${type}", "\\"${etag}\\"", ${immutable}, ${place(bytes)}, ${pays ? place(packed) : '0, 0'}},`;
  });
  writeFileSync(join(out, 'assets.bin'), Buffer.concat(parts));
  writeFileSync(join(out, 'assets_table.inc'), rows.join('\n') + '\n');
  return { count: assets.length, size };
}

function walk(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? walk(path) : [path];
  });
}
