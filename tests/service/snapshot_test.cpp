// A start from a snapshot and the entries after it is the same as a start from the whole journal.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include "service_bench.hpp"
#include "tests/engine/random_day.hpp"
#include "tests/engine/text_of.hpp"

namespace hallcall::service::testing {
namespace {

using engine::testing::first_difference;
using engine::testing::text_of;

// Sample numbers for a random day, the same at every run.
std::vector<std::uint64_t> numbers(std::size_t count, std::uint64_t seed) {
  std::vector<std::uint64_t> all;
  for (std::size_t i = 0; i < count; ++i) {
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    all.push_back(seed ^ (seed >> 31));
  }
  return all;
}

struct lived {
  std::string state;
  hand_clock clock;
  std::size_t tickets = 0;
  std::shared_ptr<const office> where;
};

// A busy day in the file, with timers, refusals, keys and a snapshot every few entries.
lived live(const fresh_directory& directory, std::uint64_t seed, bool in_order) {
  lived l;
  engine::testing::random_day day{numbers(5, seed), numbers(400, seed + 1)};
  l.where = office_of(engine::testing::rules_of(day));
  service_options often;
  often.snapshot_every = 1;
  service_bench bench(open_file(directory), l.clock, often, l.where);
  bench.until([&] { return bench.published().day.has_value(); });
  int tokens = 0, keys = 0;
  std::vector<fate_ptr> fates;
  for (const auto n : day.steps) {
    const auto step = engine::testing::step_of(n, bench.head(), tokens);
    if (step.wait > 0ms) l.clock.pass(std::min<std::chrono::milliseconds>(step.wait, 10min));
    fates.push_back(bench.ask({step.what, n % 2 == 0 ? fmt::format("key-{}", ++keys) : ""}));
  }
  CHECK(bench.until([&] {
    return std::all_of(fates.begin(), fates.end(), [](const auto& f) { return f->settled(); });
  }));
  if (in_order)
    bench.close();
  else
    bench.settle();
  l.state = text_of(bench.published());
  l.tickets = bench.published().tickets.size();
  CHECK(text_of(bench.head()) == l.state);
  return l;
}

std::string state_at_start(const fresh_directory& directory, lived& l) {
  service_bench bench(open_file(directory), l.clock, {}, l.where);
  return text_of(bench.published());
}

}  // namespace

TEST_CASE(
    "a start from a snapshot and its tail shows the same hall as a start from the whole journal") {
  std::size_t tickets = 0;
  for (std::uint64_t seed = 1; seed <= 12; ++seed) {
    CAPTURE(seed);
    fresh_directory directory;
    auto l = live(directory, seed, seed % 2 == 0);
    tickets += l.tickets;
    CHECK(run_sql(directory.file(), "SELECT count(*) FROM snapshots") ==
          std::vector<std::string>{"2"});
    CHECK(first_difference(state_at_start(directory, l), l.state) == "");
    run_sql(directory.file(), "DELETE FROM snapshots WHERE seq = (SELECT max(seq) FROM snapshots)");
    CHECK(first_difference(state_at_start(directory, l), l.state) == "");
    run_sql(directory.file(), "DELETE FROM snapshots");
    CHECK(first_difference(state_at_start(directory, l), l.state) == "");
  }
  CHECK(tickets > 100);
}

TEST_CASE("a snapshot that cannot be read costs time and nothing else") {
  fresh_directory directory;
  auto l = live(directory, 77, true);
  const auto newest = [&] {
    return run_sql(directory.file(), "SELECT max(seq) FROM snapshots").at(0);
  };
  SUBCASE("the newest is damaged") {
    run_sql(
        directory.file(),
        "UPDATE snapshots SET body = substr(body, 1, length(body) / 2) WHERE seq = " + newest());
  }
  SUBCASE("the newest is of a newer program") {
    run_sql(directory.file(), "UPDATE snapshots SET version = 99 WHERE seq = " + newest());
  }
  SUBCASE("the newest is no JSON") {
    run_sql(directory.file(), "UPDATE snapshots SET body = 'x' WHERE seq = " + newest());
  }
  SUBCASE("both are damaged") {
    run_sql(directory.file(), "UPDATE snapshots SET body = '{\"tickets\":7}'");
  }
  CHECK(first_difference(state_at_start(directory, l), l.state) == "");
}

TEST_CASE("an entry that cannot be read keeps the hall closed, and says which") {
  fresh_directory directory;
  auto l = live(directory, 5, true);
  run_sql(directory.file(), "DELETE FROM snapshots");
  run_sql(directory.file(), "UPDATE journal SET version = 99 WHERE seq = 9");
  try {
    (void)state_at_start(directory, l);
    FAIL("it started");
  } catch (const std::runtime_error& e) {
    CHECK(std::string(e.what()).find("entry 9") != std::string::npos);
  }
}

TEST_CASE("two halls keep their own history in one journal") {
  fresh_directory directory;
  hand_clock clock;
  const auto where = office_of(engine::testing::sample_rules(), "branch");
  std::string main, branch;
  service_options often;
  often.snapshot_every = 1;
  {
    service_bench bench(open_file(directory), clock, often, where);
    for (int n = 0; n < 20; ++n) {
      bench.get({take(fmt::format("main-{}", n)), fmt::format("key-{}", n)});
      if (n % 3 == 0)
        bench.get({take(fmt::format("branch-{}", n)), fmt::format("key-{}", n), "print", "branch"});
    }
    main = text_of(bench.published("main"));
    branch = text_of(bench.published("branch"));
  }
  service_bench again(open_file(directory), clock, often, where);
  CHECK(first_difference(text_of(again.published("main")), main) == "");
  CHECK(first_difference(text_of(again.published("branch")), branch) == "");
  CHECK(again.published("main").series.at('A') == 20);
  CHECK(again.published("branch").series.at('A') == 7);
}

TEST_CASE("a new day begins with a snapshot, so that a start reads one day at most") {
  fresh_directory directory;
  hand_clock clock;
  {
    service_bench bench(open_file(directory), clock);
    bench.get(take("monday"));
    clock.pass(24h);
    bench.get(take("tuesday"));
    CHECK(bench.published().tickets.size() == 1);
    CHECK(bench.published().series.at('A') == 1);
    bench.settle();
  }
  const auto begun =
      run_sql(directory.file(), "SELECT max(seq) FROM journal WHERE body LIKE '%day-begun%'").at(0);
  CHECK(run_sql(directory.file(), "SELECT max(seq) FROM snapshots").at(0) == begun);
}

}  // namespace hallcall::service::testing
