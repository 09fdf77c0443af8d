// TLS between our ends, and against the openssl command as a peer that is not ours.
#include <doctest/doctest.h>

#include <atomic>
#include <filesystem>

#include <fmt/format.h>

#include "certificates.hpp"
#include "harness.hpp"
#include "proto/net/http_client.hpp"

using namespace hallcall::net;
using namespace hallcall::net::testing;
using namespace std::chrono_literals;

namespace {

struct tls_outcome {
  std::optional<response> answer;
  client_error why;
};

// An https client on a reactor of its own.
class tls_client {
 public:
  tls_client(std::uint16_t port, std::shared_ptr<tls_trust> trust,
             const std::string& host = "localhost", std::chrono::milliseconds timeout = patience) {
    thread_.run([&] {
      client_ = std::make_unique<http_client>(thread_.get(), endpoint{host, port, true}, timeout,
                                              std::move(trust));
    });
  }
  ~tls_client() {
    thread_.run([&] { client_.reset(); });
  }
  tls_outcome ask(request asked) {
    thread_.run([&] {
      client_->send(std::move(asked), [this](auto answer, auto why) {
        outcomes_.put({std::move(answer), why});
      });
    });
    auto got = outcomes_.take();
    REQUIRE(got);
    return std::move(*got);
  }
  client_error refused() {
    const auto got = ask({.target = "/"});
    CHECK_FALSE(got.answer);
    return got.why;
  }

 private:
  reactor_thread thread_;
  std::unique_ptr<http_client> client_;
  mailbox<tls_outcome> outcomes_;
};

// Echoes bodies and WebSocket messages.
http_server_handlers echo_all() {
  auto handlers = echo_handlers();
  handlers.on_upgrade = [](const request&) {
    return http_server_handlers::accept_upgrade{
        "hallcall.v1", [](const std::shared_ptr<ws_session>& session) {
          session->start({.on_text = [weak = std::weak_ptr(session)](std::string_view text) {
            if (const auto alive = weak.lock()) alive->send(make_body(std::string(text)));
          }});
        }};
  };
  return handlers;
}

struct ws_end {
  int http_status;
  std::uint16_t code;
  std::string reason;
};

// A wss client on a reactor of its own.
class tls_socket {
 public:
  tls_socket(std::uint16_t port, std::shared_ptr<tls_trust> trust,
             const std::string& host = "localhost") {
    thread_.run([&] {
      client_ = std::make_unique<ws_client>(
          thread_.get(), endpoint{host, port, true}, "/live", header_list{}, "hallcall.v1",
          patience,
          ws_client::callbacks{.on_open = [this] { opened.put(true); },
                               .on_text = [this](std::string_view t) { texts.put(std::string(t)); },
                               .on_close =
                                   [this](int status, std::uint16_t code, std::string reason) {
                                     ends.put({status, code, std::move(reason)});
                                   }},
          std::move(trust));
    });
  }
  ~tls_socket() {
    thread_.run([&] { client_.reset(); });
  }
  void send(std::string text) {
    thread_.run([&] { CHECK(client_->send(std::move(text))); });
  }
  void close() {
    thread_.run([&] { client_->close(); });
  }

  mailbox<bool> opened;
  mailbox<std::string> texts;
  mailbox<ws_end> ends;

 private:
  reactor_thread thread_;
  std::unique_ptr<ws_client> client_;
};

int openssl_client(std::uint16_t port, const std::string& options, std::string* said = nullptr) {
  return run_command(
      fmt::format("echo Q | timeout 20 openssl s_client -connect 127.0.0.1:{} {}", port, options),
      said);
}

}  // namespace

TEST_CASE("over TLS the client asks, keeps its connection, and large bodies arrive whole") {
  test_authority authority;
  const auto big = make_body(std::string(3'000'000, 'x'));
  auto handlers = echo_handlers();
  handlers.on_request = [big, echo = handlers.on_request](request asked, const responder& answer) {
    if (asked.target == "/big") return answer({.body = big});
    echo(std::move(asked), answer);
  };
  test_server server({}, handlers, identity_of(authority.issue()));
  tls_client client(server.port(), authority.trust());
  for (const std::size_t bytes : {1UL, 100UL, 16'384UL, 60'000UL}) {
    const auto got =
        client.ask({.method = method::post, .target = "/", .body = std::string(bytes, 'b')});
    REQUIRE(got.answer);
    CHECK(got.answer->body->size() == bytes);
  }
  const auto got = client.ask({.target = "/big"});
  REQUIRE(got.answer);
  CHECK(*got.answer->body == *big);
  const auto head = client.ask({.method = method::head, .target = "/big"});
  REQUIRE(head.answer);
  CHECK(head.answer->body->empty());
  CHECK(server.stats().connections == 1);
}

