// The HTTP client, against our server and against a script that behaves as no server should.
#include <doctest/doctest.h>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "harness.hpp"
#include "proto/net/http_client.hpp"

using namespace hallcall::net;
using namespace hallcall::net::testing;
using namespace std::chrono_literals;

namespace {

constexpr const char* ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

// Takes one connection after the other and sends each its replies, one after each request that it
// reads; then closes it. An empty reply is none.
class scripted_server {
 public:
  using replies = std::vector<std::string>;

  explicit scripted_server(std::vector<replies> connections) : script_(std::move(connections)) {
    listener_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in at{};
    at.sin_family = AF_INET;
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof at;
    bind(listener_, reinterpret_cast<sockaddr*>(&at), size);
    listen(listener_, 16);
    getsockname(listener_, reinterpret_cast<sockaddr*>(&at), &size);
    port_ = ntohs(at.sin_port);
    thread_ = std::thread([this] { play(); });
  }
  scripted_server(const scripted_server&) = delete;
  scripted_server& operator=(const scripted_server&) = delete;
  ~scripted_server() {
    shutdown(listener_, SHUT_RDWR);
    thread_.join();
    close(listener_);
  }

  [[nodiscard]] std::uint16_t port() const { return port_; }
  mailbox<std::string> asked;  // the bytes of each request
  mailbox<bool> closed;        // once per connection

 private:
  void play() {
    for (const auto& connection : script_) {
      const int peer = accept(listener_, nullptr, nullptr);
      if (peer < 0) return;
      for (const auto& reply : connection) {
        auto bytes = read_request(peer);
        if (bytes.empty()) break;
        asked.put(std::move(bytes));
        send(peer, reply.data(), reply.size(), MSG_NOSIGNAL);
      }
      close(peer);
      closed.put(true);
    }
  }

  static std::string read_request(int peer) {
    std::string bytes;
    char more[4096];
    while (bytes.find("\r\n\r\n") == std::string::npos) {
      const auto got = recv(peer, more, sizeof more, 0);
      if (got <= 0) return {};
      bytes.append(more, static_cast<std::size_t>(got));
    }
    return bytes;
  }

  std::vector<replies> script_;
  int listener_ = -1;
  std::uint16_t port_ = 0;
  std::thread thread_;
};

struct outcome {
  std::optional<response> answer;
  client_error why;
};

// A client on a reactor of its own.
class test_client {
 public:
  explicit test_client(std::uint16_t port, std::chrono::milliseconds timeout = patience,
                       const std::string& host = "127.0.0.1") {
    thread_.run([&] {
      client_ = std::make_unique<http_client>(thread_.get(), endpoint{host, port}, timeout);
    });
  }
  ~test_client() { destroy(); }
  void destroy() {
    thread_.run([&] { client_.reset(); });
  }
  void send(request asked) {
    thread_.run([&] {
      client_->send(std::move(asked), [this](auto answer, auto why) {
        outcomes.put({std::move(answer), why});
      });
      CHECK(outcomes.empty());  // never from inside send()
    });
  }
  outcome ask(request asked) {
    send(std::move(asked));
    auto got = outcomes.take();
    REQUIRE(got);
    return std::move(*got);
  }
  reactor_thread& thread() { return thread_; }

  mailbox<outcome> outcomes;

 private:
  reactor_thread thread_;
  std::unique_ptr<http_client> client_;
};

}  // namespace

TEST_CASE("the client asks, keeps its connection, and reads the answers in order") {
  test_server server({}, echo_handlers());
  test_client client(server.port());
  client.thread().run([] {});
  for (int i = 0; i < 20; ++i) {
    const auto got = client.ask({.method = method::post, .target = "/", .body = std::to_string(i)});
    REQUIRE(got.answer);
    CHECK(got.answer->status == 200);
    CHECK(*got.answer->body == std::to_string(i));
    CHECK(find_header(got.answer->headers, "content-type") == "text/plain");
  }
  CHECK(server.stats().connections == 1);
  const auto head = client.ask({.method = method::head, .target = "/long"});
  REQUIRE(head.answer);
  CHECK(head.answer->body->empty());
  CHECK(*client.ask({.target = "/after"}).answer->body == "/after");
  CHECK(server.stats().connections == 1);
}

