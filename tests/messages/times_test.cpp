// Times are RFC 3339, UTC, with milliseconds.
#include <doctest/doctest.h>

#include "proto/messages/codec.hpp"
#include "proto/messages/views.hpp"

namespace hallcall::messages {
namespace {

using namespace std::chrono;
using detail::parse_time;

std::string written(time_point t) { return encode(t); }

TEST_CASE("a time is written with milliseconds and Z") {
  CHECK(written(sys_days{2026y / November / 20} + 1h + 41min + 7ms) ==
        "\"2026-11-20T01:41:00.007Z\"");
  CHECK(written(time_point{}) == "\"1970-01-01T00:00:00.000Z\"");
  CHECK(written(time_point{-1ms}) == "\"1969-12-31T23:59:59.999Z\"");
  CHECK(written(sys_days{9999y / December / 31} + 24h - 1ms) == "\"9999-12-31T23:59:59.999Z\"");
}

TEST_CASE("a time is read with no fraction or one of 1 to 9 digits, cut to milliseconds") {
  const time_point minute = sys_days{2026y / November / 20} + 1h + 41min;
  CHECK(parse_time("2026-11-20T01:41:00Z") == minute);
  CHECK(parse_time("2026-11-20T01:41:00.5Z") == minute + 500ms);
  CHECK(parse_time("2026-11-20T01:41:00.25Z") == minute + 250ms);
  CHECK(parse_time("2026-11-20T01:41:00.007Z") == minute + 7ms);
  CHECK(parse_time("2026-11-20T01:41:00.123456789Z") == minute + 123ms);
  CHECK(parse_time("2026-11-20t01:41:00z") == minute);
  CHECK(parse_time("2028-02-29T00:00:00Z") == time_point(sys_days{2028y / February / 29}));
}

TEST_CASE("a leap second is the next minute's first") {
  CHECK(parse_time("2016-12-31T23:59:60Z") == time_point(sys_days{2017y / January / 1}));
}

TEST_CASE("what is no UTC time is refused") {
  for (const char* text : {"",
                           "2026-11-20",
                           "2026-11-20T01:41",
                           "2026-11-20T01:41Z",
                           "2026-11-20T01:41:00",
                           "2026-11-20 01:41:00Z",
                           "2026-11-20T01:41:00+08:00",
                           "2026-11-20T01:41:00.Z",
                           "2026-11-20T01:41:00.1234567890Z",
                           "2026-11-20T01:41:00.5",
                           "2026-11-20T01:41:00.000Zx",
                           "2026-02-29T00:00:00Z",
                           "2026-13-01T00:00:00Z",
                           "2026-00-01T00:00:00Z",
                           "2026-11-31T00:00:00Z",
                           "2026-11-20T24:00:00Z",
                           "2026-11-20T01:60:00Z",
                           "2026-11-20T01:41:61Z",
                           "2026-11-20T-1:41:00Z",
                           "2026-11-20T01:-1:00Z",
                           "2026-11-20T01:41:-1Z",
                           "-026-11-20T01:41:00Z",
                           "2026-11-20T+1:41:00Z",
                           "2026-11- 1T01:41:00Z",
                           "20261120T014100.000Z",
                           "2026-11-20T01:41:00,000Z",
                           "２０２６-11-20T01:41:00Z"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_time(text).has_value());
  }
}

TEST_CASE("a message with a bad time says what a good one looks like") {
  const auto beat = decode<beat_frame>(R"({"type":"beat","seq":1,"at":"yesterday"})");
  REQUIRE_FALSE(beat.has_value());
  CHECK(beat.error().where == "/at");
  CHECK(beat.error().why == decode_error::cause::value);
  CHECK(beat.error().what == "must be a time such as 2026-11-20T01:41:00.000Z");
  CHECK_FALSE(decode<beat_frame>(R"({"type":"beat","seq":1,"at":1763602860})").has_value());
}

}  // namespace
}  // namespace hallcall::messages
