// The server's end of a WebSocket, against a peer that can break every rule.
#include <doctest/doctest.h>

#include <fmt/format.h>

#include "harness.hpp"

using namespace hallcall::net;
using namespace hallcall::net::testing;
using namespace std::chrono_literals;

namespace {

constexpr int text_frame = 1;
constexpr int binary_frame = 2;
constexpr int close_frame = 8;
constexpr int ping_frame = 9;
constexpr int pong_frame = 10;

using session = std::shared_ptr<ws_session>;

std::shared_ptr<const std::string> text_of(std::size_t bytes) {
  return make_body(std::string(bytes, 't'));
}

// Accepts every upgrade, echoes text, and tells what happens.
struct ws_events {
  mailbox<session> opened;
  mailbox<std::string> said;
  mailbox<bool> closed;

  http_server_handlers handlers(std::string subprotocol = "") {
    auto all = echo_handlers();
    all.on_upgrade = [this, subprotocol](const request&) {
      return http_server_handlers::accept_upgrade{
          .subprotocol = subprotocol, .on_open = [this](session opened_now) { open(opened_now); }};
    };
    return all;
  }

  void open(const session& now) {
    now->start({.on_text =
                    [this, to = std::weak_ptr(now)](std::string_view text) {
                      said.put(std::string(text));
                      if (const auto open = to.lock(); open && open->idle())
                        open->send(make_body(std::string(text)));
                    },
                .on_idle = nullptr,
                .on_close = [this] { closed.put(true); }});
    opened.put(now);
  }
};

}  // namespace

