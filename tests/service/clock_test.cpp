// The hall's clock: never back, whatever the machine's does; and the timers that hang on it.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include "journal/memory_journal.hpp"
#include "service_bench.hpp"
#include "tests/engine/text_of.hpp"

namespace hallcall::service::testing {
namespace {

// Every number of the journal's day, in order.
std::vector<std::string> numbers_given(const service_bench& bench) {
  std::vector<std::string> all;
  for (const auto& [e, at] : bench.events)
    if (const auto* issued = std::get_if<engine::ticket_issued>(&e))
      all.push_back(to_string(issued->number));
  return all;
}

}  // namespace

TEST_CASE("a clock that jumps back goes on steadily until the machine's has caught up") {
  hand_clock hand;
  auto clock = hand.clock();
  const auto start = clock.now();
  CHECK(start == hand.wall);
  CHECK(clock.wall_behind() == 0ms);
  hand.pass(10s);
  CHECK(clock.now() == start + 10s);
  hand.wall -= 1h;
  CHECK(clock.now() == start + 10s);
  CHECK(clock.wall_behind() == 1h);
  hand.pass(30s);
  CHECK(clock.now() == start + 40s);
  CHECK(clock.wall_behind() > 59min);
  hand.wall += 1h;
  CHECK(clock.now() == start + 40s);
  CHECK(clock.wall_behind() == 0ms);
}

TEST_CASE("a clock that jumps ahead is believed, and never goes back") {
  hand_clock hand;
  auto clock = hand.clock();
  const auto start = clock.now();
  hand.wall += 5h;
  CHECK(clock.now() == start + 5h);
  hand.wall -= 5h;
  CHECK(clock.now() == start + 5h);
  hand.pass(1s);
  CHECK(clock.now() == start + 5h + 1s);
}

TEST_CASE("a steady clock that stands still or is read twice gives no earlier time") {
  hand_clock hand;
  auto clock = hand.clock();
  engine::time_point last = clock.now();
  for (const auto jump : {-10s, 3s, -1s, 0s, 100s, -7200s, 1s}) {
    hand.wall += jump;
    hand.steady += 100ms;
    const auto t = clock.now();
    CHECK(t >= last);
    last = t;
  }
}

TEST_CASE("a clock that may not be before the journal's newest entry runs on from there") {
  hand_clock hand;
  auto clock = hand.clock();
  const auto newest = hand.wall + 3h;
  clock.not_before(newest);
  CHECK(clock.now() == newest);
  CHECK(clock.wall_behind() == 3h);
  hand.pass(2s);
  CHECK(clock.now() == newest + 2s);
  clock.not_before(newest - 5h);
  CHECK(clock.now() == newest + 2s);
}

TEST_CASE("a fast clock runs by its factor from its start, and says how long it really takes") {
  hand_clock hand;
  auto clock = hand.clock();
  const auto start = local_time(3, 8);
  clock.run_from(start, 60);
  CHECK(clock.now() == start);
  hand.steady += 1s;
  CHECK(clock.now() == start + 1min);
  hand.wall -= 10h;  // the machine's date does not matter to it
  hand.steady += 1s;
  CHECK(clock.now() == start + 2min);
  CHECK(clock.real(1min) == 1s);
  CHECK(clock.real(1ms) == 1ms);  // rounded up: never asleep too short
  CHECK(hand.clock().real(30s) == 30s);
}

TEST_CASE(
    "a machine's clock set back in the middle of the day repeats no number and shortens no wait") {
  fresh_directory directory;
  hand_clock clock;
  {
    service_bench bench(open_file(directory), clock);
    bench.get(open_counter(1));
    for (int n = 0; n < 5; ++n) {
      bench.get({take(fmt::format("before-{}", n)), fmt::format("before-{}", n)});
      clock.pass(1s);
    }
    clock.wall -= 26h;  // the day before
    for (int n = 0; n < 5; ++n) {
      bench.get({take(fmt::format("after-{}", n)), fmt::format("after-{}", n)});
      clock.pass(1s);
    }
    bench.get({engine::call_next{number(1)}, "call"});
    CHECK(numbers_given(bench) == std::vector<std::string>{"A001", "A002", "A003", "A004", "A005",
                                                           "A006", "A007", "A008", "A009", "A010"});
    engine::time_point last{};
    for (const auto& [e, at] : bench.events) {
      CHECK(at >= last);
      last = at;
      if (const auto* called = std::get_if<engine::ticket_called>(&e))
        CHECK(called->why.waited >= 9s);
    }
    CHECK(bench.service().clock().wall_behind() > 25h);
  }
  // Nor after a start of the server with the clock still behind.
  service_bench again(open_file(directory), clock);
  again.get({take("third"), "third"});
  CHECK(numbers_given(again) == std::vector<std::string>{"A011"});
  CHECK(again.service().clock().wall_behind() > 25h);
  CHECK(again.published().today.wait_ms >= 0);
  // Its keys are known as well, although the machine's clock says they come from tomorrow.
  const auto retry = again.get({take("other"), "before-0"});
  CHECK(retry.body.find("before-0") != std::string::npos);
}

TEST_CASE("a slip that nobody confirms is voided after 30 seconds, with no command coming (R-3)") {
  hand_clock clock;
  service_bench bench(std::make_unique<journal::memory_journal>(), clock);
  bench.get(take("a"));
  bench.get(take("b"));
  bench.get(engine::report_slip{{1}, false, "paper-out"});
  clock.pass(29s);
  bench.get(engine::report_slip{{2}, true, ""});
  CHECK(bench.published().find(engine::ticket_id{1})->state == engine::ticket_state::waiting);
  clock.pass(1s);
  CHECK(bench.until([&] {
    return bench.published().find(engine::ticket_id{1})->state == engine::ticket_state::voided;
  }));
  CHECK(bench.published().find(engine::ticket_id{1})->ended_because == "not-confirmed");
  CHECK(bench.published().find(engine::ticket_id{2})->state == engine::ticket_state::waiting);
}

TEST_CASE("a backup that does not answer in 60 seconds is passed over for the next (R-41)") {
  hand_clock clock;
  service_bench bench(std::make_unique<journal::memory_journal>(), clock);
  for (int n = 0; n < 6; ++n) bench.get(take(fmt::format("token-{}", n)));
  CHECK(bench.until([&] { return bench.published().backup.pages.size() == 1; }));
  const auto first = bench.published().backup.pages[0].backup;
  clock.pass(61s);
  CHECK(bench.until([&] {
    const auto& pages = bench.published().backup.pages;
    return pages.size() == 1 && pages[0].backup != first;
  }));
  CHECK(bench.published().backup.unanswered.size() == 1);
}

TEST_CASE(
    "the predicted wait is looked at once a minute, and calls a backup above its limit (R-42)") {
  hand_clock clock;
  auto rules = engine::testing::sample_rules();
  rules.backup_when_wait_above = engine::seconds(20 * 60);
  service_bench bench(std::make_unique<journal::memory_journal>(), clock, {}, office_of(rules));
  bench.get(open_counter(1));
  for (int n = 0; n < 5; ++n) bench.get(take(fmt::format("token-{}", n)));  // 50 minutes of work
  CHECK(bench.published().backup.pages.empty());
  clock.pass(61s);
  CHECK(bench.until([&] { return !bench.published().backup.pages.empty(); }));
  CHECK(bench.published().backup.wait_above);
  CHECK(bench.published().level == engine::level::busy);
}

TEST_CASE("a clock that jumps over midnight begins the new day by itself, once") {
  hand_clock clock;
  service_bench bench(std::make_unique<journal::memory_journal>(), clock);
  bench.get(take("monday"));
  clock.wall += 3 * 24h;
  CHECK(bench.until([&] {
    return bench.published().day == std::chrono::sys_days{std::chrono::year{2026} / 3 / 5};
  }));
  CHECK(bench.published().tickets.empty());
  int begun = 0;
  for (const auto& [e, at] : bench.events)
    begun += std::holds_alternative<engine::day_begun>(e) ? 1 : 0;
  CHECK(begun == 2);
}

TEST_CASE(
    "timers that fell due while the storage failed or the server was away run when it is back") {
  fresh_directory directory;
  hand_clock clock;
  {
    service_bench bench(open_file(directory), clock);
    bench.get(take("a"));
    bench.get(engine::report_slip{{1}, false, "paper-out"});
  }
  clock.pass(5min);
  service_bench again(open_file(directory), clock);
  CHECK(again.until([&] {
    return again.published().find(engine::ticket_id{1})->state == engine::ticket_state::voided;
  }));
}

}  // namespace hallcall::service::testing
