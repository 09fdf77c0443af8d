// The bookings of a hall in an office file.
#pragma once

#include "engine/rules.hpp"
#include "service/office_file_section.hpp"

namespace hallcall::service::office_file {

// Reads [hall.bookings]; missing: nothing can be booked. After the hall's lanes and services.
void read_bookings(const error_list& errors, const section& hall, engine::hall_rules& to);

}  // namespace hallcall::service::office_file
