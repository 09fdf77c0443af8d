#include "gateway/problem.hpp"

#include <algorithm>
#include <array>
#include <cassert>

#include "proto/messages/common.hpp"
#include "service/engine_describe.hpp"

namespace hallcall::gateway {
namespace {

constexpr std::array kinds{
    problem_kind{"invalid-request", 400, "The request cannot be understood"},
    problem_kind{"not-signed-in", 401, "Sign in first"},
    problem_kind{"wrong-credentials", 401, "The name or the password is wrong"},
    problem_kind{"unknown-code", 401, "The enrolment code is not valid"},
    problem_kind{"not-allowed", 403, "This is not allowed"},
    problem_kind{"pairing-denied", 403, "The box was not let in"},
    problem_kind{"not-found", 404, "There is no such thing"},
    problem_kind{"method-not-allowed", 405, "This call does not exist"},
    problem_kind{"request-timeout", 408, "The request took too long"},
    problem_kind{"hall-closed", 409, "The hall issues no tickets now"},
    problem_kind{"nobody-offers", 409, "No counter handles this"},
    problem_kind{"not-waiting", 409, "The ticket does not wait"},
    problem_kind{"already-ended", 409, "The ticket has ended"},
    problem_kind{"not-missed", 409, "The ticket need not check in"},
    problem_kind{"already-called", 409, "The ticket has been called"},
    problem_kind{"nothing-waiting", 409, "Nobody waits"},
    problem_kind{"counter-closed", 409, "The counter is closed"},
    problem_kind{"counter-open", 409, "The counter is open already"},
    problem_kind{"counter-paused", 409, "The counter is paused"},
    problem_kind{"counter-busy", 409, "The counter has a visit"},
    problem_kind{"counter-idle", 409, "The counter has no visit"},
    problem_kind{"not-paused", 409, "The counter is not paused"},
    problem_kind{"not-called", 409, "The visit has started"},
    problem_kind{"not-serving", 409, "The visit has not started"},
    problem_kind{"too-early", 409, "It is too early for this"},
    problem_kind{"no-calls-left", 409, "The ticket has been called often enough"},
    problem_kind{"lane-not-taken", 409, "The counter cannot take this"},
    problem_kind{"base-counter", 409, "This is no mobile counter"},
    problem_kind{"counter-not-today", 409, "The counter does not open today"},
    problem_kind{"pass-used", 409, "The return pass has been used"},
    problem_kind{"backup-busy", 409, "The backup is busy"},
    problem_kind{"no-backup-free", 409, "No backup is free"},
    problem_kind{"already-answered", 409, "The call for support is over"},
    problem_kind{"slot-full", 409, "The slot is fully booked"},
    problem_kind{"too-late", 409, "It is too late for this"},
    problem_kind{"booked-already", 409, "There is a booking on that day"},
    problem_kind{"booking-suspended", 409, "Online booking is suspended"},
    problem_kind{"arrived-already", 409, "The booking was checked in"},
    problem_kind{"kept-for-booking", 409, "The counter is kept for a booking"},
    problem_kind{"number-taken", 409, "The number was told before"},
    problem_kind{"numbers-not-lent", 409, "No numbers are lent"},
    problem_kind{"pairing-decided", 409, "The box was answered already"},
    problem_kind{"device-exists", 409, "A device has this name"},
    problem_kind{"too-large", 413, "The request is too large"},
    problem_kind{"unsupported-media-type", 415, "Send JSON"},
    problem_kind{"invalid-value", 422, "A value is not possible"},
    problem_kind{"idempotency-mismatch", 422, "The key was used for something else"},
    problem_kind{"account-locked", 429, "The account is locked for a while"},
    problem_kind{"too-many-requests", 429, "Too many requests"},
    problem_kind{"internal-error", 500, "Something went wrong here"},
    problem_kind{"not-implemented", 501, "The request uses what this server does not speak"},
    problem_kind{"storage-unavailable", 503, "Nothing can be kept right now"},
    problem_kind{"overloaded", 503, "Too much at once"},
    problem_kind{"shutting-down", 503, "The server is being restarted"},
};

// What the engine's words are on the wire where they differ: an unknown thing is not-found, a value
// that no hall could accept is invalid-value.
std::string_view wire_code(engine::refusal_code code) {
  using enum engine::refusal_code;
  switch (code) {
    case unknown_ticket:
    case unknown_counter:
    case unknown_page:
    case unknown_backup:
    case unknown_pass:
    case unknown_booking:
    case unknown_block:
      return "not-found";
    case unknown_service:
    case too_many_services:
    case reason_needed:
    case not_bookable:
    case no_such_slot:
      return "invalid-value";
    default:
      return messages::enum_name(code);
  }
}

const problem_kind& kind_of(std::string_view code) {
  const auto it =
      std::find_if(kinds.begin(), kinds.end(), [&](const auto& k) { return k.code == code; });
  assert(it != kinds.end());
  return it != kinds.end() ? *it : *std::find_if(kinds.begin(), kinds.end(), [](const auto& k) {
    return k.code == "internal-error";
  });
}

messages::problem problem_of(std::string_view code, std::string_view detail) {
  const auto& kind = kind_of(code);
  messages::problem p;
  p.type = "about:blank";
  p.title = kind.title;
  p.status = kind.status;
  p.detail = detail;
  p.code = kind.code;
  return p;
}

}  // namespace

std::span<const problem_kind> problem_kinds() { return kinds; }

service::answer problem_answer(std::string_view code, std::string_view detail) {
  const auto p = problem_of(code, detail);
  return {p.status, messages::encode(p)};
}

net::response to_response(service::answer a) {
  net::response r;
  r.status = a.status;
  r.headers.emplace_back("Content-Type",
                         a.status >= 400 ? "application/problem+json" : "application/json");
  r.headers.emplace_back("Cache-Control", "no-store");
  if (!a.body.empty()) r.body = net::make_body(std::move(a.body));
  return r;
}

net::response problem(std::string_view code, std::string_view detail,
                      std::optional<std::chrono::seconds> retry_after) {
  auto r = to_response(problem_answer(code, detail));
  if (retry_after)
    r.headers.emplace_back("Retry-After",
                           std::to_string(std::max<std::int64_t>(retry_after->count(), 1)));
  if (r.status == 401) r.headers.emplace_back("WWW-Authenticate", "Bearer");
  return r;
}

service::answer refusal_answer(const engine::refusal& refusal,
                               std::optional<messages::walk_in_offer> walk_in) {
  auto p = problem_of(wire_code(refusal.code), refusal.detail);
  if (refusal.retry_after) p.retry_seconds = refusal.retry_after->count();
  p.walk_in = std::move(walk_in);
  return {p.status, messages::encode(p)};
}

net::response trouble_response(service::trouble t) {
  using std::chrono::seconds;
  switch (t) {
    case service::trouble::storage_unavailable:
      return problem("storage-unavailable",
                     "The journal cannot be written right now. Nothing was lost; try again "
                     "with the same key in a moment.",
                     seconds(1));
    case service::trouble::overloaded:
      return problem("overloaded", "More is asked than can be kept at once. Try again in a moment.",
                     seconds(1));
    case service::trouble::idempotency_mismatch:
      return problem("idempotency-mismatch",
                     "This Idempotency-Key was used for another request. Use a new key for "
                     "a new request.");
    case service::trouble::shutting_down:
      return problem("shutting-down", "The server is being restarted. Try again in a moment.",
                     seconds(2));
  }
  return problem("internal-error", "Something went wrong here.");
}

net::response decode_problem(const messages::decode_error& e) {
  const std::string place = e.where.empty() ? "" : e.where + " ";
  switch (e.why) {
    case messages::decode_error::cause::too_large:
      return problem("too-large", e.what);
    case messages::decode_error::cause::value:
      return problem("invalid-value", place + e.what);
    default:
      return problem("invalid-request", place + e.what);
  }
}

net::response transport_problem(int status, std::string_view detail) {
  std::string_view code = "invalid-request";
  switch (status) {
    case 408:
      code = "request-timeout";
      break;
    case 413:
    case 414:
    case 431:
      code = "too-large";
      break;
    case 500:
      code = "internal-error";
      break;
    case 501:
    case 505:
      code = "not-implemented";
      break;
    case 503:
      code = "shutting-down";
      break;
    default:
      break;
  }
  auto p = problem_of(code, detail);
  p.status = status;  // HTTP's own is finer than the code's
  auto r = to_response({status, messages::encode(p)});
  if (status == 503) r.headers.emplace_back("Retry-After", "2");
  return r;
}

}  // namespace hallcall::gateway