TEST_CASE("an upgrade becomes a WebSocket that speaks the subprotocol and echoes") {
  ws_events events;
  test_server server({}, events.handlers("hallcall.v1"));
  raw_peer peer(server.port());
  const auto answer = peer.upgrade("/live?view=board", "Sec-WebSocket-Protocol: hallcall.v1\r\n");
  REQUIRE(answer);
  CHECK(answer->status == 101);
  CHECK(answer->header("Sec-WebSocket-Accept") == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
  CHECK(answer->header("Sec-WebSocket-Protocol") == "hallcall.v1");
  CHECK(answer->header("Sec-WebSocket-Extensions").empty());
  const auto opened = events.opened.take();
  REQUIRE(opened);
  CHECK((*opened)->remote_address() == "127.0.0.1");

  peer.send_frame(text_frame, "hello");
  CHECK(peer.frame()->payload == "hello");
  peer.send_frame(text_frame, "two ", false);
  peer.send_frame(ping_frame, "between");
  peer.send_frame(0, "parts");
  const auto pong = peer.frame();
  CHECK(pong->opcode == pong_frame);
  CHECK(pong->payload == "between");
  CHECK(peer.frame()->payload == "two parts");
  CHECK(server.stats().websockets == 1);
  CHECK(server.stats().connections == 1);

  peer.send_frame(close_frame, "\x03\xe8");
  CHECK(peer.frame()->close_code() == 1000);
  CHECK(peer.ends());
  peer.half_close();
  CHECK(events.closed.take());
  CHECK(server.stats().connections == 0);
}

TEST_CASE("a peer that says goodbye but does not close is cut off") {
  ws_events events;
  test_server server({.write_timeout = 100ms}, events.handlers());
  raw_peer peer(server.port());
  REQUIRE(peer.upgrade());
  peer.send_frame(close_frame, "\x03\xe8");
  CHECK(peer.frame()->close_code() == 1000);
  CHECK(events.closed.take());
}

TEST_CASE("an upgrade can be refused with any answer, and the connection lives on") {
  auto handlers = echo_handlers();
  handlers.on_upgrade = [](const request& asked) {
    CHECK(asked.target == "/live");
    return response{.status = 403, .body = make_body("not you")};
  };
  test_server server({}, handlers);
  raw_peer peer(server.port());
  const auto refused = peer.upgrade();
  REQUIRE(refused);
  CHECK(refused->status == 403);
  CHECK(refused->body == "not you");
  peer.send(get("/next"));
  CHECK(peer.response()->body == "/next");
}

TEST_CASE("an upgrade waits for the answers before it") {
  ws_events events;
  mailbox<responder> waiting;
  auto handlers = events.handlers();
  handlers.on_request = [&](const request&, responder answer) { waiting.put(std::move(answer)); };
  test_server server({}, handlers);
  raw_peer peer(server.port());
  peer.send(get("/first"));
  auto first = waiting.take();
  REQUIRE(first);
  std::thread late([&] { server.run([&] { (*first)({.body = make_body("first")}); }); });
  const auto answer = peer.upgrade();
  late.join();
  REQUIRE(answer);
  CHECK(answer->body == "first");
  CHECK(peer.response()->status == 101);
}

TEST_CASE("a broken handshake is refused") {
  ws_events events;
  test_server server({}, events.handlers());
  const std::string key = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
  const std::string version = "Sec-WebSocket-Version: 13\r\n";
  const std::string upgrade = "Connection: keep-alive, Upgrade\r\nUpgrade: websocket\r\n";
  struct broken {
    std::string bytes;
    int status;
  };
  for (const auto& [bytes, status] : std::vector<broken>{
           {get("/live", upgrade + version), 400},
           {get("/live", upgrade + version + "Sec-WebSocket-Key: short\r\n"), 400},
           {get("/live", upgrade + key), 426},
           {get("/live", upgrade + key + "Sec-WebSocket-Version: 8\r\n"), 426},
           {get("/live", upgrade + key + version + "Content-Length: 1\r\n") + "x", 400},
           {get("/live", upgrade + key + version) + "early frame", 400},
           {"POST /live HTTP/1.1\r\nHost: hall\r\n" + upgrade + key + version + "\r\n", 400}}) {
    CAPTURE(bytes);
    raw_peer peer(server.port());
    peer.send(bytes);
    const auto answer = peer.response();
    REQUIRE(answer);
    CHECK(answer->status == status);
    if (status == 426) CHECK(answer->header("Sec-WebSocket-Version") == "13");
    CHECK(peer.ends());
  }
  CHECK(server.stats().websockets == 0);
  CHECK(events.opened.empty());
}

TEST_CASE("an upgrade to something else is an ordinary request") {
  ws_events events;
  test_server server({}, events.handlers());
  raw_peer peer(server.port());
  peer.send(get("/plain", "Connection: Upgrade\r\nUpgrade: h2c\r\n"));
  CHECK(peer.response()->body == "/plain");
}

TEST_CASE("broken messages close with the code that says why") {
  struct broken {
    std::string what;
    int opcode;
    std::string payload;
    int code;
  };
  for (const auto& [what, opcode, payload, code] :
       std::vector<broken>{{"a message over the limit", text_frame, std::string(4097, 'x'), 1009},
                           {"a binary message", binary_frame, "bytes", 1003},
                           {"text that is not UTF-8", text_frame, "\xff\xfe", 1007},
                           {"text that ends within a character", text_frame, "\xe8\x99", 1007},
                           {"an overlong slash", text_frame, "\xc0\xaf", 1007},
                           {"an unknown opcode", 3, "x", 1002},
                           {"a reserved bit", 0x40 | text_frame, "x", 1002},
                           {"a continuation of nothing", 0, "x", 1002},
                           {"a ping that is too long", ping_frame, std::string(126, 'x'), 1002}}) {
    CAPTURE(what);
    ws_events events;
    test_server server({}, events.handlers());
    raw_peer peer(server.port());
    REQUIRE(peer.upgrade()->status == 101);
    peer.send_frame(opcode, payload);
    const auto goodbye = peer.frame();
    CHECK(goodbye);
    if (goodbye) CHECK(goodbye->close_code() == code);
    peer.send_frame(close_frame, "");
    CHECK(peer.ends());
    peer.half_close();
    CHECK(events.closed.take());
    CHECK(events.said.empty());
  }
}

TEST_CASE("a message of the largest size, in one frame or in many, is heard") {
  ws_events events;
  test_server server({}, events.handlers());
  raw_peer peer(server.port());
  REQUIRE(peer.upgrade());
  peer.send_frame(text_frame, std::string(4096, 'x'));
  CHECK(events.said.take()->size() == 4096);
  for (int i = 0; i < 4; ++i)
    peer.send_frame(i == 0 ? text_frame : 0, std::string(1024, 'y'), i == 3);
  CHECK(events.said.take()->size() == 4096);
  for (int i = 0; i < 5; ++i)
    peer.send_frame(i == 0 ? text_frame : 0, std::string(1024, 'z'), i == 4);
  CHECK(peer.frame()->payload.size() == 4096);
  CHECK(peer.frame()->payload.size() == 4096);
  CHECK(peer.frame()->close_code() == 1009);
}

TEST_CASE("one frame is in flight at a time, and on_idle asks for the next") {
  mailbox<session> opened;
  auto handlers = echo_handlers();
  int left = 1000;
  handlers.on_upgrade = [&](const request&) {
    return http_server_handlers::accept_upgrade{.on_open = [&](const session& now) {
      now->start({.on_idle = [&, to = now.get()] {
        CHECK(to->idle());
        if (--left > 0) to->send(make_body(std::to_string(left)));
      }});
      CHECK(now->idle());
      now->send(make_body(std::to_string(left)));
      CHECK_FALSE(now->idle());
      opened.put(now);
    }};
  };
  test_server server({}, handlers);
  raw_peer peer(server.port());
  REQUIRE(peer.upgrade());
  for (int i = 1000; i > 0; --i) {
    const auto frame = peer.frame();
    REQUIRE(frame);
    CHECK(frame->payload == std::to_string(i));
  }
}

TEST_CASE("a second frame in flight is a bug that does not pass unnoticed") {
  ws_events events;
  test_server server({}, events.handlers());
  raw_peer peer(server.port());
  REQUIRE(peer.upgrade());
  auto open = events.opened.take();
  REQUIRE(open);
  server.run([&] {
    (*open)->send(text_of(10));
    CHECK_THROWS_AS((*open)->send(text_of(10)), std::logic_error);
  });
}

TEST_CASE("a close can say a last word, after the frame in flight") {
  ws_events events;
  test_server server({}, events.handlers());
  raw_peer peer(server.port());
  REQUIRE(peer.upgrade());
  auto open = events.opened.take();
  REQUIRE(open);
  server.run([&] {
    (*open)->send(make_body("in flight"));
    (*open)->close(1008, make_body("bye"));
    (*open)->close(1000, make_body("ignored"));
    CHECK_FALSE((*open)->idle());
  });
  peer.send_frame(text_frame, "too late");
  CHECK(peer.frame()->payload == "in flight");
  CHECK(peer.frame()->payload == "bye");
  CHECK(peer.frame()->close_code() == 1008);
  peer.send_frame(close_frame, "\x03\xf0");
  CHECK(peer.ends());
  peer.half_close();
  CHECK(events.closed.take());
  CHECK(events.said.empty());
}

TEST_CASE("a peer that does not answer a close is cut off") {
  ws_events events;
  test_server server({.write_timeout = 100ms}, events.handlers());
  raw_peer peer(server.port());
  REQUIRE(peer.upgrade());
  auto open = events.opened.take();
  REQUIRE(open);
  server.run([&] { (*open)->close(1000); });
  CHECK(peer.frame()->close_code() == 1000);
  CHECK(events.closed.take());
  CHECK(peer.ends());
}

TEST_CASE("a reader that stalls is closed by the write's deadline while others go on") {
  ws_events events;
  test_server server({.write_timeout = 300ms}, events.handlers());
  raw_peer stalled(server.port(), "127.0.0.1", 4096);
  REQUIRE(stalled.upgrade());
  auto stalled_session = events.opened.take();
  raw_peer watcher(server.port());
  REQUIRE(watcher.upgrade());
  auto watcher_session = events.opened.take();
  REQUIRE(stalled_session);
  REQUIRE(watcher_session);
  const auto frame = text_of(8'000'000);
  server.run([&] { (*stalled_session)->send(frame); });
  // The stalled peer goes on talking, which must not save it.
  stalled.send_frame(ping_frame, "");
  int delivered = 0;
  while (events.closed.empty() && delivered < 100'000) {
    bool sent = false;
    server.run([&] {
      sent = (*watcher_session)->idle();
      if (sent) (*watcher_session)->send(make_body("beat"));
    });
    if (!sent) continue;
    const auto beat = watcher.frame();
    REQUIRE(beat);
    CHECK(beat->payload == "beat");
    ++delivered;
  }
  CHECK(events.closed.take());
  CHECK(delivered > 0);
  server.run([&] { CHECK_FALSE((*stalled_session)->idle()); });
  CHECK(eventually([&] {
    bool idle = false;
    server.run([&] { idle = (*watcher_session)->idle(); });
    return idle;
  }));
  CHECK(server.stats().websockets == 1);
}

TEST_CASE("a silent peer is pinged, stays while it answers, and is closed when it does not") {
  ws_events events;
  test_server server({.idle_timeout = 400ms}, events.handlers());
  raw_peer peer(server.port());
  REQUIRE(peer.upgrade());
  for (int i = 0; i < 5; ++i) {
    const auto ping = peer.frame();
    REQUIRE(ping);
    CHECK(ping->opcode == ping_frame);
    peer.send_frame(pong_frame, ping->payload);
  }
  CHECK(events.closed.empty());
  CHECK(events.closed.take());
  CHECK(peer.ends());
}

TEST_CASE("a peer that vanishes is noticed") {
  ws_events events;
  test_server server({}, events.handlers());
  SUBCASE("with a reset") {
    raw_peer peer(server.port());
    REQUIRE(peer.upgrade());
    peer.reset();
    CHECK(events.closed.take());
  }
  SUBCASE("without a close frame") {
    {
      raw_peer peer(server.port());
      REQUIRE(peer.upgrade());
    }
    CHECK(events.closed.take());
  }
  SUBCASE("in the middle of a frame, while one is written to it") {
    raw_peer peer(server.port(), "127.0.0.1", 4096);
    REQUIRE(peer.upgrade());
    auto open = events.opened.take();
    server.run([&] { (*open)->send(text_of(4'000'000)); });
    peer.send("\x81\xfe\x0f");
    peer.reset();
    CHECK(events.closed.take());
    server.run([&] { CHECK_FALSE((*open)->idle()); });
  }
  CHECK(server.stats().connections == 0);
}

TEST_CASE("a session outlives its server without calling anybody") {
  ws_events events;
  test_server server({}, events.handlers());
  raw_peer peer(server.port());
  REQUIRE(peer.upgrade());
  auto open = events.opened.take();
  REQUIRE(open);
  server.run([&] { (*open)->send(text_of(100'000)); });
  server.destroy();
  server.run([&] {
    CHECK_FALSE((*open)->idle());
    (*open)->close(1000);
    open.reset();
  });
  CHECK(peer.ends());
  CHECK(events.closed.empty());
}

TEST_CASE("a session outlives its reactor, whatever was pending on it") {
  for (const bool closing : {false, true})
    for (const bool held : {false, true}) {
      ws_events events;
      std::optional<session> open;
      {
        reactor_thread thread;
        std::unique_ptr<http_server> server;
        thread.run([&] {
          server = std::make_unique<http_server>(thread.get(), "127.0.0.1", 0, http_server_limits{},
                                                 events.handlers());
        });
        raw_peer stalled(server->port(), "127.0.0.1", 4096);
        REQUIRE(stalled.upgrade());
        open = events.opened.take();
        REQUIRE(open);
        thread.run([&] {
          (*open)->send(text_of(8'000'000));
          if (closing) (*open)->close(1000);
          if (!held) open.reset();
          server.reset();
          thread.get().stop();  // no handler runs after this one
        });
      }
      if (held) CHECK_FALSE((*open)->idle());
    }
}

TEST_CASE("a WebSocket's own callback may destroy the server and the session") {
  reactor_thread thread;
  std::unique_ptr<http_server> server;
  std::uint16_t port = 0;
  thread.run([&] {
    auto handlers = echo_handlers();
    handlers.on_upgrade = [&](const request&) {
      return http_server_handlers::accept_upgrade{.on_open = [&](const session& now) {
        now->start({.on_text = [&, own = now](std::string_view text) {
          const std::string copy(text);
          server.reset();
          CHECK(copy == text);
          CHECK_FALSE(own->idle());
        }});
      }};
    };
    server = std::make_unique<http_server>(thread.get(), "127.0.0.1", 0, http_server_limits{},
                                           std::move(handlers));
    port = server->port();
  });
  raw_peer peer(port);
  REQUIRE(peer.upgrade());
  peer.send_frame(text_frame, "end it");
  CHECK(peer.ends());
  thread.run([&] { CHECK_FALSE(server); });
}

TEST_CASE("WebSockets count against the limits of connections") {
  ws_events events;
  test_server server({.max_connections_per_address = 1}, events.handlers());
  {
    raw_peer peer(server.port());
    REQUIRE(peer.upgrade());
    raw_peer second(server.port());
    CHECK(second.ends());
  }
  CHECK(events.closed.take());
  raw_peer third(server.port());
  CHECK(third.upgrade()->status == 101);
}
