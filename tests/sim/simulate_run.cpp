#include "simulate_run.hpp"

#include <limits>
#include <sstream>

namespace hallcall::forecast::testing {

double printed::figure(const std::string& run, const std::string& kind, const std::string& name,
                       const std::string& figure) const {
  const std::string start = run + ',' + kind + ',' + name + ',' + figure + ',';
  std::istringstream lines(out);
  for (std::string line; std::getline(lines, line);)
    if (line.starts_with(start)) return std::stod(line.substr(start.size()));
  return std::numeric_limits<double>::quiet_NaN();
}

printed run(const app::simulate_words& words) {
  std::ostringstream out, err;
  printed p;
  p.code = app::simulate(words, out, err);
  p.out = out.str();
  p.err = err.str();
  return p;
}

app::simulate_words bare_words() {
  app::simulate_words w;
  w.counters = "3";
  w.lanes = {"urgent:40:4", "normal:100:1"};
  w.service = "exponential:60";
  w.runs = 3;
  w.hours = 1;
  w.warm_up = 0.5;
  w.format = "csv";
  return w;
}

app::simulate_words office_words() {
  app::simulate_words w;
  w.days = 1;
  w.format = "csv";
  return w;
}

}  // namespace hallcall::forecast::testing
