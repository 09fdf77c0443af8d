// The only file that sees date/tz: it costs seconds to compile.
#include "service/office_file_zone.hpp"

#include <date/tz.h>

#include <stdexcept>

namespace hallcall::service {
namespace {

using namespace std::chrono_literals;

// Long enough for any opening times this program will be asked for; a booking is made weeks ahead
// at most.
constexpr std::chrono::sys_seconds table_begins = std::chrono::sys_days{2020y / 1 / 1};
constexpr std::chrono::sys_seconds table_ends = std::chrono::sys_days{2051y / 1 / 1};

const date::time_zone* find_zone(const std::string& name) {
  try {
    return date::locate_zone(name);
  } catch (const std::runtime_error&) {  // the library's only way of saying no
    return nullptr;
  }
}

}  // namespace

std::optional<std::vector<engine::zone_offset>> zone_table(const std::string& name) {
  const date::time_zone* zone = find_zone(name);
  if (!zone) return std::nullopt;
  std::vector<engine::zone_offset> table;
  for (auto t = table_begins; t < table_ends;) {
    const date::sys_info info = zone->get_info(t);
    if (table.empty() || table.back().offset != info.offset) table.push_back({t, info.offset});
    if (info.end <= t) break;  // the database has no more to say
    t = info.end;
  }
  return table;
}

}  // namespace hallcall::service
