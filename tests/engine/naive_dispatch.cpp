// The rules of precedence, one after the other.
#include "naive_dispatch.hpp"

#include <algorithm>

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

}  // namespace

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

std::optional<ticket_id> naive_next(const hall_state& s, const counter_rules& c, time_point now) {
  tickets in_line;
  for (const auto& [id, t] : s.tickets)
    if (!t.returning && naively_serves(s, c, t)) in_line.push_back(&t);
  const ticket* back = nullptr;
  for (auto id = s.returns.rbegin(); id != s.returns.rend(); ++id)
    if (naively_serves(s, c, *s.find(*id))) back = s.find(*id);

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
