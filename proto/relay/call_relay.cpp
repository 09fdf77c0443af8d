// See call_relay.hpp. Only what the browser needs of an answer is passed on.
#include "proto/relay/call_relay.hpp"

#include <array>
#include <string_view>
#include <utility>

#include "proto/messages/answers.hpp"
#include "proto/messages/codec.hpp"

namespace hallcall::relay {

struct kept_answers {
  std::map<std::string, std::string> answers;
};
BOOST_DESCRIBE_STRUCT(kept_answers, (), (answers))

namespace {

constexpr std::array<std::string_view, 3> asked_headers = {"Accept", "Content-Type",
                                                           "Idempotency-Key"};
constexpr std::array<std::string_view, 2> told_headers = {"Content-Type", "Retry-After"};
constexpr std::size_t answers_kept = 8;

net::response passed_on(net::response from) {
  net::response to;
  to.status = from.status;
  to.body = std::move(from.body);
  for (const auto name : told_headers)
    if (const auto value = net::find_header(from.headers, name); !value.empty())
      to.headers.emplace_back(name, value);
  to.headers.emplace_back("Cache-Control", "no-store");
  return to;
}

net::response kept_answer(const std::string& body) {
  return {.status = 200,
          .headers = {{"Content-Type", "application/json"}, {"Cache-Control", "no-store"}},
          .body = net::make_body(body)};
}

}  // namespace

net::response problem(int status, const std::string& code, const std::string& detail) {
  messages::problem p;
  p.type = "about:blank";
  p.title = code;
  p.status = status;
  p.code = code;
  p.detail = detail;
  return {.status = status,
          .headers = {{"Content-Type", "application/problem+json"}, {"Cache-Control", "no-store"}},
          .body = net::make_body(messages::encode(p))};
}

call_relay::call_relay(net::reactor& reactor, options given, std::unique_ptr<kept_file> kept)
    : options_(std::move(given)),
      kept_(std::move(kept)),
      calls_(reactor, options_.server.at, options_.timeout, options_.trust),
      reads_(reactor, options_.server.at, options_.read_timeout, options_.trust) {
  recall();
}

void call_relay::recall() {
  const auto text = kept_ ? kept_->read() : std::nullopt;
  if (!text) return;
  if (auto read = messages::decode<kept_answers>(*text, messages::lenient))
    answers_ = std::move(read->answers);
}

void call_relay::keep(const std::string& target, const std::string& body) {
  auto& known = answers_[target];
  if (known == body) return;
  known = body;
  while (answers_.size() > answers_kept)
    answers_.erase(answers_.begin()->first == target ? std::next(answers_.begin())
                                                     : answers_.begin());
  if (kept_) kept_->write(messages::encode(kept_answers{answers_}), true);
}

net::request call_relay::with_token(const net::request& from) const {
  net::request to;
  to.method = from.method;
  to.target = options_.server.base_path + from.target;
  to.body = from.body;
  for (const auto name : asked_headers)
    if (const auto value = net::find_header(from.headers, name); !value.empty())
      to.headers.emplace_back(name, value);
  if (options_.token) to.headers.emplace_back("Authorization", "Bearer " + *options_.token);
  return to;
}

void call_relay::forward(const net::request& asked, net::responder reply) {
  forward(asked, std::move(reply), [](const net::response&) {});
}

void call_relay::forward(const net::request& asked, net::responder reply,
                         std::function<void(const net::response&)> seen) {
  forward_or(asked, std::move(reply), [seen = std::move(seen)](const net::response* answer) {
    if (answer != nullptr) seen(*answer);
    return std::optional<net::response>();
  });
}

void call_relay::forward_or(const net::request& asked, net::responder reply, settle decide) {
  calls_.send(with_token(asked), [reply = std::move(reply), decide = std::move(decide)](
                                     std::optional<net::response> answer, net::client_error why) {
    if (auto other = decide(answer ? &*answer : nullptr)) return reply(std::move(*other));
    if (!answer) return reply(problem(502, "unreachable", std::string(net::to_string(why)) + "."));
    reply(passed_on(std::move(*answer)));
  });
}

std::optional<std::string> call_relay::last_read(const std::string& target) const {
  const auto known = answers_.find(target);
  return known == answers_.end() ? std::nullopt : std::optional(known->second);
}

void call_relay::read(const std::string& target, net::responder reply) {
  net::request asked;
  asked.target = target;
  asked.headers = {{"Accept", "application/json"}};
  reads_.send(with_token(asked), [this, target, reply = std::move(reply)](
                                     std::optional<net::response> answer, net::client_error why) {
    if (answer && answer->status < 500) {
      if (answer->status == 200 && answer->body) keep(target, *answer->body);
      return reply(passed_on(std::move(*answer)));
    }
    if (const auto known = answers_.find(target); known != answers_.end())
      return reply(kept_answer(known->second));
    if (answer) return reply(passed_on(std::move(*answer)));
    reply(problem(502, "unreachable", std::string(net::to_string(why)) + "."));
  });
}

}  // namespace hallcall::relay
