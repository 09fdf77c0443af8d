// The journals that earlier programs wrote open for ever, and tell of the same hall. Each is kept
// as SQL, beside the state that the program of its time held at its end.
//
// A fixture of today's program is written, once for each form, by the last case here:
//   HALLCALL_WRITE_JOURNAL=DIR service_tests -ns -tc="write the journal of today"
//   sqlite3 DIR/journal.sqlite .dump > golden/journal-N.sql
#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "golden_json.hpp"
#include "service/record.hpp"
#include "service_bench.hpp"
#include "tests/engine/random_day.hpp"

namespace hallcall::service::testing {
namespace {

constexpr int steps_written = 300;

// The office of the fixtures: what was decided by its rules is in the journals.
engine::hall_rules fixture_rules() {
  return engine::testing::rules_of({{987'654'321'987'654, 5, 77, 4'711}, {}});
}

std::uint64_t next_drawn(std::uint64_t& seed) {  // Knuth's MMIX generator
  seed = seed * 6'364'136'223'846'793'005ULL + 1'442'695'040'888'963'407ULL;
  return seed ^ (seed >> 29U);
}

}  // namespace

TEST_CASE("a journal of form 2 opens, verifies, and tells of the hall that wrote it") {
  const fresh_directory directory;
  run_sql(directory.file(), golden("journal-2.sql"));
  const auto keyed =
      run_sql(directory.file(),
              "SELECT command_id, body FROM answers JOIN (SELECT seq, command_id FROM "
              "journal) USING (seq) WHERE body <> '' ORDER BY seq DESC LIMIT 1");
  run_sql(directory.file(), "DELETE FROM snapshots");  // all of it is read again
  auto j = open_file(directory);
  CHECK(j->verify().whole);
  auto state = engine::make_hall(std::make_shared<engine::hall_rules>(fixture_rules()));
  j->read_after(0, [&](const journal::entry& e) {
    const engine::time_point at{std::chrono::milliseconds(e.at_ms)};
    for (const auto& event : decode_events(e)) engine::apply(state, event, at);
    state.seq = e.seq;
  });
  check_within(boost::json::parse(encode_snapshot(state)),
               boost::json::parse(golden("journal-2.state.json")), "");

  hand_clock clock;
  service_bench bench(std::move(j), clock, {}, office_of(fixture_rules()));
  REQUIRE(keyed.size() == 1);
  const auto key = keyed[0].substr(0, keyed[0].find('|'));
  CHECK(bench.get({take("retry"), key}).body == keyed[0].substr(key.size() + 1));
}

TEST_CASE("write the journal of today" * doctest::skip()) {
  const char* place = std::getenv("HALLCALL_WRITE_JOURNAL");
  REQUIRE_MESSAGE(place != nullptr, "HALLCALL_WRITE_JOURNAL names a directory");
  const fresh_directory directory;
  hand_clock clock;
  std::string state;
  {
    service_bench bench(open_file(directory), clock, {}, office_of(fixture_rules()));
    int tokens = 0;
    std::uint64_t seed = 1;
    for (int n = 0; n < steps_written; ++n) {
      const auto step = engine::testing::step_of(next_drawn(seed), bench.head(), tokens);
      clock.pass(
          std::clamp(step.wait, std::chrono::milliseconds(0), std::chrono::milliseconds(120'000)));
      bench.get({step.what, "key-" + std::to_string(n)});
    }
    state = encode_snapshot(bench.published());
    bench.close();
  }
  run_sql(directory.file(), "PRAGMA wal_checkpoint(TRUNCATE)");
  std::filesystem::copy_file(directory.file(), std::filesystem::path(place) / "journal.sqlite");
  std::ofstream(std::filesystem::path(place) / "state.json", std::ios::binary) << state;
}

}  // namespace hallcall::service::testing
