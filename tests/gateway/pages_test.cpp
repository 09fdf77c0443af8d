// Pages and their headers, and requests under another site's or another host's name.
#include <fmt/format.h>

#include "clients.hpp"

using namespace hallcall;
using namespace hallcall::gateway;
using namespace hallcall::gateway::testing;

namespace {

const std::string body = R"({"services":["move-in"]})";

std::set<std::string> directives(const std::string& policy) {
  std::set<std::string> all;
  for (std::size_t at = 0; at < policy.size();) {
    const auto end = std::min(policy.find("; ", at), policy.size());
    all.insert(policy.substr(at, end - at));
    at = end + 2;
  }
  return all;
}

}  // namespace

TEST_CASE("every page forbids what it does not need") {
  test_hall hall;
  caller browser(hall);
  for (const auto* path :
       {"/kiosk", "/kiosk?hall=main", "/counter/5", "/t/some-token", "/assets/kiosk-3f2a.js"}) {
    CAPTURE(std::string(path));
    const auto r = browser.get(path);
    CHECK(r.status == 200);
    const auto policy = directives(r.header("Content-Security-Policy"));
    for (const auto* must : {"default-src 'none'", "script-src 'self'", "style-src 'self'",
                             "connect-src 'self'", "font-src 'self'", "media-src 'self'",
                             "frame-ancestors 'none'", "base-uri 'none'", "form-action 'none'"})
      CHECK(policy.contains(must));
    for (const auto& d : policy) {  // nothing inline, no other host
      CHECK(d.find("unsafe") == std::string::npos);
      CHECK(d.find("http") == std::string::npos);
      CHECK(d.find('*') == std::string::npos);
    }
    CHECK(r.header("X-Content-Type-Options") == "nosniff");
    CHECK(r.header("Referrer-Policy") == "no-referrer");  // a ticket's address is a secret
    CHECK(r.header("Cross-Origin-Opener-Policy") == "same-origin");
    // Codes are read by the kiosk's camera, and by no other page's.
    const bool kiosk = std::string_view(path).starts_with("/kiosk");
    CHECK(r.header("Permissions-Policy") == (kiosk ? "camera=(self), microphone=(), geolocation=()"
                                                   : "camera=(), microphone=(), geolocation=()"));
  }
}

TEST_CASE("a page is asked for again by its tag, an asset with its digest in its name never") {
  test_hall hall;
  caller browser(hall);
  const auto page = browser.get("/kiosk");
  CHECK(page.header("ETag") == "\"k1\"");
  CHECK(page.header("Cache-Control") == "no-cache");
  const auto same = browser.get("/kiosk", {{"If-None-Match", "\"k1\""}});
  CHECK(same.status == 304);
  CHECK(same.body.empty());
  CHECK(same.header("ETag") == "\"k1\"");
  CHECK(same.header("Content-Security-Policy") == page.header("Content-Security-Policy"));
  CHECK(browser.get("/kiosk", {{"If-None-Match", "\"k0\""}}).status == 200);
  CHECK(browser.get("/assets/kiosk-3f2a.js").header("Cache-Control") ==
        "public, max-age=31536000, immutable");
  const auto head = browser.head("/kiosk");
  CHECK(head.status == 200);
  CHECK(head.body.empty());
  CHECK(head.header("Content-Length") == std::to_string(page.body.size()));
}

TEST_CASE("a page comes compressed to who takes that, and plain to who does not") {
  test_hall hall;
  caller browser(hall);
  const auto plain = browser.get("/kiosk");
  CHECK(plain.header("Content-Encoding").empty());
  CHECK(plain.body.starts_with("<!doctype html>"));
  CHECK(plain.header("Vary") == "Accept-Encoding");
  const auto packed = browser.get("/kiosk", {{"Accept-Encoding", "gzip, deflate, br"}});
  CHECK(packed.header("Content-Encoding") == "gzip");
  CHECK(packed.body.starts_with("\x1f\x8b"));
  CHECK(packed.header("Vary") == "Accept-Encoding");
  CHECK(packed.header("Content-Type") == plain.header("Content-Type"));
  CHECK(
      browser.get("/kiosk", {{"Accept-Encoding", "gzip;q=0"}}).header("Content-Encoding").empty());
  CHECK(browser.get("/kiosk", {{"Accept-Encoding", "br"}}).header("Content-Encoding").empty());
  CHECK(browser.get("/counter", {{"Accept-Encoding", "gzip"}})
            .header("Content-Encoding")
            .empty());  // has none
}

TEST_CASE("the address without a path leads to the kiosk") {
  test_hall hall;
  caller browser(hall);
  const auto r = browser.get("/");
  CHECK(r.status == 302);
  CHECK(r.header("Location") == "/kiosk");
}

