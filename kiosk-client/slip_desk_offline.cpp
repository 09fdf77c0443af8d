// What the desk does while the server is away: gives numbers out of the kiosk's block, sees to it that
// somebody has each in hand, and tells the server of them when it is back.
#include <utility>

#include <fmt/format.h>

#include "kiosk-client/asking.hpp"
#include "kiosk-client/slip_desk.hpp"
#include "proto/messages/codec.hpp"
#include "proto/messages/requests.hpp"
#include "proto/net/path_segment.hpp"

namespace hallcall::kiosk {
namespace {

constexpr const char* cut_off = "interrupted";  // the reason word

net::response json(int status, std::string body) {
  return {.status = status,
          .headers = {{"Content-Type", "application/json"}, {"Cache-Control", "no-store"}},
          .body = net::make_body(std::move(body))};
}

net::response printed_result() {
  messages::print_result result;
  result.printed = true;
  return json(200, messages::encode(result));
}

net::response is_void() {
  return relay::problem(409, "already-ended", "This ticket is no longer valid. Take a new one.");
}

}  // namespace

// The wish's number, given now or before. nullopt: the server alone can answer.
std::optional<net::response> slip_desk::give_offline(const std::string& key) {
  auto* const line = book_.by_key(key);
  if (line == nullptr || tools_.numbers == nullptr) return std::nullopt;
  auto& entry = line->entry;
  if (entry.offline) return offline_answer(*line);
  const auto hall = tools_.hall_info();
  if (entry.state != slip_state::asked || line->settled || !is_walk_in(entry) || !hall)
    return std::nullopt;
  auto given = tools_.numbers->give();
  if (!given) return std::nullopt;
  fmt::print(stderr, "kiosk-client: the server is away: {} is given here\n", given->number);
  entry.offline = offline_part{std::move(*given), std::nullopt, key, ""};
  entry.state = slip_state::issued;
  entry.hall = entry.offline->given.hall;
  entry.ticket = fmt::format("offline-{}-{}", entry.offline->given.block, entry.offline->given.n);
  auto answer = offline_answer(*line);
  if (answer && book_.save()) return answer;
  // Nobody has seen the number, and nobody will.
  entry.offline.reset();
  entry.state = slip_state::asked;
  entry.hall.clear();
  entry.ticket.clear();
  line->slip.reset();
  return std::nullopt;
}

std::optional<net::response> slip_desk::offline_answer(slip_book::line& line) const {
  const auto hall = tools_.hall_info();
  auto ticket = hall ? ticket_of(line.entry, *hall) : std::nullopt;
  if (!ticket) return std::nullopt;
  if (line.entry.state == slip_state::issued) line.slip = ticket->slip;
  return json(201, messages::encode(*ticket));
}

// "I have my number".
void slip_desk::have_offline(slip_book::line& line, const net::responder& reply) {
  auto& part = *line.entry.offline;
  if (part.in_hand && !*part.in_hand) return reply(is_void());
  const bool news = !part.in_hand;
  part.in_hand = true;
  if (news && !book_.save()) {
    part.in_hand.reset();
    return reply(relay::problem(503, "storage-unavailable", "This kiosk cannot write to its disk."));
  }
  reply(printed_result());
}

void slip_desk::void_offline(slip_book::line& line, const net::request& asked,
                             const net::responder& reply) {
  auto& part = *line.entry.offline;
  if (line.settled) {  // the server knows it, under its own id
    if (part.told_as.empty()) return reply(is_void());
    auto there = asked;
    there.target = fmt::format("/api/v1/halls/{}/tickets/{}/void",
                               net::path_segment(line.entry.hall), net::path_segment(part.told_as));
    return tools_.calls.forward(there, reply);
  }
  part.in_hand = false;
  book_.save();
  reply(json(200, "{}"));
}

// Whether it is known if somebody has the number.
bool slip_desk::is_decided(slip_book::line& line) {
  auto& entry = line.entry;
  auto& in_hand = entry.offline->in_hand;
  if (in_hand) return true;
  const auto now = steady::now();
  const bool page_is_there = line.asked_here && now - line.heard_at < tools_.orphan_after;
  if (entry.state == slip_state::printed) {
    in_hand = true;
  } else if (printing_.contains(entry.ticket)) {
    return false;
  } else if (now >= line.confirm_by && (entry.state == slip_state::failed || !page_is_there)) {
    entry.state = slip_state::failed;
    if (entry.reason.empty()) entry.reason = cut_off;
    in_hand = false;
  } else {
    return false;
  }
  if (book_.save()) return true;
  in_hand.reset();  // another outcome must not be told after a restart
  return false;
}

void slip_desk::tell_offline(const slip_entry& entry) {
  telling_ = true;
  teller_.tell(entry, [this, key = entry.key](const offline_teller::outcome& o) {
    telling_ = false;
    told_offline(key, o);
  });
}

void slip_desk::told_offline(const std::string& key, const offline_teller::outcome& outcome) {
  auto* const line = book_.by_key(key);
  if (line == nullptr) return;
  auto& part = *line->entry.offline;
  if (std::holds_alternative<offline_teller::ask_later>(outcome)) {
    next_try_ = steady::now() + back_off_.next();
    return;
  }
  back_off_.reset();
  if (const auto* told = std::get_if<offline_teller::told>(&outcome)) {
    part.told_as = told->id;
    settle(key);
  } else if (const auto* no = std::get_if<offline_teller::refused>(&outcome)) {
    ++refused_;
    fmt::print(stderr,
               "kiosk-client: the server refuses {} that was given while it was away ({}); whoever "
               "holds it needs a new number\n",
               part.given.number, no->code);
    settle(key);
  } else {
    if (std::holds_alternative<offline_teller::with_fewer_services>(outcome)) {
      auto wish = messages::decode<messages::take_ticket>(line->entry.body, messages::lenient);
      if (wish) {
        wish->services.resize(1);
        line->entry.body = messages::encode(*wish);
      }
    }
    part.tell_key = tools_.new_key();
    if (!book_.save()) {
      next_try_ = steady::now() + back_off_.next();
      return;
    }
  }
  try_again();
}

}  // namespace hallcall::kiosk
