// Who mans which counter when, and counters that open in their season alone, as an
// office file writes them.
#pragma once

#include <span>

#include "service/office_file_counter.hpp"
#include "service/office_file_hours.hpp"

namespace hallcall::service::office_file {

// A day or several: "2027-01-21" or "2027-01-21 to 2027-02-10", both included. Nothing when it is
// neither.
[[nodiscard]] std::optional<engine::date_span> parse_days(const std::string& text);

// Reads [[hall.season]] and [[hall.roster]]; counters of a season become pop-up ones. Notes what is
// wrong with each, and where two shifts of a counter overlap.
void read_roster(const error_list& errors, const section& hall, std::span<counter_entry> counters,
                 engine::hall_rules& rules);

}  // namespace hallcall::service::office_file
