// The hall's wall clock: UTC instants in the hall's own time zone, whatever zone this machine is
// set to.
#pragma once

#include <string>

#include "proto/messages/common.hpp"

namespace hallcall::display {

class local_time {
 public:
  // An IANA name such as "Asia/Taipei"; one that the system does not know shows UTC, and says so.
  explicit local_time(std::string zone_name) : zone_name_(std::move(zone_name)) {}

  [[nodiscard]] std::string date_and_time(messages::time_point) const;    // "2026-11-20 09:41:07"
  [[nodiscard]] std::string hour_and_minute(messages::time_point) const;  // "09:41"

 private:
  std::string zone_name_;
};

}  // namespace hallcall::display
