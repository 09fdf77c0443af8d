// Words shared by every message. Keys on the wire are the members' names in camelCase; an absent
// optional is an absent key. Enumerations travel as kebab-case words. Times are RFC 3339 UTC with
// milliseconds.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <boost/describe/class.hpp>

namespace hallcall::messages {

using time_point = std::chrono::sys_time<std::chrono::milliseconds>;
using localized = std::map<std::string, std::string>;  // language tag → words

// The wait as told to people: whole minutes in seconds, rounded up, low <= high.
struct wait_range {
  std::int64_t low_seconds = 0;
  std::int64_t high_seconds = 0;
  friend bool operator==(const wait_range&, const wait_range&) = default;
};
BOOST_DESCRIBE_STRUCT(wait_range, (), (low_seconds, high_seconds))

// Whether the doors are open, and until when.
struct hall_status {
  std::string id;
  localized name;
  localized office;
  std::string door;  // open, last-called, closed
  std::optional<time_point> last_ticket_at;
  std::optional<time_point> closes_at;
  std::optional<time_point> opens_at;  // the next opening
  std::string time_zone;               // IANA name, for showing times
};
BOOST_DESCRIBE_STRUCT(hall_status, (),
                      (id, name, office, door, last_ticket_at, closes_at, opens_at, time_zone))

// Why a ticket was called. `rule`: head-of-line, returned, cap, preferred-lane, score,
// strict, fifo, ratio, out-of-order.
struct passed_over {
  std::string number;
  std::string lane;
  double score = 0;
  std::int64_t waited_seconds = 0;
};
BOOST_DESCRIBE_STRUCT(passed_over, (), (number, lane, score, waited_seconds))

struct why {
  std::string rule;
  std::string lane;
  double rate = 0;
  double score = 0;
  std::int64_t waited_seconds = 0;
  std::vector<messages::passed_over> passed_over;  // the best of each other line, at most 8
  std::optional<std::string> reason;               // out-of-order: the clerk's words
};
BOOST_DESCRIBE_STRUCT(why, (), (rule, lane, rate, score, waited_seconds, passed_over, reason))

struct notice {
  std::string id;
  localized text;
};
BOOST_DESCRIBE_STRUCT(notice, (), (id, text))

// What to ask of the hall's tickets instead of a booking that lapsed.
struct walk_in_offer {
  std::string hall;
  std::vector<std::string> services;
  std::vector<std::string> needs;
  std::string language;
};
BOOST_DESCRIBE_STRUCT(walk_in_offer, (), (hall, services, needs, language))

// application/problem+json (RFC 9457).
struct problem {
  std::string type;
  std::string title;
  int status = 0;
  std::string detail;
  std::string code;
  std::optional<std::int64_t> retry_seconds;  // too-early: after so long it may be asked again
  std::optional<walk_in_offer> walk_in;       // too-late of a check-in
};
BOOST_DESCRIBE_STRUCT(problem, (), (type, title, status, detail, code, retry_seconds, walk_in))

}  // namespace hallcall::messages
