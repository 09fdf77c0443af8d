// Who comes to an office on a day, as a table in a CSV file: either rates by time of day, from
// which each simulated day is drawn, or people at given times. Which of the two, the first line
// tells:
//   from,to,per_hour,services,needs,language
//   time,services,needs,language,seconds
// Columns may stand in any order; needs, language and seconds may be left out. Times are HH:MM or
// HH:MM:SS by the office's clock; several services or needs of one visit are joined by "+"; seconds
// is the time at the counter. Lines that begin with # and empty lines are passed over.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "engine/rules.hpp"
#include "forecast/visitors.hpp"

namespace hallcall::forecast {

struct profile_row {
  engine::seconds from{0}, to{0};  // after local midnight; from == to for a given time
  double per_hour = 0;             // of rates
  visitor like;
  milliseconds mean_handling{0};  // the services' standard times
  bool handling_given = false;    // like.handling is known
};

struct arrival_profile {
  bool of_times = false;
  std::vector<profile_row> rows;
};

struct profile_error {
  std::size_t line = 0;
  std::string what;
};

inline constexpr std::size_t most_profile_rows = 20'000;
inline constexpr double most_per_hour = 100'000;

// The table, or all of its errors by line.
[[nodiscard]] tl::expected<arrival_profile, std::vector<profile_error>> read_profile(
    std::string_view text, const engine::hall_rules&);

// How visits go besides what the profile says.
struct visit_manner {
  handling_time handling;
  milliseconds walk{0};  // from the call to the counter
};

// The people of one date, by time; those of rates are drawn for the replication, each row with
// random numbers of its own. Nobody comes while the hall is closed.
[[nodiscard]] std::vector<visitor> visitors_on(const arrival_profile&, const engine::hall_rules&,
                                               engine::business_date, const visit_manner&,
                                               std::uint64_t seed, std::uint64_t replication);

// "senior+wheelchair", or nothing for an unknown word. Empty is no need.
[[nodiscard]] std::optional<engine::enum_set<engine::need>> needs_of(std::string_view words);

}  // namespace hallcall::forecast
