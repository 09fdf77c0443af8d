// See http_bench.hpp.
#include "http_bench.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "proto/messages/codec.hpp"
#include "proto/messages/requests.hpp"
#include "real_office.hpp"

namespace hallcall::crash {

bool http_bench::until(const std::function<bool()>& holds) {
  bool late = false;
  const auto limit = reactor_.after(patience, [&] {
    late = true;
    reactor_.stop();
  });
  wanted_ = holds;
  while (!holds() && !late) reactor_.run();
  wanted_ = nullptr;
  CHECK_FALSE(late);
  return !late;
}

void http_bench::look() {
  if (wanted_ && wanted_()) reactor_.stop();
}

void caller::connect(std::uint16_t port) {
  client_ = std::make_unique<net::http_client>(bench_.reactor(), net::endpoint{"127.0.0.1", port},
                                               patience);
}

void caller::send(net::method m, const std::string& target, const std::string& body,
                  const std::string& key, callback done) {
  net::request r;
  r.method = m;
  r.target = target;
  r.headers = {{header_, value_}};
  if (!key.empty()) r.headers.emplace_back("Idempotency-Key", key);
  if (!body.empty()) r.headers.emplace_back("Content-Type", "application/json");
  r.body = body;
  client_->send(std::move(r), [this, done = std::move(done)](std::optional<net::response> answer,
                                                             net::client_error) {
    done(std::move(answer));
    bench_.look();
  });
}

net::response caller::ask(net::method m, const std::string& target, const std::string& body,
                          const std::string& key) {
  bool settled = false;
  std::optional<net::response> answer;
  send(m, target, body, key, [&](std::optional<net::response> r) {
    settled = true;
    answer = std::move(r);
  });
  bench_.until([&] { return settled; });
  REQUIRE_MESSAGE(answer.has_value(), "no answer from " << target);
  return std::move(*answer);
}

caller signed_in(http_bench& bench, std::uint16_t port, const std::string& account) {
  caller nobody(bench, "X-Nobody", "1");
  nobody.connect(port);
  const auto r = nobody.ask(net::method::post, "/api/v1/session",
                            messages::encode(messages::sign_in{account, sample_password}));
  REQUIRE_MESSAGE(r.status == 204, text_of(r));
  const auto cookie = net::find_header(r.headers, "Set-Cookie");
  caller c(bench, "Cookie", std::string(cookie.substr(0, cookie.find(';'))));
  c.connect(port);
  return c;
}

caller kiosk(http_bench& bench) {
  return {bench, "Authorization", "Bearer " + real_office::get().kiosk_token()};
}

std::string first_view(http_bench& bench, std::uint16_t port, const caller& who,
                       const std::string& view) {
  std::string frame;
  bool gone = false;
  net::ws_client::callbacks c;
  c.on_text = [&](std::string_view text) {
    if (frame.empty()) frame = text;
    bench.look();
  };
  c.on_close = [&](int, std::uint16_t, const std::string&) {
    gone = true;
    bench.look();
  };
  const net::ws_client ws(bench.reactor(), {"127.0.0.1", port},
                          "/api/v1/halls/main/live?view=" + view, who.headers(), "hallcall.v1",
                          patience, std::move(c));
  bench.until([&] { return gone || !frame.empty(); });
  const auto data = frame.find("\"data\":");
  REQUIRE_MESSAGE(data != std::string::npos, "no view " << view);
  return frame.substr(data + 7, frame.size() - data - 8);
}

}  // namespace hallcall::crash
