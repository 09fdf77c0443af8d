// Every limit of the HTTP server, from both of its sides.
#include <doctest/doctest.h>

#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <atomic>

#include <fmt/format.h>

#include "harness.hpp"

using namespace hallcall::net;
using namespace hallcall::net::testing;
using namespace std::chrono_literals;

namespace {

// A GET whose request line and headers are exactly `bytes` long.
std::string header_of(std::size_t bytes) {
  const auto rest = get("/", "X-Fill: \r\n").size();
  return get("/", fmt::format("X-Fill: {}\r\n", std::string(bytes - rest, 'x')));
}

// The same with many small headers.
std::string many_headers(std::size_t bytes) {
  std::string headers;
  for (int i = 0; headers.size() < bytes; ++i) headers += fmt::format("X-{}: y\r\n", i);
  return get("/", headers);
}

}  // namespace

TEST_CASE("headers up to the limit are taken, a byte more is 431") {
  test_server server({.max_header_bytes = 8192}, echo_handlers());
  raw_peer peer(server.port());
  peer.send(header_of(8192));
  CHECK(peer.response()->status == 200);
  peer.send(header_of(8193));
  CHECK(peer.response()->status == 431);
  CHECK(peer.ends());
  raw_peer dripping(server.port());
  for (const auto part = many_headers(9000); const char byte : part)
    dripping.send(std::string_view(&byte, 1));
  CHECK(dripping.response()->status == 431);
  raw_peer at_once(server.port());
  at_once.send(many_headers(40'000));
  CHECK(at_once.response()->status == 431);
}

TEST_CASE("a target that never ends is 414") {
  test_server server({}, echo_handlers());
  raw_peer peer(server.port());
  peer.send("GET /" + std::string(20'000, 'a'));
  CHECK(peer.response()->status == 414);
  CHECK(peer.ends());
}

TEST_CASE("a body up to the limit is taken, a byte more is 413") {
  test_server server({.max_body_bytes = 10'000}, echo_handlers());
  raw_peer peer(server.port());
  peer.send(post("/", std::string(10'000, 'b')));
  CHECK(peer.response()->body.size() == 10'000);
  SUBCASE("by its length, before it is sent") {
    peer.send(
        "POST / HTTP/1.1\r\nHost: hall\r\nContent-Length: 10001\r\n"
        "Expect: 100-continue\r\n\r\n");
    CHECK(peer.response()->status == 413);
  }
  SUBCASE("by its length, and sent anyway") {
    peer.send(post("/", std::string(300'000, 'b')));
    CHECK(peer.response()->status == 413);
  }
  SUBCASE("by one chunk") {
    peer.send("POST / HTTP/1.1\r\nHost: hall\r\nTransfer-Encoding: chunked\r\n\r\n2711\r\n");
    CHECK(peer.response()->status == 413);
  }
  SUBCASE("by many chunks") {
    peer.send("POST / HTTP/1.1\r\nHost: hall\r\nTransfer-Encoding: chunked\r\n\r\n");
    for (int i = 0; i < 11; ++i) peer.send("3e8\r\n" + std::string(1000, 'c') + "\r\n");
    CHECK(peer.response()->status == 413);
  }
  CHECK(peer.ends());
}

TEST_CASE("chunks up to the limit are taken") {
  test_server server({.max_body_bytes = 10'000}, echo_handlers());
  raw_peer peer(server.port());
  peer.send("POST / HTTP/1.1\r\nHost: hall\r\nTransfer-Encoding: chunked\r\n\r\n");
  for (int i = 0; i < 10; ++i) peer.send("3E8\r\n" + std::string(1000, 'c') + "\r\n");
  peer.send("0\r\n\r\n");
  CHECK(peer.response()->body.size() == 10'000);
}

TEST_CASE("a request that does not arrive in time is 408") {
  test_server server({.request_timeout = 100ms}, echo_handlers());
  for (const auto* part : {"G", "GET / HTTP/1.1\r\nHost: ha",
                           "POST / HTTP/1.1\r\nHost: hall\r\nContent-Length: 9\r\n\r\nfour"}) {
    raw_peer peer(server.port());
    peer.send(part);
    const auto answer = peer.response();
    REQUIRE(answer);
    CHECK(answer->status == 408);
    CHECK(peer.ends());
  }
}

TEST_CASE("dripping bytes does not put the deadline off") {
  test_server server({.request_timeout = 200ms}, echo_handlers());
  raw_peer peer(server.port());
  std::atomic<bool> answered = false;
  std::thread drip([&] {
    peer.send("GET / HTTP/1.1\r\nHost: hall\r\n");
    for (int i = 0; i < 500 && !answered; ++i) {
      peer.send("X: y\r\n");
      std::this_thread::sleep_for(10ms);  // the slowness is what is tested
    }
  });
  const auto answer = peer.response();
  answered = true;
  drip.join();
  REQUIRE(answer);
  CHECK(answer->status == 408);
}

TEST_CASE("the time a handler takes is not the client's") {
  mailbox<responder> waiting;
  test_server server(
      {.request_timeout = 50ms, .idle_timeout = 50ms},
      {.on_request = [&](const request&, responder answer) { waiting.put(std::move(answer)); }});
  raw_peer peer(server.port());
  peer.send(get("/"));
  auto late = waiting.take();
  REQUIRE(late);
  // Another connection that starts later and is closed for idleness shows that the time has passed.
  raw_peer idle(server.port());
  CHECK(idle.ends());
  server.run([&] { (*late)({.body = make_body("late")}); });
  CHECK(peer.response()->body == "late");
}

TEST_CASE("a connection that asks nothing is closed without a word") {
  test_server server({.idle_timeout = 100ms}, echo_handlers());
  raw_peer fresh(server.port());
  CHECK_FALSE(fresh.response());
  raw_peer used(server.port());
  used.send(get("/"));
  CHECK(used.response()->status == 200);
  CHECK_FALSE(used.response());
}

TEST_CASE("a client that does not read its answers is closed") {
  const auto page = make_body(std::string(4'000'000, 'p'));
  test_server server(
      {.write_timeout = 200ms},
      {.on_request = [&](const request&, const responder& answer) { answer({.body = page}); }});
  raw_peer stalled(server.port(), "127.0.0.1", 4096);
  std::string requests;
  for (int i = 0; i < 10; ++i) requests += get("/");
  stalled.send(requests);
  CHECK(eventually([&] { return server.stats().requests == 10; }));
  CHECK(eventually([&] { return server.stats().connections == 0; }));
}

TEST_CASE("connections over the limit are closed at once, and places come free") {
  test_server server({.max_connections = 2}, echo_handlers());
  auto first = std::make_unique<raw_peer>(server.port());
  raw_peer second(server.port());
  for (auto* peer : {first.get(), &second}) {
    peer->send(get("/"));
    REQUIRE(peer->response());
  }
  raw_peer third(server.port());
  CHECK(third.ends());
  CHECK(server.stats().refused == 1);
  first->send(get("/", "Connection: close\r\n"));
  CHECK(first->ends());
  first.reset();
  CHECK(eventually([&] { return server.stats().connections == 1; }));
  raw_peer fourth(server.port());
  fourth.send(get("/"));
  CHECK(fourth.response()->status == 200);
}

TEST_CASE("one address cannot take every place") {
  test_server server({.max_connections_per_address = 2}, echo_handlers());
  std::vector<raw_peer> greedy;
  for (int i = 0; i < 2; ++i) {
    greedy.emplace_back(server.port(), "127.0.0.2");
    greedy.back().send(get("/"));
    REQUIRE(greedy.back().response());
  }
  raw_peer turned_away(server.port(), "127.0.0.2");
  CHECK(turned_away.ends());
  raw_peer other(server.port(), "127.0.0.3");
  other.send(get("/"));
  CHECK(other.response()->status == 200);
}

// The sanitizers need file descriptors themselves.
#ifndef __SANITIZE_ADDRESS__
TEST_CASE("a server out of file descriptors rests and accepts again") {
  rlimit before{};
  getrlimit(RLIMIT_NOFILE, &before);
  test_server server({}, echo_handlers());
  mailbox<bool> rested;
  std::optional<raw_peer> peer;
  timer watch;
  // The connection waits in the backlog while the reactor, here, takes the descriptors away.
  server.run([&] {
    peer.emplace(server.port());
    const int lowest = dup(0);
    close(lowest);
    rlimit none = before;
    none.rlim_cur = static_cast<rlim_t>(lowest);
    setrlimit(RLIMIT_NOFILE, &none);
    watch = server.get_reactor().after(50ms, [&] {
      setrlimit(RLIMIT_NOFILE, &before);
      rested.put(true);
    });
  });
  CHECK(rested.take());
  peer->send(get("/"));
  const auto answer = peer->response();
  REQUIRE(answer);
  CHECK(answer->status == 200);
  server.run([&] { watch.cancel(); });
}
#endif

TEST_CASE("the server's own errors look as the owner wants them") {
  test_server server({.render_error =
                          [](int status, std::string_view detail) {
                            return response{
                                .headers = {{"Content-Type", "application/problem+json"}},
                                .body = make_body(fmt::format("{}: {}", status, detail))};
                          }},
                     {.on_request = [](const request&, const responder&) {}});
  raw_peer peer(server.port());
  peer.send(get("/"));
  const auto dropped = peer.response();
  REQUIRE(dropped);
  CHECK(dropped->header("Content-Type") == "application/problem+json");
  CHECK(dropped->body.starts_with("500: "));
  peer.send("nonsense\r\n\r\n");
  const auto malformed = peer.response();
  REQUIRE(malformed);
  CHECK(malformed->status == 400);
  CHECK(malformed->body.starts_with("400: "));
}
