// See pairing.hpp. One request at a time; each answer says what comes next.
#include "proto/relay/pairing.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include <fmt/format.h>
#include <unistd.h>

#include "proto/messages/answers.hpp"
#include "proto/messages/codec.hpp"
#include "proto/messages/requests.hpp"

namespace hallcall::relay {
namespace {

constexpr std::size_t longest_name = 32;
constexpr std::chrono::seconds longest_poll{30}, longest_retry{60};

std::string body_text(const net::response& r) { return r.body ? *r.body : std::string(); }

std::string code_in(const net::response& r) {
  const auto p = messages::decode<messages::problem>(body_text(r), messages::lenient);
  return p ? p->code : std::string();
}

std::string words_of(const net::response& r) {
  const auto p = messages::decode<messages::problem>(body_text(r), messages::lenient);
  return p ? p->detail : fmt::format("the server answered {}", r.status);
}

std::optional<std::chrono::seconds> retry_after(const net::response& r) {
  const auto text = net::find_header(r.headers, "Retry-After");
  int seconds = 0;
  const auto [end, wrong] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  if (wrong != std::errc() || seconds < 0) return std::nullopt;
  return std::min<std::chrono::seconds>(std::chrono::seconds(seconds), longest_retry);
}

}  // namespace

pairing::pairing(net::reactor& reactor, options given, callbacks calls)
    : reactor_(reactor),
      options_(std::move(given)),
      callbacks_(std::move(calls)),
      back_off_(options_.jitter),
      client_(reactor, options_.server.at, options_.timeout, options_.trust) {}

void pairing::become(phase next, std::string trouble) {
  const bool same = state_.phase == next && state_.trouble == trouble;
  state_.phase = next;
  state_.trouble = std::move(trouble);
  if (next != phase::waiting) state_.code.clear();
  if (!same && callbacks_.on_change) callbacks_.on_change();
}

void pairing::later(std::chrono::milliseconds wait, void (pairing::*step)()) {
  next_ = reactor_.after(wait, [this, step] { (this->*step)(); });
}

void pairing::send(const std::string& path, std::string body, handler then) {
  net::request r;
  r.method = net::method::post;
  r.target = options_.server.base_path + path;
  r.headers = {{"Accept", "application/json"}, {"Content-Type", "application/json"}};
  r.body = std::move(body);
  client_.send(std::move(r), [this, then](std::optional<net::response> got, net::client_error why) {
    if (got) return (this->*then)(*got);
    become(state_.phase, std::string(net::to_string(why)));
    later(back_off_.next(), secret_.empty() ? &pairing::ask : &pairing::poll);
  });
}

void pairing::ask() {
  secret_.clear();
  messages::ask_pairing wish;
  wish.role = options_.role;
  wish.hall = options_.hall;
  wish.name = options_.name;
  if (state_.phase != phase::asking) become(phase::asking);
  send("/api/v1/pairings", messages::encode(wish), &pairing::asked);
}

void pairing::asked(const net::response& r) {
  const auto given = messages::decode<messages::pairing_asked>(body_text(r), messages::lenient);
  if (r.status != 201 || !given) return failed(r);
  back_off_.reset();
  secret_ = given->secret;
  state_.code = given->code;
  poll_every_ = std::clamp<std::chrono::seconds>(std::chrono::seconds(given->poll_seconds),
                                                 std::chrono::seconds(1), longest_poll);
  become(phase::waiting);
  later(poll_every_, &pairing::poll);
}

void pairing::poll() {
  send("/api/v1/pairings/token", messages::encode(messages::take_device_token{secret_}),
       &pairing::polled);
}

void pairing::polled(const net::response& r) {
  if (r.status == 200) return took(r);
  if (r.status == 202) {
    back_off_.reset();
    become(phase::waiting);
    return later(poll_every_, &pairing::poll);
  }
  const auto code = code_in(r);
  if (code == "pairing-denied") {
    become(phase::denied);
    if (options_.persist) later(wait_after_denial, &pairing::ask);
    return;
  }
  if (code == "unknown-code") {
    if (options_.persist) return ask();
    return become(phase::expired);
  }
  failed(r);
}

void pairing::took(const net::response& r) {
  const auto given = messages::decode<messages::enrolled_device>(body_text(r), messages::lenient);
  if (!given) return failed(r);
  if (!callbacks_.on_token(given->token, given->name)) {
    become(phase::refused, "the token could not be kept on this box");
    if (options_.persist) later(wait_after_denial, &pairing::ask);
    return;
  }
  secret_.clear();
  become(phase::enrolled);
}

// Too much at once, and what is no answer of a server that pairs: the code stands while there is
// one.
void pairing::failed(const net::response& r) {
  const auto wait = retry_after(r);
  const bool passes = r.status == 429 || r.status >= 500;
  if (passes || !secret_.empty()) {
    become(state_.phase, words_of(r));
    const auto pause = wait ? std::chrono::milliseconds(*wait) : back_off_.next();
    return later(pause, secret_.empty() ? &pairing::ask : &pairing::poll);
  }
  become(phase::refused, words_of(r));
  if (options_.persist) later(wait_after_refusal, &pairing::ask);
}

std::string box_name() {
  std::array<char, 256> host{};
  if (gethostname(host.data(), host.size() - 1) != 0) return "box";
  std::string name;
  for (char c : std::string(host.data())) {
    if (c == '.') break;  // the domain is the same for all boxes of an office
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    const bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (!plain && name.empty()) continue;
    if (name.size() < longest_name) name += plain ? c : '-';
  }
  return name.empty() ? "box" : name;
}

}  // namespace hallcall::relay
