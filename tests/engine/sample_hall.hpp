// A sample hall, small but with one of everything, that tests adjust to their point:
//   counter 1  full-function, accessible, does certificates     counter 4  priority, helps general
//   counter 2  full-function, English                            counter 5  turning, helps general
//   counter 3  express only                                      counters 11 to 14  mobile, for the
//   four backups
// Open Monday to Friday 08:00 to 17:00 (last ticket 16:45) and Saturday 09:00 to 12:00 (11:45), in
// Taipei.
#pragma once

#include "engine/rules.hpp"

namespace hallcall::engine::testing {

[[nodiscard]] hall_rules sample_rules();

// An instant of the sample week by the hall's own clock: day 0 is Monday 2 March 2026.
[[nodiscard]] time_point local_time(int day, int hour, int minute = 0, int second = 0);

[[nodiscard]] inline feature_id feature(std::string name) { return {std::move(name)}; }
[[nodiscard]] inline counter_no number(int n) { return {static_cast<std::uint16_t>(n)}; }

// The rules of one counter, for changing them.
[[nodiscard]] counter_rules& counter_of(hall_rules&, int n);
[[nodiscard]] lane_rules& lane_of(hall_rules&, lane);

}  // namespace hallcall::engine::testing
