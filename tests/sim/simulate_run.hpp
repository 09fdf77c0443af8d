// Runs the command line and finds figures in what it prints.
#pragma once

#include <string>

#include "app/simulate_command.hpp"

namespace hallcall::forecast::testing {

struct printed {
  int code = 0;
  std::string out, err;

  // Of the CSV form; NaN when that figure is not there.
  [[nodiscard]] double figure(const std::string& run, const std::string& kind,
                              const std::string& name, const std::string& figure) const;
};

[[nodiscard]] printed run(const app::simulate_words&);

// A bare hall's words: 3 counters, two lanes, a few visits, as CSV.
[[nodiscard]] app::simulate_words bare_words();
// The sample office's: one day, as CSV.
[[nodiscard]] app::simulate_words office_words();

}  // namespace hallcall::forecast::testing
