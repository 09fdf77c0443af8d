// The model's dates and door: by what the office's clocks show at an instant.
#include <algorithm>

#include "model_hall.hpp"

namespace hallcall::engine::testing {

seconds model_hall::offset_at(time_point t) const {
  seconds offset{0};
  bool first = true;
  for (const auto& entry : rules_.opening.zone) {
    if (first || entry.from <= t) offset = entry.offset;
    first = false;
  }
  return offset;
}

business_date model_hall::date_at(time_point t) const {
  return std::chrono::floor<std::chrono::days>(t + offset_at(t));
}

// The first instant at which the office's clocks show that time, or a later one when they skip it.
// It is found among those at which they would show it under each offset, and those at which they
// change.
time_point model_hall::instant_of(business_date date, minutes after_midnight) const {
  const time_point wanted = date + after_midnight;
  if (rules_.opening.zone.empty()) return wanted;
  std::optional<time_point> first;
  const auto consider = [&](time_point t) {
    if (t + offset_at(t) >= wanted && (!first || t < *first)) first = t;
  };
  for (const auto& entry : rules_.opening.zone) {
    consider(wanted - entry.offset);
    consider(entry.from);
  }
  return *first;
}

const std::vector<opening>& model_hall::openings_on(business_date day) const {
  const auto& hours = rules_.opening;
  const auto dated = hours.dates.find(day);
  return dated != hours.dates.end() ? dated->second
                                    : hours.weekdays[std::chrono::weekday(day).c_encoding()];
}

// Tickets until before the last-ticket time; from staff until before the door closes.
bool model_hall::door_lets_in(channel from) const {
  const bool by_staff = from == channel::greeter || from == channel::counter || from == channel::hand;
  const auto today = date_at(at_);
  for (auto day : {today - std::chrono::days(1), today, today + std::chrono::days(1)}) {
    for (const auto& o : openings_on(day)) {
      const auto until = instant_of(day, by_staff ? o.to : o.last_ticket);
      if (instant_of(day, o.from) <= at_ && at_ < until) return true;
    }
  }
  return false;
}

}  // namespace hallcall::engine::testing
