// [hall.lanes]: which lanes a hall has, their rates and series.
#pragma once

#include "engine/rules.hpp"
#include "service/office_file_section.hpp"

namespace hallcall::service::office_file {

// Fills `rules.lanes` from the hall's table of lanes. A lane without a table is not in use.
void read_lanes(const error_list& errors, const section& hall, engine::hall_rules& rules);

}  // namespace hallcall::service::office_file
