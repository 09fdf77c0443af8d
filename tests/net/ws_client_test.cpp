// The WebSocket client, against our server.
#include <doctest/doctest.h>

#include <fmt/format.h>

#include "harness.hpp"
#include "proto/net/http_client.hpp"

using namespace hallcall::net;
using namespace hallcall::net::testing;
using namespace std::chrono_literals;

namespace {

struct ending {
  int http_status;
  std::uint16_t code;
  std::string reason;
};

// A client on a reactor of its own that tells what happens.
struct test_client {
  reactor_thread thread;
  std::unique_ptr<ws_client> client;
  mailbox<bool> opened;
  mailbox<std::string> said;
  mailbox<ending> ended;

  explicit test_client(std::uint16_t port, header_list headers = {},
                       std::chrono::milliseconds timeout = patience,
                       std::string target = "/live?view=board") {
    thread.run([&] {
      client = std::make_unique<ws_client>(
          thread.get(), endpoint{"127.0.0.1", port}, std::move(target), std::move(headers),
          "hallcall.v1", timeout,
          ws_client::callbacks{
              .on_open = [this] { opened.put(true); },
              .on_text = [this](std::string_view text) { said.put(std::string(text)); },
              .on_close =
                  [this](int status, std::uint16_t code, std::string reason) {
                    ended.put({status, code, std::move(reason)});
                  }});
    });
  }
  ~test_client() { destroy(); }
  void destroy() {
    thread.run([&] { client.reset(); });
  }
  bool send(std::string text) {
    bool taken = false;
    thread.run([&] { taken = client->send(std::move(text)); });
    return taken;
  }
};

// Accepts as `subprotocol`, echoes, and keeps the sessions for the test.
struct echo_server {
  mailbox<std::shared_ptr<ws_session>> opened;
  mailbox<std::string> heard;
  mailbox<request> asked;
  mailbox<bool> closed;
  test_server server;

  explicit echo_server(std::string subprotocol = "hallcall.v1", http_server_limits limits = {})
      : server(std::move(limits), handlers(std::move(subprotocol))) {}

  http_server_handlers handlers(std::string subprotocol) {
    auto all = echo_handlers();
    all.on_upgrade = [this, subprotocol](const request& upgrade)
        -> std::variant<response, http_server_handlers::accept_upgrade> {
      asked.put(upgrade);
      if (find_header(upgrade.headers, "Authorization") == "Bearer wrong")
        return response{.status = 401, .body = make_body("who are you?")};
      return http_server_handlers::accept_upgrade{
          .subprotocol = subprotocol,
          .on_open = [this](const std::shared_ptr<ws_session>& now) { open(now); }};
    };
    return all;
  }

  void open(const std::shared_ptr<ws_session>& now) {
    now->start({.on_text = [this](std::string_view text) { heard.put(std::string(text)); },
                .on_close = [this] { closed.put(true); }});
    opened.put(now);
  }
};

}  // namespace

TEST_CASE("the client opens with its headers and subprotocol, and talks") {
  echo_server hall;
  test_client client(hall.server.port(), {{"Authorization", "Bearer right"}});
  REQUIRE(client.opened.take());
  const auto asked = hall.asked.take();
  REQUIRE(asked);
  CHECK(asked->target == "/live?view=board");
  CHECK(find_header(asked->headers, "Authorization") == "Bearer right");
  CHECK(find_header(asked->headers, "Sec-WebSocket-Protocol") == "hallcall.v1");
  CHECK(find_header(asked->headers, "Host") == fmt::format("127.0.0.1:{}", hall.server.port()));

  const auto session = hall.opened.take();
  REQUIRE(session);
  hall.server.run([&] { (*session)->send(make_body("好 view")); });
  CHECK(client.said.take() == "好 view");
  for (int i = 0; i < 5; ++i) CHECK(client.send(std::to_string(i)));
  for (int i = 0; i < 5; ++i) CHECK(hall.heard.take() == std::to_string(i));
}

TEST_CASE("large views arrive whole, up to a mebibyte") {
  echo_server hall;
  test_client client(hall.server.port());
  const auto session = hall.opened.take();
  REQUIRE(session);
  hall.server.run([&] { (*session)->send(make_body(std::string(1024 * 1024, 'v'))); });
  CHECK(client.said.take()->size() == 1024 * 1024);
  hall.server.run([&] { (*session)->send(make_body(std::string(1024 * 1024 + 1, 'v'))); });
  CHECK(client.ended.take());
  CHECK(hall.closed.take());
}

TEST_CASE("a refused upgrade tells its status") {
  echo_server hall;
  test_client client(hall.server.port(), {{"Authorization", "Bearer wrong"}});
  const auto ended = client.ended.take();
  REQUIRE(ended);
  CHECK(ended->http_status == 401);
  CHECK(ended->code == 0);
  CHECK(client.opened.empty());
  CHECK_FALSE(client.send("nobody there"));
}

TEST_CASE("another subprotocol than the one asked for is not spoken") {
  echo_server hall("hallcall.v2");
  test_client client(hall.server.port());
  REQUIRE(client.ended.take());
  CHECK(client.opened.empty());
}

TEST_CASE("the server's close code reaches the client") {
  echo_server hall;
  test_client client(hall.server.port());
  const auto session = hall.opened.take();
  REQUIRE(session);
  hall.server.run([&] { (*session)->close(1008, make_body("bye")); });
  CHECK(client.said.take() == "bye");
  const auto ended = client.ended.take();
  REQUIRE(ended);
  CHECK(ended->http_status == 0);
  CHECK(ended->code == 1008);
  CHECK(hall.closed.take());
}

