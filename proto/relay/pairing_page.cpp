// See pairing_page.hpp. No framework: it is one code and three sentences.
#include "proto/relay/pairing_page.hpp"

#include "proto/messages/codec.hpp"

namespace hallcall::relay {
namespace {

constexpr std::string_view page_html = R"html(<!doctype html>
<html lang="zh-Hant-TW">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>登錄設備 Enrol this box</title>
<link rel="stylesheet" href="/pairing.css">
<script src="/pairing.js" defer></script>
</head>
<body>
<main>
<h1>登錄這臺設備 <span lang="en">Enrol this box</span></h1>
<p id="revoked" hidden>這臺設備的登錄已被撤銷，請通知管理員。
<span lang="en">This box’s enrolment was revoked. Please tell an administrator.</span></p>
<p id="code" role="status" aria-live="polite"></p>
<p id="waiting" hidden>請管理員站在這臺設備前，在管理畫面的「設備」裡核對並確認這個代碼。
<span lang="en">An administrator who stands before this box checks and confirms this code under “Devices” on the
dashboard.</span></p>
<p id="manager" hidden></p>
<p id="denied" hidden>管理員拒絕了這臺設備。一分鐘後會有新的代碼。
<span lang="en">An administrator denied this box. A new code comes in a minute.</span></p>
<p id="asking" hidden>正在向伺服器要代碼⋯⋯ <span lang="en">Asking the server for a code …</span></p>
<p id="trouble" role="status" lang="en" hidden></p>
</main>
</body>
</html>
)html";

constexpr std::string_view page_css = R"css(
* { box-sizing: border-box; margin: 0; }
html { background: #07222a; color: #fff; font: clamp(1rem, 2.2vmin, 2.5rem)/1.5 'Noto Sans TC', 'Noto Sans CJK TC',
  'Noto Sans', system-ui, sans-serif; }
body { min-height: 100vh; display: grid; place-items: center; padding: 2rem; text-align: center; }
main { display: grid; gap: 1.25rem; max-width: 60em; }
h1 { font-size: 1.6em; }
h1 span, p span { display: block; }
:lang(en) { font-family: 'Noto Sans', 'DejaVu Sans', sans-serif; }
#code { font: 800 clamp(2.5rem, 11vw, 14rem)/1.2 'Noto Sans Mono', 'DejaVu Sans Mono', ui-monospace, monospace;
  letter-spacing: 0.04em; white-space: nowrap; min-height: 1.2em; color: #ffd84d; }
#manager { font-weight: 700; overflow-wrap: anywhere; }
#revoked, #denied { padding: 0.75rem 1.25rem; border-radius: 0.5rem; background: #fff; color: #7a1010; font-weight: 700; }
#trouble { color: #ffd2c2; }
)css";

constexpr std::string_view page_script = R"js('use strict';
const at = (id) => document.getElementById(id);
const show = (id, yes) => { at(id).hidden = !yes; };
const put = (id, words) => { if (at(id).textContent !== words) at(id).textContent = words; };

async function look() {
  try {
    const answer = await fetch('/pairing.json', { cache: 'no-store' });
    const now = await answer.json();
    if (!now.pairing) return location.replace(now.page + location.search);
    put('code', now.code);
    show('revoked', now.revoked);
    show('waiting', now.phase === 'waiting');
    show('denied', now.phase === 'denied');
    show('asking', now.phase === 'asking' || now.phase === 'refused');
    put('manager', now.manager);
    show('manager', now.phase === 'waiting');
    put('trouble', now.trouble);
    show('trouble', now.trouble !== '');
  } catch {
    // The box's program is being started again: it answers in a moment.
  }
  setTimeout(look, 1500);
}
look();
)js";

constexpr std::string_view watch_script = R"js('use strict';
(() => {
  // In the middle of a visit a kiosk stays with its citizen.
  const free = () => {
    const kiosk = document.querySelector('.kiosk');
    return !kiosk || kiosk.classList.contains('at-idle');
  };
  async function look() {
    try {
      const answer = await fetch('/pairing.json', { cache: 'no-store' });
      const now = await answer.json();
      if (now.pairing && free()) return location.replace('/pairing' + location.search);
    } catch {
      // The box's program is being started again.
    }
    setTimeout(look, 3000);
  }
  look();
})();
)js";

net::response own_answer(std::string_view type, std::string body) {
  return {.status = 200,
          .headers = {{"Content-Type", std::string(type)},
                      {"Cache-Control", "no-store"},
                      {"Content-Security-Policy",
                       "default-src 'none'; script-src 'self'; style-src 'self'; connect-src "
                       "'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"},
                      {"X-Content-Type-Options", "nosniff"}},
          .body = net::make_body(std::move(body))};
}

}  // namespace

std::optional<net::response> pairing_page(std::string_view path, const pairing_view& view) {
  constexpr std::string_view script = "text/javascript; charset=utf-8";
  if (path == "/pairing") return own_answer("text/html; charset=utf-8", std::string(page_html));
  if (path == "/pairing.css") return own_answer("text/css; charset=utf-8", std::string(page_css));
  if (path == "/pairing.js") return own_answer(script, std::string(page_script));
  if (path == pairing_watch_path) return own_answer(script, std::string(watch_script));
  if (path == "/pairing.json") return own_answer("application/json", messages::encode(view));
  return std::nullopt;
}

}  // namespace hallcall::relay
