// The hall's door, computed from the office's calendar and its table of UTC offsets.
// Every interval is half-open: open at `from`, tickets until before `last_ticket`, open until
// before `to`. Never asks the machine for its zone or its time.
#include "engine/calendar.hpp"

#include <algorithm>

namespace hallcall::engine {
namespace {

using std::chrono::days;

constexpr days look_ahead{60};

// An opening as instants. Within the hour that a clock change skips it may be empty, or have no
// time for tickets.
struct span {
  time_point opens;
  time_point last_ticket;
  time_point closes;
};

span span_of(const calendar& c, business_date day, const opening& o) {
  return {c.at(day, o.from), c.at(day, o.last_ticket), c.at(day, o.to)};
}

// Calls `visit(span)` for the openings from the day before `t` to `look_ahead` after it, in order
// of time, until it answers true. The day before is looked at because local days do not begin
// everywhere at the same instant.
template <class Visit>
void walk_openings(const calendar& c, time_point t, Visit visit) {
  const business_date today = c.date_of(t);
  for (business_date day = today - days{1}; day <= today + look_ahead; day += days{1}) {
    for (const opening& o : c.openings_on(day)) {
      const span s = span_of(c, day, o);
      if (s.opens < s.closes && visit(s)) return;
    }
  }
}

door::state state_in(const span& s, time_point t) {
  if (t < s.opens || t >= s.closes) return door::state::closed;
  return t < s.last_ticket ? door::state::open : door::state::last_called;
}

// The entry in force at `t`, the first one before that; end() only when the table is empty.
auto entry_at(const std::vector<zone_offset>& zone, time_point t) {
  const auto after = std::ranges::upper_bound(zone, t, {}, &zone_offset::from);
  return after == zone.begin() ? after : after - 1;
}

}  // namespace

seconds calendar::offset_at(time_point t) const {
  const auto entry = entry_at(zone, t);
  return entry == zone.end() ? seconds{0} : entry->offset;
}

business_date calendar::date_of(time_point t) const {
  return std::chrono::floor<days>(t + offset_at(t));
}

// A local time that a clock change repeats means its first occurrence; one that it skips means the
// instant of the change.
time_point calendar::at(business_date date, minutes after_midnight) const {
  const time_point local = date + after_midnight;  // as if the office were in UTC
  if (zone.empty()) return local;
  // No zone is a day away from UTC, so the entry sought is among those in force from a day before
  // to a day after.
  auto entry = entry_at(zone, local - days{1});
  for (;; ++entry) {
    const time_point instant = local - entry->offset;
    const bool first = entry == zone.begin();
    if (!first && instant < entry->from) return entry->from;  // skipped by the change to this entry
    const auto next = entry + 1;
    if (next == zone.end() || instant < next->from) return instant;
  }
}

const std::vector<opening>& calendar::openings_on(business_date date) const {
  if (const auto exception = dates.find(date); exception != dates.end()) return exception->second;
  return weekdays[std::chrono::weekday{date}.c_encoding()];
}

door door_at(const calendar& c, time_point t) {
  door result;
  walk_openings(c, t, [&](const span& s) {
    if (s.opens > t) {
      result.opens_at = s.opens;
      return true;
    }
    if (t < s.closes) {
      result.now = state_in(s, t);
      result.last_ticket_at = s.last_ticket;
      result.closes_at = s.closes;
    }
    return false;
  });
  return result;
}

// Openings that touch (one's `to` is the next one's `from`) have no closed instant between them,
// and a hall that is open around the clock never changes.
std::optional<time_point> next_door_change(const calendar& c, time_point t) {
  door::state now = door::state::closed;
  std::optional<time_point> closing;  // the end of the last opening looked at, when it is a change
  std::optional<time_point> change;
  const auto changes_at = [&](time_point when) {
    if (when <= t + look_ahead) change = when;
    return true;
  };
  walk_openings(c, t, [&](const span& s) {
    if (s.closes <= t) return false;
    if (s.opens <= t) {
      now = state_in(s, t);
    } else {
      if (closing && *closing < s.opens) return changes_at(*closing);
      if (state_in(s, s.opens) != now) return changes_at(s.opens);
    }
    closing.reset();
    if (now == door::state::open && s.last_ticket < s.closes) return changes_at(s.last_ticket);
    if (now != door::state::closed) closing = s.closes;
    return false;
  });
  if (!change && closing) changes_at(*closing);
  return change;
}

}  // namespace hallcall::engine
