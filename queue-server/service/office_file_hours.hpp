// Opening hours as an office file writes them: `weekdays = "08:00-17:00 last 16:50"`, `saturday =
// "closed"`, dated exceptions.
#pragma once

#include <array>
#include <map>
#include <optional>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "engine/calendar.hpp"
#include "service/office_file_section.hpp"

namespace hallcall::service::office_file {

// What one hours table says; a weekday that it does not name is left to the table it overrides.
struct hours {
  std::array<std::optional<std::vector<engine::opening>>, 7> weekdays;  // 0 = Sunday
  std::map<engine::business_date, std::vector<engine::opening>> dates;
  bool sound = true;  // false: something was noted, and may be missing here
};

// "08:00-17:00", tickets until the end, or "08:00-17:00 last 16:50". Else why not.
[[nodiscard]] tl::expected<engine::opening, std::string> parse_opening(const std::string& text);
// "2026-12-25". Nothing when there is no such day.
[[nodiscard]] std::optional<engine::business_date> parse_date(const std::string& text);

// "08:30", up to "24:00". Nothing when it is no time of day.
[[nodiscard]] std::optional<engine::minutes> parse_time_of_day(const std::string& text);

// Reads the table under `key` ("hours") of an [office] or a [[hall]]. Missing: nothing said.
[[nodiscard]] hours read_hours(const error_list& errors, const section& owner,
                               std::string_view kind);
// The halls' calendar: what `own` says, else what `office` says, else closed. The zone is left
// empty.
[[nodiscard]] engine::calendar combine(const hours& office, const hours& own);

}  // namespace hallcall::service::office_file
