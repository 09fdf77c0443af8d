// The rules of precedence, one after the other.
#include "naive_dispatch.hpp"

#include <algorithm>
#include <tuple>

namespace hallcall::engine::testing {
namespace {

using tickets = std::vector<const ticket*>;

bool has_all(const counter_rules& c, const std::set<feature_id>& features) {
  return std::all_of(features.begin(), features.end(),
                     [&](const auto& f) { return c.features.contains(f); });
}

counter_mode mode_of(const hall_state& s, counter_no n) {
  const auto* c = s.find(n);
  return c == nullptr ? counter_mode::closed : c->mode;
}

bool open_one_has(const hall_state& s, const ticket& t, const std::set<feature_id>& features) {
  return std::any_of(
      s.rules->counters.begin(), s.rules->counters.end(), [&](const counter_rules& c) {
        return mode_of(s, c.number) == counter_mode::open && c.takes.contains(t.lane) &&
               has_all(c, t.requires_features) && has_all(c, features);
      });
}

// Where the clerk whom it wants works, if that counter can serve it.
std::optional<counter_no> wanted_clerk_at(const hall_state& s, const ticket& t, bool also_paused) {
  for (const auto& [n, c] : s.counters) {
    const bool there =
        c.mode == counter_mode::open || (also_paused && c.mode == counter_mode::paused);
    if (t.wants_clerk.empty() || c.clerk_account != t.wants_clerk || !there) continue;
    const auto* r = s.rules->find_counter(n);
    if (r != nullptr && r->takes.contains(t.lane) && has_all(*r, t.requires_features)) return n;
  }
  return std::nullopt;
}

// its clerk is at another counter.
bool clerk_elsewhere(const hall_state& s, const counter_rules& c, const ticket& t) {
  const auto there = wanted_clerk_at(s, t, false);
  return there && *there != c.number;
}

// The ticket would rather go to another counter that is open now.
bool prefers_another(const hall_state& s, const counter_rules& c, const ticket& t) {
  if (t.counter_only && t.wants_counter == c.number) return false;
  if (t.counter_only && wanted_clerk_at(s, t, true) == c.number) return false;
  if (clerk_elsewhere(s, c, t)) return true;
  if (!has_all(c, t.wants_order) && open_one_has(s, t, t.wants_order)) return true;
  return t.wants_counter && *t.wants_counter != c.number &&
         mode_of(s, *t.wants_counter) == counter_mode::open;
}

std::int64_t waited_ms(const ticket& t, time_point now) {
  return std::max<std::int64_t>((now - t.place_at).count(), 0);
}
double score(const ticket& t, time_point now) {
  return static_cast<double>(waited_ms(t, now)) / 1000.0 * t.rate;
}
bool favoured(const ticket& t) {
  return t.lane == lane::priority || t.lane == lane::booked || t.lane == lane::turning;
}
bool earlier(const ticket* a, const ticket* b) {
  return std::pair(a->place_at, a->id) < std::pair(b->place_at, b->id);
}

template <class Keep>
tickets only(const tickets& all, Keep keep) {
  tickets some;
  std::copy_if(all.begin(), all.end(), std::back_inserter(some),
               [&](const ticket* t) { return keep(*t); });
  return some;
}

std::optional<ticket_id> oldest(const tickets& all) {
  const auto it = std::min_element(all.begin(), all.end(), earlier);
  return it == all.end() ? std::nullopt : std::optional((*it)->id);
}

std::optional<ticket_id> highest(const tickets& all, auto measure) {
  double best = 0;
  for (const auto* t : all) best = std::max(best, measure(*t));
  return oldest(only(all, [&](const ticket& t) { return measure(t) == best; }));
}

std::optional<ticket_id> by_discipline(const hall_state& s, const counter_rules& c,
                                       const tickets& all, time_point now) {
  const auto order = s.order_in_force();
  switch (order.how) {
    case discipline::apq:
      return highest(all, [&](const ticket& t) { return score(t, now); });
    case discipline::fifo:
      return oldest(all);
    case discipline::strict:
      return highest(all, [](const ticket& t) { return t.rate; });
    case discipline::ratio: {
      const auto* at = s.find(c.number);
      const int run = at == nullptr ? 0 : at->ratio_run;
      const bool ordinary = run >= order.ratio_priority || (run < 0 && -run < order.ratio_general);
      const auto of_turn = only(all, [&](const ticket& t) { return favoured(t) != ordinary; });
      return oldest(of_turn.empty() ? all : of_turn);
    }
  }
  return std::nullopt;
}

// a counter, and from when on it is free.
struct free_counter {
  const counter_rules* rules;
  time_point from;
};

std::vector<free_counter> counters_for_bookings(const hall_state& s, time_point now) {
  std::vector<free_counter> all;
  for (const auto& [n, c] : s.counters) {
    const auto* r = s.rules->find_counter(n);
    if (c.mode != counter_mode::open || c.standing_down || !r->takes.contains(lane::booked))
      continue;
    if (!c.current) {
      all.push_back({r, now});
      continue;
    }
    const ticket& t = *s.find(*c.current);
    const auto ends =
        (t.state == ticket_state::serving ? *t.started_at : *t.called_at) + t.standard;
    if (ends > now) all.push_back({r, ends});
  }
  return all;
}

struct awaited {
  time_point by;
  std::set<feature_id> features;
  bool names_this;
};

std::set<feature_id> narrowed(const hall_state& s, std::set<feature_id> required,
                              const std::set<feature_id>& wishes) {
  auto both = required;
  both.insert(wishes.begin(), wishes.end());
  for (const auto& [n, c] : s.counters) {
    const auto* r = s.rules->find_counter(n);
    if (c.mode == counter_mode::open && r->takes.contains(lane::booked) && has_all(*r, both))
      return both;
  }
  return required;
}

std::vector<awaited> awaited_before(const hall_state& s, const counter_rules& c, time_point end,
                                    time_point now) {
  std::vector<awaited> all;
  for (const auto& [code, b] : s.bookings.by_code) {
    if (b.date != s.day || b.slot >= end) continue;
    const auto* here = s.find(c.number);
    const bool names = !b.clerk.empty() && here != nullptr && here->clerk_account == b.clerk;
    std::set<feature_id> features;
    if (b.phase == booking_phase::arrived) {
      const auto* t = s.find(*b.ticket);
      if (t == nullptr || t->state != ticket_state::waiting || t->lane != lane::booked) continue;
      features = narrowed(s, t->requires_features, t->wants_narrow);
    } else if (is_expected(b.phase) && now < b.lapses_at) {
      std::set<feature_id> wishes;
      for (const auto& [need, wish] : s.rules->need_wishes)
        if (b.needs.contains(need) && wish.how == affinity::narrow) wishes.insert(wish.feature);
      if (s.rules->language_wishes.contains(b.language))
        if (const auto& w = s.rules->language_wishes.at(b.language); w.how == affinity::narrow)
          wishes.insert(w.feature);
      features = narrowed(s, s.rules->find_service(b.service)->requires_features, wishes);
    } else {
      continue;
    }
    if (has_all(c, features)) all.push_back({std::max(b.slot, now), features, names});
  }
  return all;
}

// How many find a counter, by the theorem of König and Ore: all but the largest number by which
// some of them are more than the counters that any of those could use.
std::size_t find_a_counter(const std::vector<awaited>& all,
                           const std::vector<free_counter>& rooms) {
  std::size_t missing = 0;
  for (std::uint32_t some = 0; some < 1u << all.size(); ++some) {
    std::size_t wanting = 0, usable = 0;
    for (std::size_t i = 0; i < all.size(); ++i) wanting += some >> i & 1u;
    for (const auto& room : rooms) {
      bool use = false;
      for (std::size_t i = 0; i < all.size(); ++i)
        use = use || ((some >> i & 1u) != 0 && room.from <= all[i].by &&
                      has_all(*room.rules, all[i].features));
      usable += use ? 1 : 0;
    }
    if (wanting > usable) missing = std::max(missing, wanting - usable);
  }
  return all.size() - missing;
}

}  // namespace

bool naively_kept(const hall_state& s, const counter_rules& c, const ticket& t, time_point now) {
  if (t.lane == lane::booked || !c.takes.contains(lane::booked) || !s.day) return false;
  const auto all = awaited_before(s, c, now + t.standard, now);
  if (std::any_of(all.begin(), all.end(), [](const auto& a) { return a.names_this; })) return true;
  auto rooms = counters_for_bookings(s, now);
  std::erase_if(rooms, [&](const auto& r) { return r.rules->number == c.number; });
  const auto without = find_a_counter(all, rooms);
  rooms.push_back({&c, now});
  return find_a_counter(all, rooms) > without;
}

bool naively_serves(const hall_state& s, const counter_rules& c, const ticket& t) {
  if (t.state != ticket_state::waiting || !has_all(c, t.requires_features)) return false;
  if (t.counter_only && t.wants_counter == c.number) return true;
  if (t.counter_only && t.wants_counter && mode_of(s, *t.wants_counter) != counter_mode::closed)
    return false;
  if (t.counter_only)
    if (const auto there = wanted_clerk_at(s, t, true)) return *there == c.number;
  if (!c.takes.contains(t.lane)) return false;
  return has_all(c, t.wants_narrow) || !open_one_has(s, t, t.wants_narrow);
}

namespace {

// Who stands behind somebody whom the counter is kept from, alike in all that chooses a counter,
// does not overtake them.
void firsts_that_are_kept_out(const hall_state& s, const counter_rules& c, tickets& in_line,
                              time_point now) {
  const auto alike = [](const ticket& a, const ticket& b) {
    const auto choosing = [](const ticket& t) {
      return std::tie(t.lane, t.rate, t.requires_features, t.wants_narrow, t.wants_order,
                      t.wants_counter, t.counter_only, t.wants_clerk, t.head_of_line);
    };
    return choosing(a) == choosing(b);
  };
  const auto all = in_line;
  std::erase_if(in_line, [&](const ticket* t) {
    const ticket* first = t;
    for (const auto* other : all)
      if (alike(*other, *t) && earlier(other, first)) first = other;
    return naively_kept(s, c, *first, now);
  });
}

}  // namespace

std::optional<ticket_id> naive_next(const hall_state& s, const counter_rules& c, time_point now) {
  tickets in_line;
  for (const auto& [id, t] : s.tickets)
    if (!t.returning && naively_serves(s, c, t)) in_line.push_back(&t);
  firsts_that_are_kept_out(s, c, in_line, now);
  const ticket* back = nullptr;
  for (auto id = s.returns.rbegin(); id != s.returns.rend(); ++id)
    if (naively_serves(s, c, *s.find(*id))) back = s.find(*id);
  if (back != nullptr && naively_kept(s, c, *back, now)) back = nullptr;

  if (const auto head = only(in_line,
                             [&](const ticket& t) {
                               return (t.head_of_line || t.lane == lane::returning) &&
                                      !clerk_elsewhere(s, c, t);
                             });
      !head.empty())
    return oldest(head);
  const auto live = static_cast<std::int64_t>(s.live_calls);
  const auto since_return = live - static_cast<std::int64_t>(s.live_at_last_return);
  if (back != nullptr &&
      live - static_cast<std::int64_t>(back->returned_at_live) >=
          s.rules->live_before_first_return &&
      (s.live_at_last_return == 0 || since_return >= s.rules->live_between_returns))
    return back->id;
  const auto capped = only(in_line, [&](const ticket& t) {
    return std::chrono::milliseconds(waited_ms(t, now)) > s.order_in_force().cap;
  });
  if (!capped.empty()) return oldest(capped);
  const auto willing = only(in_line, [&](const ticket& t) { return !prefers_another(s, c, t); });
  const auto preferred = only(willing, [&](const ticket& t) { return c.prefers.contains(t.lane); });
  if (!preferred.empty()) return highest(preferred, [&](const ticket& t) { return score(t, now); });
  if (!willing.empty()) return by_discipline(s, c, willing, now);
  if (!in_line.empty()) return by_discipline(s, c, in_line, now);
  return back == nullptr ? std::nullopt : std::optional(back->id);
}

}  // namespace hallcall::engine::testing
