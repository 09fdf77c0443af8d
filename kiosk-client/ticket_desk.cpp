// One request is built once and sent again unchanged: same key, same bytes.
#include "kiosk-client/ticket_desk.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cstdint>
#include <system_error>
#include <utility>

#include <fmt/format.h>
#include <sys/random.h>

#include "proto/messages/codec.hpp"
#include "proto/net/path_segment.hpp"

namespace hallcall::kiosk {
namespace {

tl::unexpected<failure> fail(exit_code code, std::string words) {
  return tl::make_unexpected(failure{code, std::move(words)});
}

std::string_view body_of(const net::response& r) {
  return r.body ? std::string_view(*r.body) : std::string_view();
}

// Answers after which the same request may well succeed.
bool passing(int status) {
  return status == 429 || status == 500 || (status >= 502 && status <= 504);
}

// The server's own words, when it speaks as a Hallcall server does.
failure explain(const net::response& answer) {
  const auto problem = messages::decode<messages::problem>(body_of(answer), messages::lenient);
  const auto words = problem && !problem->code.empty()
                         ? fmt::format("{}: {}", problem->code,
                                       problem->detail.empty() ? problem->title : problem->detail)
                         : fmt::format("the server answered {}", answer.status);
  if (answer.status == 401 || answer.status == 403) return {exit_code::not_allowed, words};
  if (answer.status == 404) return {exit_code::not_found, words};
  if (passing(answer.status)) return {exit_code::no_answer, words};
  return {exit_code::hall_refused, words};
}

std::chrono::milliseconds asked_wait(const net::response& answer) {
  const auto text = net::find_header(answer.headers, "Retry-After");
  std::int64_t seconds = 0;
  std::from_chars(text.data(), text.data() + text.size(), seconds);
  return std::chrono::seconds(std::clamp<std::int64_t>(seconds, 0, 3600));
}

template <class T>
tl::expected<T, failure> read(const net::response& answer) {
  auto value = messages::decode<T>(body_of(answer), messages::lenient);
  if (!value)
    return fail(exit_code::not_found,
                "this is no Hallcall server: " + value.error().where + " " + value.error().what);
  return std::move(*value);
}

}  // namespace

std::string random_key() {
  std::array<std::uint8_t, 16> bytes{};
  if (getrandom(bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size()))
    throw std::system_error(errno, std::generic_category(), "getrandom");
  return fmt::format("{:02x}", fmt::join(bytes, ""));
}

ticket_desk::ticket_desk(desk_tools tools, std::string base_path, std::optional<std::string> token,
                         retry_policy policy)
    : tools_(std::move(tools)),
      base_path_(std::move(base_path)),
      token_(std::move(token)),
      policy_(policy) {}

net::request ticket_desk::request_for(net::method method, const std::string& path) const {
  net::request ask;
  ask.method = method;
  ask.target = base_path_ + "/api/v1" + path;
  ask.headers.emplace_back("Accept", "application/json, application/problem+json");
  if (token_) ask.headers.emplace_back("Authorization", "Bearer " + *token_);
  return ask;
}

tl::expected<net::response, failure> ticket_desk::until_answered(const net::request& ask) {
  auto wait = policy_.first;
  for (int attempt = 1;; ++attempt) {
    auto answer = tools_.fetch(ask);
    if (answer && !passing(answer->status)) return std::move(*answer);
    if (attempt >= policy_.attempts)
      return answer ? tl::make_unexpected(explain(*answer))
                    : fail(exit_code::no_answer, "the server does not answer: " +
                                                     std::string(net::to_string(answer.error())));
    const auto asked =
        answer ? std::min(asked_wait(*answer), policy_.last_asked) : std::chrono::milliseconds(0);
    tools_.sleep(std::max(wait, asked));
    wait = std::min(wait * 2, policy_.last);
  }
}

tl::expected<net::response, failure> ticket_desk::get(const std::string& path) {
  auto answer = until_answered(request_for(net::method::get, path));
  if (answer && answer->status != 200) return tl::make_unexpected(explain(*answer));
  return answer;
}

tl::expected<net::response, failure> ticket_desk::post(const std::string& path, std::string body) {
  auto ask = request_for(net::method::post, path);
  ask.headers.emplace_back("Content-Type", "application/json");
  ask.headers.emplace_back("Idempotency-Key", tools_.new_key());
  ask.body = std::move(body);
  auto answer = until_answered(ask);
  if (answer && (answer->status < 200 || answer->status > 299))
    return tl::make_unexpected(explain(*answer));
  return answer;
}

tl::expected<messages::hall_info, failure> ticket_desk::hall(const std::optional<std::string>& id) {
  auto chosen = id;
  if (!chosen) {
    const auto answer = get("/halls");
    if (!answer) return tl::make_unexpected(answer.error());
    const auto list = read<messages::hall_list>(*answer);
    if (!list) return tl::make_unexpected(list.error());
    if (list->halls.empty()) return fail(exit_code::not_found, "the server has no hall");
    chosen = list->halls.front().id;
  }
  const auto answer = get("/halls/" + net::path_segment(*chosen));
  if (!answer) return tl::make_unexpected(answer.error());
  return read<messages::hall_info>(*answer);
}

tl::expected<messages::ticket_issued, failure> ticket_desk::take(
    const std::string& hall, const messages::take_ticket& wish) {
  const auto answer =
      post("/halls/" + net::path_segment(hall) + "/tickets", messages::encode(wish));
  if (!answer) return tl::make_unexpected(answer.error());
  return read<messages::ticket_issued>(*answer);
}

tl::expected<void, failure> ticket_desk::report_print(const std::string& hall,
                                                      const std::string& ticket,
                                                      const messages::print_result& result) {
  const auto answer = post("/halls/" + net::path_segment(hall) + "/tickets/" +
                               net::path_segment(ticket) + "/print-result",
                           messages::encode(result));
  if (!answer) return tl::make_unexpected(answer.error());
  return {};
}

}  // namespace hallcall::kiosk
