// The sample hall's rules.
#include "sample_hall.hpp"

#include <stdexcept>

namespace hallcall::engine::testing {
namespace {

using std::chrono::hours;

constexpr hours taipei{8};
constexpr business_date monday = std::chrono::sys_days{std::chrono::year{2026} / 3 / 2};

calendar office_hours() {
  calendar c;
  c.zone = {{time_point{}, taipei}};
  for (std::size_t weekday = 1; weekday <= 5; ++weekday)
    c.weekdays[weekday] = {{hours(8), hours(17), hours(16) + minutes(45)}};
  c.weekdays[6] = {{hours(9), hours(12), hours(11) + minutes(45)}};
  return c;
}

}  // namespace

hall_rules sample_rules() {
  hall_rules r;
  r.lanes[static_cast<std::size_t>(lane::general)] = {true, 1, 'A', true};
  r.lanes[static_cast<std::size_t>(lane::express)] = {true, 1, 'E', true};
  r.lanes[static_cast<std::size_t>(lane::priority)] = {true, 6, 'P', true};
  r.lanes[static_cast<std::size_t>(lane::turning)] = {true, 2, 'A', true};
  r.lanes[static_cast<std::size_t>(lane::booked)] = {true, 8, 'B', false};
  r.lanes[static_cast<std::size_t>(lane::returning)] = {true, 1, 'R', false};

  const auto most =
      set_of({lane::general, lane::express, lane::priority, lane::booked, lane::returning});
  const auto mobile = set_of({lane::general, lane::express, lane::priority});
  r.counters = {{number(1),
                 counter_kind::full_function,
                 most,
                 {},
                 {feature("accessible"), feature("certificate")},
                 true},
                {number(2),
                 counter_kind::full_function,
                 most,
                 {},
                 {feature("english"), feature("nationality")},
                 true},
                {number(3), counter_kind::express, set_of({lane::express}), {}, {}, true},
                {number(4),
                 counter_kind::priority,
                 set_of({lane::priority, lane::general}),
                 set_of({lane::priority}),
                 {},
                 true},
                {number(5),
                 counter_kind::turning,
                 set_of({lane::turning, lane::general}),
                 set_of({lane::turning}),
                 {},
                 true}};
  for (int n = 11; n <= 14; ++n)
    r.counters.push_back({number(n), counter_kind::mobile, mobile, {}, {}, false});

  r.services = {{{"register"}, seconds(600)},
                {{"address"}, seconds(300)},
                {{"name"}, seconds(420)},
                {{"transcript"}, seconds(240), false, true},
                {{"photo"}, seconds(120), false, true},
                {{"divorce"}, seconds(900), true},
                {{"certificate"}, seconds(600), false, false, {feature("certificate")}},
                {{"nationality"}, seconds(1200), false, false, {feature("nationality")}},
                {{"archive"}, seconds(300), false, false, {feature("archive")}}};
  for (int n = 1; n <= 4; ++n)
    r.backups.push_back({{"backup-" + std::to_string(n)}, number(10 + n)});
  r.need_wishes = {{need::wheelchair, {feature("accessible"), affinity::narrow}},
                   {need::interpreter, {feature("english"), affinity::order}}};
  r.language_wishes = {{"en", {feature("english"), affinity::order}}};
  r.opening = office_hours();
  return r;
}

time_point local_time(int day, int hour, int minute, int second) {
  return monday + std::chrono::days(day) + hours(hour) + minutes(minute) + seconds(second) - taipei;
}

counter_rules& counter_of(hall_rules& rules, int n) {
  for (auto& c : rules.counters)
    if (c.number == number(n)) return c;
  throw std::out_of_range("no such counter in the sample hall");
}

lane_rules& lane_of(hall_rules& rules, lane l) { return rules.lanes[static_cast<std::size_t>(l)]; }

}  // namespace hallcall::engine::testing
