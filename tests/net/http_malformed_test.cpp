// What the HTTP server refuses, and how: the handler never sees any of it, and the connection ends,
// so that no byte after a broken request can pass for another one.
#include <doctest/doctest.h>

#include <atomic>

#include <fmt/format.h>

#include "harness.hpp"

using namespace hallcall::net;
using namespace hallcall::net::testing;

namespace {

struct malformed {
  std::string what;
  std::string bytes;
  int status;
};

std::string post_with(std::string_view headers, std::string_view body = "") {
  return fmt::format("POST / HTTP/1.1\r\nHost: hall\r\n{}\r\n{}", headers, body);
}

std::string chunked(std::string_view body) {
  return post_with("Transfer-Encoding: chunked\r\n", body);
}

const std::vector<malformed>& table() {
  using namespace std::string_literals;
  static const std::vector<malformed> rows = {
      {"no HTTP at all", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n"s, 400},
      {"an empty method", " / HTTP/1.1\r\nHost: hall\r\n\r\n", 400},
      {"no target", "GET HTTP/1.1\r\nHost: hall\r\n\r\n", 400},
      {"HTTP/0.9", "GET /\r\n\r\n", 400},
      {"HTTP/2.0", "GET / HTTP/2.0\r\nHost: hall\r\n\r\n", 400},
      {"HTTP/1.9", "GET / HTTP/1.9\r\nHost: hall\r\n\r\n", 400},
      {"another protocol", "GET / HTTQ/1.1\r\nHost: hall\r\n\r\n", 400},
      {"an absolute target", "GET http://hall/ HTTP/1.1\r\nHost: hall\r\n\r\n", 400},
      {"an authority as target", "CONNECT hall:80 HTTP/1.1\r\nHost: hall\r\n\r\n", 400},
      {"an asterisk as target", "OPTIONS * HTTP/1.1\r\nHost: hall\r\n\r\n", 400},
      {"a fragment in the target", "GET /a#b HTTP/1.1\r\nHost: hall\r\n\r\n", 400},
      {"bytes that are no UTF-8 in the target", "GET /\xff\xfe HTTP/1.1\r\nHost: hall\r\n\r\n",
       400},
      {"UTF-8 in the target", "GET /\xe8\x99\x9f HTTP/1.1\r\nHost: hall\r\n\r\n", 400},
      {"a zero byte in the target", "GET /a\0b HTTP/1.1\r\nHost: hall\r\n\r\n"s, 400},
      {"a tab in the request line", "GET\t/\tHTTP/1.1\r\nHost: hall\r\n\r\n", 400},
      {"two spaces in the request line", "GET  / HTTP/1.1\r\nHost: hall\r\n\r\n", 400},
      {"no Host", "GET / HTTP/1.1\r\n\r\n", 400},
      {"two Hosts", "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400},
      {"lines that end in LF alone", "GET / HTTP/1.1\nHost: hall\n\n", 400},
      {"a bare CR in a header", get("/", "X: a\rb\r\n"), 400},
      {"a zero byte in a header", get("/", "X: a\0b\r\n"s), 400},
      {"a header without a colon", get("/", "X\r\n"), 400},
      {"a header without a name", get("/", ": x\r\n"), 400},
      {"a space before the colon", get("/", "X : y\r\n"), 400},
      {"a space in a header's name", get("/", "X Y: z\r\n"), 400},
      {"a length that is no number", post_with("Content-Length: ten\r\n"), 400},
      {"a negative length", post_with("Content-Length: -1\r\n"), 400},
      {"a signed length", post_with("Content-Length: +1\r\n", "a"), 400},
      {"a length in hexadecimal", post_with("Content-Length: 0x1\r\n", "a"), 400},
      {"a length beyond 64 bits", post_with("Content-Length: 18446744073709551617\r\n"), 400},
      {"an empty length", post_with("Content-Length: \r\n"), 400},
      {"two lengths", post_with("Content-Length: 1\r\nContent-Length: 2\r\n", "ab"), 400},
      {"two lengths in one", post_with("Content-Length: 1, 2\r\n", "ab"), 400},
      {"a huge length", post_with("Content-Length: 9999999999\r\n"), 413},
      {"length and chunks",
       post_with("Content-Length: 4\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"), 400},
      {"chunks and length",
       post_with("Transfer-Encoding: chunked\r\nContent-Length: 4\r\n", "0\r\n\r\n"), 400},
      {"chunks twice",
       post_with("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"), 400},
      {"chunks twice in one", post_with("Transfer-Encoding: chunked, chunked\r\n", "0\r\n\r\n"),
       501},
      {"chunked, then something else",
       post_with("Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n", "0\r\n\r\n"),
       400},
      {"something else, then chunked",
       post_with("Transfer-Encoding: identity\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"),
       501},
      {"gzip", post_with("Transfer-Encoding: gzip\r\n"), 501},
      {"gzip, chunked", post_with("Transfer-Encoding: gzip, chunked\r\n", "0\r\n\r\n"), 501},
      {"chunked with a parameter", post_with("Transfer-Encoding: chunked;q=1\r\n", "0\r\n\r\n"),
       501},
      {"xchunked", post_with("Transfer-Encoding: xchunked\r\n", "0\r\n\r\n"), 501},
      {"a quoted chunked", post_with("Transfer-Encoding: \"chunked\"\r\n", "0\r\n\r\n"), 501},
      {"an empty encoding", post_with("Transfer-Encoding: \r\n", "0\r\n\r\n"), 501},
      {"an encoding with a space before the colon",
       post_with("Transfer-Encoding : chunked\r\n", "0\r\n\r\n"), 400},
      {"chunks in HTTP/1.0",
       "POST / HTTP/1.0\r\nHost: hall\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400},
      {"a chunk without a size", chunked("\r\nabc\r\n0\r\n\r\n"), 400},
      {"a chunk's size that is no number", chunked("zz\r\nabc\r\n0\r\n\r\n"), 400},
      {"a chunk's size beyond 64 bits", chunked("fffffffffffffffff\r\nabc\r\n"), 400},
      {"a huge chunk", chunked("ffffffffffffffff\r\nabc\r\n"), 413},
      {"a chunk longer than its size", chunked("2\r\nabc\r\n0\r\n\r\n"), 400},
      {"a chunk's line without an end", chunked("1;" + std::string(20'000, 'x')), 400},
      {"a broken trailer", chunked("0\r\nX Y: z\r\n\r\n"), 400},
      {"a length in the trailer", chunked("0\r\nContent-Length: 5\r\n\r\n"), 400},
  };
  return rows;
}

}  // namespace

TEST_CASE("a malformed request is refused, ends the connection, and is not handed over") {
  std::atomic<int> handled = 0;
  test_server server({}, {.on_request = [&](const request&, const responder& answer) {
                       ++handled;
                       answer({});
                     }});
  for (const auto& row : table()) {
    CAPTURE(row.what);
    raw_peer peer(server.port());
    // What follows is bait: a smuggled request that must stay unread.
    peer.send(row.bytes + get("/smuggled"));
    const auto answer = peer.response();
    CHECK(answer);
    if (!answer) continue;
    CHECK(answer->status == row.status);
    CHECK(answer->header("Connection") == "close");
    CHECK(peer.ends());
  }
  CHECK(handled == 0);
  raw_peer decent(server.port());
  decent.send(get("/"));
  CHECK(decent.response()->status == 200);
}

TEST_CASE("the same bytes one by one are refused the same way") {
  test_server server({}, echo_handlers());
  for (const auto& row : table()) {
    if (row.bytes.size() > 1000) continue;
    CAPTURE(row.what);
    raw_peer peer(server.port());
    const auto bytes = row.bytes + get("/smuggled");
    for (const char byte : bytes) peer.send(std::string_view(&byte, 1));
    const auto answer = peer.response();
    CHECK(answer);
    if (answer) CHECK(answer->status == row.status);
  }
}

TEST_CASE("a request that breaks off is refused when the client has said all") {
  test_server server({}, echo_handlers());
  const auto whole = post("/", "hello");
  for (std::size_t length = 1; length < whole.size(); ++length) {
    CAPTURE(length);
    raw_peer peer(server.port());
    peer.send(std::string_view(whole).substr(0, length));
    peer.half_close();
    const auto answer = peer.response();
    CHECK(answer);
    if (answer) CHECK(answer->status == 400);
    CHECK(peer.ends());
  }
}

TEST_CASE("what is before a malformed request is answered first") {
  mailbox<responder> waiting;
  test_server server({}, {.on_request = [&](const request&, responder answer) {
                       waiting.put(std::move(answer));
                     }});
  raw_peer peer(server.port());
  peer.send(get("/") + "nonsense\r\n\r\n");
  auto late = waiting.take();
  REQUIRE(late);
  server.run([&] { (*late)({.body = make_body("first")}); });
  CHECK(peer.response()->body == "first");
  CHECK(peer.response()->status == 400);
  CHECK(peer.ends());
}

TEST_CASE("an empty line before a request is no fault") {
  test_server server({}, echo_handlers());
  raw_peer peer(server.port());
  peer.send("\r\n\r\n" + get("/a") + "\r");
  CHECK(peer.response()->body == "/a");
  peer.send("\n" + get("/b"));
  CHECK(peer.response()->body == "/b");
}
