// What the words of `queue-server simulate` mean.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "forecast/bare_hall.hpp"

namespace hallcall::app {

// As typed; empty or none when not given.
struct simulate_words {
  std::string office, hall, arrivals, replay, date, discipline, ratio, counters, service;
  std::vector<std::string> lanes;
  std::optional<int> backups, backup_above, backup_until;
  std::optional<double> backup_answer, hours, warm_up, walk, between;
  bool backups_finish = false, no_backups = false, no_cap = false;
  std::optional<int> days, runs;
  std::uint64_t seed = 1;
  std::string format = "table";
};

// Each returns what was meant, or adds what is wrong with the words to `wrong`, as a sentence.
using complaints = std::vector<std::string>;

// "apq", "fifo", "strict", "ratio".
[[nodiscard]] std::optional<engine::discipline> discipline_from(const std::string&);
[[nodiscard]] const char* name_of(engine::discipline);
// "2:1"
void read_ratio(const std::string&, int& priority, int& general, complaints& wrong);
// NAME:PER-HOUR:RATE
[[nodiscard]] forecast::bare_lane read_lane(const std::string&, complaints& wrong);

struct service_words {
  forecast::handling_time handling;
  std::optional<double> mean_s;
};
// exponential[:MEAN], lognormal[:MEAN]:CV, deterministic[:MEAN]; the mean, in seconds, is there in
// a bare hall and nowhere else.
[[nodiscard]] service_words read_service(const std::string&, bool bare, complaints& wrong);

// Which counters are open. "1-9,12": these; "+12": these besides the usual ones.
struct counter_words {
  bool besides = false;
  std::vector<engine::counter_no> numbers;
};
[[nodiscard]] counter_words read_counters(const std::string&, const engine::hall_rules&,
                                          complaints& wrong);

// A lane's name for people: the engine's word.
[[nodiscard]] const char* name_of(engine::lane);

}  // namespace hallcall::app
