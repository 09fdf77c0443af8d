// What somebody who came back after a missed call is told of those before them.
#include <doctest/doctest.h>

#include "journal/memory_journal.hpp"
#include "service/public_face.hpp"
#include "service_bench.hpp"

namespace hallcall::service::testing {
namespace {

const engine::ticket& held(service_bench& bench, const std::string& token) {
  const auto* t = bench.published().find_token(token);
  REQUIRE(t != nullptr);
  return *t;
}

void miss_and_return(service_bench& bench, hand_clock& clock, const std::string& token) {
  bench.get(engine::call_ticket{number(1), held(bench, token).id, "a test"});
  clock.pass(20s);
  bench.get(engine::no_show{number(1)});
  bench.get(engine::check_in{held(bench, token).id});
}

void serve_next(service_bench& bench) {
  bench.get(engine::call_next{number(1)});
  bench.get(engine::start_visit{number(1)});
  bench.get(engine::finish_visit{number(1), engine::outcome::finished, {}});
}

}  // namespace

TEST_CASE("who came back hears of fewer before them with every call, until they are called") {
  hand_clock clock;
  service_bench bench(std::make_unique<journal::memory_journal>(), clock);
  bench.get(open_counter(1));
  for (const char* token : {"one", "two", "a", "b", "c", "d", "e", "f"}) bench.get(take(token));
  miss_and_return(bench, clock, "one");
  miss_and_return(bench, clock, "two");
  const auto ahead = [&](const std::string& token) {
    return ahead_of_return(bench.published(), held(bench, token));
  };
  CHECK(held(bench, "one").returning);
  // "one" came back before the call that "two" missed, which counted as a live one.
  for (std::int64_t before = 2; before >= 0; --before) {
    CHECK(ahead("one") == before);
    CHECK(ahead("two") == before + 3);  // "one" itself, and the two live calls after it
    serve_next(bench);
  }
  CHECK(held(bench, "one").state == engine::ticket_state::done);
  for (std::int64_t before = 2; before >= 0; --before) {
    CHECK(ahead("two") == before);
    serve_next(bench);
  }
  CHECK(held(bench, "two").state == engine::ticket_state::done);
}

TEST_CASE("who came back to an empty hall has only earlier ones of their kind before them") {
  hand_clock clock;
  service_bench bench(std::make_unique<journal::memory_journal>(), clock);
  bench.get(open_counter(1));
  for (const char* token : {"one", "two"}) bench.get(take(token));
  miss_and_return(bench, clock, "one");
  miss_and_return(bench, clock, "two");
  CHECK(ahead_of_return(bench.published(), held(bench, "one")) == 0);
  CHECK(ahead_of_return(bench.published(), held(bench, "two")) == 1);
}

}  // namespace hallcall::service::testing
