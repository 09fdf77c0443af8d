// When a hall is open, as pure data: opening times by weekday and by date, and the office's
// time zone as a table of offsets, so that no rule depends on the machine's zone.
#pragma once

#include <array>
#include <map>
#include <optional>
#include <vector>

#include "engine/types.hpp"

namespace hallcall::engine {

// From..to in minutes after local midnight, 0 <= from < to <= 1440; last ticket at `last_ticket`
// (from..to].
struct opening {
  minutes from{0};
  minutes to{0};
  minutes last_ticket{0};
  friend bool operator==(const opening&, const opening&) = default;
};

// Days, both included.
struct date_span {
  business_date from, to;
  [[nodiscard]] bool contains(business_date d) const { return from <= d && d <= to; }
  friend bool operator==(const date_span&, const date_span&) = default;
};

struct zone_offset {
  time_point from;    // valid from here to the next entry's `from`
  seconds offset{0};  // local = UTC + offset
};

struct calendar {
  std::vector<zone_offset> zone;                 // by `from`; empty means UTC
  std::array<std::vector<opening>, 7> weekdays;  // 0 = Sunday, each day's openings in order
  std::map<business_date, std::vector<opening>>
      dates;  // exceptions: holidays (none), make-up days, …

  [[nodiscard]] seconds offset_at(time_point) const;
  [[nodiscard]] business_date date_of(time_point) const;
  [[nodiscard]] time_point at(business_date, minutes after_midnight) const;
  [[nodiscard]] const std::vector<opening>& openings_on(business_date) const;
};

// What the hall's door says at an instant.
struct door {
  enum class state : std::uint8_t {
    open,         // tickets are issued
    last_called,  // open, but the last-ticket time has passed
    closed
  } now = state::closed;
  std::optional<time_point> last_ticket_at;  // of the current opening
  std::optional<time_point> closes_at;       // of the current opening
  std::optional<time_point> opens_at;  // the next opening's start, looked for up to 60 days ahead
};
[[nodiscard]] door door_at(const calendar&, time_point);
// The next instant after `t` at which door_at changes its state, within 60 days.
[[nodiscard]] std::optional<time_point> next_door_change(const calendar&, time_point t);

}  // namespace hallcall::engine
