// The hall's door and its local time, at the edges.
#include "engine/calendar.hpp"

#include <doctest/doctest.h>

#include <cstdlib>
#include <ctime>
#include <string>

#include "service/office_file_zone.hpp"

using namespace hallcall::engine;
using namespace std::chrono_literals;
using std::chrono::sys_days;
using state = door::state;

namespace {

calendar in_zone(const std::string& name) {
  calendar c;
  auto table = hallcall::service::zone_table(name);
  REQUIRE(table);
  c.zone = *table;
  return c;
}

// Weekdays 08:00–17:00 with the last ticket at 16:50, as the offices have it.
calendar taipei_office() {
  calendar c = in_zone("Asia/Taipei");
  for (unsigned day = 1; day <= 5; ++day) c.weekdays[day] = {{8h, 17h, 16h + 50min}};
  return c;
}

calendar around_the_clock(const std::string& zone) {
  calendar c = in_zone(zone);
  for (auto& day : c.weekdays) day = {{0h, 24h, 24h}};
  return c;
}

state state_at(const calendar& c, time_point t) { return door_at(c, t).now; }

constexpr business_date monday = sys_days{2026y / 7 / 6};
constexpr business_date friday = monday + std::chrono::days{4};
constexpr business_date next_monday = monday + std::chrono::days{7};

}  // namespace

TEST_CASE("the hall is open from its first instant until before its last") {
  const calendar c = taipei_office();
  const auto opens = c.at(monday, 8h);
  CHECK(opens == time_point{monday + 0h});  // 08:00 in Taipei is midnight UTC
  CHECK(state_at(c, opens - 1ms) == state::closed);
  CHECK(state_at(c, opens) == state::open);
  const auto last = c.at(monday, 16h + 50min);
  CHECK(state_at(c, last - 1ms) == state::open);
  CHECK(state_at(c, last) == state::last_called);
  const auto closes = c.at(monday, 17h);
  CHECK(state_at(c, closes - 1ms) == state::last_called);
  CHECK(state_at(c, closes) == state::closed);
}

TEST_CASE("an open door says until when, a closed one when the hall opens again") {
  const calendar c = taipei_office();
  const door open = door_at(c, c.at(monday, 9h));
  CHECK(open.last_ticket_at == c.at(monday, 16h + 50min));
  CHECK(open.closes_at == c.at(monday, 17h));
  CHECK(open.opens_at == c.at(monday + std::chrono::days{1}, 8h));
  const door closed = door_at(c, c.at(friday, 17h));
  CHECK_FALSE(closed.last_ticket_at);
  CHECK_FALSE(closed.closes_at);
  CHECK(closed.opens_at == c.at(next_monday, 8h));
}

TEST_CASE("the door's changes follow each other over the weekend") {
  const calendar c = taipei_office();
  CHECK(next_door_change(c, c.at(friday, 8h) - 1ms) == c.at(friday, 8h));
  CHECK(next_door_change(c, c.at(friday, 8h)) == c.at(friday, 16h + 50min));
  CHECK(next_door_change(c, c.at(friday, 16h + 50min)) == c.at(friday, 17h));
  CHECK(next_door_change(c, c.at(friday, 17h)) == c.at(next_monday, 8h));
}

TEST_CASE("a dated exception replaces the weekday, both ways") {
  calendar c = taipei_office();
  c.dates[monday] = {};  // a holiday
  const business_date saturday = friday + std::chrono::days{1};
  c.dates[saturday] = {{9h, 12h, 11h + 30min}};  // a make-up day
  CHECK(state_at(c, c.at(monday, 10h)) == state::closed);
  CHECK(door_at(c, c.at(monday, 10h)).opens_at == c.at(monday + std::chrono::days{1}, 8h));
  CHECK(state_at(c, c.at(saturday, 9h)) == state::open);
  CHECK(next_door_change(c, c.at(friday, 17h)) == c.at(saturday, 9h));
  CHECK(next_door_change(c, c.at(saturday, 11h + 30min)) == c.at(saturday, 12h));
}

TEST_CASE("several openings a day close and open between them") {
  calendar c = in_zone("Asia/Taipei");
  c.weekdays[1] = {{8h, 12h, 12h}, {13h + 30min, 17h, 16h + 45min}};
  CHECK(state_at(c, c.at(monday, 12h) - 1ms) == state::open);  // tickets until the very end
  CHECK(next_door_change(c, c.at(monday, 8h)) == c.at(monday, 12h));
  CHECK(state_at(c, c.at(monday, 12h)) == state::closed);
  CHECK(door_at(c, c.at(monday, 12h)).opens_at == c.at(monday, 13h + 30min));
  CHECK(next_door_change(c, c.at(monday, 12h)) == c.at(monday, 13h + 30min));
  CHECK(next_door_change(c, c.at(monday, 13h + 30min)) == c.at(monday, 16h + 45min));
}