TEST_CASE("no path leads to anything but a page that is built in") {
  test_hall hall;
  caller browser(hall);
  for (const auto* path : {"/../etc/passwd",
                           "/..%2f..%2fetc/passwd",
                           "/%2e%2e/etc/passwd",
                           "/assets/../kiosk",
                           "/assets/../../kiosk",
                           "/./kiosk",
                           "//kiosk",
                           "/kiosk/",
                           "/kiosk%00",
                           "/kiosk%2f",
                           "/assets%2fkiosk-3f2a.js",
                           "/assets/",
                           "/voice/",
                           "/voice/..",
                           "/etc/passwd",
                           "/t/a/b",
                           "/t",
                           "/counter/5/6",
                           "/KIOSK",
                           "/kiosk.html",
                           "/journal.sqlite",
                           "/accounts.sqlite",
                           "/%2Fkiosk",
                           "/\\..\\kiosk"}) {
    CAPTURE(std::string(path));
    const auto r = browser.get(path);
    if (std::string(path) == "/t") {  // the page itself, without a ticket
      CHECK(r.status == 200);
      continue;
    }
    CHECK(r.status == 404);
    check_problem(r, "not-found");
  }
  for (const auto m :
       {net::method::post, net::method::put, net::method::delete_, net::method::options}) {
    const auto r = browser.ask({m, "/kiosk", {}, "", "", false});
    CHECK(r.status == 405);
    check_problem(r, "method-not-allowed");
    CHECK(r.header("Allow") == "GET, HEAD");
  }
}

TEST_CASE("what changes something must come from our own pages") {
  test_hall hall;
  caller clerk(hall, "clerk1");
  const auto path = main_hall + "/tickets";
  for (const std::string origin :
       {"http://elsewhere.example", "null", "https://127.0.0.1", "http://127.0.0.1:1", "x"}) {
    CAPTURE(origin);
    const auto r = clerk.post(path, body, {{"Origin", origin}});
    CHECK(r.status == 403);
    check_problem(r, "not-allowed");
    check_problem(clerk.del("/api/v1/session", {{"Origin", origin}}), "not-allowed");
    CHECK(clerk.get(path, {{"Origin", origin}}).status == 200);  // reading changes nothing
    CHECK(clerk.get(path, {{"Origin", origin}}).header("Access-Control-Allow-Origin").empty());
  }
  CHECK(clerk.post(path, body, {{"Origin", "http://" + hall.host()}}).status == 201);
  CHECK(clerk.post(path, body).status == 201);  // a program
  CHECK(clerk.get(path).object().at("tickets").get_array().size() == 2);
}

TEST_CASE("the sample hall answers to its own machine's names alone") {
  hall_options o;
  o.sample = true;
  test_hall hall(o);
  caller nobody(hall);
  const auto path = main_hall + "/tickets";
  for (const std::string host : {"rebound.example", "rebound.example:80", "127.0.0.1.example",
                                 "127.0.0.2", "[::2]:80", "", ":", "localhost.", "0.0.0.0"}) {
    CAPTURE(host);
    const auto r = nobody.post(path, body, {{"Host", host}, {"Origin", "http://" + host}});
    CHECK(r.status >= 400);
    CHECK(r.status <= 403);
    watch_options w;
    w.headers.emplace_back("Host", host);
    CHECK(watcher(hall, "board", "", w).ended().http_status != 0);
  }
  for (const std::string host :
       {"127.0.0.1", "localhost", "[::1]", "localhost:8080", "[::1]:8080", "127.0.0.1:1"}) {
    CAPTURE(host);
    CHECK(nobody.post(path, body, {{"Host", host}}).status == 201);
  }
  CHECK(nobody.get(path).status == 401);  // staff's list stays staff's
}

TEST_CASE("a real hall answers under whatever name it is reached by") {
  test_hall hall;
  caller clerk(hall, "clerk1");
  const net::header_list proxied{{"Host", "hall.example"}, {"Origin", "https://hall.example"}};
  CHECK(clerk.post(main_hall + "/tickets", body, proxied).status == 201);
}

TEST_CASE("what the server itself refuses is a problem with its own status") {
  test_hall hall;
  const std::pair<std::string, int> bad[] = {
      {"nonsense\r\n\r\n", 400},
      {"GET /kiosk HTTP/1.1\r\n\r\n", 400},
      {"GET http://x/ HTTP/1.1\r\nHost: x\r\n\r\n", 400},
      {"GET /" + std::string(9'000, 'x') + " HTTP/1.1\r\nHost: x\r\n\r\n", 0},
      {"GET / HTTP/1.1\r\nHost: x\r\nX: " + std::string(9'000, 'x') + "\r\n\r\n", 431},
      {"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip\r\n\r\n", 501},
      {"GET /api/v1/halls/main/live?view=board HTTP/1.1\r\nHost: x\r\nConnection: "
       "Upgrade\r\nUpgrade: websocket\r\n"
       "Sec-WebSocket-Version: 12\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
       426}};
  for (const auto& [bytes, status] : bad) {
    CAPTURE(bytes.substr(0, 60));
    net::testing::raw_peer peer(hall.port());
    peer.send(bytes);
    const auto raw = peer.response();
    REQUIRE(raw.has_value());
    if (status != 0) CHECK(raw->status == status);
    CHECK(raw->status >= 400);
    reply r{raw->status, {{"Content-Type", raw->header("Content-Type")}}, raw->body};
    check_problem(r, r.code());
  }
}
