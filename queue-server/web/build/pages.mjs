// The pages: which path serves which entry, and the HTML around it. A strict Content-Security-Policy holds, so
// there is no script and no style in the HTML itself.
import { existsSync } from 'node:fs';
import { join } from 'node:path';

// `target`: older browsers need a helper of the bundler's for class fields, and a page that imports something later would
// wait for a file of its own that holds it. A kiosk's browser is the office's, and new.
const all = [
  { name: 'kiosk', path: '/kiosk', title: '取號 · Take a number', fonts: true, target: 'es2022', scale: 'width=device-width, initial-scale=1' },
  { name: 'board', path: '/board', title: '叫號 · Now calling', fonts: true, scale: 'width=device-width, initial-scale=1' },
  { name: 'ticket', path: '/t', title: '我的號碼 · My number', fonts: false, scale: 'width=device-width, initial-scale=1, viewport-fit=cover' },
  { name: 'counter', path: '/counter', title: '櫃檯 · Counter', fonts: true, scale: 'width=device-width, initial-scale=1' },
  { name: 'manager', path: '/manager', title: '大廳 · Hall', fonts: true, scale: 'width=device-width, initial-scale=1' },
];

export function pagesIn(root) {
  return all
    .map((page) => ({ ...page, entry: join(root, 'pages', page.name, 'main.tsx') }))
    .filter((page) => existsSync(page.entry));
}

// `files`: {script, styles:[…], icon}, each a path on the server.
export function pageHtml(page, files) {
  const styles = files.styles.map((href) => `<link rel="stylesheet" href="${href}">`).join('\n');
  return `<!doctype html>
<html lang="zh-Hant-TW">
<head>
<meta charset="utf-8">
<meta name="viewport" content="${page.scale}">
<meta name="referrer" content="same-origin">
<meta name="theme-color" content="#0b4a52">
<title>${page.title}</title>
<link rel="icon" type="image/svg+xml" href="${files.icon}">
${styles}
<script type="module" src="${files.script}"></script>
</head>
<body>
<div id="page"></div>
<noscript><p class="noscript">這個頁面需要 JavaScript，請洽服務檯。<br>This page needs JavaScript. Please ask at the service desk.</p></noscript>
</body>
</html>
`;
}
