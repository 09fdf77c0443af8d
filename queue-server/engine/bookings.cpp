#include "engine/bookings.hpp"

#include <algorithm>

namespace hallcall::engine {
namespace {

using std::chrono::days;

// Far beyond any run of holidays; a hall that is never open has no working day to count.
constexpr days furthest_working_day{366};

bool has_all(const counter_rules& c, const std::set<feature_id>& features) {
  return std::includes(c.features.begin(), c.features.end(), features.begin(), features.end());
}

bool open_then(const calendar& opening, business_date date, minutes time) {
  const auto& openings = opening.openings_on(date);
  return std::any_of(openings.begin(), openings.end(),
                     [&](const auto& o) { return o.from <= time && time < o.to; });
}

bool has_slot(const hall_rules& rules, const booking_plan& plan, business_date date, minutes time) {
  if (plan.dates.contains(date)) return true;
  return plan.weekdays[std::chrono::weekday{date}.c_encoding()] &&
         open_then(rules.opening, date, time);
}

// The working day, by the hall's calendar, that is `n` of them before `date`.
business_date working_days_before(const calendar& opening, business_date date, int n) {
  for (auto day = date; n > 0 && date - day < furthest_working_day;) {
    day -= days{1};
    if (!opening.openings_on(day).empty() && --n == 0) return day;
  }
  return n == 0 ? date : date - furthest_working_day;
}

}  // namespace

bool can_be_booked(const hall_rules& rules, const service_id& service) {
  const auto& plans = rules.booking.plans;
  return std::any_of(plans.begin(), plans.end(),
                     [&](const booking_plan& p) { return p.services.contains(service); });
}

std::vector<bookable_slot> slots_on(const hall_rules& rules, const service_id& service,
                                    business_date date) {
  std::vector<bookable_slot> slots;
  for (const auto& plan : rules.booking.plans) {
    if (!plan.services.contains(service)) continue;
    for (const auto time : plan.times)
      if (has_slot(rules, plan, date, time))
        slots.push_back({&plan, rules.opening.at(date, time), date});
  }
  std::stable_sort(slots.begin(), slots.end(),
                   [](const auto& a, const auto& b) { return a.at < b.at; });
  const auto same = [](const auto& a, const auto& b) { return a.at == b.at; };
  slots.erase(std::unique(slots.begin(), slots.end(), same), slots.end());
  return slots;
}

std::optional<bookable_slot> slot_at(const hall_rules& rules, const service_id& service,
                                     time_point at) {
  for (const auto& slot : slots_on(rules, service, rules.opening.date_of(at)))
    if (slot.at == at) return slot;
  return std::nullopt;
}

booking_window window_of(const hall_rules& rules, const bookable_slot& slot) {
  const auto& plan = *slot.plan;
  const auto last_day =
      working_days_before(rules.opening, slot.date, plan.closes_working_days_before);
  return {rules.opening.at(slot.date - days{plan.opens_days_before}, minutes{0}),
          std::min(rules.opening.at(last_day, plan.closes_at), slot.at)};
}

int places_left(const hall_state& state, const bookable_slot& slot) {
  int taken = 0;
  const auto& book = state.bookings;
  for (auto it = book.by_slot.lower_bound({slot.at, {}});
       it != book.by_slot.end() && it->first == slot.at; ++it)
    if (book.by_code.at(it->second).plan == slot.plan->id) ++taken;
  return std::max(slot.plan->capacity - taken, 0);
}

std::optional<time_point> suspended_until(const hall_state& state,
                                          const std::set<std::string>& person) {
  int count = 0;
  time_point until;
  for (const auto& hash : person) {
    const auto it = state.bookings.no_shows.find(hash);
    if (it == state.bookings.no_shows.end()) continue;
    count += it->second.count;
    until = std::max(until, it->second.until);
  }
  if (count <= state.rules->booking.no_shows_allowed) return std::nullopt;
  return until;
}

time_point months_after(const calendar& c, time_point t, int months) {
  const std::chrono::year_month_day date{c.date_of(t)};
  auto later = date + std::chrono::months{months};
  if (!later.ok()) later = later.year() / later.month() / std::chrono::last;
  return c.at(std::chrono::sys_days{later}, minutes{0});
}

std::optional<time_point> next_booking_timer(const booking_book& book) {
  std::optional<time_point> due;
  if (!book.timers.empty()) due = book.timers.begin()->first;
  if (!book.forgets.empty())
    due = std::min(due.value_or(book.forgets.begin()->first), book.forgets.begin()->first);
  return due;
}

keeping::keeping(const hall_state& state, const counter_rules& c, time_point now)
    : state_(state), counter_(c), now_(now) {
  if (!c.takes.contains(lane::booked) || !state.day || state.bookings.by_slot.empty()) return;
  find_bookings();
  if (!bookings_.empty()) find_rooms();
}

// Today's bookings that may still come, and those that wait to be called.
void keeping::find_bookings() {
  const auto& book = state_.bookings;
  const auto midnight = state_.rules->opening.at(*state_.day, minutes{0});
  for (auto it = book.by_slot.lower_bound({midnight, {}}); it != book.by_slot.end(); ++it) {
    const booking& b = book.by_code.at(it->second);
    if (b.date > *state_.day) break;
    if (is_expected(b.phase)) {
      if (b.lapses_at <= now_) continue;
      bookings_.push_back({b.slot, features_for(b), std::nullopt, names_this(b)});
    } else if (b.ticket) {
      const ticket* t = state_.find(*b.ticket);
      if (t != nullptr && t->state == ticket_state::waiting && t->lane == lane::booked)
        bookings_.push_back(
            {b.slot, with_wishes(t->requires_features, t->wants_narrow), t->id, names_this(b)});
    }
  }
}

std::set<feature_id> keeping::features_for(const booking& b) const {
  const auto& rules = *state_.rules;
  const auto* service = rules.find_service(b.service);
  std::set<feature_id> narrow;
  for (const auto& [need, wish] : rules.need_wishes)
    if (b.needs.contains(need) && wish.how == affinity::narrow) narrow.insert(wish.feature);
  if (const auto it = rules.language_wishes.find(b.language);
      it != rules.language_wishes.end() && it->second.how == affinity::narrow)
    narrow.insert(it->second.feature);
  return with_wishes(service == nullptr ? std::set<feature_id>{} : service->requires_features,
                     narrow);
}

// wishes count while an open counter meets them.
std::set<feature_id> keeping::with_wishes(const std::set<feature_id>& required,
                                          const std::set<feature_id>& narrow) const {
  std::set<feature_id> all = required;
  all.insert(narrow.begin(), narrow.end());
  for (const auto& r : state_.rules->counters) {
    const counter* c = state_.find(r.number);
    if (c != nullptr && c->mode == counter_mode::open && r.takes.contains(lane::booked) &&
        has_all(r, all))
      return all;
  }
  return required;
}

bool keeping::names_this(const booking& b) const {
  const auto* c = state_.find(counter_.number);
  return !b.clerk.empty() && c != nullptr && c->clerk_account == b.clerk;
}

void keeping::find_rooms() {
  rooms_.push_back({&counter_, now_});
  for (const auto& r : state_.rules->counters) {
    const counter* c = state_.find(r.number);
    if (r.number == counter_.number || !r.takes.contains(lane::booked) || c == nullptr ||
        c->mode != counter_mode::open || c->standing_down)
      continue;
    if (!c->current) {
      rooms_.push_back({&r, now_});
      continue;
    }
    const ticket& t = state_.tickets.at(*c->current);
    const auto since = t.state == ticket_state::serving ? *t.started_at : *t.called_at;
    // A visit past its standard time may take any time: nobody counts on that counter.
    if (const auto free_from = since + t.standard; free_from > now_)
      rooms_.push_back({&r, free_from});
  }
}

std::optional<time_point> keeping::kept_from(seconds standard) const {
  std::vector<const due_booking*> due;
  for (const auto& b : bookings_)
    if (b.slot < now_ + standard && has_all(counter_, b.features)) due.push_back(&b);
  for (const auto* b : due)
    if (b->names_this) return b->slot;
  if (due.empty() || served(due, true) == served(due, false)) return std::nullopt;
  return due.front()->slot;
}

void keeping::found_one(ticket_id id) {
  std::erase_if(bookings_, [&](const due_booking& b) { return b.ticket == id; });
}

// How many of the bookings can have a counter of their own that is free by their slot: a largest
// matching, by augmenting paths.
std::size_t keeping::served(const std::vector<const due_booking*>& due, bool with_this) const {
  std::vector<std::optional<std::size_t>> whose(rooms_.size());
  std::vector<bool> tried;
  const auto place = [&](const auto& self, std::size_t b) -> bool {
    for (std::size_t r = with_this ? 0 : 1; r < rooms_.size(); ++r) {
      if (tried[r] || rooms_[r].free_from > std::max(due[b]->slot, now_) ||
          !has_all(*rooms_[r].rules, due[b]->features))
        continue;
      tried[r] = true;
      if (whose[r] && !self(self, *whose[r])) continue;
      whose[r] = b;
      return true;
    }
    return false;
  };
  std::size_t count = 0;
  for (std::size_t b = 0; b < due.size(); ++b) {
    tried.assign(rooms_.size(), false);
    if (place(place, b)) ++count;
  }
  return count;
}

}  // namespace hallcall::engine
