// Calls of enrolment by a code: a box asks and takes its token, an administrator confirms or
// denies. Nothing here is logged but who decided about which device.
#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "gateway/api.hpp"
#include "proto/messages/requests.hpp"

namespace hallcall::gateway {
namespace {

using enum role;
using std::chrono::seconds;

constexpr std::size_t longest_pairing_secret = 128;

// False, and answered, when the address has to wait.
bool within(sign_in_throttle& throttle, api& a, const call& c, std::string_view words) {
  const auto wait = throttle.begin(c.request.remote_address, a.halls.now());
  if (wait.count() == 0) return true;
  answer(c, problem("too-many-requests", words, wait));
  return false;
}

// The office has this hall, or none was named; otherwise answered.
bool hall_is_there(api& a, const call& c, const std::optional<std::string>& hall) {
  if (!hall || a.halls.the_office().find_hall(*hall) != nullptr) return true;
  answer(c, problem("invalid-value", "/hall This office has no hall of that id."));
  return false;
}

void ask_pairing(api& a, const call& c) {
  const auto body = body_of<messages::ask_pairing>(c);
  if (!body) return;
  const auto role = parse_role(body->role);
  if (!role || !is_device_role(*role))
    return answer(c, problem("invalid-value", "/role must be kiosk or display"));
  if (body->name && !is_good_name(*body->name))
    return answer(c, problem("invalid-value",
                             "/name must be 1 to 32 of a-z, 0-9, '.', '_' and '-', beginning with "
                             "a letter or digit"));
  if (!hall_is_there(a, c, body->hall) ||
      !within(a.pairings_made, a, c, "Many boxes ask from this place. Try again in a moment."))
    return;
  const pairing_wish wish{*role, body->hall, body->name, c.request.remote_address};
  a.who.with_store(
      [wish](account_store& store, time_point now) { return store.ask_pairing(wish, now); },
      [reply = c.reply](std::optional<stored<pairing_offer>> offer) {
        if (!offer) return reply(store_problem({}));
        if (!*offer) return reply(store_problem(offer->error()));
        reply(to_response({201, messages::encode(messages::pairing_asked{
                                    shown_pairing_code((*offer)->code), (*offer)->secret,
                                    (*offer)->expires, pairing_poll.count()})}));
      });
}

net::response told(const pairing_outcome& outcome) {
  using kind = pairing_outcome::kind;
  switch (outcome.what) {
    case kind::waits:
      return to_response(
          {202, messages::encode(messages::pairing_waits{outcome.expires, pairing_poll.count()})});
    case kind::given:
      spdlog::info("device={} role={} act=took-token", outcome.as->name,
                   to_string(outcome.as->role));
      return to_response({200, messages::encode(messages::enrolled_device{
                                   outcome.token, outcome.as->name,
                                   std::string(to_string(outcome.as->role)), outcome.as->hall})});
    case kind::denied:
      return problem("pairing-denied", "An administrator denied this box. Ask for a new code.");
    case kind::unknown:
      break;
  }
  return problem("unknown-code",
                 "Nobody confirmed the code in time, or its token was taken. Ask for a new code.");
}

void take_token(api& a, const call& c) {
  const auto body = body_of<messages::take_device_token>(c);
  if (!body) return;
  if (!within(a.pairing_guesses, a, c, "Too many secrets that are none were tried. Wait a moment."))
    return;
  a.who.with_store(
      [secret = body->secret.substr(0, longest_pairing_secret)](
          account_store& store, time_point now) { return store.take_token(secret, now); },
      [&a, from = c.request.remote_address,
       reply = c.reply](std::optional<stored<pairing_outcome>> outcome) {
        const bool known =
            !outcome || !*outcome || (*outcome)->what != pairing_outcome::kind::unknown;
        if (known) a.pairing_guesses.forgive(from);
        if (!outcome) return reply(store_problem({}));
        reply(*outcome ? told(**outcome) : store_problem(outcome->error()));
      });
}

void list_pairings(api& a, const call& c) {
  a.who.with_store(
      [](account_store& store, time_point now) { return store.pairings(now); },
      [reply = c.reply](const std::optional<stored<std::vector<pairing>>>& all) {
        if (!all) return reply(store_problem({}));
        if (!*all) return reply(store_problem(all->error()));
        messages::pairing_list list;
        for (const pairing& p : **all)
          list.pairings.push_back({shown_pairing_code(p.code), std::string(to_string(p.wish.role)),
                                   p.wish.hall, p.wish.name, p.wish.address, p.since, p.expires});
        reply(to_response({200, messages::encode(list)}));
      });
}

// The code of the path; answers and returns nullopt for what is none, or too many of them.
std::optional<std::string> code_of(api& a, const call& c) {
  if (!within(a.pairing_guesses, a, c, "Too many codes that are none were tried. Wait a moment."))
    return std::nullopt;
  auto code = read_pairing_code(c.segments.at("code"));
  if (!code) answer(c, problem("not-found", "A code has eight letters. Look at the box again."));
  return code;
}

void decided_about(const call& c, std::string_view device, std::string_view what) {
  spdlog::info("device={} act={} by={}", device, what, c.who->id);
}

void confirm(api& a, const call& c) {
  const auto body = body_of<messages::confirm_pairing>(c);
  if (!body || !hall_is_there(a, c, body->hall)) return;
  const auto code = code_of(a, c);
  if (!code) return;
  a.who.with_store([code = *code, name = body->name, hall = body->hall, by = c.who->id](
                       account_store& store,
                       time_point now) { return store.confirm_pairing(code, name, hall, by, now); },
                   [&a, c](const std::optional<stored<device>>& added) {
                     if (!added) return c.reply(store_problem({}));
                     if (*added || added->error().code != store_fault::unknown)
                       a.pairing_guesses.forgive(c.request.remote_address);
                     if (!*added) return c.reply(store_problem(added->error()));
                     decided_about(c, (*added)->name, "confirmed");
                     answer_json(c, 200, messages::encode(info_of(**added, false)));
                   });
}

void deny(api& a, const call& c) {
  const auto code = code_of(a, c);
  if (!code || !body_of<messages::empty_request>(c)) return;
  a.who.with_store(
      [code = *code, by = c.who->id](account_store& store, time_point now) {
        return store.deny_pairing(code, by, now);
      },
      [&a, c](const std::optional<stored<void>>& done) {
        if (!done) return c.reply(store_problem({}));
        if (*done || done->error().code != store_fault::unknown)
          a.pairing_guesses.forgive(c.request.remote_address);
        if (!*done) return c.reply(store_problem(done->error()));
        decided_about(c, "-", "denied");
        answer(c, to_response({204, ""}));
      });
}

}  // namespace

void add_pairing_routes(api& a, std::vector<route>& all) {
  using net::method;
  all.push_back({method::post, "/api/v1/pairings", everyone, key_need::none,
                 [&a](const call& c) { ask_pairing(a, c); }});
  all.push_back({method::post, "/api/v1/pairings/token", everyone, key_need::none,
                 [&a](const call& c) { take_token(a, c); }});
  all.push_back({method::get, "/api/v1/pairings", only({administrator}), key_need::none,
                 [&a](const call& c) { list_pairings(a, c); }});
  all.push_back({method::post, "/api/v1/pairings/{code}/confirm", only({administrator}),
                 key_need::none, [&a](const call& c) { confirm(a, c); }});
  all.push_back({method::post, "/api/v1/pairings/{code}/deny", only({administrator}),
                 key_need::none, [&a](const call& c) { deny(a, c); }});
}

}  // namespace hallcall::gateway
