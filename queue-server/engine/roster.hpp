// Which counters should be manned when: shifts, pop-up counters. Pure looks at the rules;
// the dispatch goes by the counters that are open, whatever the roster says.
#pragma once

#include <optional>
#include <string>

#include "engine/rules.hpp"

namespace hallcall::engine {

// A counter's shift as instants. It holds while the hall is open, no longer.
struct duty {
  std::string shift;  // its id, or a season's
  time_point from;
  time_point until;
  bool handed_over = false;  // another shift of this counter begins as it ends
};

// The counter's present shift. None: nobody is expected there now. A pop-up counter that no shift
// names is on duty while the hall is open on its days.
[[nodiscard]] std::optional<duty> duty_at(const hall_rules&, counter_no, time_point);

// The day's shifts name this counter, so that being open outside them is worth a word.
[[nodiscard]] bool is_rostered(const hall_rules&, counter_no, business_date);

// False for a pop-up counter on a day that is not one of its.
[[nodiscard]] bool opens_on(const hall_rules&, counter_no, business_date);
// The first of a pop-up counter's days at or after `d`.
[[nodiscard]] std::optional<business_date> next_day_of(const hall_rules&, counter_no,
                                                       business_date d);

}  // namespace hallcall::engine
