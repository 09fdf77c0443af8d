// the hall's state at any second is rebuilt from its journal.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include "journal/sqlite_journal.hpp"
#include "service/past_state.hpp"
#include "service_bench.hpp"
#include "tests/engine/random_day.hpp"
#include "tests/engine/text_of.hpp"

namespace hallcall::service::testing {
namespace {

using engine::testing::first_difference;
using engine::testing::text_of;

journal::sqlite_journal reader_of(const fresh_directory& directory) {
  journal::sqlite_options s;
  s.path = directory.file();
  s.read_only = true;
  return journal::sqlite_journal(s);
}

std::uint64_t next_random(std::uint64_t& seed) {
  seed = seed * 6364136223846793005u + 1442695040888963407u;
  return seed ^ (seed >> 31);
}

engine::time_point instant(const char* text) {
  engine::calendar taipei;
  taipei.zone.push_back({engine::time_point{}, std::chrono::hours(8)});
  const auto t = parse_instant(text, taipei);
  REQUIRE_MESSAGE(t.has_value(), text);
  return *t;
}

}  // namespace

TEST_CASE("R-92: at every instant of a random day the journal shows the hall as it was then") {
  std::size_t seconds_compared = 0;
  for (const std::size_t snapshot_every : {std::size_t{1}, std::size_t{1'000'000}}) {
    fresh_directory directory;
    std::uint64_t seed = 7 + snapshot_every;
    engine::testing::random_day day;
    for (int i = 0; i < 5; ++i) day.hall.push_back(next_random(seed));
    const auto where = office_of(engine::testing::rules_of(day));
    hand_clock clock;
    service_options options;
    options.snapshot_every = snapshot_every;
    std::map<engine::time_point, std::string> lived;
    service_bench bench(open_file(directory), clock, options, where);
    bench.until([&] { return bench.published().day.has_value(); });
    int tokens = 0;
    for (int i = 0; i < 300; ++i) {
      const auto step = engine::testing::step_of(next_random(seed), bench.head(), tokens);
      if (step.wait > 0ms) clock.pass(std::min<std::chrono::milliseconds>(step.wait, 10min));
      const auto fate = bench.ask({step.what, i % 2 == 0 ? fmt::format("key-{}", i) : ""});
      REQUIRE(
          bench.until([&] { return fate->settled() && bench.service().figures().waiting == 0; }));
      lived[clock.wall] = text_of(bench.published());
    }
    auto journal = reader_of(directory);  // the server runs still
    const auto rules = std::make_shared<const engine::hall_rules>(where->halls[0].rules);
    for (auto it = lived.begin(); it != lived.end(); ++it) {
      const auto next = std::next(it);
      const auto until = next == lived.end() ? it->first + 24h : next->first - 1ms;
      for (const auto at : {it->first, until}) {
        const auto then = state_at(journal, "main", rules, at);
        REQUIRE(then.has_value());
        // Timers fall between what was looked at: then the hall has moved on by itself.
        if (at != it->first && then->entry_at > it->first) continue;
        CHECK(first_difference(text_of(then->state), it->second) == "");
        CHECK(then->entry_at <= at);
        ++seconds_compared;
      }
    }
  }
  CHECK(seconds_compared > 100);
}

TEST_CASE("before its first entry a hall has no state, and another hall's journal is not its own") {
  fresh_directory directory;
  hand_clock clock;
  const auto where = office_of(engine::testing::sample_rules(), "branch");
  service_bench bench(open_file(directory), clock, {}, where);
  bench.until([&] { return bench.published().day.has_value(); });
  const auto began = clock.wall;
  auto journal = reader_of(directory);
  const auto rules = std::make_shared<const engine::hall_rules>(where->halls[0].rules);
  CHECK(state_at(journal, "main", rules, began).has_value());
  const auto before = state_at(journal, "main", rules, began - 1ms);
  REQUIRE_FALSE(before.has_value());
  CHECK(before.error().find("begins at") != std::string::npos);
  const auto nothing = state_at(journal, "elsewhere", rules, began);
  REQUIRE_FALSE(nothing.has_value());
  CHECK(nothing.error().find("nothing of the hall \"elsewhere\"") != std::string::npos);
}

TEST_CASE("the whole state is shown but the holders' tokens") {
  fresh_directory directory;
  hand_clock clock;
  const auto where = office_of(engine::testing::sample_rules());
  service_bench bench(open_file(directory), clock, {}, where);
  bench.get(take("a-token-that-is-secret"));
  auto journal = reader_of(directory);
  const auto then =
      state_at(journal, "main", std::make_shared<const engine::hall_rules>(where->halls[0].rules),
               clock.wall);
  REQUIRE(then.has_value());
  const auto json = json_of(*then, "main");
  CHECK(json.find("secret") == std::string::npos);
  CHECK(json.find("\"services\": [\n") != std::string::npos);
  CHECK(json.find("\"issued\": 1") != std::string::npos);
  const auto text = summary_of(*then, "main");
  CHECK(text.find("waiting: 1\n") != std::string::npos);
  CHECK(text.find("A001") != std::string::npos);
  CHECK(text.find("this day: 1 issued, 0 called") != std::string::npos);
  CHECK(text.find("secret") == std::string::npos);
}

TEST_CASE("a time is RFC 3339, or the office's own") {
  const auto wanted = instant("2026-11-20T01:30:05Z");
  CHECK(instant("2026-11-20T01:30:05.000Z") == wanted);
  CHECK(instant("2026-11-20T09:30:05+08:00") == wanted);
  CHECK(instant("2026-11-19T20:30:05-05:00") == wanted);
  CHECK(instant("2026-11-20 09:30:05") == wanted);
  CHECK(instant("2026-11-20 09:30") == wanted - 5s);
  CHECK(instant("2026-11-20 00:00:00") == instant("2026-11-19T16:00:00Z"));
  for (const auto* wrong :
       {"", "now", "2026-11-20", "2026-11-20 9:30", "2026-11-20 24:00:00", "2026-11-20 09:60:00",
        "2026-02-29 09:30:00", "2026-13-01 09:30:00", "2026-11-20 09:30:05 ", "2026-11-20T09:30:05",
        "2026-11-20 09:30:", "2026-11-20T09:30:05+24:00", "2026-11-20T09:30:05*08:00",
        "2026-11-20 09:30:05.5", "-026-11-20 09:30:05"}) {
    CAPTURE(std::string(wrong));
    CHECK_FALSE(parse_instant(wrong, engine::calendar{}).has_value());
  }
}

}  // namespace hallcall::service::testing
