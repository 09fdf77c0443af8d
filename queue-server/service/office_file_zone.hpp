// A time zone's name → its table of offsets, so that the engine never asks for a zone. Reads the
// machine's time-zone database, never the machine's own zone.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/calendar.hpp"

namespace hallcall::service {

// The offsets of an IANA zone ("Asia/Taipei") from 2020 to the end of 2050, the first entry being
// in force before 2020 too. Debian's database lists clock changes until 2037; after that the last
// offset listed stays in force. Nothing when the database does not know the name.
[[nodiscard]] std::optional<std::vector<engine::zone_offset>> zone_table(const std::string& name);

}  // namespace hallcall::service
