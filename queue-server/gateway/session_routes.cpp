// Signing in and out, and a device's page taking its token as a cookie by a one-time link.
#include <fmt/format.h>

#include "gateway/api.hpp"
#include "gateway/cookies.hpp"
#include "proto/messages/requests.hpp"

namespace hallcall::gateway {
namespace {

constexpr std::size_t longest_secret = 256;

net::response with_cookie(const api& a, const session& s) {
  net::response r;
  r.status = 204;
  const auto life = std::chrono::duration_cast<std::chrono::seconds>(
      s.expires -
      std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now()));
  r.headers.emplace_back("Set-Cookie", session_cookie(s.token, life, a.options.secure_cookies));
  r.headers.emplace_back("Cache-Control", "no-store");
  return r;
}

net::response refused(const sign_in_refusal& why) {
  switch (why.code) {
    case sign_in_fault::wrong:
      return problem("wrong-credentials",
                     "The name or the password is wrong. Check both and try again.");
    case sign_in_fault::locked:
      return problem("account-locked",
                     fmt::format("Too many failed tries: this account is locked for {} minutes.",
                                 (why.retry_after.count() + 59) / 60),
                     why.retry_after);
    case sign_in_fault::throttled:
      return problem("too-many-requests", "Too many failed tries from this machine. Wait a moment.",
                     why.retry_after);
    case sign_in_fault::overloaded:
      return problem("overloaded", "Too many people sign in at once. Try again in a moment.",
                     why.retry_after);
    case sign_in_fault::storage:
      break;
  }
  return problem("storage-unavailable", "Accounts cannot be read right now. Try again in a moment.",
                 why.retry_after);
}

void sign_in(api& a, call c) {
  auto body = body_of<messages::sign_in>(c);
  if (!body) return;
  if (body->name.size() > longest_secret || body->password.size() > longest_secret)
    return answer(c, problem("invalid-value", fmt::format("name and password have at most {} bytes",
                                                          longest_secret)));
  a.who.sign_in(std::move(body->name), std::move(body->password), c.request.remote_address,
                [&a, reply = c.reply](tl::expected<session, sign_in_refusal> outcome) {
                  reply(outcome ? with_cookie(a, *outcome) : refused(outcome.error()));
                });
}

void enrol(api& a, call c) {
  const auto body = body_of<messages::enrol_browser>(c);
  if (!body) return;
  a.who.redeem(body->code, [&a, reply = c.reply](tl::expected<session, redeem_refusal> outcome) {
    if (outcome) return reply(with_cookie(a, *outcome));
    switch (outcome.error()) {
      case redeem_refusal::unknown:
        return reply(
            problem("unknown-code",
                    "This enrolment link was used already or is too old. Make a new one with "
                    "\"queue-server device link\"."));
      case redeem_refusal::overloaded:
        return reply(trouble_response(service::trouble::overloaded));
      case redeem_refusal::storage:
        break;
    }
    reply(problem("storage-unavailable", "Devices cannot be read right now. Try again in a moment.",
                  std::chrono::seconds(1)));
  });
}

void who_am_i(const call& c) {
  if (!c.who) return answer(c, problem("not-signed-in", "Nobody is signed in here."));
  messages::session_info info{c.who->name, std::string(to_string(c.who->role)),
                              c.who->kind == principal_kind::device ? "device" : "account",
                              std::nullopt};
  if (!c.who->shown_name.empty()) info.shown_name = c.who->shown_name;
  answer_json(c, 200, messages::encode(info));
}

void sign_out(api& a, const call& c) {
  if (const auto token = cookie_token(c.request.headers); !token.empty()) a.who.sign_out(token);
  net::response r;
  r.status = 204;
  r.headers.emplace_back("Set-Cookie",
                         session_cookie("", std::chrono::seconds(0), a.options.secure_cookies));
  answer(c, std::move(r));
}

}  // namespace

void add_session_routes(api& a, std::vector<route>& all) {
  using net::method;
  all.push_back({method::post, "/api/v1/session", everyone, key_need::none,
                 [&a](call c) { sign_in(a, std::move(c)); }});
  all.push_back({method::post, "/api/v1/session/device", everyone, key_need::none,
                 [&a](call c) { enrol(a, std::move(c)); }});
  all.push_back(
      {method::get, "/api/v1/session", everyone, key_need::none, [](call c) { who_am_i(c); }});
  all.push_back({method::delete_, "/api/v1/session", everyone, key_need::none,
                 [&a](call c) { sign_out(a, c); }});
}

}  // namespace hallcall::gateway
