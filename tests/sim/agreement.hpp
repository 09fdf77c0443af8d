// How a simulation is held against an exact value: the value must lie within the 99 % confidence
// interval. With some sixty figures one in a hundred would fall outside by chance, so a figure that
// does is simulated once more, with another seed and four times as long: outside again is a failure
// (by chance 1 in 10,000 for each figure), and so is an interval too wide to say anything.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "forecast/bare_hall.hpp"

namespace hallcall::forecast::testing {

struct figure {
  std::string name;
  double exact = 0;
  std::function<estimate(const summary&)> of;
};

// In units of the mean handling time, which is `unit`; rates are per unit.
struct textbook {
  double servers = 1;
  std::vector<double> lambdas;
  std::vector<double> rates;  // of accumulating priority, or strict's order; all 1 when empty
  engine::discipline order = engine::discipline::fifo;
  double mu = 1;
};
[[nodiscard]] bare_hall hall_of(const textbook&);

// A run of so many visits in all (times HALLCALL_SIM_LENGTH, an environment variable, 20 by
// default), in replications that each begin with an empty hall and `warm_up` units that are not
// measured.
struct length {
  double visits = 25'000;
  double warm_up = 100;
  std::size_t replications = 12;
  double widest = 0.5;  // the half width of the interval, at most, of the exact value
};
void agrees(bare_hall, const std::vector<figure>&, const length& = {});

[[nodiscard]] figure mean_wait(double exact);  // in units of the handling time
[[nodiscard]] figure mean_wait(engine::lane, double exact);

}  // namespace hallcall::forecast::testing
