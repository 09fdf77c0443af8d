// Numbers keep their value through the wire and the journal, and stay in the range of what reads
// them.
#include <bit>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <random>
#include <string>

#include <doctest/doctest.h>

#include "proto/messages/codec.hpp"
#include "proto/messages/requests.hpp"
#include "proto/messages/views.hpp"

namespace hallcall::messages {
namespace {

using cause = decode_error::cause;

struct numbers {
  std::optional<std::int64_t> big;
  std::optional<std::uint64_t> natural;
  std::optional<int> number;
  std::optional<std::uint16_t> small;
  std::optional<double> fraction;
  std::optional<std::chrono::seconds> span;
  std::optional<std::chrono::sys_days> date;
};
BOOST_DESCRIBE_STRUCT(numbers, (), (big, natural, number, small, fraction, span, date))

template <class T>
decode_error refused_number(const std::string& text) {
  const auto message = decode<T>(text);
  REQUIRE_FALSE(message.has_value());
  return message.error();
}

TEST_CASE("whole numbers reach both ends of their type") {
  for (const char* text : {R"({"big":9223372036854775807})", R"({"big":-9223372036854775808})",
                           R"({"natural":18446744073709551615})", R"({"natural":0})",
                           R"({"number":2147483647})", R"({"number":-2147483648})",
                           R"({"small":65535})", R"({"span":-3600})", R"({"date":20777})"}) {
    CAPTURE(text);
    const auto n = decode<numbers>(text);
    REQUIRE(n.has_value());
    CHECK(encode(*n) == text);
  }
}

TEST_CASE("a whole number out of its range is refused, never cut") {
  for (const char* text :
       {R"({"big":9223372036854775808})", R"({"natural":-1})", R"({"number":2147483648})",
        R"({"number":-2147483649})", R"({"small":65536})", R"({"small":-1})",
        R"({"small":4294967297})", R"({"span":9223372036854775808})", R"({"date":2147483648})",
        R"({"date":4294967297})"}) {
    CAPTURE(text);
    CHECK(refused_number<numbers>(text).why == cause::value);
  }
}

TEST_CASE("a whole number is written without fraction and exponent") {
  for (const char* text : {R"({"number":5.0})", R"({"number":5e0})", R"({"number":0.5})",
                           R"({"natural":18446744073709551616})"}) {
    CAPTURE(text);
    const auto error = refused_number<numbers>(text);
    CHECK(error.why == cause::shape);
    CHECK(error.what ==
          "must be a whole number, not a number with a fraction, an exponent or too many digits");
  }
  CHECK(refused_number<numbers>(R"({"number":"5"})").what == "must be a whole number, not a string");
}

TEST_CASE("a number with a fraction is read as it was written, to the last bit") {
  const auto same = [](double value) {
    const auto n = decode<numbers>(encode(numbers{.fraction = value}));
    return n.has_value() &&
           std::bit_cast<std::uint64_t>(*n->fraction) == std::bit_cast<std::uint64_t>(value);
  };
  for (double value :
       {0.1, 14.2, 522238.39999999997, 2.518, 1e21, 5e-324, 1.7976931348623157e308, -0.1, 1e-7}) {
    CAPTURE(value);
    CHECK(same(value));
  }
  const char* given = std::getenv("HALLCALL_SEED");
  const std::uint64_t seed =
      given != nullptr ? std::strtoull(given, nullptr, 10) : std::random_device{}();
  CAPTURE(seed);
  std::mt19937_64 random(seed);
  int wrong = 0;
  for (int i = 0; i < 20'000; ++i) {
    const double anything = std::bit_cast<double>(random());
    if (std::isfinite(anything) && anything != 0) wrong += same(anything) ? 0 : 1;
    const double score = static_cast<double>(random() % 100'000'000) / 1000.0 *
                         (static_cast<double>(random() % 80) / 10);
    wrong += same(score) ? 0 : 1;
  }
  CHECK(wrong == 0);
}

TEST_CASE("a fraction may be written as any number") {
  for (const auto& [text, value] : {std::pair{"5", 5.0},
                                    {"-0.0", 0.0},
                                    {"1E2", 100.0},
                                    {"1e+2", 100.0},
                                    {"18446744073709551615", 18446744073709551615.0},
                                    {"12345678901234567890123", 12345678901234567890123.0},
                                    {"1e-999", 0.0}}) {
    CAPTURE(text);
    const auto n = decode<numbers>("{\"fraction\":" + std::string(text) + "}");
    REQUIRE(n.has_value());
    CHECK(*n->fraction == value);
  }
}

TEST_CASE("a number too large for a double is refused, wherever it stands") {
  for (const char* text :
       {R"({"fraction":1e309})", R"({"fraction":-1e999})", R"({"number":1e9999999999})",
        R"({"fraction":1e99999999999999999999})"}) {
    CAPTURE(text);
    CHECK(refused_number<numbers>(text).what == "a number is too large");
  }
  const std::string long_one = "{\"fraction\":" + std::string(5'000, '9') + "}";
  CHECK(refused_number<numbers>(long_one).what == "a number is too large");
}

TEST_CASE("what is not finite is written as null, for JSON has no word for it") {
  CHECK(encode(numbers{.fraction = std::numeric_limits<double>::infinity()}) ==
        R"({"fraction":null})");
  CHECK(encode(numbers{.fraction = std::nan("")}) == R"({"fraction":null})");
}

}  // namespace
}  // namespace hallcall::messages
