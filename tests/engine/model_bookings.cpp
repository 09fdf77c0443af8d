// The model's bookings: making, changing and keeping one, who did not come, and which counter is
// kept free for whom.
#include <algorithm>

#include "model_hall.hpp"

namespace hallcall::engine::testing {
namespace {

bool may_still_come(booking_phase p) {
  return p == booking_phase::booked || p == booking_phase::confirmed;
}

}  // namespace

model_hall::reservation* model_hall::find(const booking_code& code) {
  const auto it = std::ranges::find(reservations_, code, [](const auto& r) { return r.seen.code; });
  return it == reservations_.end() ? nullptr : &*it;
}

// The plan by which the service can be booked for that instant; null: it cannot.
const booking_plan* model_hall::plan_of(const service_id& service, time_point slot) const {
  const auto day = date_at(slot);
  const auto open_at = [&](minutes time) {
    return std::ranges::any_of(openings_on(day),
                               [&](const auto& o) { return o.from <= time && time < o.to; });
  };
  for (const auto& plan : rules_.booking.plans)
    for (const auto time : plan.times)
      if (plan.services.contains(service) && instant_of(day, time) == slot &&
          (plan.dates.contains(day) || (plan.weekdays[std::chrono::weekday(day).c_encoding()] &&
                                        open_at(time))))
        return &plan;
  return nullptr;
}

model_hall::answer model_hall::on(const book& c) {
  if (std::ranges::count(rules_.services, c.service, &service_rules::id) == 0)
    return refusal_code::unknown_service;
  if (std::ranges::none_of(rules_.booking.plans,
                           [&](const auto& p) { return p.services.contains(c.service); }))
    return refusal_code::not_bookable;
  const auto* plan = plan_of(c.service, c.slot);
  if (plan == nullptr) return refusal_code::no_such_slot;

  const auto day = date_at(c.slot);  // from when until when
  auto last_day = day;
  for (int n = plan->closes_working_days_before, far = 0; n > 0 && far < 366; ++far) {
    last_day -= std::chrono::days(1);
    if (!openings_on(last_day).empty()) --n;
  }
  if (at_ < instant_of(day - std::chrono::days(plan->opens_days_before), minutes(0)))
    return refusal_code::too_early;
  if (at_ >= c.slot || at_ >= instant_of(last_day, plan->closes_at)) return refusal_code::too_late;

  const auto this_person = [&](const std::string& hash) {
    return hash == c.person || std::ranges::count(c.known_as, hash) > 0;
  };
  int not_kept = 0, taken = 0;
  for (const auto& n : no_shows_)
    if (this_person(n.person)) not_kept += n.count;
  if (!c.by_staff && not_kept > rules_.booking.no_shows_allowed)
    return refusal_code::booking_suspended;
  std::set<std::string> busy;  // clerks in that slot
  for (const auto& r : reservations_) {
    if (r.seen.phase == booking_phase::cancelled) continue;
    if (r.day == day && this_person(r.person)) return refusal_code::booked_already;
    if (r.seen.slot != c.slot) continue;
    if (r.plan == plan->id) ++taken;
    busy.insert(r.seen.clerk);
  }
  if (taken >= plan->capacity) return refusal_code::slot_full;

  reservation r;
  r.seen.code = c.code;
  r.seen.slot = c.slot;
  r.seen.lapses_at = c.slot + rules_.booking.lapses_after + std::chrono::milliseconds(1);
  r.seen.erased_at = c.slot + rules_.booking.erased_after;
  for (const auto& clerk : plan->clerks)
    if (r.seen.clerk.empty() && !busy.contains(clerk)) r.seen.clerk = clerk;
  r.plan = plan->id;
  r.service = c.service;
  r.day = day;
  r.person = c.person;
  r.language = c.language;
  r.needs = c.needs;
  reservations_.push_back(r);
  happened();
  return yes;
}

model_hall::answer model_hall::not_expected(const reservation* r) {
  if (r == nullptr) return refusal_code::unknown_booking;
  if (r->seen.phase == booking_phase::arrived) return refusal_code::arrived_already;
  if (r->seen.phase == booking_phase::cancelled) return refusal_code::already_ended;
  if (r->seen.phase == booking_phase::lapsed) return refusal_code::too_late;
  return yes;
}

model_hall::answer model_hall::on(const amend_booking& c) {
  auto* r = find(c.code);
  if (const auto refused = not_expected(r)) return refused;
  if (c.confirm) r->seen.phase = booking_phase::confirmed;
  if (c.clerk) r->seen.clerk = *c.clerk;
  if (c.answer) r->seen.answer = *c.answer;
  happened();
  return yes;
}

model_hall::answer model_hall::on(const cancel_booking& c) {
  auto* r = find(c.code);
  if (const auto refused = not_expected(r)) return refused;
  if (c.by_staff && c.reason.empty()) return refusal_code::reason_needed;
  if (!c.by_staff && at_ >= r->seen.slot) return refusal_code::too_late;
  r->seen.phase = booking_phase::cancelled;
  if (c.by_staff) r->seen.cancelled_because = c.reason;
  happened();
  return yes;
}

// whoever comes in time has a ticket of their own lane, if there is one.
model_hall::answer model_hall::on(const check_in_booking& c) {
  auto* r = find(c.code);
  if (const auto refused = not_expected(r)) return refused;
  const auto& ours = rules_.booking;
  if (at_ < r->seen.slot - ours.check_in_before) return refusal_code::too_early;
  if (at_ >= r->seen.lapses_at) return refusal_code::too_late;
  take_ticket wish;
  wish.services = {r->service};
  wish.needs = r->needs;
  wish.language = r->language;
  if (const auto refused = issue(wish, comes::booked)) return refused;
  auto& v = book_.visitors.back();
  if (v.seen.lane == lane::booked && at_ > r->seen.slot + ours.late_after) {
    const auto& priority = rules_.lanes[static_cast<std::size_t>(lane::priority)];
    const bool prior = priority.in_use && r->needs.intersects(rules_.priority_needs);
    v.seen.rate = prior ? std::max(priority.rate, ours.late_rate) : ours.late_rate;
  }
  v.seen.wants_clerk = r->seen.clerk;
  r->seen.phase = booking_phase::arrived;
  r->seen.ticket = v.seen.id;
  return yes;
}

// nobody had that number in hand, and there is time left to come.
void model_hall::take_arrival_back(const visitor& v) {
  for (auto& r : reservations_) {
    if (r.day != day_ || r.seen.ticket != v.seen.id || at_ >= r.seen.lapses_at) continue;
    r.seen.phase = booking_phase::confirmed;
    r.seen.ticket.reset();
  }
}

// Nobody came; then, in their time, the booking and the count of a person are erased.
bool model_hall::let_bookings_lapse() {
  const auto erased = std::erase_if(reservations_, [&](const reservation& r) {
    return !may_still_come(r.seen.phase) && r.seen.erased_at <= at_;
  });
  bool any = erased > 0;
  std::vector<reservation*> lapsed;
  for (auto& r : reservations_)
    if (may_still_come(r.seen.phase) && r.seen.lapses_at <= at_) lapsed.push_back(&r);
  std::ranges::sort(lapsed, {}, [](const auto* r) { return r->seen.lapses_at; });
  for (auto* r : lapsed) {
    r->seen.phase = booking_phase::lapsed;
    auto n = std::ranges::find(no_shows_, r->person, &no_shows_seen::person);
    if (n == no_shows_.end()) n = no_shows_.insert(n, {r->person, 0, {}});
    ++n->count;
    const std::chrono::year_month_day day{r->day};
    auto later = day + std::chrono::months(rules_.booking.suspended_months);
    if (!later.ok()) later = later.year() / later.month() / std::chrono::last;
    n->until = instant_of(std::chrono::sys_days(later), minutes(0));
    any = true;
  }
  if (!any)
    any = std::erase_if(no_shows_, [&](const auto& n) { return n.until <= at_; }) > 0;
  if (any) happened();
  return any;
}

std::optional<time_point> model_hall::booking_due() const {
  std::optional<time_point> due;
  const auto at = [&](time_point t) { due = due ? std::min(*due, t) : t; };
  for (const auto& r : reservations_)
    at(may_still_come(r.seen.phase) ? r.seen.lapses_at : r.seen.erased_at);
  for (const auto& n : no_shows_) at(n.until);
  return due;
}

// What a booked visit needs of a counter: what is required, and what is wished while an open
// counter for bookings has both.
std::set<feature_id> model_hall::needed(std::set<feature_id> required,
                                        const std::set<feature_id>& wished) const {
  auto both = required;
  both.insert(wished.begin(), wished.end());
  for (const auto& d : book_.desks)
    if (d.mode == counter_mode::open && d.rules->takes.contains(lane::booked) &&
        std::ranges::includes(d.rules->features, both))
      return both;
  return required;
}

// The bookings of today that may claim a counter before `end`: by when, and what they need.
std::vector<model_hall::claim> model_hall::claims_before(time_point end) const {
  std::vector<claim> claims;
  for (const auto& r : reservations_) {
    if (r.day != day_ || r.seen.slot >= end) continue;
    claim c{std::max(r.seen.slot, at_), {}, r.seen.clerk};
    if (may_still_come(r.seen.phase) && at_ < r.seen.lapses_at) {
      const auto& service = *std::ranges::find(rules_.services, r.service, &service_rules::id);
      std::set<feature_id> wished;
      for (const auto& [need, wish] : rules_.need_wishes)
        if (r.needs.contains(need) && wish.how == affinity::narrow) wished.insert(wish.feature);
      for (const auto& [language, wish] : rules_.language_wishes)
        if (r.language == language && wish.how == affinity::narrow) wished.insert(wish.feature);
      c.needs = needed(service.requires_features, wished);
    } else if (r.seen.phase == booking_phase::arrived) {
      const auto* v = find(*r.seen.ticket);
      if (v == nullptr || v->seen.state != ticket_state::waiting || v->seen.lane != lane::booked)
        continue;
      c.needs = needed(v->required, v->narrow);
    } else {
      continue;
    }
    claims.push_back(c);
  }
  return claims;
}

// How many of the claims, from the nth on, can have a counter each: every way is tried.
std::size_t model_hall::most_served(const std::vector<claim>& claims, std::size_t nth,
                                    std::vector<place>& places) const {
  if (nth == claims.size()) return 0;
  auto most = most_served(claims, nth + 1, places);  // this one goes without
  for (auto& p : places) {
    if (p.taken || p.free_from > claims[nth].by ||
        !std::ranges::includes(p.at->rules->features, claims[nth].needs))
      continue;
    p.taken = true;
    most = std::max(most, 1 + most_served(claims, nth + 1, places));
    p.taken = false;
    if (most == claims.size() - nth) break;
  }
  return most;
}

// the visit would last into a slot, and somebody booked would find no free counter then, or
// not their named clerk.
bool model_hall::kept_from(const desk& d, const visitor& v) const {
  if (v.seen.lane == lane::booked || !d.rules->takes.contains(lane::booked)) return false;
  auto claims = claims_before(at_ + v.seen.standard);
  std::erase_if(claims, [&](const claim& c) {
    return !std::ranges::includes(d.rules->features, c.needs);
  });
  if (claims.empty()) return false;
  for (const auto& c : claims)
    if (!c.clerk.empty() && c.clerk == d.account) return true;
  std::vector<place> places;
  for (const auto& other : book_.desks) {
    if (&other == &d || other.mode != counter_mode::open || other.standing_down ||
        !other.rules->takes.contains(lane::booked))
      continue;
    const auto* there = visitor_at(other.rules->number);
    auto free_from = at_;
    if (there != nullptr) {
      free_from = (there->seen.state == ticket_state::serving ? *there->seen.started_at
                                                              : *there->seen.called_at) +
                  there->seen.standard;
      if (free_from <= at_) continue;  // takes longer than it should: nobody knows how long
    }
    places.push_back({&other, free_from});
  }
  const auto without = most_served(claims, 0, places);
  places.push_back({&d, at_});
  return most_served(claims, 0, places) > without;
}

}  // namespace hallcall::engine::testing