TEST_CASE("openings that touch have no closed instant between them") {
  calendar c = in_zone("Asia/Taipei");
  c.weekdays[1] = {{8h, 12h, 12h}, {12h, 17h, 17h}};
  CHECK(state_at(c, c.at(monday, 12h) - 1ms) == state::open);
  CHECK(state_at(c, c.at(monday, 12h)) == state::open);
  CHECK(next_door_change(c, c.at(monday, 8h)) == c.at(monday, 17h));
}

TEST_CASE("an early last ticket before an opening that touches opens the door again") {
  calendar c = in_zone("Asia/Taipei");
  c.weekdays[1] = {{8h, 12h, 11h}, {12h, 17h, 17h}};
  CHECK(next_door_change(c, c.at(monday, 8h)) == c.at(monday, 11h));
  CHECK(next_door_change(c, c.at(monday, 11h)) == c.at(monday, 12h));
}

TEST_CASE("a hall open around the clock goes over midnight without a blink") {
  const calendar c = around_the_clock("Asia/Taipei");
  const auto midnight = c.at(monday, 24h);
  CHECK(midnight == c.at(monday + std::chrono::days{1}, 0h));
  CHECK(state_at(c, midnight - 1ms) == state::open);
  CHECK(state_at(c, midnight) == state::open);
  CHECK(c.date_of(midnight - 1ms) == monday);
  CHECK(c.date_of(midnight) == monday + std::chrono::days{1});
  CHECK_FALSE(next_door_change(c, midnight));
}

TEST_CASE("a hall that is always closed never changes, and says no time") {
  const calendar c = in_zone("Asia/Taipei");
  CHECK(state_at(c, c.at(monday, 9h)) == state::closed);
  CHECK_FALSE(door_at(c, c.at(monday, 9h)).opens_at);
  CHECK_FALSE(next_door_change(c, c.at(monday, 9h)));
}

TEST_CASE("the next opening is looked for up to sixty days ahead, not further") {
  calendar c = in_zone("Asia/Taipei");
  const auto now = c.at(monday, 8h);
  c.dates[monday + std::chrono::days{60}] = {{8h, 9h, 9h}};
  CHECK(door_at(c, now).opens_at == now + std::chrono::days{60});
  CHECK(next_door_change(c, now) == now + std::chrono::days{60});
  c.dates.clear();
  c.dates[monday + std::chrono::days{61}] = {{8h, 9h, 9h}};
  CHECK_FALSE(door_at(c, now).opens_at);
  CHECK_FALSE(next_door_change(c, now));
}

TEST_CASE("the business day is the office's, not UTC's") {
  const calendar c = in_zone("Asia/Taipei");
  CHECK(c.date_of(monday + 15h + 59min) == monday);
  CHECK(c.date_of(monday + 16h) == monday + std::chrono::days{1});
  CHECK(c.offset_at(monday + 0h) == 8h);
  CHECK(c.offset_at(sys_days{2001y / 1 / 1}) == 8h);  // before the table begins
}

TEST_CASE("without a table local time is UTC") {
  const calendar c;
  CHECK(c.offset_at(monday + 0h) == 0s);
  CHECK(c.at(monday, 90min) == time_point{monday + 90min});
  CHECK(c.date_of(monday + 23h) == monday);
}

TEST_CASE("when clocks go forward a skipped local time is the instant of the change") {
  calendar c = in_zone("Europe/Berlin");
  const business_date day = sys_days{2026y / 3 / 29};  // 02:00 becomes 03:00 at 01:00 UTC
  const time_point change = day + 1h;
  CHECK(c.at(day, 1h + 59min) == change - 1min);
  CHECK(c.at(day, 2h) == change);
  CHECK(c.at(day, 2h + 30min) == change);
  CHECK(c.at(day, 3h) == change);
  CHECK(c.at(day, 3h + 1min) == change + 1min);
  c.dates[day] = {{2h, 2h + 30min, 2h + 30min}};  // wholly skipped: it never opens
  CHECK(state_at(c, change) == state::closed);
  CHECK_FALSE(next_door_change(c, change - 1h));
  c.dates[day] = {{2h + 30min, 4h, 4h}};
  CHECK(next_door_change(c, change - 1h) == change);
  CHECK(next_door_change(c, change) == change + 1h);
}

