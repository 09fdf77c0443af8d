// The only file here that sees date/tz: it costs seconds to compile.
#include "display-client/local_time.hpp"

#include <date/tz.h>

#include <stdexcept>

namespace hallcall::display {
namespace {

std::string format(const std::string& zone_name, const char* pattern, messages::time_point at) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(at);
  try {
    return date::format(pattern, date::make_zoned(date::locate_zone(zone_name), seconds));
  } catch (const std::runtime_error&) {  // no such zone
    return date::format(pattern, seconds) + " UTC";
  }
}

}  // namespace

std::string local_time::date_and_time(messages::time_point at) const {
  return format(zone_name_, "%Y-%m-%d %H:%M:%S", at);
}

std::string local_time::hour_and_minute(messages::time_point at) const {
  return format(zone_name_, "%H:%M", at);
}

}  // namespace hallcall::display
