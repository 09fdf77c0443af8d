// The model's hall, seen: the lists as they are, and what is counted over them.
#include <algorithm>

#include "model_hall.hpp"

namespace hallcall::engine::testing {

hall_seen model_hall::seen() const {
  hall_seen s;
  s.latest = latest_;
  s.day = day_;
  s.level = level_;
  for (const auto& v : book_.visitors) {
    s.tickets.push_back(v.seen);
    s.last_numbers[v.series] = last_number(v.series);
  }
  for (const auto* v : returns()) s.returns.push_back(v->seen.id);
  for (const auto& r : rules_.counters) s.counters.push_back(seen_at(r.number));
  const int last_calm = crowd_ - crowd_ % 2;  // crowds and calms take turns; the first is a calm
  for (const auto& p : book_.pagings) {
    if (p.now == fate::called || p.now == fate::open) s.pages.push_back(p.seen);
    if (p.now == fate::unanswered && p.ended_in >= last_calm)
      s.unanswered.push_back(p.seen.backup.value);
    s.backups_called_today[p.seen.backup.value] = called_today(p.seen.backup);
  }
  s.today = counted();

  constexpr std::size_t predictions_kept = 20, calls_kept = 20, log_kept = 30;
  s.predictions_held.assign(predictions_held_.rbegin(), predictions_held_.rend());
  s.predictions_held.resize(std::min(s.predictions_held.size(), predictions_kept));
  for (auto id = book_.shown_calls.rbegin(); id != book_.shown_calls.rend(); ++id)
    if (std::ranges::count(s.recent_calls, *id) == 0 && s.recent_calls.size() < calls_kept)
      s.recent_calls.push_back(*id);
  s.log.assign(book_.log.rbegin(), book_.log.rend());
  if (s.log.size() > log_kept) s.log.erase(s.log.begin() + log_kept, s.log.end());
  for (const auto& p : passes_) s.passes.push_back(p.seen);
  std::ranges::sort(s.passes, {}, &pass_seen::code);
  for (const auto& r : reservations_) s.bookings.push_back(r.seen);
  std::ranges::sort(s.bookings, {}, &booking_seen::code);
  s.no_shows = no_shows_;
  s.blocks = book_.blocks;
  std::ranges::sort(s.no_shows, {}, &no_shows_seen::person);
  return s;
}

counter_seen model_hall::seen_at(counter_no n) const {
  counter_seen s;
  s.number = n;
  if (const auto* d = find(n); d != nullptr && d->mode != counter_mode::closed) {
    s.mode = d->mode;
    s.account = d->account;
    s.shown = d->shown;
    s.pause_reason = d->pause_reason;
    s.stands_in_for = d->stands_in_for;
    s.since = d->since;
    s.idle_since = d->idle_since;
    s.standing_down = d->standing_down;
  }
  if (const auto* v = visitor_at(n)) s.current = v->seen.id;
  for (const auto& p : book_.pagings)
    if (p.now == fate::open && p.seen.counter == n) s.page = p.seen.id;
  for (const auto& v : book_.visitors)
    if (v.seen.state == ticket_state::done && v.seen.counter == n) ++s.served_today;
  for (const auto& stay : book_.stays)
    if (stay.counter == n) s.busy_today += std::chrono::floor<seconds>(stay.to - stay.from);
  return s;
}

counts_seen model_hall::counted() const {
  counts_seen c;
  for (const auto& v : book_.visitors) {
    ++c.issued;
    if (v.seen.state == ticket_state::done) ++c.done;
    if (v.seen.state == ticket_state::left) ++c.left;
    if (v.seen.state == ticket_state::voided) ++c.voided;
    if (v.seen.state == ticket_state::expired) ++c.expired;
    c.missed += v.misses;
    if (!v.seen.first_called_at) continue;
    const auto wait = *v.seen.first_called_at - v.seen.issued_at;
    ++c.called;
    c.wait_ms += wait.count();
    ++c.waits_by_minute[std::chrono::floor<minutes>(wait).count()];
  }
  return c;
}

}  // namespace hallcall::engine::testing
