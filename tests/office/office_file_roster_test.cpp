// The shipped offices' rosters and seasons.
#include <doctest/doctest.h>

#include "engine/roster.hpp"
#include "service/office.hpp"
#include "service/office_file_roster.hpp"
#include "temporary_office.hpp"

using namespace hallcall;
using namespace std::chrono_literals;
using std::chrono::sys_days;

namespace {

engine::hall_rules rules_of_main(const std::string& file) {
  const auto office = service::load_office(std::filesystem::path{HALLCALL_OFFICES} / file);
  REQUIRE(office.has_value());
  return (*office)->find_hall("main")->rules;
}

// How many counters are on duty at a local time.
std::size_t manned(const engine::hall_rules& rules, engine::business_date day,
                   engine::minutes time) {
  std::size_t count = 0;
  for (const auto& c : rules.counters)
    if (engine::duty_at(rules, c.number, rules.opening.at(day, time))) ++count;
  return count;
}

constexpr engine::business_date ordinary_friday = sys_days{2026y / 11 / 20};
constexpr engine::business_date ordinary_saturday = ordinary_friday + std::chrono::days{1};
constexpr engine::business_date first_of_july = sys_days{2027y / 7 / 1};

}  // namespace

TEST_CASE("days are one or a span of them, and nothing else") {
  const auto one = service::office_file::parse_days("2027-01-21");
  REQUIRE(one.has_value());
  CHECK(one->from == one->to);
  const auto span = service::office_file::parse_days("2027-01-21 to 2027-02-10");
  REQUIRE(span.has_value());
  CHECK(span->contains(sys_days{2027y / 1 / 21}));
  CHECK(span->contains(sys_days{2027y / 2 / 10}));
  CHECK_FALSE(span->contains(sys_days{2027y / 1 / 20}));
  CHECK_FALSE(span->contains(sys_days{2027y / 2 / 11}));
  for (const char* wrong : {"", "2027", "2027-02-30", "2027-02-10 to 2027-01-21",
                            "2027-01-21 - 2027-02-10", "2027-01-21 to 2027-02-30"}) {
    CAPTURE(wrong);
    CHECK_FALSE(service::office_file::parse_days(wrong).has_value());
  }
}

TEST_CASE("Nantun mans half of its counters at noon, six on Saturdays, none on a holiday") {
  const auto rules = rules_of_main("nantun.toml");
  CHECK(manned(rules, ordinary_friday, 8h - 1min) == 0);
  CHECK(manned(rules, ordinary_friday, 8h) == 19);
  CHECK(manned(rules, ordinary_friday, 12h - 1min) == 19);
  CHECK(manned(rules, ordinary_friday, 12h) == 10);
  CHECK(manned(rules, ordinary_friday, 13h + 30min) == 19);
  CHECK(manned(rules, ordinary_friday, 17h) == 0);
  CHECK(manned(rules, ordinary_saturday, 9h) == 6);
  CHECK(manned(rules, sys_days{2026y / 12 / 25}, 9h) == 0);
  CHECK(manned(rules, sys_days{2027y / 2 / 8}, 9h) == 0);
}

TEST_CASE("Wufeng works in two shifts, which hand over at half past twelve") {
  const auto rules = rules_of_main("wufeng.toml");
  CHECK(manned(rules, ordinary_friday, 9h) == 11);
  CHECK(manned(rules, ordinary_friday, 12h) == 8);
  const auto one = engine::duty_at(rules, {1}, rules.opening.at(ordinary_friday, 12h));
  REQUIRE(one.has_value());
  CHECK(one->shift == "early");
  CHECK(one->until == rules.opening.at(ordinary_friday, 12h + 30min));
  CHECK(one->handed_over);
  const auto seven = engine::duty_at(rules, {7}, rules.opening.at(ordinary_friday, 11h));
  REQUIRE(seven.has_value());
  CHECK_FALSE(seven->handed_over);
}

TEST_CASE("the express counters of the school holidays open in them alone") {
  for (const auto& [file, n] : {std::pair{"nantun.toml", 24}, std::pair{"wufeng.toml", 14}}) {
    CAPTURE(file);
    const auto rules = rules_of_main(file);
    const engine::counter_no express{static_cast<std::uint16_t>(n)};
    REQUIRE(rules.find_counter(express) != nullptr);
    CHECK_FALSE(rules.find_counter(express)->base);
    CHECK(rules.find_counter(express)->takes.contains(engine::lane::express));
    CHECK_FALSE(engine::opens_on(rules, express, ordinary_friday));
    CHECK_FALSE(engine::opens_on(rules, express, first_of_july - std::chrono::days{1}));
    CHECK(engine::opens_on(rules, express, first_of_july));
    CHECK(engine::opens_on(rules, express, sys_days{2027y / 8 / 31}));
    CHECK_FALSE(engine::opens_on(rules, express, sys_days{2027y / 9 / 1}));
    CHECK(engine::next_day_of(rules, express, ordinary_friday) == sys_days{2027y / 1 / 21});
    CHECK(engine::duty_at(rules, express, rules.opening.at(first_of_july, 9h)).has_value());
  }
}

TEST_CASE("a hall that is open at all hours expects nobody by a roster") {
  const auto office = service::load_office(std::filesystem::path{HALLCALL_OFFICES} / "nantun.toml");
  REQUIRE(office.has_value());
  CHECK(service::open_at_all_hours(**office)->find_hall("main")->rules.roster.empty());
}
