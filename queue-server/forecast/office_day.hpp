// Days of a real office: which dates it opens, and which counters are staffed when.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "forecast/simulated_hall.hpp"

namespace hallcall::forecast {

// The first `count` dates from `from` on which the hall opens, looked for within two years.
[[nodiscard]] std::vector<engine::business_date> open_dates(const engine::calendar&,
                                                            engine::business_date from,
                                                            std::size_t count);

// The base counters' numbers: those that open with the office.
[[nodiscard]] std::vector<engine::counter_no> base_counters(const engine::hall_rules&);

// A day on which these counters are staffed while the office is open, and until whoever holds a
// ticket at closing is served. All of it is measured. The date must be one on which the hall opens.
[[nodiscard]] run_plan day_plan(std::shared_ptr<const engine::hall_rules>, engine::business_date,
                                const std::vector<engine::counter_no>& counters);

}  // namespace hallcall::forecast
