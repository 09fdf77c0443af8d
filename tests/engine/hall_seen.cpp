// The engine's hall, seen.
#include "hall_seen.hpp"

#include <algorithm>

#include "text_of.hpp"

namespace hallcall::engine::testing {
namespace {

ticket_seen seen_ticket(const ticket& t) {
  ticket_seen s;
  s.id = t.id;
  s.number = to_string(t.number);
  s.lane = t.lane;
  s.rate = t.rate;
  s.state = t.state;
  s.standard = t.standard;
  s.issued_at = t.issued_at;
  s.place_at = t.place_at;
  s.wants_counter = t.wants_counter;
  s.counter_only = t.counter_only;
  s.returning = t.returning && t.state == ticket_state::waiting;
  s.confirm_by = t.confirm_by;
  s.counter = t.counter;
  s.clerk = t.clerk;
  s.call = t.call;
  s.calls = t.calls;
  s.calls_in_all = t.calls_in_all;
  s.first_called_at = t.first_called_at;
  s.called_at = t.called_at;
  s.started_at = t.started_at;
  s.ended_at = t.ended_at;
  s.rule = t.why.rule;
  s.waited = t.why.waited;
  for (const auto& line : t.why.passed_over) s.passed_over.push_back(line.number);
  s.words = t.why.words;
  s.note = t.note;
  s.ended_because = t.ended_because;
  s.outcome = t.outcome;
  s.services = t.services;
  s.wants_clerk = t.wants_clerk;
  s.head_of_line = t.head_of_line;
  s.pass = t.pass;
  s.from_pass = t.from_pass;
  s.promise_by = t.promise_by;
  s.overdue_at = t.overdue_at;
  s.late = t.late;
  s.overdue = t.overdue;
  return s;
}

counter_seen seen_counter(const hall_state& hall, counter_no n) {
  counter_seen s;
  s.number = n;
  const counter* c = hall.find(n);
  if (c == nullptr) return s;
  s.mode = c->mode;
  s.account = c->clerk_account;
  s.shown = c->clerk_shown;
  s.pause_reason = c->pause_reason;
  s.stands_in_for = c->stands_in_for;
  if (c->mode != counter_mode::closed) s.since = c->since, s.idle_since = c->idle_since;
  s.current = c->current;
  s.page = c->page;
  s.standing_down = c->standing_down;
  s.served_today = c->served_today;
  s.busy_today = c->busy_today;
  return s;
}

page_seen seen_page(const page& p) {
  const bool open = p.now == page_phase::open;
  return {p.id,
          p.now,
          p.backup,
          p.counter,
          p.called_at,
          p.answer_by,
          open ? std::optional(p.opened_at) : std::nullopt};
}

counts_seen seen_counts(const day_counts& d) {
  return {d.issued, d.called,  d.done,    d.missed,         d.left,
          d.voided, d.expired, d.wait_ms, d.waits_by_minute};
}

template <class List>
std::string lists_differ(const char* what, const List& a, const List& b) {
  for (std::size_t i = 0; i < std::max(a.size(), b.size()); ++i) {
    const std::string left = i < a.size() ? text_of(a[i]) : "(nothing)";
    const std::string right = i < b.size() ? text_of(b[i]) : "(nothing)";
    if (left != right) return std::string(what) + ": " + left + "\n  against\n" + right;
  }
  return "";
}

}  // namespace

hall_seen seen_of(const hall_state& hall) {
  hall_seen s;
  s.latest = hall.latest;
  s.day = hall.day;
  s.last_numbers = hall.series;
  for (const auto& [id, t] : hall.tickets) s.tickets.push_back(seen_ticket(t));
  std::ranges::sort(s.tickets, {}, &ticket_seen::id);
  s.returns.assign(hall.returns.begin(), hall.returns.end());
  for (const auto& r : hall.rules->counters) s.counters.push_back(seen_counter(hall, r.number));
  for (const auto& p : hall.backup.pages) s.pages.push_back(seen_page(p));
  s.unanswered = hall.backup.unanswered;
  s.backups_called_today = hall.backup.called_today;
  s.level = hall.level;
  s.today = seen_counts(hall.today);
  for (int i = 0; i < hall.predictions.count; ++i)
    s.predictions_held.push_back((hall.predictions.held >> i & 1u) != 0);
  s.recent_calls.assign(hall.recent_calls.begin(), hall.recent_calls.end());
  for (const auto& l : hall.log) s.log.push_back({l.at, l.what, l.waiting, l.who});
  for (const auto& [code, p] : hall.passes)
    s.passes.push_back({p.code, p.clerk, p.valid_until, p.used_by});
  for (const auto& [code, b] : hall.bookings.by_code)
    s.bookings.push_back({b.code, b.phase, b.slot, b.lapses_at, b.erased_at, b.clerk, b.answer,
                          b.cancelled_because, b.ticket});
  for (const auto& [person, n] : hall.bookings.no_shows)
    s.no_shows.push_back({n.person, n.count, n.until});
  for (const auto& b : hall.blocks)
    s.blocks.push_back({b.id, b.holder, b.series, b.first, b.last, b.lent_at});
  return s;
}

std::string difference(const hall_seen& a, const hall_seen& b) {
  if (a == b) return "";
  if (auto d = lists_differ("tickets", a.tickets, b.tickets); !d.empty()) return d;
  if (auto d = lists_differ("counters", a.counters, b.counters); !d.empty()) return d;
  if (auto d = lists_differ("bookings", a.bookings, b.bookings); !d.empty()) return d;
  if (auto d = lists_differ("blocks", a.blocks, b.blocks); !d.empty()) return d;
  if (auto d = lists_differ("pages", a.pages, b.pages); !d.empty()) return d;
  if (auto d = lists_differ("log, newest first", a.log, b.log); !d.empty()) return d;
  return first_difference(text_of(a), text_of(b));
}

}  // namespace hallcall::engine::testing