TEST_CASE("requests that are sent together are asked one after the other") {
  mailbox<responder> waiting;
  test_server server({}, {.on_request = [&](const request&, responder answer) {
                       waiting.put(std::move(answer));
                     }});
  reactor_thread thread;
  std::unique_ptr<http_client> client;
  mailbox<std::string> got;
  thread.run([&] {
    client =
        std::make_unique<http_client>(thread.get(), endpoint{"127.0.0.1", server.port()}, patience);
    for (int i = 0; i < 3; ++i)
      client->send({.target = "/"}, [&](const auto& answer, auto) { got.put(*answer->body); });
  });
  for (int i = 0; i < 3; ++i) {
    auto answer = waiting.take();
    REQUIRE(answer);
    server.run([] {});
    CHECK(waiting.empty());
    server.run([&] { (*answer)({.body = make_body(std::to_string(i))}); });
    CHECK(got.take() == std::to_string(i));
  }
  thread.run([&] { client.reset(); });
}

TEST_CASE("a name is resolved") {
  test_server server({}, echo_handlers());
  test_client client(server.port(), patience, "localhost");
  CHECK(client.ask({.target = "/"}).answer);
}

TEST_CASE("what the client sends is well-formed") {
  scripted_server script({{ok}});
  test_client client(script.port());
  client.ask({.method = method::post,
              .target = "/x?y",
              .headers = {{"Idempotency-Key", "k"}, {"Content-Length", "99"}}});
  CHECK(script.asked.take() ==
        "POST /x?y HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(script.port()) +
            "\r\nIdempotency-Key: k\r\nContent-Length: 0\r\n\r\n");
}

TEST_CASE("a request that could smuggle another is not sent") {
  test_server server({}, echo_handlers());
  test_client client(server.port());
  for (const auto& bad : {request{.target = "/ HTTP/1.1\r\nX: y"}, request{.target = "no-slash"},
                          request{.target = "/", .headers = {{"X", "a\r\nY: b"}}},
                          request{.target = "/", .headers = {{"X: y\r\nZ", "a"}}},
                          request{.method = method::other, .target = "/"}}) {
    const auto got = client.ask(bad);
    CHECK_FALSE(got.answer);
    CHECK(got.why == client_error::send);
  }
  CHECK(server.stats().requests == 0);
}

TEST_CASE("a kept connection that the server has closed is replaced unnoticed") {
  scripted_server script({{ok}, {ok, ok}});
  test_client client(script.port());
  CHECK(client.ask({.target = "/1"}).answer);
  CHECK(script.closed.take());
  CHECK(client.ask({.target = "/2"}).answer);
  CHECK(client.ask({.target = "/3"}).answer);
}

TEST_CASE("a request on a kept connection that dies without a word is sent once more") {
  scripted_server script({{ok, ""}, {ok}});
  test_client client(script.port());
  CHECK(client.ask({.target = "/1"}).answer);
  CHECK(client.ask({.target = "/2"}).answer);
  CHECK(script.asked.take()->starts_with("GET /1 "));
  CHECK(script.asked.take()->starts_with("GET /2 "));
  CHECK(script.asked.take()->starts_with("GET /2 "));
}

TEST_CASE("but only once") {
  scripted_server script({{ok, ""}, {""}, {ok}});
  test_client client(script.port());
  CHECK(client.ask({.target = "/1"}).answer);
  const auto lost = client.ask({.target = "/2"});
  CHECK_FALSE(lost.answer);
  CHECK(lost.why == client_error::closed);
  CHECK(client.ask({.target = "/3"}).answer);
}

TEST_CASE("a request on a new connection is not repeated") {
  scripted_server script({{""}, {ok}});
  test_client client(script.port());
  CHECK(client.ask({.target = "/1"}).why == client_error::closed);
  CHECK(client.ask({.target = "/2"}).answer);
  CHECK(script.asked.take()->starts_with("GET /1 "));
  CHECK(script.asked.take()->starts_with("GET /2 "));
}

