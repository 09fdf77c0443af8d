// What an office has decided about bookings, with domain.md's numbers as defaults.
#pragma once

#include <array>
#include <chrono>
#include <set>
#include <string>
#include <vector>

#include "engine/types.hpp"

namespace hallcall::engine {

// Services that are booked in one way: their slots, and from when until when one can be booked.
struct booking_plan {
  std::string id;  // "registrations", "holiday-marriage": unique in the hall
  std::set<service_id> services;
  std::vector<minutes> times;          // of a slot, after local midnight, in order
  std::array<bool, 7> weekdays{};      // 0 = Sunday; on these, while the hall is open at the time
  std::set<business_date> dates;       // and on these, whether the hall is open or not
  int capacity = 1;                    // bookings of one slot
  std::vector<std::string> clerks;     // accounts; the first without a booking in the slot is named
  int opens_days_before = 7;           // from that local midnight on …
  int closes_working_days_before = 1;  // … until that working day (0: the day itself) …
  minutes closes_at{15 * 60};          // … at this time
};

struct booking_rules {
  std::vector<booking_plan> plans;    // none: nothing can be booked
  minutes check_in_before{15};
  minutes late_after{0};              // checked in later than this after the slot: the late rate
  minutes lapses_after{15};           // later than this after the slot: no booking any more
  double late_rate = 1;
  int no_shows_allowed = 3;           // more suspend online booking …
  int suspended_months = 6;           // … until so long after the last
  std::chrono::days erased_after{7};
};

}  // namespace hallcall::engine
