#include "forecast/bare_hall.hpp"

#include <algorithm>
#include <array>
#include <memory>
#include <string_view>

namespace hallcall::forecast {
namespace {

using engine::lane;

constexpr std::array<std::pair<std::string_view, lane>, most_bare_lanes> reachable{
    {{"general", lane::general},
     {"priority", lane::priority},
     {"express", lane::express},
     {"turning", lane::turning}}};

constexpr engine::time_point bare_start{std::chrono::sys_days{std::chrono::year{2000} / 1 / 3}};
constexpr engine::business_date no_midnight{std::chrono::year{2999} / 1 / 1};
constexpr engine::seconds never{10 * 365 * 24 * 3600};

std::string service_of(lane l) { return "visit-" + std::to_string(static_cast<int>(l)); }

void add_counters(engine::hall_rules& r, int first, int count, bool base) {
  engine::enum_set<lane> all;
  for (const auto& [name, l] : reachable) all.insert(l);
  for (int i = 0; i < count; ++i) {
    engine::counter_rules c;
    c.number = {static_cast<std::uint16_t>(first + i)};
    c.kind = base ? engine::counter_kind::full_function : engine::counter_kind::mobile;
    c.takes = all;
    c.base = base;
    r.counters.push_back(std::move(c));
  }
}

}  // namespace

std::vector<lane> engine_lanes(const std::vector<bare_lane>& lanes) {
  std::vector<lane> chosen(lanes.size(), lane::general);
  std::array<bool, most_bare_lanes> taken{};
  const auto take = [&](std::size_t i, std::size_t r) {
    chosen[i] = reachable[r].second;
    taken[r] = true;
  };
  std::vector<std::size_t> others;
  for (std::size_t i = 0; i < lanes.size(); ++i) {
    const auto same = std::find_if(reachable.begin(), reachable.end(),
                                   [&](const auto& r) { return r.first == lanes[i].name; });
    if (same == reachable.end())
      others.push_back(i);
    else
      take(i, static_cast<std::size_t>(same - reachable.begin()));
  }
  for (const auto i : others) {
    const auto free = std::find(taken.begin(), taken.end(), false);
    if (free != taken.end()) take(i, static_cast<std::size_t>(free - taken.begin()));
  }
  return chosen;
}

engine::hall_rules rules_of(const bare_hall& hall) {
  engine::hall_rules r;
  const auto lanes = engine_lanes(hall.lanes);
  char series = 'A';
  for (std::size_t i = 0; i < lanes.size(); ++i) {
    r.lanes[static_cast<std::size_t>(lanes[i])] = {true, hall.lanes[i].rate, series++, true};
    engine::service_rules s;
    s.id = {service_of(lanes[i])};
    s.standard =
        std::max(std::chrono::round<engine::seconds>(hall.mean_handling), engine::seconds(1));
    s.sensitive = lanes[i] == lane::turning;
    s.express = lanes[i] == lane::express;
    r.services.push_back(std::move(s));
  }
  add_counters(r, 1, hall.counters, true);
  add_counters(r, hall.counters + 1, hall.backups, false);
  for (int i = 1; i <= hall.backups; ++i)
    r.backups.push_back(
        {{"backup-" + std::to_string(i)}, {static_cast<std::uint16_t>(hall.counters + i)}});
  r.priority_needs = engine::set_of({engine::need::senior});
  for (auto& weekday : r.opening.weekdays)
    weekday = {{engine::minutes(0), engine::minutes(1440), engine::minutes(1440)}};
  r.order = hall.order;
  r.ratio_priority = hall.ratio_priority;
  r.ratio_general = hall.ratio_general;
  r.cap = hall.cap ? hall.cap_after : never;
  r.backup_above = hall.backup_above;
  r.congested_above = std::max(r.congested_above, hall.backup_above + 1);
  if (hall.answers.how == backup_answers::way::together) r.backup_stays_at_least = never;
  return r;
}

summary simulate(const bare_hall& hall, std::uint64_t seed, std::size_t replications) {
  const auto lanes = engine_lanes(hall.lanes);
  std::vector<stream> streams;
  for (std::size_t i = 0; i < lanes.size(); ++i) {
    stream s;
    s.per_hour = hall.lanes[i].per_hour;
    s.like.services = {{service_of(lanes[i])}};
    if (lanes[i] == lane::priority) s.like.needs.insert(engine::need::senior);
    s.mean_handling = hall.mean_handling;
    streams.push_back(std::move(s));
  }
  run_plan plan;
  plan.rules = std::make_shared<const engine::hall_rules>(rules_of(hall));
  plan.day = no_midnight;
  plan.begin = bare_start;
  plan.measure_from = bare_start + hall.warm_up;
  plan.measure_to = plan.measure_from + hall.measured;
  plan.stop = plan.measure_to + 2 * hall.measured;
  plan.backups = hall.answers;
  for (int i = 1; i <= hall.counters; ++i)
    plan.shifts.push_back(
        {{static_cast<std::uint16_t>(i)}, plan.begin, plan.stop + engine::seconds(1), true});
  tally all;
  for (std::size_t n = 0; n < replications; ++n) {
    poisson_visitors visitors(streams, hall.handling, plan.begin, seed, n);
    all.add(run_hall(plan, visitors));
  }
  return all.finish();
}

}  // namespace hallcall::forecast