TEST_CASE("a WebSocket over TLS carries messages both ways and closes with its code") {
  test_authority authority;
  test_server server({}, echo_all(), identity_of(authority.issue()));
  tls_socket socket(server.port(), authority.trust());
  REQUIRE(socket.opened.take());
  for (int i = 0; i < 20; ++i) {
    const auto text = std::to_string(i) + std::string(static_cast<std::size_t>(i) * 200, '.');
    socket.send(text);
    CHECK(socket.texts.take() == text);
  }
  CHECK(server.stats().websockets == 1);
  socket.close();
  const auto end = socket.ends.take();
  REQUIRE(end);
  CHECK(end->code == 1000);
  CHECK(eventually([&] { return server.stats().connections == 0; }));
}

TEST_CASE("a certificate is for its names and addresses alone") {
  test_authority authority;
  test_server named({}, echo_all(), identity_of(authority.issue("DNS:localhost")));
  CHECK(tls_client(named.port(), authority.trust()).ask({.target = "/"}).answer);
  CHECK(tls_client(named.port(), authority.trust(), "127.0.0.1").refused() ==
        client_error::certificate_host);
  test_server elsewhere({}, echo_all(), identity_of(authority.issue("DNS:hall.example.org")));
  CHECK(tls_client(elsewhere.port(), authority.trust()).refused() ==
        client_error::certificate_host);
  test_server addressed({}, echo_all(), identity_of(authority.issue("IP:127.0.0.1")));
  CHECK(tls_client(addressed.port(), authority.trust(), "127.0.0.1").ask({.target = "/"}).answer);
  tls_socket socket(elsewhere.port(), authority.trust());
  const auto end = socket.ends.take();
  REQUIRE(end);
  CHECK(end->reason == to_string(client_error::certificate_host));
}

TEST_CASE("an authority that is not trusted, and a certificate out of its time, are refused") {
  test_authority authority, another;
  test_server server({}, echo_all(), identity_of(authority.issue()));
  CHECK(tls_client(server.port(), another.trust()).refused() == client_error::certificate_unknown);
  CHECK(tls_client(server.port(), nullptr).refused() == client_error::certificate_unknown);
  const auto old = identity_of(authority.issue("DNS:localhost", -1));
  CHECK(old->valid_until() < std::chrono::system_clock::now());
  test_server expired({}, echo_all(), old);
  CHECK(tls_client(expired.port(), authority.trust()).refused() == client_error::certificate_time);
  tls_socket socket(expired.port(), authority.trust());
  const auto end = socket.ends.take();
  REQUIRE(end);
  CHECK(end->reason == to_string(client_error::certificate_time));
  CHECK(eventually([&] { return server.stats().failed_handshakes == 2; }));
  CHECK(tls_client(server.port(), authority.trust()).ask({.target = "/"}).answer);
}

TEST_CASE("TLS 1.2 and 1.3 are spoken, with forward secrecy; nothing older") {
  test_authority authority;
  test_server server({}, echo_all(), identity_of(authority.issue()));
  const auto believing =
      fmt::format("-CAfile {} -verify_return_error -verify_hostname localhost ", authority.file());
  std::string said;
  CHECK(openssl_client(server.port(), believing + "-tls1_3", &said) == 0);
  CHECK(said.find("TLSv1.3") != std::string::npos);
  CHECK(openssl_client(server.port(), believing + "-tls1_2", &said) == 0);
  for (const auto* bad : {"-tls1_1 -cipher ALL:@SECLEVEL=0", "-tls1 -cipher ALL:@SECLEVEL=0",
                          "-tls1_2 -cipher AES128-SHA256:AES256-GCM-SHA384",
                          "-tls1_2 -cipher ECDHE-ECDSA-AES128-SHA"}) {
    CAPTURE(bad);
    CHECK(openssl_client(server.port(), believing + bad) != 0);
  }
  CHECK(eventually([&] { return server.stats().connections == 0; }));
}

