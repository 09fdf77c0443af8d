// The model's tickets: taking one, its slip, leaving, coming back, priority (R-1 to,
//
#include <algorithm>

#include "model_hall.hpp"

namespace hallcall::engine::testing {
namespace {

bool is_at_a_counter(ticket_state s) {
  return s == ticket_state::called || s == ticket_state::serving;
}

std::string three_digits(std::uint32_t n) {
  auto digits = std::to_string(n);
  while (digits.size() < 3) digits.insert(digits.begin(), '0');
  return digits;
}

}  // namespace

// Sensitive matters are private before all else; then whoever has a need; then who is quick.
lane model_hall::lane_of(const std::vector<const service_rules*>& services,
                         enum_set<need> needs) const {
  bool sensitive = false, express = true;
  for (const auto* s : services) {
    sensitive = sensitive || s->sensitive;
    express = express && s->express;
  }
  const auto used = [&](lane l) { return rules_.lanes[static_cast<std::size_t>(l)].in_use; };
  if (sensitive && used(lane::turning)) return lane::turning;
  if (needs.intersects(rules_.priority_needs) && used(lane::priority)) return lane::priority;
  if (express && !sensitive && used(lane::express)) return lane::express;
  return lane::general;
}

// Who has a need gathers score as the priority lane does, or as their own, if that is more.
double model_hall::rate_in(engine::lane l, enum_set<need> needs) const {
  const auto& own = rules_.lanes[static_cast<std::size_t>(l)];
  const auto& priority = rules_.lanes[static_cast<std::size_t>(lane::priority)];
  const bool prior = needs.intersects(rules_.priority_needs) && priority.in_use;
  return prior ? std::max(priority.rate, own.rate) : own.rate;
}

std::uint32_t model_hall::last_number(char series) const {
  std::uint32_t last = 0;
  for (const auto& v : book_.visitors)
    if (v.series == series && !v.out_of_block) last = std::max(last, v.nth);
  return last;
}

model_hall::answer model_hall::on(const take_ticket& c) {
  if (!c.offline && !door_lets_in(c.channel)) return refusal_code::hall_closed;
  return issue(c, comes::as_walk_in);
}

model_hall::answer model_hall::issue(const take_ticket& c, comes how) {
  std::vector<const service_rules*> services;  // each once
  for (const auto& id : c.services) {
    const service_rules* found = nullptr;
    for (const auto& s : rules_.services)
      if (s.id == id) found = &s;
    if (found == nullptr) return refusal_code::unknown_service;
    if (std::ranges::count(services, found) == 0) services.push_back(found);
  }
  if (services.empty()) return refusal_code::unknown_service;
  if (services.size() > rules_.max_services_per_ticket) return refusal_code::too_many_services;

  visitor v;
  for (const auto* s : services) {
    v.seen.standard += s->standard;
    for (const auto& f : s->requires_features) v.required.insert(f);
  }
  bool somebody_can = false;
  for (const auto& r : rules_.counters)
    if (std::ranges::includes(r.features, v.required)) somebody_can = true;
  if (!somebody_can) return refusal_code::nobody_offers;

  std::vector<feature_wish> wishes;
  for (const auto& [need, wish] : rules_.need_wishes)
    if (c.needs.contains(need)) wishes.push_back(wish);
  for (const auto& [language, wish] : rules_.language_wishes)
    if (c.language == language) wishes.push_back(wish);
  for (const auto& w : wishes) (w.how == affinity::narrow ? v.narrow : v.order).insert(w.feature);

  v.seen.id = {++last_ticket_};
  v.seen.lane = lane_of(services, c.needs);
  const auto& returning = rules_.lanes[static_cast<std::size_t>(lane::returning)];
  const bool comes_back = how == comes::with_pass && returning.in_use;
  if (comes_back && v.seen.lane != lane::turning) v.seen.lane = lane::returning;
  const auto& booked = rules_.lanes[static_cast<std::size_t>(lane::booked)];
  if (how == comes::booked && booked.in_use) v.seen.lane = lane::booked;
  v.seen.head_of_line = how == comes::with_pass;
  v.seen.rate = rate_in(v.seen.lane, c.needs);
  v.series = rules_.lanes[static_cast<std::size_t>(v.seen.lane)].series;
  for (const auto* s : services) v.seen.services.push_back(s->id);
  v.seen.promise_by = at_ + rules_.promise;
  v.language = c.language;
  if (comes_back) v.series = returning.series;
  v.nth = last_number(v.series) + 1;
  while (!is_nobodys(v.series, v.nth)) ++v.nth;
  v.token = c.token;
  v.seen.number = v.series + three_digits(v.nth);
  v.seen.issued_at = v.seen.place_at = at_;
  v.needs = c.needs;
  v.low_s = c.predicted_low_s;
  v.high_s = c.predicted_high_s;
  if (c.offline) {
    if (const auto no = may_have_given(c)) {
      --last_ticket_;
      return no;
    }
    v.out_of_block = true;
    const auto block = std::ranges::find(book_.blocks, c.offline->block, &block_seen::id);
    v.series = block->series;
    v.nth = c.offline->n;
    v.seen.number = v.series + three_digits(v.nth);
    v.seen.issued_at = v.seen.place_at = std::min(at_, std::max(c.offline->at, block->lent_at));
    v.seen.promise_by = v.seen.issued_at + rules_.promise;
  }
  book_.visitors.push_back(v);
  happened();
  if (c.offline && !c.offline->in_hand)
    end(book_.visitors.back(), ticket_state::voided, "not-confirmed");
  return yes;
}

model_hall::answer model_hall::on(const report_slip& c) {
  auto* v = find(c.ticket);
  if (v == nullptr) return refusal_code::unknown_ticket;
  if (has_ended(v->seen.state)) return refusal_code::already_ended;
  if (c.printed) {
    if (!v->seen.confirm_by) return yes;  // as usual: nothing happens
    v->seen.confirm_by.reset();
  } else {
    if (v->seen.state != ticket_state::waiting) return refusal_code::not_waiting;
    v->seen.confirm_by = at_ + rules_.confirm_slip_within;
  }
  happened();
  return yes;
}

model_hall::answer model_hall::on(const void_ticket& c) {
  auto* v = find(c.ticket);
  if (v == nullptr) return refusal_code::unknown_ticket;
  if (has_ended(v->seen.state)) return refusal_code::already_ended;
  if (v->seen.state != ticket_state::waiting) return refusal_code::not_waiting;
  end(*v, ticket_state::voided, c.reason.empty() ? "voided" : c.reason);
  return yes;
}

model_hall::answer model_hall::on(const leave& c) {
  auto* v = find(c.ticket);
  if (v == nullptr) return refusal_code::unknown_ticket;
  if (has_ended(v->seen.state)) return refusal_code::already_ended;
  if (is_at_a_counter(v->seen.state)) return refusal_code::already_called;
  end(*v, ticket_state::left, "left");
  return yes;
}

model_hall::answer model_hall::on(const check_in& c) {
  auto* v = find(c.ticket);
  if (v == nullptr) return refusal_code::unknown_ticket;
  if (has_ended(v->seen.state)) return refusal_code::already_ended;
  if (is_at_a_counter(v->seen.state)) return refusal_code::already_called;
  if (v->seen.state == ticket_state::waiting) return refusal_code::not_missed;
  if (v->seen.state == ticket_state::missed) {  // R-50; a parked one has kept its place
    v->seen.returning = true;
    v->back_nth = ++book_.comings_back;
    v->back_after = book_.rounds.size();
  }
  v->seen.state = ticket_state::waiting;
  happened();
  return yes;
}

model_hall::answer model_hall::on(const grant_priority& c) {
  auto* v = find(c.ticket);
  if (v == nullptr) return refusal_code::unknown_ticket;
  if (c.reason.empty()) return refusal_code::reason_needed;
  if (has_ended(v->seen.state)) return refusal_code::already_ended;
  if (is_at_a_counter(v->seen.state)) return refusal_code::already_called;
  const auto& priority = rules_.lanes[static_cast<std::size_t>(lane::priority)];
  v->seen.rate = std::max(v->seen.rate, priority.rate);
  if (priority.in_use && v->seen.lane != lane::turning) v->seen.lane = lane::priority;
  happened();
  return yes;
}

bool model_hall::void_what_nobody_confirmed() {
  bool any = false;
  for (auto& v : book_.visitors) {
    if (!v.seen.confirm_by || *v.seen.confirm_by > at_) continue;
    end(v, ticket_state::voided, "not-confirmed");
    any = true;
  }
  return any;
}

void model_hall::end(visitor& v, ticket_state how, const std::string& because) {
  v.seen.state = how;
  v.seen.ended_at = at_;
  v.seen.ended_because = because;
  v.seen.returning = false;
  v.seen.confirm_by.reset();
  v.seen.promise_by.reset();
  v.seen.overdue_at.reset();
  v.seen.late = v.seen.overdue = false;
  if (how == ticket_state::voided) {
    take_pass_back(v);
    take_arrival_back(v);
  }
  happened();
}

model_hall::visitor* model_hall::find(ticket_id id) {
  for (auto& v : book_.visitors)
    if (v.seen.id == id) return &v;
  return nullptr;
}

const model_hall::visitor* model_hall::find(ticket_id id) const {
  return const_cast<model_hall*>(this)->find(id);
}

}  // namespace hallcall::engine::testing
