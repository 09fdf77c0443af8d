// Names on the wire: members are camelCase, enumerators kebab-case, types in a variant their own
// word.
#include <doctest/doctest.h>

#include <variant>

#include "proto/messages/codec.hpp"

namespace hallcall::messages {
namespace {

enum class door { open, last_called, default_, x2_y };
BOOST_DESCRIBE_ENUM(door, open, last_called, default_, x2_y)

struct opened {
  static constexpr std::string_view type = "counter-opened";
  int counter_no = 0;
};
BOOST_DESCRIBE_STRUCT(opened, (), (counter_no))
struct closed {
  static constexpr std::string_view type = "counter-closed";
};
BOOST_DESCRIBE_STRUCT(closed, (), ())
using either = std::variant<opened, closed>;

struct words {
  door the_door = door::open;
  std::optional<std::map<std::string, int>> by_zone_id;
};
BOOST_DESCRIBE_STRUCT(words, (), (the_door, by_zone_id))

TEST_CASE(
    "an enumerator is its name in kebab-case, without the underscore that keeps it from a "
    "keyword") {
  CHECK(enum_name(door::last_called) == "last-called");
  CHECK(enum_name(door::default_) == "default");
  CHECK(enum_name(door::x2_y) == "x2-y");
  CHECK(enum_from_name<door>("last-called") == door::last_called);
  CHECK_FALSE(enum_from_name<door>("last_called").has_value());
  CHECK_FALSE(enum_from_name<door>("").has_value());
  CHECK(enum_words<door>() == "open, last-called, default, x2-y");
}

TEST_CASE("a member is its name in camelCase, a map's keys stay as they are") {
  const words w{door::last_called, std::map<std::string, int>{{"zone_a", 1}, {"zone-b", 2}}};
  const std::string text = R"({"theDoor":"last-called","byZoneId":{"zone-b":2,"zone_a":1}})";
  CHECK(encode(w) == text);
  const auto again = decode<words>(text);
  REQUIRE(again.has_value());
  CHECK(encode(*again) == text);
}

TEST_CASE("an unknown word is refused with the known ones") {
  const auto w = decode<words>(R"({"theDoor":"ajar"})");
  REQUIRE_FALSE(w.has_value());
  CHECK(w.error().where == "/theDoor");
  CHECK(w.error().what == "must be one of: open, last-called, default, x2-y");
}

TEST_CASE("one of several types names itself first") {
  const std::string text = R"({"type":"counter-opened","counterNo":5})";
  CHECK(encode(either{opened{5}}) == text);
  const auto again = decode<either>(text);
  REQUIRE(again.has_value());
  CHECK(std::get<opened>(*again).counter_no == 5);
  CHECK(decode<either>(R"({"type":"counter-closed"})").has_value());
  CHECK_FALSE(decode<either>(R"({"counterNo":5})").has_value());
  CHECK_FALSE(decode<either>(R"({"type":"counter-closed","counterNo":5})").has_value());
  CHECK(decode<either>(R"({"type":"moved"})").error().what == "\"moved\" is not a known type");
}

}  // namespace
}  // namespace hallcall::messages
