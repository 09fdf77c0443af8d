// See offline_ticket.hpp.
#include "kiosk-client/offline_ticket.hpp"

#include <utility>

#include <fmt/format.h>

#include "kiosk-client/asking.hpp"
#include "proto/messages/codec.hpp"
#include "proto/messages/requests.hpp"
#include "proto/net/path_segment.hpp"

namespace hallcall::kiosk {
namespace {

constexpr const char* office_language = "zh-TW";

std::optional<messages::take_ticket> wish_in(const slip_entry& e) {
  auto wish = messages::decode<messages::take_ticket>(e.body, messages::lenient);
  if (!wish || wish->services.empty()) return std::nullopt;
  return std::move(*wish);
}

// In the ticket's language and the office's own, as on every slip.
messages::localized words_in(const messages::localized& all, const std::string& language) {
  messages::localized some;
  for (const auto& [tag, words] : all)
    if (tag == language || tag == office_language) some.emplace(tag, words);
  return some;
}

std::string code_of(const net::response& answer) {
  const auto p = answer.body ? messages::decode<messages::problem>(*answer.body, messages::lenient)
                             : tl::make_unexpected(messages::decode_error{});
  return p ? p->code : std::to_string(answer.status);
}

std::optional<messages::ticket_issued> ticket_in(const net::response& answer) {
  if (answer.status / 100 != 2 || !answer.body) return std::nullopt;
  auto t = messages::decode<messages::ticket_issued>(*answer.body, messages::lenient);
  if (!t) return std::nullopt;
  return std::move(*t);
}

}  // namespace

bool is_walk_in(const slip_entry& e) {
  return e.target.ends_with("/tickets") && wish_in(e).has_value();
}

std::optional<messages::ticket_issued> ticket_of(const slip_entry& e,
                                                 const std::string& hall_info) {
  const auto hall = messages::decode<messages::hall_info>(hall_info, messages::lenient);
  const auto wish = wish_in(e);
  if (!hall || !wish || !e.offline) return std::nullopt;
  const auto& given = e.offline->given;
  const auto language = wish->language.value_or(office_language);
  messages::ticket_issued t;
  t.id = e.ticket;
  t.number = given.number;
  t.token = given.token;
  t.hall = given.hall;
  t.services = wish->services;
  t.issued_at = given.at;
  t.url = given.url;
  t.slip = {language,
            words_in(hall->hall.office, language),
            words_in(hall->hall.name, language),
            given.number,
            given.at,
            given.local,
            std::nullopt,
            std::nullopt,
            given.url};
  return t;
}

void offline_teller::tell(const slip_entry& e, done told_of) {
  const auto wish = wish_in(e);
  if (!wish) return told_of(refused{"invalid-request"});
  const auto& given = e.offline->given;
  messages::offline_ticket t;
  t.n = given.n;
  t.token = given.token;
  t.given_at = given.at;
  t.in_hand = e.offline->in_hand.value_or(false);
  t.services = wish->services;
  t.needs = wish->needs;
  t.language = wish->language;
  t.quiet = wish->quiet;
  const auto target =
      fmt::format("/api/v1/halls/{}/number-blocks/{}/tickets", net::path_segment(given.hall),
                  net::path_segment(given.block));
  const bool several = wish->services.size() > 1;
  reports_.forward(
      post_of(target, messages::encode(t), e.offline->tell_key),
      [this, e, several, told_of = std::move(told_of)](const net::response& answer) mutable {
        if (!is_final(answer.status)) return told_of(ask_later{});
        if (const auto issued = ticket_in(answer)) return told_of(told{issued->id});
        const auto code = code_of(answer);
        if (code == "idempotency-mismatch" && e.offline->tell_key == e.key)
          return void_the_wish(e, std::move(told_of));
        if (code == "number-taken") return told_of(told{});
        if (code == "nobody-offers" && several) return told_of(with_fewer_services{});
        told_of(refused{code});
      });
}

void offline_teller::void_the_wish(const slip_entry& e, done told_of) {
  reports_.forward(
      post_of(e.target, e.body, e.key),
      [this, e, told_of = std::move(told_of)](const net::response& answer) mutable {
        if (!is_final(answer.status)) return told_of(ask_later{});
        const auto ghost = ticket_in(answer);
        if (!ghost) return told_of(with_new_key{});  // it was refused then
        messages::optional_reason why;
        why.reason = "given as " + e.offline->given.number + " while the server was away";
        const auto target = fmt::format("/api/v1/halls/{}/tickets/{}/void",
                                        net::path_segment(ghost->hall),
                                        net::path_segment(ghost->id));
        reports_.forward(post_of(target, messages::encode(why), new_key_()),
                         [told_of = std::move(told_of)](const net::response& voided) {
                           if (!is_final(voided.status)) return told_of(ask_later{});
                           told_of(with_new_key{});  // or it was called, and nobody comes
                         });
      });
}

}  // namespace hallcall::kiosk
