// How a server ends: in order, and in bounded time.
#include <doctest/doctest.h>

#include "harness.hpp"

using namespace hallcall::net;
using namespace hallcall::net::testing;
using namespace std::chrono_literals;

namespace {

void shut_down(test_server& server, std::chrono::milliseconds grace, mailbox<bool>& done) {
  server.run([&] { server.get().shutdown(grace, [&] { done.put(true); }); });
}

}  // namespace

TEST_CASE("a shutdown with nobody there is done at once") {
  test_server server({}, echo_handlers());
  mailbox<bool> done;
  shut_down(server, 1h, done);
  CHECK(done.take());
  CHECK_THROWS(raw_peer(server.port()));
}

TEST_CASE("idle connections close now, busy ones after their answer") {
  mailbox<responder> waiting;
  mailbox<bool> done;
  test_server server({}, {.on_request = [&](const request& asked, responder answer) {
                       if (asked.target == "/held") return waiting.put(std::move(answer));
                       answer({});
                     }});
  raw_peer idle(server.port());
  idle.send(get("/"));
  REQUIRE(idle.response());
  raw_peer busy(server.port());
  busy.send(get("/held") + get("/held"));
  auto first = waiting.take();
  auto second = waiting.take();
  REQUIRE(second);
  raw_peer arriving(server.port());
  arriving.send("GET / HTTP/1.1\r\n");
  CHECK(eventually([&] { return server.stats().connections == 3; }));
  server.run([] {});

  shut_down(server, 1h, done);
  CHECK(idle.ends());
  server.run([&] {
    (*second)({.body = make_body("second")});
    (*first)({.body = make_body("first")});
  });
  CHECK(busy.response()->body == "first");
  const auto last = busy.response();
  REQUIRE(last);
  CHECK(last->body == "second");
  CHECK(last->header("Connection") == "close");
  CHECK(busy.ends());
  { const raw_peer gone(std::move(busy)); }
  arriving.send("Host: hall\r\n\r\n");
  const auto late = arriving.response();
  REQUIRE(late);
  CHECK(late->header("Connection") == "close");
  CHECK(arriving.ends());
  { const raw_peer gone(std::move(arriving)); }
  CHECK(done.take());
}

TEST_CASE("WebSockets are told that the service restarts") {
  mailbox<bool> opened;
  mailbox<bool> closed;
  mailbox<bool> done;
  auto handlers = echo_handlers();
  handlers.on_upgrade = [&](const request&) {
    return http_server_handlers::accept_upgrade{
        .on_open = [&](const std::shared_ptr<ws_session>& now) {
          now->start({.on_close = [&] { closed.put(true); }});
          opened.put(true);
        }};
  };
  test_server server({}, handlers);
  raw_peer polite(server.port());
  REQUIRE(polite.upgrade());
  REQUIRE(opened.take());
  SUBCASE("and are waited for") {
    shut_down(server, 1h, done);
    CHECK(polite.frame()->close_code() == 1012);
    polite.send_frame(8, "\x03\xf4");
    CHECK(polite.ends());
    polite.half_close();
    CHECK(closed.take());
    CHECK(done.take());
  }
  SUBCASE("but not for ever") {
    shut_down(server, 50ms, done);
    CHECK(polite.frame()->close_code() == 1012);
    CHECK(done.take());
    CHECK(closed.take());
    CHECK(polite.ends());
  }
  CHECK(server.stats().connections == 0);
}

TEST_CASE("a handler that never answers does not hold the shutdown up") {
  mailbox<responder> waiting;
  mailbox<bool> done;
  test_server server({}, {.on_request = [&](const request&, responder answer) {
                       waiting.put(std::move(answer));
                     }});
  raw_peer peer(server.port());
  peer.send(get("/"));
  auto held = waiting.take();
  REQUIRE(held);
  shut_down(server, 50ms, done);
  CHECK(done.take());
  CHECK(peer.ends());
  server.run([&] { held.reset(); });
}

TEST_CASE("the shutdown's end may destroy the server") {
  reactor_thread thread;
  std::unique_ptr<http_server> server;
  mailbox<bool> done;
  thread.run([&] {
    server = std::make_unique<http_server>(thread.get(), "127.0.0.1", 0, http_server_limits{},
                                           echo_handlers());
    server->shutdown(1s, [&] {
      server.reset();
      done.put(true);
    });
  });
  CHECK(done.take());
}

TEST_CASE("a server that is destroyed in its shutdown never says that it is done") {
  mailbox<bool> done;
  mailbox<responder> waiting;
  {
    test_server server({}, {.on_request = [&](const request&, responder answer) {
                         waiting.put(std::move(answer));
                       }});
    raw_peer peer(server.port());
    peer.send(get("/"));
    auto held = waiting.take();
    REQUIRE(held);
    shut_down(server, 1h, done);
    server.destroy();
    server.run([&] { held.reset(); });
  }
  CHECK(done.empty());
}
