// A hall as queueing theory has it: equal counters, Poisson arrivals in a few lanes, one kind of
// handling time, never closed. It is run by the engine's own rules.
#pragma once

#include <string>
#include <vector>

#include "forecast/summary.hpp"

namespace hallcall::forecast {

struct bare_lane {
  std::string name;
  double per_hour = 0;
  double rate = 1;  // R-12; for strict the highest goes first
};

// Arrivals reach four of the engine's lanes: a ticket's needs and services lead there.
inline constexpr std::size_t most_bare_lanes = 4;

struct bare_hall {
  int counters = 1;
  std::vector<bare_lane> lanes;  // 1 to most_bare_lanes
  engine::discipline order = engine::discipline::apq;
  int ratio_priority = 2, ratio_general = 1;
  milliseconds mean_handling{60'000};
  handling_time handling;
  bool cap = true;
  engine::seconds cap_after{30 * 60};
  int backups = 0;
  int backup_above = 5;
  backup_answers answers;
  milliseconds measured{3'600'000};
  milliseconds warm_up{0};
};

// Which engine lane each of the hall's lanes is: one of the same name where there is one, else the
// next that is free.
[[nodiscard]] std::vector<engine::lane> engine_lanes(const std::vector<bare_lane>&);

[[nodiscard]] engine::hall_rules rules_of(const bare_hall&);

// Independent replications, each of its own random numbers. A replication goes on until the people
// who came in its measured time have been called, at most three times as long as that time.
[[nodiscard]] summary simulate(const bare_hall&, std::uint64_t seed, std::size_t replications);

}  // namespace hallcall::forecast