TEST_CASE("when clocks go back a repeated local time is its first occurrence") {
  calendar c = in_zone("Europe/Berlin");
  const business_date day = sys_days{2026y / 10 / 25};  // 03:00 becomes 02:00 at 01:00 UTC
  const time_point change = day + 1h;
  CHECK(c.at(day, 2h + 30min) == change - 30min);
  CHECK(c.at(day, 3h) == change + 1h);
  CHECK(c.at(day, 24h) - c.at(day, 0h) == 25h);
  CHECK(c.date_of(change + 30min) == day);
  c.dates[day] = {{1h, 4h, 4h}};
  CHECK(door_at(c, change).closes_at == change + 2h);
  const calendar always = around_the_clock("Europe/Berlin");
  for (auto t = c.at(day, 0h); t < c.at(day, 24h); t += 15min) {
    CHECK(state_at(always, t) == state::open);
  }
}

TEST_CASE("opening time stays eight o'clock on both sides of a clock change") {
  calendar c = in_zone("Europe/Berlin");
  for (auto& day : c.weekdays) day = {{8h, 17h, 17h}};
  CHECK(c.at(sys_days{2026y / 3 / 28}, 8h) == time_point{sys_days{2026y / 3 / 28} + 7h});
  CHECK(c.at(sys_days{2026y / 3 / 29}, 8h) == time_point{sys_days{2026y / 3 / 29} + 6h});
  CHECK(next_door_change(c, sys_days{2026y / 3 / 29} + 0h) ==
        time_point{sys_days{2026y / 3 / 29} + 6h});
}

TEST_CASE("every local minute of a year comes back as itself, but the skipped ones") {
  const calendar c = in_zone("Europe/Berlin");
  int skipped = 0;
  const business_date end = sys_days{2027y / 1 / 1};
  for (business_date day = sys_days{2026y / 1 / 1}; day < end; day += std::chrono::days{1}) {
    for (minutes m{0}; m < 24h; m += 10min) {
      const time_point t = c.at(day, m);
      if (t + c.offset_at(t) != time_point{day + m}) ++skipped;
    }
  }
  CHECK(skipped == 6);
}

TEST_CASE("the machine's time zone makes no difference") {
  const calendar c = taipei_office();
  const auto now = c.at(monday, 16h + 55min);
  const char* before = std::getenv("TZ");
  const std::string saved = before ? before : "";
  for (const char* zone : {"America/New_York", "Pacific/Kiritimati", "Europe/Berlin", "UTC"}) {
    CAPTURE(zone);
    ::setenv("TZ", zone, 1);
    ::tzset();
    CHECK(taipei_office().zone.size() == c.zone.size());
    CHECK(c.date_of(now) == monday);
    CHECK(state_at(c, now) == state::last_called);
    CHECK(door_at(c, now).closes_at == c.at(monday, 17h));
  }
  if (before)
    ::setenv("TZ", saved.c_str(), 1);
  else
    ::unsetenv("TZ");
  ::tzset();
}

TEST_CASE("a leap second's neighbours are ordinary instants") {
  // The leap second of 2016-12-31 23:59:60 UTC stood right before 08:00 in Taipei.
  calendar c = in_zone("Asia/Taipei");
  const business_date day = sys_days{2017y / 1 / 1};
  c.dates[day] = {{8h, 17h, 17h}};
  const time_point opens = day + 0h;
  CHECK(c.at(day, 8h) == opens);
  CHECK(state_at(c, opens - 1ms) == state::closed);
  CHECK(state_at(c, opens - 1s) == state::closed);
  CHECK(state_at(c, opens) == state::open);
  CHECK(next_door_change(c, opens - 1s) == opens);
}

TEST_CASE("the table of a zone with clock changes lists them until 2037") {
  const auto berlin = hallcall::service::zone_table("Europe/Berlin");
  REQUIRE(berlin);
  CHECK(berlin->size() >= 1 + 2 * 18);
  CHECK(berlin->at(36).from > sys_days{2037y / 10 / 1});
  CHECK(hallcall::service::zone_table("Asia/Taipei")->size() == 1);
  CHECK_FALSE(hallcall::service::zone_table("Asia/Nantun"));
  CHECK_FALSE(hallcall::service::zone_table(""));
}
