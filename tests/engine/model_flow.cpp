// What follows a visit in the model, or goes on beside it: handing on, return passes, services that
// change, and what takes too long.
#include <algorithm>

#include "model_hall.hpp"

namespace hallcall::engine::testing {

// The first counter, of those that can serve this visitor, where the clerk works whom it wants.
const model_hall::desk* model_hall::desk_of_clerk(const visitor& v, bool also_paused) const {
  if (v.seen.wants_clerk.empty()) return nullptr;
  for (const auto& d : book_.desks) {
    const bool there =
        d.mode == counter_mode::open || (also_paused && d.mode == counter_mode::paused);
    if (there && d.account == v.seen.wants_clerk && d.rules->takes.contains(v.seen.lane) &&
        std::ranges::includes(d.rules->features, v.required))
      return &d;
  }
  return nullptr;
}

bool model_hall::clerk_is_elsewhere(const desk& d, const visitor& v) const {
  const auto* theirs = desk_of_clerk(v, false);
  return theirs != nullptr && theirs != &d;
}

model_hall::answer model_hall::cannot_go_to(const visitor& v, counter_no from,
                                            counter_no to) const {
  const auto* target = find(to);
  if (target == nullptr || to == from) return refusal_code::unknown_counter;
  if (!target->rules->takes.contains(v.seen.lane) ||
      !std::ranges::includes(target->rules->features, v.required))
    return refusal_code::lane_not_taken;
  return target->mode == counter_mode::closed ? answer(refusal_code::counter_closed) : yes;
}

model_hall::answer model_hall::on(const transfer& c) {
  if (const auto refused = not_open(c.counter)) return refused;
  auto* v = visitor_at(c.counter);
  if (v == nullptr) return refusal_code::counter_idle;
  const int named = (c.lane ? 1 : 0) + (c.to ? 1 : 0) + (c.clerk.empty() ? 0 : 1);
  if (named != 1) return refusal_code::unknown_counter;
  if (c.lane) {
    const bool in_use = rules_.lanes[static_cast<std::size_t>(*c.lane)].in_use;
    if (!in_use || *c.lane == lane::booked || *c.lane == lane::returning)
      return refusal_code::lane_not_taken;
    v->seen.lane = *c.lane;
    v->seen.rate = rate_in(*c.lane, v->needs);
  } else if (c.to) {
    if (const auto refused = cannot_go_to(*v, c.counter, *c.to)) return refused;
  } else {
    const auto there = std::ranges::find_if(book_.desks, [&](const desk& d) {
      return d.mode != counter_mode::closed && d.account == c.clerk;
    });
    if (there == book_.desks.end()) return refusal_code::counter_closed;
    if (const auto refused = cannot_go_to(*v, c.counter, there->rules->number)) return refused;
  }
  release(*v);
  v->seen.state = ticket_state::waiting;
  v->seen.wants_counter = c.to;
  v->seen.wants_clerk = c.clerk;
  v->seen.counter_only = !c.lane;
  v->seen.head_of_line = false;
  if (!c.note.empty()) v->seen.note = c.note;
  close_if_standing_down(c.counter);
  return yes;
}

model_hall::answer model_hall::on(const change_services& c) {
  if (const auto refused = not_open(c.counter)) return refused;
  auto* v = visitor_at(c.counter);
  if (v == nullptr) return refusal_code::counter_idle;
  if (v->seen.state != ticket_state::serving) return refusal_code::not_serving;
  auto wanted = v->seen.services;
  for (const auto& id : c.remove) {
    const auto it = std::ranges::find(wanted, id);
    if (it == wanted.end()) return refusal_code::unknown_service;
    wanted.erase(it);
  }
  for (const auto& id : c.add)
    if (std::ranges::count(wanted, id) == 0) wanted.push_back(id);
  if (wanted.empty()) return refusal_code::unknown_service;
  if (wanted == v->seen.services) return yes;

  const auto& d = *find(c.counter);
  seconds standard{0};
  std::set<feature_id> required;
  bool gains_a_turning_matter = false;
  for (const auto& id : wanted) {
    const auto s = std::ranges::find(rules_.services, id, &service_rules::id);
    if (s == rules_.services.end()) return refusal_code::unknown_service;
    standard += s->standard;
    required.insert(s->requires_features.begin(), s->requires_features.end());
    if (s->sensitive && std::ranges::count(v->seen.services, id) == 0)
      gains_a_turning_matter = true;
  }
  if (wanted.size() > rules_.max_services_per_ticket) return refusal_code::too_many_services;
  if (!std::ranges::includes(d.rules->features, required)) return refusal_code::lane_not_taken;
  if (gains_a_turning_matter && rules_.lanes[static_cast<std::size_t>(lane::turning)].in_use) {
    if (v->seen.lane != lane::turning && !d.rules->takes.contains(lane::turning))
      return refusal_code::lane_not_taken;
    if (v->seen.lane == lane::general) {
      v->seen.lane = lane::turning;
      v->seen.rate = rate_in(lane::turning, v->needs);
    }
  }
  v->seen.services = wanted;
  v->seen.standard = standard;
  v->required = required;
  const auto due = *v->seen.started_at + standard;
  if (due > at_ || !v->seen.overdue) {
    v->seen.overdue_at = due;
    v->seen.overdue = false;
  }
  happened();
  return yes;
}

// To the end of the last day on which it is valid.
void model_hall::give_pass(visitor& v, const std::string& code) {
  if (code.empty()) return;
  const auto ends = date_at(at_) + std::chrono::days(rules_.pass_valid_days + 1);
  v.seen.pass = code;
  passes_.push_back({{code, v.seen.clerk, instant_of(ends, minutes(0)), std::nullopt},
                     v.seen.services,
                     v.needs,
                     v.language});
}

model_hall::answer model_hall::on(const use_pass& c) {
  const auto p =
      std::ranges::find_if(passes_, [&](const pass& p) { return p.seen.code == c.code; });
  if (p == passes_.end() || p->seen.valid_until <= at_) return refusal_code::unknown_pass;
  if (p->seen.used_by) return refusal_code::pass_used;
  if (!door_lets_in(c.channel)) return refusal_code::hall_closed;
  take_ticket wish;
  for (const auto& id : p->services)
    if (std::ranges::count(rules_.services, id, &service_rules::id) > 0)
      wish.services.push_back(id);
  if (wish.services.empty()) return refusal_code::unknown_pass;
  wish.needs = p->needs;
  wish.language = p->language;
  if (const auto refused = issue(wish, comes::with_pass)) return refused;
  auto& v = book_.visitors.back();
  v.seen.wants_clerk = p->seen.clerk;
  v.seen.from_pass = c.code;
  p->seen.used_by = v.seen.id;
  return yes;
}

// nobody had that number in hand.
void model_hall::take_pass_back(const visitor& v) {
  for (auto& p : passes_)
    if (p.seen.used_by == v.seen.id) p.seen.used_by.reset();
}

bool model_hall::tell_what_takes_too_long() {
  bool any = false;
  for (auto& v : book_.visitors) {
    if (v.seen.overdue_at && !v.seen.overdue && *v.seen.overdue_at <= at_)
      any = v.seen.overdue = true;
    if (v.seen.promise_by && !v.seen.late && *v.seen.promise_by <= at_) any = v.seen.late = true;
  }
  if (std::erase_if(passes_, [&](const pass& p) { return p.seen.valid_until <= at_; }) > 0)
    any = true;
  if (any) happened();
  return any;
}

}  // namespace hallcall::engine::testing
