// See slip_desk.hpp.
#include "kiosk-client/slip_desk.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "kiosk-client/asking.hpp"
#include "proto/messages/codec.hpp"
#include "proto/messages/requests.hpp"
#include "proto/net/path_segment.hpp"

namespace hallcall::kiosk {
namespace {

constexpr const char* interrupted = "interrupted";  // the reason word

std::int64_t seconds_now() {
  return std::chrono::duration_cast<std::chrono::seconds>(
             std::chrono::system_clock::now().time_since_epoch())
      .count();
}

// The page's own word, in the query of its call.
lettering letters_wished(const net::request& asked) {
  return asked.target.ends_with("?slip=large") ? lettering::large : lettering::ordinary;
}

net::response no_disk() {
  auto r = relay::problem(503, "storage-unavailable",
                          "This kiosk cannot write to its disk. Please ask the staff.");
  r.headers.emplace_back("Retry-After", "2");
  return r;
}

net::response still_printing() {
  auto r = relay::problem(503, "overloaded", "The slip is still being printed.");
  r.headers.emplace_back("Retry-After", "1");
  return r;
}

}  // namespace

slip_desk::slip_desk(net::reactor& reactor, tools with, std::unique_ptr<relay::kept_file> kept)
    : reactor_(reactor),
      tools_(std::move(with)),
      book_(std::move(kept), seconds_now()),
      teller_(tools_.reports, tools_.new_key),
      back_off_(tools_.jitter),
      next_try_(steady::now()) {}

void slip_desk::start() { look(); }

void slip_desk::take(const net::request& asked, const net::responder& reply) {
  const std::string key(net::find_header(asked.headers, "Idempotency-Key"));
  if (key.empty()) return tools_.calls.forward(asked, reply);  // the server says what is missing
  if (book_.by_key(key) == nullptr) {
    slip_entry entry;
    entry.key = key;
    entry.target = asked.target;
    entry.body = asked.body;
    entry.at = seconds_now();
    book_.add(std::move(entry));
    if (!book_.save()) {
      book_.remove(key);
      return reply(no_disk());
    }
  }
  auto& line = *book_.by_key(key);
  line.asked_here = true;
  line.heard_at = steady::now();
  if (line.entry.offline || tools_.server_is_away())
    if (auto given = give_offline(key)) return reply(std::move(*given));
  tools_.calls.forward_or(asked, reply, [this, key](const net::response* answer) {
    const auto* const asked_for = book_.by_key(key);
    const bool unanswered = answer == nullptr || answer->status >= 500;
    if (unanswered || (asked_for != nullptr && asked_for->entry.offline)) return give_offline(key);
    took(key, *answer);
    return std::optional<net::response>();
  });
}

// Before the page has the answer.
void slip_desk::took(const std::string& key, const net::response& answer) {
  auto* const line = book_.by_key(key);
  if (line == nullptr || line->entry.state != slip_state::asked) {
    // The page asks again, or the program was started anew: what is printed is not printed twice.
    return;
  }
  if (answer.status / 100 != 2) {
    if (is_final(answer.status)) settle(key);
    return;
  }
  if (answer.status == 200) return settle(key);  // a missed ticket's check-in: no number of its own
  const auto ticket = messages::decode<messages::ticket_issued>(
      answer.body ? *answer.body : std::string(), messages::lenient);
  if (!ticket) return;
  line->entry.state = slip_state::issued;
  line->entry.hall = ticket->hall;
  line->entry.ticket = ticket->id;
  line->slip = ticket->slip;
  book_.save();  // should it fail, a restart asks under the key again
}

void slip_desk::print_result(const net::request& asked, const std::string& ticket,
                             const net::responder& reply) {
  auto* const line = book_.by_ticket(ticket);
  const auto said = messages::decode<messages::print_result>(asked.body);
  if (line == nullptr || !said) return tools_.calls.forward(asked, reply);
  line->heard_at = steady::now();
  if (said->printed && line->entry.offline) return have_offline(*line, reply);
  if (said->printed) {
    // Somebody has the number: whatever this desk had to tell is overtaken. In order after what is
    // under way.
    settle(line->entry.key);
    return tools_.reports.forward(asked, reply);
  }
  if (line->entry.state == slip_state::issued) {
    if (line->slip) {
      print(*line, letters_wished(asked));
    } else {  // of a time before the restart: it may have come out or not
      line->entry.state = slip_state::failed;
      line->entry.reason = interrupted;
      line->entry.report_key = tools_.new_key();
      line->confirm_by = steady::now() + slip_book::confirm_within;
      book_.save();
    }
  }
  auto one = std::make_shared<waiter>();
  one->reply = reply;
  one->patience = reactor_.after(hold_answer, [this, ticket, weak = std::weak_ptr(one)] {
    const auto late = weak.lock();
    if (!late) return;
    auto& all = waiting_[ticket];
    std::erase(all, late);
    if (all.empty()) waiting_.erase(ticket);
    late->reply(still_printing());
  });
  waiting_[ticket].push_back(std::move(one));
  if (line->entry.state != slip_state::issued) tell_page(ticket);
}

void slip_desk::print(slip_book::line& line, lettering letters) {
  const auto ticket = line.entry.ticket;
  if (std::exchange(printing_[ticket], true)) return;
  tools_.printer.submit(*line.slip, letters, [this, ticket](const print_worker::outcome& came) {
    printed(ticket, came);
  });
}

void slip_desk::printed(const std::string& ticket, const print_worker::outcome& came) {
  printing_.erase(ticket);
  last_slip_ = came ? (came->paper_low ? "printed; the paper is running low" : "printed")
                    : "not printed: " + came.error();
  if (!came || came->paper_low) fmt::print(stderr, "kiosk-client: slip {}\n", last_slip_);
  auto* const line = book_.by_ticket(ticket);
  if (line == nullptr) return;
  line->entry.state = came ? slip_state::printed : slip_state::failed;
  line->entry.reason = came ? "" : came.error();
  line->entry.report_key = tools_.new_key();
  line->confirm_by = steady::now() + slip_book::confirm_within;
  book_.save();
  tell_page(ticket);
  next_try_ = steady::now();
  try_again();
}

void slip_desk::tell_page(const std::string& ticket) {
  const auto found = waiting_.find(ticket);
  const auto* const line = book_.by_ticket(ticket);
  if (found == waiting_.end() || line == nullptr) return;
  const auto all = std::move(found->second);
  waiting_.erase(found);
  messages::print_result result;
  result.printed = line->entry.state == slip_state::printed;
  if (!result.printed) result.reason = line->entry.reason;
  for (const auto& one : all) {
    one->patience.cancel();
    one->reply({.status = 200,
                .headers = {{"Content-Type", "application/json"}, {"Cache-Control", "no-store"}},
                .body = net::make_body(messages::encode(result))});
  }
}

void slip_desk::void_ticket(const net::request& asked, const std::string& ticket,
                            const net::responder& reply) {
  auto* const given = book_.by_ticket(ticket);
  if (given != nullptr && given->entry.offline) return void_offline(*given, asked, reply);
  tools_.calls.forward(asked, reply, [this, ticket](const net::response& answer) {
    const auto* const line = book_.by_ticket(ticket);
    if (line != nullptr && is_final(answer.status)) settle(line->entry.key);
  });
}

void slip_desk::settle(const std::string& key) {
  auto* const line = book_.by_key(key);
  if (line == nullptr || std::exchange(line->settled, true)) return;
  book_.save();
}

void slip_desk::look() {
  try_again();
  if (tools_.numbers != nullptr) tools_.numbers->tend(book_.untold() == 0);
  look_ = reactor_.after(look_every, [this] { look(); });
}

// One thing at a time that the server has to hear of, or be asked about.
void slip_desk::try_again() {
  if (telling_ || steady::now() < next_try_) return;
  bool earlier_undecided = false;
  for (auto& line : book_.lines()) {
    if (line.settled) continue;
    const auto& entry = line.entry;
    if (entry.offline) {  // in the order in which they were given
      if (!earlier_undecided && is_decided(line)) return tell_offline(entry);
      earlier_undecided = true;
      continue;
    }
    if (entry.state == slip_state::printed || entry.state == slip_state::failed)
      return tell_server(entry);
    const bool page_is_there =
        line.asked_here && steady::now() - line.heard_at < tools_.orphan_after;
    if (page_is_there || printing_.contains(entry.ticket)) continue;
    if (entry.state == slip_state::asked) return find_out(entry);
    line.entry.state = slip_state::failed;
    line.entry.reason = interrupted;
    line.entry.report_key = tools_.new_key();
    book_.save();
    return tell_server(line.entry);
  }
}

void slip_desk::tell_server(const slip_entry& entry) {
  telling_ = true;
  messages::print_result result;
  result.printed = entry.state == slip_state::printed;
  if (!result.printed) result.reason = entry.reason;
  const auto target = fmt::format("/api/v1/halls/{}/tickets/{}/print-result",
                                  net::path_segment(entry.hall), net::path_segment(entry.ticket));
  tools_.reports.forward(post_of(target, messages::encode(result), entry.report_key),
                         [this, key = entry.key](const net::response& answer) {
                           telling_ = false;
                           if (!is_final(answer.status)) {
                             next_try_ = steady::now() + back_off_.next();
                             return;
                           }
                           back_off_.reset();
                           settle(key);
                           try_again();
                         });
}

// Whether a wish of a page that is gone became a ticket: if so, nobody has its number.
void slip_desk::find_out(const slip_entry& entry) {
  telling_ = true;
  tools_.reports.forward(post_of(entry.target, entry.body, entry.key),
                         [this, key = entry.key](const net::response& answer) {
                           telling_ = false;
                           took(key, answer);
                           auto* const line = book_.by_key(key);
                           // An answer that is no ticket leaves the wish as it was: not at once
                           // again.
                           const bool open = line != nullptr && !line->settled &&
                                             line->entry.state == slip_state::asked;
                           if (open) {
                             next_try_ = steady::now() + back_off_.next();
                             return;
                           }
                           back_off_.reset();
                           if (line != nullptr && !line->asked_here)
                             line->slip.reset();  // nobody waits for it
                           try_again();
                         });
}

}  // namespace hallcall::kiosk
