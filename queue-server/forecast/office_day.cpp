#include "forecast/office_day.hpp"

namespace hallcall::forecast {
namespace {

constexpr int most_days_looked_at = 731;

}  // namespace

std::vector<engine::business_date> open_dates(const engine::calendar& c, engine::business_date from,
                                              std::size_t count) {
  std::vector<engine::business_date> dates;
  for (int i = 0; i < most_days_looked_at && dates.size() < count; ++i) {
    const auto date = from + std::chrono::days(i);
    if (!c.openings_on(date).empty()) dates.push_back(date);
  }
  return dates;
}

std::vector<engine::counter_no> base_counters(const engine::hall_rules& rules) {
  std::vector<engine::counter_no> numbers;
  for (const auto& c : rules.counters)
    if (c.base) numbers.push_back(c.number);
  return numbers;
}

run_plan day_plan(std::shared_ptr<const engine::hall_rules> rules, engine::business_date date,
                  const std::vector<engine::counter_no>& counters) {
  run_plan plan;
  const auto& calendar = rules->opening;
  for (const auto& o : calendar.openings_on(date))
    for (const auto n : counters)
      plan.shifts.push_back({n, calendar.at(date, o.from), calendar.at(date, o.to), true});
  plan.day = date;
  plan.begin = calendar.at(date, calendar.openings_on(date).front().from);
  // Before midnight, when the engine ends the day.
  plan.stop = calendar.at(date + std::chrono::days(1), engine::minutes(0)) - milliseconds(1);
  plan.measure_from = plan.begin;
  plan.measure_to = plan.stop;
  plan.rules = std::move(rules);
  return plan;
}

}  // namespace hallcall::forecast