TEST_CASE("the client names the host that it wants, and speaks no old TLS") {
  test_authority authority;
  const auto wanted = authority.issue("DNS:localhost"), other = authority.issue("DNS:other.test");
  const auto serve = [&](int port, const std::string& options) {
    return fmt::format(
        "timeout 20 openssl s_server -accept 127.0.0.1:{} -cert {} -key {} {} -www "
        ">/dev/null 2>&1 & echo $!",
        port, other.certificate, other.key, options);
  };
  // A port that was free a moment ago.
  const auto free_port = [] { return test_server({}, echo_handlers()).port(); };
  const auto ended = [](const std::string& pid) {
    run_command("kill " + pid.substr(0, pid.find('\n')));
  };
  const int by_name = free_port(), old = free_port();
  std::string first, second;
  run_command(serve(by_name, fmt::format("-servername localhost -cert2 {} -key2 {}",
                                         wanted.certificate, wanted.key)),
              &first);
  run_command(serve(old, "-tls1_1 -cipher ALL:@SECLEVEL=0"), &second);
  CHECK(eventually([&] {
    return tls_client(static_cast<std::uint16_t>(by_name), authority.trust())
               .ask({.target = "/"})
               .why != client_error::connect;
  }));
  const auto got =
      tls_client(static_cast<std::uint16_t>(by_name), authority.trust()).ask({.target = "/"});
  CHECK((got.answer || got.why == client_error::receive));  // past the handshake
  CHECK(eventually([&] {
    return tls_client(static_cast<std::uint16_t>(old), authority.trust())
               .ask({.target = "/"})
               .why == client_error::handshake;
  }));
  ended(first);
  ended(second);
}

TEST_CASE("who speaks plain HTTP to a TLS port is told so") {
  test_authority authority;
  test_server server({}, echo_all(), identity_of(authority.issue()));
  for (const auto& text : {get("/kiosk"), post("/x", "y")}) {
    raw_peer peer(server.port());
    peer.send(text);
    const auto got = peer.response();
    REQUIRE(got);
    CHECK(got->status == 400);
    CHECK(got->body.find("https://") != std::string::npos);
    CHECK(peer.ends());
  }
  raw_peer noise(server.port());
  noise.send("SSH-2.0-x\r\n");
  CHECK(noise.ends());
  CHECK(server.stats().requests == 0);
}

TEST_CASE("who speaks TLS to a plain port learns that there is none") {
  test_authority authority;
  test_server server({}, echo_all());
  CHECK(tls_client(server.port(), authority.trust()).refused() == client_error::handshake);
}

