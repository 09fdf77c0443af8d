// Shifts that name a date go before those that name its weekday, as dated opening hours do.
#include "engine/roster.hpp"

#include <algorithm>

namespace hallcall::engine {
namespace {

bool names(const std::vector<date_span>& dates, business_date d) {
  return std::ranges::any_of(dates, [&](const date_span& s) { return s.contains(d); });
}

std::vector<const shift*> shifts_on(const hall_rules& rules, business_date d) {
  std::vector<const shift*> dated, weekly;
  for (const shift& s : rules.roster) {
    if (names(s.dates, d)) dated.push_back(&s);
    if (s.weekdays[std::chrono::weekday{d}.c_encoding()]) weekly.push_back(&s);
  }
  return dated.empty() ? weekly : dated;
}

const season* season_of(const hall_rules& rules, counter_no n, business_date d) {
  for (const season& s : rules.seasons)
    if (s.counters.contains(n) && names(s.dates, d)) return &s;
  return nullptr;
}

bool is_pop_up(const hall_rules& rules, counter_no n) {
  return std::ranges::any_of(rules.seasons,
                             [&](const season& s) { return s.counters.contains(n); });
}

// A shift and one of the day's openings, where they meet.
std::optional<duty> meeting(const calendar& c, business_date d, const std::string& id, minutes from,
                            minutes to, const opening& o) {
  const duty both{id, c.at(d, std::max(from, o.from)), c.at(d, std::min(to, o.to)), false};
  return both.from < both.until ? std::optional(both) : std::nullopt;
}

// Every duty of the counter on a day, by time.
std::vector<duty> duties_on(const hall_rules& rules, counter_no n, business_date d) {
  std::vector<duty> all;
  if (!opens_on(rules, n, d)) return all;
  const auto add = [&](const std::string& id, minutes from, minutes to) {
    for (const opening& o : rules.opening.openings_on(d))
      if (auto one = meeting(rules.opening, d, id, from, to, o)) all.push_back(std::move(*one));
  };
  for (const shift* s : shifts_on(rules, d))
    if (s->counters.contains(n)) add(s->id, s->from, s->to);
  if (const season* s = season_of(rules, n, d); s != nullptr && all.empty())
    if (!is_rostered(rules, n, d)) add(s->id, minutes{0}, minutes{24 * 60});
  std::ranges::sort(all, {}, &duty::from);
  return all;
}

}  // namespace

bool is_rostered(const hall_rules& rules, counter_no n, business_date d) {
  return std::ranges::any_of(shifts_on(rules, d),
                             [&](const shift* s) { return s->counters.contains(n); });
}

bool opens_on(const hall_rules& rules, counter_no n, business_date d) {
  return !is_pop_up(rules, n) || season_of(rules, n, d) != nullptr;
}

std::optional<business_date> next_day_of(const hall_rules& rules, counter_no n, business_date d) {
  std::optional<business_date> next;
  for (const season& s : rules.seasons) {
    if (!s.counters.contains(n)) continue;
    for (const date_span& span : s.dates) {
      if (span.to < d) continue;
      const business_date first = std::max(span.from, d);
      next = next ? std::min(*next, first) : first;
    }
  }
  return next;
}

std::optional<duty> duty_at(const hall_rules& rules, counter_no n, time_point t) {
  auto all = duties_on(rules, n, rules.opening.date_of(t));
  const auto now =
      std::ranges::find_if(all, [&](const duty& d) { return d.from <= t && t < d.until; });
  if (now == all.end()) return std::nullopt;
  now->handed_over = std::ranges::any_of(all, [&](const duty& d) { return d.from == now->until; });
  return *now;
}

}  // namespace hallcall::engine