TEST_CASE("the client closes in order, after what it has queued") {
  echo_server hall;
  test_client client(hall.server.port());
  REQUIRE(client.opened.take());
  client.thread.run([&] {
    CHECK(client.client->send("one"));
    CHECK(client.client->send("two"));
    client.client->close(1000);
    client.client->close(1001);
    CHECK_FALSE(client.client->send("three"));
  });
  CHECK(hall.heard.take() == "one");
  CHECK(hall.heard.take() == "two");
  CHECK(client.ended.take()->code == 1000);
  CHECK(hall.closed.take());
  CHECK(hall.heard.empty());
}

TEST_CASE("closing before it is open ends it") {
  echo_server hall;
  reactor_thread thread;
  std::unique_ptr<ws_client> client;
  mailbox<std::string> ended;
  thread.run([&] {
    client = std::make_unique<ws_client>(
        thread.get(), endpoint{"127.0.0.1", hall.server.port()}, "/", header_list{}, "", patience,
        ws_client::callbacks{
            .on_close = [&](int, std::uint16_t, std::string why) { ended.put(std::move(why)); }});
    client->close();
    CHECK(ended.empty());
  });
  CHECK(ended.take());
  thread.run([&] { client.reset(); });
}

TEST_CASE("sixteen messages may wait, a seventeenth may not") {
  echo_server hall;
  test_client client(hall.server.port());
  REQUIRE(client.opened.take());
  client.thread.run([&] {
    for (int i = 0; i < 16; ++i) CHECK(client.client->send("x"));
    CHECK_FALSE(client.client->send("x"));
  });
  for (int i = 0; i < 16; ++i) CHECK(hall.heard.take());
  CHECK(client.send("again"));
}

TEST_CASE("a server that cannot be reached, does not answer, or vanishes ends the client") {
  SUBCASE("not there") {
    std::uint16_t port = 0;
    {
      test_server gone({}, echo_handlers());
      port = gone.port();
    }
    test_client client(port);
    CHECK(client.ended.take()->reason == to_string(client_error::connect));
  }
  SUBCASE("not answering the handshake") {
    mailbox<responder> waiting;
    test_server silent({}, {.on_request = [&](const request&, responder answer) {
                         waiting.put(std::move(answer));
                       }});
    test_client client(silent.port(), {}, 100ms);
    CHECK(client.ended.take());
    auto held = waiting.take();
    silent.run([&] { held.reset(); });
  }
  SUBCASE("vanishing") {
    echo_server hall;
    test_client client(hall.server.port());
    REQUIRE(client.opened.take());
    hall.server.destroy();
    const auto ended = client.ended.take();
    REQUIRE(ended);
    CHECK(ended->code == 0);
  }
  SUBCASE("shutting down") {
    echo_server hall;
    test_client client(hall.server.port());
    REQUIRE(client.opened.take());
    mailbox<bool> done;
    hall.server.run([&] { hall.server.get().shutdown(1h, [&] { done.put(true); }); });
    CHECK(client.ended.take()->code == 1012);
    CHECK(done.take());
  }
}

TEST_CASE("a target or header that could break out of its line is not sent") {
  echo_server hall;
  test_client bad_target(hall.server.port(), {}, patience, "/ HTTP/1.1\r\nX: y");
  CHECK(bad_target.ended.take());
  test_client bad_header(hall.server.port(), {{"X", "a\r\nY: b"}});
  CHECK(bad_header.ended.take());
  CHECK(hall.server.stats().requests == 0);
}

TEST_CASE("pings are answered while nothing else is said") {
  echo_server hall("hallcall.v1", {.idle_timeout = 200ms});
  test_client client(hall.server.port());
  REQUIRE(client.opened.take());
  // Three times the idle time-out, measured by idle connections that the server closes.
  for (int i = 0; i < 3; ++i) CHECK(raw_peer(hall.server.port()).ends());
  CHECK(client.ended.empty());
  CHECK(client.send("still here"));
  CHECK(hall.heard.take() == "still here");
}

TEST_CASE("a destroyed client is gone for the server, and calls nobody") {
  echo_server hall;
  test_client client(hall.server.port());
  REQUIRE(client.opened.take());
  client.destroy();
  CHECK(hall.closed.take());
  CHECK(client.ended.empty());
}

TEST_CASE("a callback may destroy its client") {
  echo_server hall("");
  reactor_thread thread;
  std::unique_ptr<ws_client> client;
  mailbox<bool> done;
  const auto make = [&](ws_client::callbacks calls) {
    thread.run([&] {
      client = std::make_unique<ws_client>(thread.get(), endpoint{"127.0.0.1", hall.server.port()},
                                           "/", header_list{}, "", patience, std::move(calls));
    });
  };
  const auto destroy = [&] {
    client.reset();
    done.put(true);
  };
  make({.on_open = destroy});
  CHECK(done.take());
  CHECK(hall.opened.take());
  make({.on_text = [&](std::string_view) { destroy(); }});
  auto session = hall.opened.take();
  REQUIRE(session);
  hall.server.run([&] { (*session)->send(make_body("end it")); });
  CHECK(done.take());
  make({.on_close = [&](int, std::uint16_t, const std::string&) { destroy(); }});
  session = hall.opened.take();
  hall.server.run([&] { (*session)->close(1000); });
  CHECK(done.take());
}
