// What `queue-server simulate` prints: a table for people, or every figure as JSON or CSV.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "forecast/summary.hpp"

namespace hallcall::app {

// One way in which the hall was run, or how it really was.
struct told_run {
  std::string name;  // "recorded", "simulated", …
  forecast::summary figures;
};

struct simulate_report {
  std::string title;               // a line: hall, dates or rates, discipline
  std::vector<std::string> notes;  // sentences about how far to trust the figures
  std::uint64_t seed = 1;
  std::map<engine::lane, std::string> lane_names;
  std::vector<told_run> runs;
};

[[nodiscard]] std::string as_table(const simulate_report&);
[[nodiscard]] std::string as_json(const simulate_report&);
// One figure a line: run,kind,name,figure,value,half_width_99
[[nodiscard]] std::string as_csv(const simulate_report&);

}  // namespace hallcall::app
