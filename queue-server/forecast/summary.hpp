// What replications of a simulated hall say together.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "forecast/simulated_hall.hpp"
#include "forecast/statistics.hpp"

namespace hallcall::forecast {

// Waits of one lane, or of everybody. People who left or were never called are counted, but have no
// part in the waits.
struct lane_summary {
  std::int64_t visits = 0;
  estimate mean_wait_s;
  std::int64_t p50_ms = 0, p90_ms = 0, p95_ms = 0, max_ms = 0;
  estimate share_waiting;  // visits that were not called at once
  double overtaken = 0;    // people who came later and were called before, a visit
  double share_overtaken = 0;
  std::int64_t left = 0, never_called = 0;
};

struct counter_summary {
  std::int64_t visits = 0;
  milliseconds open{0}, busy{0};
};

struct backup_summary {
  estimate share_open;         // of the time, with at least one mobile counter open
  estimate times_an_hour;      // that the first of them opened
  estimate mean_open_minutes;  // from the first's opening to the last's closing
  std::int64_t times = 0, openings = 0;
};

struct summary {
  std::size_t replications = 0;
  milliseconds measured{0};
  lane_summary all;
  std::map<engine::lane, lane_summary> lanes;  // those with visits
  estimate mean_line;                          // people waiting, over time
  std::int64_t most_waiting = 0;
  std::map<engine::counter_no, counter_summary> counters;  // those that were open
  backup_summary backup;
  std::int64_t turned_away = 0, refused = 0;
  std::string first_refusal;
};

// Gathers replications, whose figures must be independent of each other.
class tally {
 public:
  void add(const run_told&);
  [[nodiscard]] summary finish();

 private:
  struct lane_tally {
    lane_summary told;
    std::vector<std::int64_t> waits;
    std::vector<share> wait_s, waiting;  // by replication
    double overtaken = 0, ever_overtaken = 0;
    void begin();
    void add(const visit_told&);
    void finish();
  };
  summary told_;
  std::array<lane_tally, engine::lane_count + 1> lanes_;  // the last one: everybody
  std::vector<share> line_, backup_share_, backup_times_, backup_open_;
};

}  // namespace hallcall::forecast
