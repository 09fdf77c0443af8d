// What a well-behaved client gets from the HTTP server.
#include <doctest/doctest.h>

#include <fmt/format.h>

#include "harness.hpp"

using namespace hallcall::net;
using namespace hallcall::net::testing;

TEST_CASE(
    "a request is handed over as it came, and its answer comes back with the server's headers") {
  mailbox<request> seen;
  test_server server(
      {}, {.on_request = [&](request asked, const responder& answer) {
        seen.put(std::move(asked));
        answer({.status = 201, .headers = {{"X-Hall", "main"}}, .body = make_body("taken")});
      }});
  raw_peer peer(server.port());
  peer.send(
      "POST /api/v1/tickets?x=%20 HTTP/1.1\r\nHost: hall\r\nX-Word:  two words \r\n"
      "Content-Length: 4\r\n\r\nbody");
  const auto answer = peer.response();
  REQUIRE(answer);
  CHECK(answer->status == 201);
  CHECK(answer->head.starts_with("HTTP/1.1 201 Created\r\n"));
  CHECK(answer->header("X-Hall") == "main");
  CHECK(answer->header("Content-Length") == "5");
  CHECK(answer->header("Server") == "Hallcall");
  CHECK(answer->header("Date").ends_with(" GMT"));
  CHECK(answer->header("Date").size() == 29);
  CHECK(answer->header("Connection").empty());
  CHECK(answer->body == "taken");

  const auto asked = seen.take();
  REQUIRE(asked);
  CHECK(asked->method == method::post);
  CHECK(asked->target == "/api/v1/tickets?x=%20");
  CHECK(asked->body == "body");
  CHECK(find_header(asked->headers, "x-word") == "two words");
  CHECK(asked->remote_address == "127.0.0.1");
  CHECK(asked->local);
}

TEST_CASE("a connection serves one request after the other") {
  test_server server({}, echo_handlers());
  raw_peer peer(server.port());
  for (int i = 0; i < 100; ++i) {
    peer.send(get(fmt::format("/{}", i)));
    const auto answer = peer.response();
    REQUIRE(answer);
    CHECK(answer->body == fmt::format("/{}", i));
  }
  CHECK(server.stats().connections == 1);
  CHECK(server.stats().requests == 100);
}

TEST_CASE("every method is told apart") {
  mailbox<method> seen;
  test_server server({}, {.on_request = [&](const request& asked, const responder& answer) {
                       seen.put(asked.method);
                       answer({});
                     }});
  const std::vector<std::pair<std::string, method>> methods = {
      {"GET", method::get},        {"POST", method::post},      {"PUT", method::put},
      {"PATCH", method::patch},    {"DELETE", method::delete_}, {"OPTIONS", method::options},
      {"PROPFIND", method::other}, {"BREW", method::other}};
  raw_peer peer(server.port());
  for (const auto& [name, expected] : methods) {
    peer.send(fmt::format("{} / HTTP/1.1\r\nHost: hall\r\n\r\n", name));
    REQUIRE(peer.response());
    CHECK(seen.take() == expected);
  }
}

TEST_CASE("pipelined requests are handled at once and answered in their order") {
  mailbox<responder> waiting;
  test_server server({.max_pipelined = 4}, {.on_request = [&](const request&, responder answer) {
                       waiting.put(std::move(answer));
                     }});
  raw_peer peer(server.port());
  std::string six;
  for (int i = 0; i < 6; ++i) six += get(fmt::format("/{}", i));
  peer.send(six);
  std::vector<responder> held;
  for (int i = 0; i < 4; ++i) held.push_back(*waiting.take());
  server.run([&] {});  // a turn of the reactor: it could have taken more
  CHECK(waiting.empty());
  CHECK(server.stats().requests == 4);

  // Answered backwards, from the last to the first.
  server.run([&] {
    for (int i = 3; i >= 0; --i)
      held[static_cast<std::size_t>(i)]({.body = make_body(std::to_string(i))});
  });
  for (int i = 0; i < 4; ++i) {
    const auto answer = peer.response();
    REQUIRE(answer);
    CHECK(answer->body == std::to_string(i));
  }
  for (int i = 4; i < 6; ++i) {
    auto late = waiting.take();
    REQUIRE(late);
    server.run([&] { (*late)({.body = make_body(std::to_string(i))}); });
    const auto answer = peer.response();
    REQUIRE(answer);
    CHECK(answer->body == std::to_string(i));
  }
}