TEST_CASE("a handshake that never ends is cut, and takes nobody else's place") {
  test_authority authority;
  http_server_limits limits;
  limits.handshake_timeout = 1s;
  limits.max_connections_per_address = 8;
  test_server server(limits, echo_all(), identity_of(authority.issue()));
  const auto begun = std::chrono::steady_clock::now();
  std::vector<raw_peer> silent;
  for (int i = 0; i < 8; ++i) silent.emplace_back(server.port(), "127.0.0.2");
  silent[0].send(std::string("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 11));
  CHECK(tls_client(server.port(), authority.trust()).ask({.target = "/"}).answer);
  // One that sends a byte now and then is no better off.
  std::atomic<bool> cut = false;
  std::thread drip([&] {
    raw_peer slow(server.port(), "127.0.0.3");
    slow.send(std::string("\x16\x03\x01\x02\x00", 5));
    for (int i = 0; i < 30; ++i) {
      slow.send(std::string(1, '\x01'));
      std::this_thread::sleep_for(20ms);
    }
    cut = slow.ends();
  });
  for (auto& peer : silent) CHECK(peer.ends());
  drip.join();
  CHECK(cut);
  CHECK(std::chrono::steady_clock::now() - begun < 5s);
  CHECK(eventually([&] { return server.stats().failed_handshakes == 9; }));
}

TEST_CASE("a stalled handshake ends with the server") {
  test_authority authority;
  auto server = std::make_unique<test_server>(http_server_limits{}, echo_all(),
                                              identity_of(authority.issue()));
  raw_peer silent(server->port());
  tls_socket socket(server->port(), authority.trust());
  REQUIRE(socket.opened.take());
  mailbox<bool> down;
  server->run([&] { server->get().shutdown(5s, [&] { down.put(true); }); });
  CHECK(down.take());
  const auto end = socket.ends.take();
  REQUIRE(end);
  CHECK(end->code == 1012);
  CHECK(silent.ends());
}

TEST_CASE("an answer that closes its TLS connection arrives whole") {
  test_authority authority;
  test_server server({}, echo_all(), identity_of(authority.issue()));
  std::string said;
  // No body is announced to curl: it reads to the end, and takes a cut for an error.
  CHECK(run_command(fmt::format("curl -sS --cacert {} -H 'Connection: close' "
                                "https://localhost:{}/over-and-out",
                                authority.file(), server.port()),
                    &said) == 0);
  CHECK(said == "/over-and-out");
  CHECK(eventually([&] { return server.stats().connections == 0; }));
}

TEST_CASE("a new certificate is taken under traffic, a wrong one is not") {
  test_authority first, second;
  const auto files = first.issue();
  const auto identity = identity_of(files);
  test_server server({}, echo_all(), identity);
  tls_socket watcher(server.port(), first.trust());
  REQUIRE(watcher.opened.take());
  std::atomic<bool> stop = false;
  std::atomic<int> asked = 0, lost = 0;
  const auto both = tls_trust::of_pem(
      [&] {
        std::string text;
        run_command("cat " + first.file() + " " + second.file(), &text);
        return text;
      }(),
      "both");
  REQUIRE(both);
  std::vector<std::thread> visitors;
  for (int i = 0; i < 2; ++i)
    visitors.emplace_back([&] {
      while (!stop) {
        tls_client visitor(server.port(), *both);
        for (int k = 0; k < 3; ++k, ++asked)
          if (!visitor.ask({.target = "/"}).answer) ++lost;
      }
    });
  const auto fresh = second.issue();
  const auto copy = [](const std::string& from, const std::string& to) {
    std::filesystem::copy_file(from, to, std::filesystem::copy_options::overwrite_existing);
  };
  const auto reload = [&] {
    std::optional<std::string> wrong;
    server.run([&] {
      if (const auto done = identity->reload(); !done) wrong = done.error();
    });
    return wrong;
  };
  // Half of the change: the new certificate with the old key.
  copy(fresh.certificate, files.certificate);
  const auto refused = reload();
  REQUIRE(refused);
  CHECK(refused->find(files.key) != std::string::npos);
  CHECK(tls_client(server.port(), first.trust()).ask({.target = "/"}).answer);
  copy(fresh.key, files.key);
  CHECK_FALSE(reload());
  CHECK(tls_client(server.port(), second.trust()).ask({.target = "/"}).answer);
  CHECK(tls_client(server.port(), first.trust()).refused() == client_error::certificate_unknown);
  const int before = asked;
  CHECK(eventually([&] { return asked > before + 6; }));
  stop = true;
  for (auto& visitor : visitors) visitor.join();
  CHECK(lost == 0);
  watcher.send("still here");
  CHECK(watcher.texts.take() == "still here");
}

TEST_CASE("files that are no certificate and key are named, with what is wrong") {
  test_authority authority;
  const auto good = authority.issue(), other = authority.issue();
  const auto folder = authority.folder().string();
  const auto wrong = [](const std::string& certificate, const std::string& key) {
    const auto made = tls_identity::open({certificate, key});
    CHECK_FALSE(made);
    return made ? std::string() : made.error();
  };
  const auto says = [](const std::string& words, const std::string& file, const char* what) {
    CAPTURE(words);
    CHECK(words.starts_with(file));
    CHECK(words.find(what) != std::string::npos);
  };
  says(wrong(folder + "/none", good.key), folder + "/none", "No such file");
  says(wrong(good.certificate, folder), folder, "not a plain file");
  says(wrong(good.key, good.key), good.key, "does not hold a certificate");
  says(wrong(good.certificate, good.certificate), good.certificate, "everybody");
  says(wrong(good.certificate, other.key), other.key, "not the key of the certificate");
  run_command(
      fmt::format("cd {} && cp server1.pem sham.key && chmod 600 sham.key && openssl ec -in "
                  "server1.key -aes128 -passout pass:secret -out locked.key && chmod 600 "
                  "locked.key && cp server1.key open.key && chmod 644 open.key",
                  folder));
  says(wrong(good.certificate, folder + "/sham.key"), folder + "/sham.key", "private key");
  says(wrong(good.certificate, folder + "/locked.key"), folder + "/locked.key", "passphrase");
  says(wrong(good.certificate, folder + "/open.key"), folder + "/open.key", "0600");
  CHECK(run_command("chmod 640 " + folder + "/open.key") == 0);
  CHECK(tls_identity::open({good.certificate, folder + "/open.key"}));
  CHECK_FALSE(tls_trust::of_file(folder + "/none"));
  CHECK_FALSE(tls_trust::of_file(good.key));
  const auto life = identity_of(good)->valid_until() - std::chrono::system_clock::now();
  CHECK(life > 24h * 29);
  CHECK(life < 24h * 31);
}
