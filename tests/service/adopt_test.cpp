// An office file that is read again over a running hall.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include "journal/memory_journal.hpp"
#include "service_bench.hpp"
#include "tests/engine/text_of.hpp"
#include "wrapped_journal.hpp"

namespace hallcall::service::testing {
namespace {

using engine::testing::text_of;

engine::hall_rules without_counter(int n) {
  auto rules = engine::testing::sample_rules();
  std::erase_if(rules.counters, [&](const auto& c) { return c.number == number(n); });
  return rules;
}

}  // namespace

TEST_CASE("new rules hold from now on, for tickets that wait as well") {
  hand_clock clock;
  service_bench bench(std::make_unique<journal::memory_journal>(), clock);
  bench.get(open_counter(1));
  bench.get(take("a"));
  bench.get(take("b"));
  auto rules = engine::testing::sample_rules();
  rules.services.push_back({{"new-service"}, engine::seconds(60)});
  rules.confirm_slip_within = engine::seconds(5);
  bench.publications.clear();
  CHECK(bench.service().adopt(office_of(rules)) == std::nullopt);
  CHECK(bench.publications ==
        std::vector<std::vector<std::string>>{{"main"}});  // every screen is built anew
  CHECK(bench.published().rules->find_service({"new-service"}) != nullptr);
  CHECK(bench.head().rules == bench.published().rules);
  CHECK(bench.get(take("c", "new-service")).status == 201);
  bench.get(engine::report_slip{{3}, false, "jam"});
  clock.pass(6s);
  CHECK(bench.until([&] {
    return bench.published().find(engine::ticket_id{3})->state == engine::ticket_state::voided;
  }));
  CHECK(bench.get(engine::call_next{number(1)}).status == 201);
  CHECK(bench.published().find(engine::ticket_id{1})->state == engine::ticket_state::called);
}

TEST_CASE("a file in which an open counter is missing is refused, and changes nothing") {
  hand_clock clock;
  service_bench bench(std::make_unique<journal::memory_journal>(), clock);
  bench.get(open_counter(2));
  const auto rules = bench.published().rules;
  const auto* office_before = &bench.service().the_office();
  SUBCASE("open") {}
  SUBCASE("paused") { bench.get(engine::pause_counter{number(2), "lunch"}); }
  bench.publications.clear();
  const auto refused = bench.service().adopt(office_of(without_counter(2)));
  REQUIRE(refused.has_value());
  CHECK(refused->find("counter 2") != std::string::npos);
  CHECK(bench.published().rules == rules);
  CHECK(&bench.service().the_office() == office_before);
  CHECK(bench.publications.empty());
  CHECK(bench.service().adopt(office_of(without_counter(3))) ==
        std::nullopt);  // nobody is at that one
}

TEST_CASE("a counter that is being opened just now counts as open") {
  journal_control control;
  hand_clock clock;
  service_bench bench(controlled(std::make_unique<journal::memory_journal>(), control), clock);
  bench.get(take("a"));
  control.shut();
  const auto opening = bench.ask({open_counter(2), ""});
  REQUIRE(control.somebody_waits(bench));
  CHECK(bench.published().find(number(2)) == nullptr);
  CHECK(bench.service().adopt(office_of(without_counter(2))).has_value());
  control.open();
  CHECK(bench.until([&] { return opening->settled(); }));
}

TEST_CASE("a closed counter may disappear while tickets wait, and the rest goes on") {
  hand_clock clock;
  service_bench bench(std::make_unique<journal::memory_journal>(), clock);
  bench.get(open_counter(1));
  bench.get(open_counter(2));
  for (int n = 0; n < 4; ++n) bench.get(take(fmt::format("token-{}", n)));
  bench.get(engine::call_next{number(2)});
  bench.get(engine::start_visit{number(2)});
  bench.get(engine::finish_visit{number(2)});
  bench.get(engine::close_counter{number(2)});
  CHECK(bench.service().adopt(office_of(without_counter(2))) == std::nullopt);
  CHECK(bench.get(open_counter(2)).status == 409);
  CHECK(bench.get(engine::call_next{number(1)}).status == 201);
}

TEST_CASE("a running hall is neither removed nor added by a file") {
  hand_clock clock;
  service_bench one(std::make_unique<journal::memory_journal>(), clock);
  CHECK(one.service().adopt(office_of(engine::testing::sample_rules(), "branch")).has_value());
  service_bench two(std::make_unique<journal::memory_journal>(), clock, {},
                    office_of(engine::testing::sample_rules(), "branch"));
  CHECK(two.service().adopt(sample_office()).has_value());
}

TEST_CASE("R-12 a manager's order survives a restart, and a file that newly says another ends it") {
  fresh_directory directory;
  hand_clock clock;
  const engine::calling_order fifo{engine::discipline::fifo};
  {
    service_bench bench(open_file(directory), clock);
    bench.get(take("a"));
    bench.get(engine::change_order{fifo, "Sample manager"});
    bench.close();
  }
  auto rules = engine::testing::sample_rules();
  {
    service_bench bench(open_file(directory), clock);
    CHECK(bench.published().order_in_force() == fifo);
    CHECK(bench.published().order.chosen_by == "Sample manager");
    rules.backup_above = 9;  // nothing about the order
    CHECK(bench.service().adopt(office_of(rules)) == std::nullopt);
    bench.settle();
    CHECK(bench.published().order_in_force() == fifo);
    rules.order = engine::discipline::strict;
    CHECK(bench.service().adopt(office_of(rules)) == std::nullopt);
    CHECK(bench.until([&] { return !bench.published().order.chosen; }));
    CHECK(bench.published().order_in_force().how == engine::discipline::strict);
    bench.get(engine::change_order{fifo, "Sample manager"});
    bench.close();
  }
  rules.order = engine::discipline::ratio;  // while the server was down
  service_bench bench(open_file(directory), clock, {}, office_of(rules));
  CHECK(bench.until([&] { return !bench.published().order.chosen; }));
  CHECK(bench.published().order_in_force().how == engine::discipline::ratio);
}

TEST_CASE("a history that was decided by other rules reads the same under new ones") {
  fresh_directory directory;
  hand_clock clock;
  std::string state;
  {
    service_bench bench(open_file(directory), clock);
    bench.get(open_counter(1));
    for (int n = 0; n < 4; ++n)
      bench.get(take(fmt::format("token-{}", n), n % 2 == 0 ? "transcript" : "divorce"));
    bench.get(engine::call_next{number(1)});
    state = text_of(bench.published());
  }
  auto rules = engine::testing::sample_rules();
  for (auto& s : rules.services) s.standard *= 2;
  for (auto& l : rules.lanes) l.rate *= 3;
  rules.order = engine::discipline::fifo;
  service_bench again(open_file(directory), clock, {}, office_of(rules));
  CHECK(engine::testing::first_difference(text_of(again.published()), state) == "");
}

}  // namespace hallcall::service::testing