TEST_CASE("a request that arrives byte by byte is one request") {
  test_server server({}, echo_handlers());
  raw_peer peer(server.port());
  const auto bytes = post("/slow", "hello") +
                     "POST /chunked HTTP/1.1\r\nHost: hall\r\nTransfer-Encoding: chunked\r\n\r\n"
                     "3\r\nabc\r\n2;x=y\r\nde\r\n0\r\nX-Trailer: no\r\n\r\n" +
                     get("/after");
  for (const char byte : bytes) peer.send(std::string_view(&byte, 1));
  CHECK(peer.response()->body == "hello");
  CHECK(peer.response()->body == "abcde");
  CHECK(peer.response()->body == "/after");
}

TEST_CASE("a trailer does not become a header") {
  mailbox<request> seen;
  test_server server({}, {.on_request = [&](request asked, const responder& answer) {
                       seen.put(std::move(asked));
                       answer({});
                     }});
  raw_peer peer(server.port());
  peer.send(
      "POST / HTTP/1.1\r\nHost: hall\r\nTransfer-Encoding: chunked\r\n\r\n"
      "1\r\na\r\n0\r\nAuthorization: Bearer x\r\n\r\n");
  REQUIRE(peer.response());
  CHECK(find_header(seen.take()->headers, "Authorization").empty());
}

TEST_CASE("HEAD tells the length and sends no body") {
  test_server server({}, {.on_request = [](const request& asked, const responder& answer) {
                       CHECK((asked.method == method::head || asked.method == method::get));
                       answer({.body = make_body("0123456789")});
                     }});
  raw_peer peer(server.port());
  peer.send("HEAD / HTTP/1.1\r\nHost: hall\r\n\r\n" + get("/"));
  const auto head = peer.response(true);
  REQUIRE(head);
  CHECK(head->header("Content-Length") == "10");
  CHECK(peer.response()->body == "0123456789");
}

TEST_CASE("204 and 304 carry neither body nor length") {
  test_server server(
      {}, {.on_request = [](const request& asked, const responder& answer) {
        answer({.status = asked.target == "/204" ? 204 : 304, .body = make_body("never sent")});
      }});
  raw_peer peer(server.port());
  for (const int status : {204, 304}) {
    peer.send(get(fmt::format("/{}", status)));
    const auto answer = peer.response();
    REQUIRE(answer);
    CHECK(answer->status == status);
    CHECK(answer->header("Content-Length").empty());
  }
}