TEST_CASE("a request whose answer has begun is not repeated") {
  scripted_server script({{ok, "HTTP/1.1 200 OK\r\nContent-Le"}, {ok}});
  test_client client(script.port());
  CHECK(client.ask({.target = "/1"}).answer);
  const auto lost = client.ask({.target = "/2"});
  CHECK_FALSE(lost.answer);
  CHECK(lost.why == client_error::receive);
  CHECK(client.ask({.target = "/3"}).answer);
}

TEST_CASE("every shape of an answer is read") {
  const std::string continued = std::string("HTTP/1.1 100 Continue\r\n\r\n") + ok;
  const std::string chunked =
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\no\r\n1\r\nk\r\n0\r\n\r\n";
  const std::string until_end = "HTTP/1.1 200 OK\r\n\r\nok";
  const std::string closing = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok";
  scripted_server script({{continued, chunked, closing}, {until_end}, {ok}});
  test_client client(script.port());
  for (int i = 0; i < 5; ++i) {
    const auto got = client.ask({.target = "/"});
    REQUIRE(got.answer);
    CHECK(*got.answer->body == "ok");
  }
}

TEST_CASE("an answer that is no HTTP is an error, and the next request is not harmed") {
  scripted_server script({{"SSH-2.0-x\r\n\r\n"}, {ok}});
  test_client client(script.port());
  CHECK(client.ask({.target = "/"}).why == client_error::receive);
  CHECK(client.ask({.target = "/"}).answer);
}

TEST_CASE("bytes that nobody asked for end the kept connection") {
  scripted_server script(
      {{std::string(ok) + ok}, {"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nnew"}});
  test_client client(script.port());
  CHECK(client.ask({.target = "/"}).answer);
  CHECK(*client.ask({.target = "/"}).answer->body == "new");
}

TEST_CASE("a server that does not answer in time is given up") {
  mailbox<responder> waiting;
  test_server server({}, {.on_request = [&](const request& asked, responder answer) {
                       if (asked.target == "/never") return waiting.put(std::move(answer));
                       answer({});
                     }});
  test_client client(server.port(), 200ms);
  const auto got = client.ask({.target = "/never"});
  CHECK_FALSE(got.answer);
  CHECK(got.why == client_error::timeout);
  auto held = waiting.take();
  server.run([&] { held.reset(); });
  CHECK(client.ask({.target = "/"}).answer);
}

TEST_CASE("a server that is not there is told from a name that is not") {
  std::uint16_t port = 0;
  {
    test_server gone({}, echo_handlers());
    port = gone.port();
  }
  test_client nobody(port);
  CHECK(nobody.ask({.target = "/"}).why == client_error::connect);
  test_client nowhere(80, patience, "name.invalid");
  CHECK(nowhere.ask({.target = "/"}).why == client_error::resolve);
}

TEST_CASE("a destroyed client calls nobody") {
  mailbox<responder> waiting;
  test_server server({}, {.on_request = [&](const request&, responder answer) {
                       waiting.put(std::move(answer));
                     }});
  test_client client(server.port());
  client.send({.target = "/1"});
  client.send({.target = "/2"});
  auto answer = waiting.take();
  REQUIRE(answer);
  client.destroy();
  server.run([&] { (*answer)({}); });
  client.thread().run([] {});
  CHECK(client.outcomes.empty());
}

TEST_CASE("a callback may destroy its client") {
  test_server server({}, echo_handlers());
  reactor_thread thread;
  std::unique_ptr<http_client> client;
  mailbox<bool> done;
  thread.run([&] {
    client =
        std::make_unique<http_client>(thread.get(), endpoint{"127.0.0.1", server.port()}, patience);
    for (int i = 0; i < 2; ++i)
      client->send({.target = "/"}, [&](const auto&, auto) {
        client.reset();
        done.put(true);
      });
  });
  CHECK(done.take());
  thread.run([] {});
  CHECK(done.empty());
}
