// A [[hall]] of an office file: the engine's rules for it and what people read in it.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "service/office_file_catalogue.hpp"
#include "service/office_file_counter.hpp"
#include "service/office_file_hours.hpp"

namespace hallcall::service::office_file {

// What a hall is read with.
struct hall_context {
  const error_list& errors;
  const catalogue* shared;                 // null when it could not be read: names go unchecked
  std::span<const std::string> languages;  // the office's
  const hours& office_hours;
  const std::vector<engine::zone_offset>& zone;
};

[[nodiscard]] hall_config read_hall(const hall_context&, const table& from);

// Notes what is wrong between the parts of a hall that are each right: a lane that no counter
// takes, a backup without a mobile counter, a turning counter that its sign gives away.
// `counters` and the backups' lines are in the order of `read`.
void check_hall(const section& hall, const hall_config& read,
                std::span<const counter_entry> counters,
                std::span<const std::uint32_t> backup_lines, bool hours_are_sound);

}  // namespace hallcall::service::office_file