TEST_CASE("Connection: close and HTTP/1.0 are honoured") {
  test_server server({}, echo_handlers());
  SUBCASE("close") {
    raw_peer peer(server.port());
    peer.send(get("/", "Connection: close\r\n") + get("/never-read"));
    CHECK(peer.response()->header("Connection") == "close");
    CHECK(peer.ends());
    CHECK(server.stats().requests == 1);
  }
  SUBCASE("HTTP/1.0") {
    raw_peer peer(server.port());
    peer.send("GET / HTTP/1.0\r\n\r\n");
    CHECK(peer.response()->header("Connection") == "close");
    CHECK(peer.ends());
  }
  SUBCASE("HTTP/1.0 that asks to be kept") {
    raw_peer peer(server.port());
    peer.send("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
    CHECK(peer.response()->header("Connection") == "keep-alive");
    peer.send("GET /2 HTTP/1.0\r\n\r\n");
    CHECK(peer.response()->body == "/2");
  }
}

TEST_CASE("a client that has said all still gets its answers") {
  mailbox<responder> waiting;
  test_server server({}, {.on_request = [&](const request&, responder answer) {
                       waiting.put(std::move(answer));
                     }});
  raw_peer peer(server.port());
  peer.send(get("/"));
  peer.half_close();
  auto late = waiting.take();
  REQUIRE(late);
  server.run([&] { (*late)({.body = make_body("late")}); });
  CHECK(peer.response()->body == "late");
  CHECK(peer.ends());
}

TEST_CASE("Expect: 100-continue is answered before the body is sent, and in its turn") {
  mailbox<responder> waiting;
  test_server server({}, {.on_request = [&](const request& asked, responder answer) {
                       if (asked.target == "/held") return waiting.put(std::move(answer));
                       answer({.body = make_body(asked.body)});
                     }});
  raw_peer peer(server.port());
  peer.send(get("/held") +
            "POST /big HTTP/1.1\r\nHost: hall\r\nContent-Length: 5\r\n"
            "Expect: 100-continue\r\n\r\n");
  auto held = waiting.take();
  REQUIRE(held);
  server.run([&] { (*held)({.body = make_body("first")}); });
  CHECK(peer.response()->body == "first");
  CHECK(peer.response()->status == 100);
  peer.send("hello");
  const auto answer = peer.response();
  REQUIRE(answer);
  CHECK(answer->status == 200);
  CHECK(answer->body == "hello");
}

TEST_CASE("a request that is dropped unanswered gets 500, and the connection lives on") {
  test_server server({}, {.on_request = [](const request& asked, const responder& answer) {
                       if (asked.target == "/answered") answer({});
                     }});
  raw_peer peer(server.port());
  peer.send(get("/dropped") + get("/answered"));
  CHECK(peer.response()->status == 500);
  CHECK(peer.response()->status == 200);
}

TEST_CASE("an answer counts once, and answering a connection that is gone does nothing") {
  mailbox<responder> waiting;
  test_server server({}, {.on_request = [&](const request&, responder answer) {
                       waiting.put(std::move(answer));
                     }});
  raw_peer peer(server.port());
  peer.send(get("/"));
  auto first = waiting.take();
  server.run([&] {
    (*first)({.body = make_body("one")});
    (*first)({.body = make_body("two")});
  });
  CHECK(peer.response()->body == "one");
  peer.send(get("/"));
  auto second = waiting.take();
  peer.reset();
  server.run([&] { (*second)({.body = make_body(std::string(10'000'000, 'x'))}); });
  server.destroy();
  server.run([&] {
    (*second)({});
    second.reset();
  });
}

TEST_CASE("a header that would break out of its line is not sent") {
  const std::vector<std::pair<std::string, std::string>> bad = {
      {"X-Name", "a\r\nSet-Cookie: stolen=1"},
      {"X-Name", "a\nb"},
      {"X-Name", std::string("a\0b", 3)},
      {"X Name", "a"},
      {"X-Name\r\nX", "a"},
      {"", "a"}};
  for (const auto& header : bad) {
    test_server server({}, {.on_request = [&](const request&, const responder& answer) {
                         answer({.headers = {header}, .body = make_body("secret")});
                       }});
    raw_peer peer(server.port());
    peer.send(get("/"));
    const auto answer = peer.response();
    REQUIRE(answer);
    CHECK(answer->status == 500);
    CHECK(answer->head.find("stolen") == std::string::npos);
    CHECK(answer->body.find("secret") == std::string::npos);
  }
}

TEST_CASE("the server's own headers cannot be doubled") {
  test_server server({}, {.on_request = [](const request&, const responder& answer) {
                       answer({.headers = {{"content-length", "99"},
                                           {"Transfer-Encoding", "chunked"},
                                           {"Connection", "close"}},
                               .body = make_body("four")});
                     }});
  raw_peer peer(server.port());
  peer.send(get("/") + get("/"));
  for (int i = 0; i < 2; ++i) {
    const auto answer = peer.response();
    REQUIRE(answer);
    CHECK(answer->head.find("99") == std::string::npos);
    CHECK(answer->header("Transfer-Encoding").empty());
    CHECK(answer->body == "four");
  }
}

TEST_CASE("answers larger than the socket's buffers arrive whole, from one shared body") {
  const auto page = make_body(std::string(3'000'000, 'p'));
  test_server server(
      {}, {.on_request = [&](const request&, const responder& answer) { answer({.body = page}); }});
  raw_peer peer(server.port());
  std::string requests;
  for (int i = 0; i < 8; ++i) requests += get("/");
  peer.send(requests);
  for (int i = 0; i < 8; ++i) {
    const auto answer = peer.response();
    REQUIRE(answer);
    CHECK(answer->body == *page);
  }
}

TEST_CASE("a handler may destroy the server it is called by") {
  reactor_thread thread;
  std::unique_ptr<http_server> server;
  std::uint16_t port = 0;
  thread.run([&] {
    server = std::make_unique<http_server>(
        thread.get(), "127.0.0.1", 0, http_server_limits{},
        http_server_handlers{.on_request = [&](const request&, const responder& answer) {
          server.reset();
          answer({});
        }});
    port = server->port();
  });
  raw_peer peer(port);
  peer.send(get("/") + get("/"));
  CHECK(peer.ends());
  thread.run([&] { CHECK_FALSE(server); });
}

TEST_CASE("an address in use is told by an exception") {
  test_server server({}, echo_handlers());
  server.run([&] {
    CHECK_THROWS_AS(http_server(server.get_reactor(), "127.0.0.1", server.port(), {}, {}),
                    std::system_error);
    CHECK_THROWS_AS(http_server(server.get_reactor(), "not an address", 0, {}, {}),
                    std::system_error);
  });
}
