// The model's counters: opening and closing, calling, serving.
#include <algorithm>

#include "model_hall.hpp"

namespace hallcall::engine::testing {

model_hall::desk* model_hall::find(counter_no n) {
  for (auto& d : book_.desks)
    if (d.rules->number == n) return &d;
  return nullptr;
}

const model_hall::desk* model_hall::find(counter_no n) const {
  return const_cast<model_hall*>(this)->find(n);
}

model_hall::visitor* model_hall::visitor_at(counter_no n) {
  for (auto& v : book_.visitors)
    if (v.seen.counter == n &&
        (v.seen.state == ticket_state::called || v.seen.state == ticket_state::serving))
      return &v;
  return nullptr;
}

const model_hall::visitor* model_hall::visitor_at(counter_no n) const {
  return const_cast<model_hall*>(this)->visitor_at(n);
}

counter_mode model_hall::mode_of(counter_no n) const {
  const auto* d = find(n);
  return d == nullptr ? counter_mode::closed : d->mode;
}

// Why nothing at all can be done at a counter, nothing new be begun there, or nothing yet.
model_hall::answer model_hall::not_open(counter_no n) const {
  if (find(n) == nullptr) return refusal_code::unknown_counter;
  return mode_of(n) == counter_mode::closed ? answer(refusal_code::counter_closed) : yes;
}

model_hall::answer model_hall::not_ready(counter_no n) const {
  if (const auto refused = not_open(n)) return refused;
  if (mode_of(n) == counter_mode::paused) return refusal_code::counter_paused;
  return find(n)->standing_down ? answer(refusal_code::counter_closed) : yes;
}

model_hall::answer model_hall::not_patient(const visitor& v) const {
  return at_ < *v.seen.called_at + rules_.between_calls ? answer(refusal_code::too_early) : yes;
}

void model_hall::open(desk& d, const std::string& account, const std::string& shown) {
  d = {d.rules, counter_mode::open, account, shown, "", at_, at_, false, book_.rounds.size()};
  happened();
}

// With it ends the call for support that opened it.
void model_hall::close(desk& d) {
  for (auto& p : book_.pagings) {
    if (p.now != fate::open || p.seen.counter != d.rules->number) continue;
    p.now = fate::closed;
    log("closed", p.seen.backup.value);
  }
  d = {d.rules};
  happened();
}

void model_hall::release(visitor& v) {
  book_.stays.push_back({*v.seen.counter, v.round_at, at_});
  find(*v.seen.counter)->idle_since = at_;
  v.seen.overdue_at.reset();
  v.seen.overdue = false;
  happened();
}

void model_hall::close_if_standing_down(counter_no n) {
  if (find(n)->standing_down) close(*find(n));
}

void model_hall::call(visitor& v, desk& d, const chosen& why, const std::string& words) {
  auto& s = v.seen;
  book_.rounds.push_back({s.id, d.rules->number, s.lane, !s.returning});
  book_.shown_calls.push_back(s.id);
  s.rule = why.rule;
  s.waited = std::chrono::floor<seconds>(waited(v));
  s.passed_over = why.passed_over;
  s.words = words;
  s.state = ticket_state::called;
  s.returning = false;
  s.confirm_by.reset();
  s.promise_by.reset();
  s.late = false;
  s.counter = d.rules->number;
  s.clerk = d.account;
  s.call = {++last_call_};
  s.calls = 1;
  ++s.calls_in_all;
  s.called_at = v.round_at = at_;
  if (!s.first_called_at) {
    s.first_called_at = at_;
    constexpr seconds not_too_early{300};
    const auto wait = std::chrono::floor<seconds>(at_ - s.issued_at);
    if (v.high_s > 0)
      predictions_held_.push_back(wait.count() <= v.high_s &&
                                  (wait + not_too_early).count() >= v.low_s);
  }
  happened();
}

model_hall::answer model_hall::on(const open_counter& c) {
  if (find(c.counter) == nullptr) return refusal_code::unknown_counter;
  if (mode_of(c.counter) != counter_mode::closed) return refusal_code::counter_open;
  open(*find(c.counter), c.account, c.shown);
  return yes;
}

// The visit is the new clerk's from now on; a deputy stands in for whom the first one did.
model_hall::answer model_hall::on(const hand_over& c) {
  if (const auto refused = not_open(c.counter)) return refused;
  auto& d = *find(c.counter);
  if (d.account == c.account) return refusal_code::counter_open;
  if (!c.as_deputy)
    d.stands_in_for.clear();
  else if (d.stands_in_for.empty())
    d.stands_in_for = d.shown;
  d.account = c.account;
  d.shown = c.shown;
  if (auto* v = visitor_at(c.counter)) v->seen.clerk = c.account;
  happened();
  return yes;
}

model_hall::answer model_hall::on(const close_counter& c) {
  if (const auto refused = not_open(c.counter)) return refused;
  if (visitor_at(c.counter) != nullptr) return refusal_code::counter_busy;
  close(*find(c.counter));
  return yes;
}

model_hall::answer model_hall::on(const pause_counter& c) {
  if (const auto refused = not_ready(c.counter)) return refused;
  if (visitor_at(c.counter) != nullptr) return refusal_code::counter_busy;
  if (c.reason.empty()) return refusal_code::reason_needed;
  auto& d = *find(c.counter);
  d.mode = counter_mode::paused;
  d.pause_reason = c.reason;
  d.since = at_;
  happened();
  return yes;
}

model_hall::answer model_hall::on(const resume_counter& c) {
  if (const auto refused = not_open(c.counter)) return refused;
  auto& d = *find(c.counter);
  if (d.mode != counter_mode::paused) return refusal_code::not_paused;
  d.mode = counter_mode::open;
  d.pause_reason.clear();
  d.since = d.idle_since = at_;
  happened();
  return yes;
}

model_hall::answer model_hall::on(const call_next& c) {
  if (const auto refused = not_ready(c.counter)) return refused;
  auto* there = visitor_at(c.counter);
  if (there != nullptr && !(c.finish_current && there->seen.state == ticket_state::serving))
    return refusal_code::counter_busy;
  auto& d = *find(c.counter);
  const auto next = next_for(d);
  if (!next) {
    const bool anybody = std::ranges::any_of(
        book_.visitors, [&](const visitor& v) { return may_serve(d, v); });
    return anybody ? refusal_code::kept_for_booking : refusal_code::nothing_waiting;
  }
  if (there != nullptr) {
    release(*there);
    there->seen.outcome = outcome::finished;
    end(*there, ticket_state::done, "");
  }
  call(*find(next->ticket), d, *next, "");
  return yes;
}

model_hall::answer model_hall::on(const call_ticket& c) {
  if (const auto refused = not_ready(c.counter)) return refused;
  if (visitor_at(c.counter) != nullptr) return refusal_code::counter_busy;
  if (c.reason.empty()) return refusal_code::reason_needed;
  auto* v = find(c.ticket);
  if (v == nullptr) return refusal_code::unknown_ticket;
  if (has_ended(v->seen.state)) return refusal_code::already_ended;
  if (v->seen.state == ticket_state::called || v->seen.state == ticket_state::serving)
    return refusal_code::already_called;
  auto& d = *find(c.counter);
  if (!std::ranges::includes(d.rules->features, v->required)) return refusal_code::lane_not_taken;
  chosen why{c.ticket, call_rule::out_of_order, {}};
  if (const auto usual = next_for(d); usual && usual->ticket != c.ticket)
    why.passed_over.push_back(find(usual->ticket)->seen.number);
  call(*v, d, why, c.reason);
  return yes;
}

model_hall::answer model_hall::on(const recall& c) {
  if (const auto refused = not_open(c.counter)) return refused;
  auto* v = visitor_at(c.counter);
  if (v == nullptr) return refusal_code::counter_idle;
  if (v->seen.state != ticket_state::called) return refusal_code::not_called;
  if (v->seen.calls >= rules_.max_calls) return refusal_code::no_calls_left;
  if (const auto refused = not_patient(*v)) return refused;
  ++v->seen.calls;
  ++v->seen.calls_in_all;
  v->seen.call = {++last_call_};
  v->seen.called_at = at_;
  book_.shown_calls.push_back(v->seen.id);
  happened();
  return yes;
}

model_hall::answer model_hall::on(const start_visit& c) {
  if (const auto refused = not_open(c.counter)) return refused;
  auto* v = visitor_at(c.counter);
  if (v == nullptr) return refusal_code::counter_idle;
  if (v->seen.state != ticket_state::called) return refusal_code::not_called;
  v->seen.state = ticket_state::serving;
  v->seen.started_at = at_;
  v->seen.overdue_at = at_ + v->seen.standard;
  happened();
  return yes;
}

model_hall::answer model_hall::on(const finish_visit& c) {
  if (const auto refused = not_open(c.counter)) return refused;
  auto* v = visitor_at(c.counter);
  if (v == nullptr) return refusal_code::counter_idle;
  if (v->seen.state != ticket_state::serving) return refusal_code::not_serving;
  if (c.outcome == outcome::supplement && c.missing.empty()) return refusal_code::reason_needed;
  release(*v);
  v->seen.outcome = c.outcome;
  if (c.outcome == outcome::supplement) give_pass(*v, c.pass);
  end(*v, ticket_state::done, "");
  close_if_standing_down(c.counter);
  return yes;
}

model_hall::answer model_hall::on(const no_show& c) {
  if (const auto refused = not_open(c.counter)) return refused;
  auto* v = visitor_at(c.counter);
  if (v == nullptr) return refusal_code::counter_idle;
  if (v->seen.state != ticket_state::called) return refusal_code::not_called;
  if (const auto refused = not_patient(*v)) return refused;
  release(*v);
  v->seen.state = ticket_state::missed;
  ++v->misses;
  close_if_standing_down(c.counter);
  return yes;
}

model_hall::answer model_hall::on(const park& c) {
  if (const auto refused = not_open(c.counter)) return refused;
  auto* v = visitor_at(c.counter);
  if (v == nullptr) return refusal_code::counter_idle;
  release(*v);
  v->seen.state = ticket_state::parked;
  v->seen.wants_counter = c.counter;
  v->seen.wants_clerk.clear();
  v->seen.counter_only = false;
  if (!c.note.empty()) v->seen.note = c.note;
  close_if_standing_down(c.counter);
  return yes;
}

}  // namespace hallcall::engine::testing
