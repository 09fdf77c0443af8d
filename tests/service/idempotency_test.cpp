// The same key gives the same answer: at once, while the first is on its way, after a restart
// and after a failure; for 24 hours, and to nobody who asks for something else.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include "journal/memory_journal.hpp"
#include "service_bench.hpp"
#include "tests/engine/text_of.hpp"
#include "wrapped_journal.hpp"

namespace hallcall::service::testing {
namespace {

using engine::testing::text_of;

bool same(const answer& a, const answer& b) { return a.status == b.status && a.body == b.body; }

}  // namespace

TEST_CASE("the same key gives the same bytes, and nothing happens again") {
  hand_clock clock;
  service_bench bench(std::make_unique<journal::memory_journal>(), clock);
  const auto first = bench.get({take("a"), "key"});
  const auto state = text_of(bench.published());
  clock.pass(17s);
  for (int again = 0; again < 3; ++again)
    CHECK(same(bench.get({take("another-token"), "key"}), first));
  CHECK(text_of(bench.published()) == state);
  CHECK(text_of(bench.head()) == state);
  CHECK(bench.service().figures().repeated == 3);
}

TEST_CASE("a refusal is an answer: it is given again even when it would be otherwise by now") {
  hand_clock clock;
  service_bench bench(std::make_unique<journal::memory_journal>(), clock);
  bench.get(open_counter(1));
  const auto nobody = bench.get({engine::call_next{number(1)}, "call"});
  CHECK(nobody.status == 409);
  bench.get({take("a"), "take"});
  CHECK(same(bench.get({engine::call_next{number(1)}, "call"}), nobody));
  CHECK(bench.get({engine::call_next{number(1)}, "another-call"}).status == 201);
}

TEST_CASE("a key's answer survives a restart, for a success and for a refusal, and a snapshot") {
  fresh_directory directory;
  hand_clock clock;
  service_options often;
  often.snapshot_every = 1;
  answer taken, refused;
  {
    service_bench bench(open_file(directory), clock, often);
    taken = bench.get({take("a"), "take"});
    refused = bench.get({engine::call_next{number(1)}, "call"});
    for (int n = 0; n < 20; ++n) bench.get(take(fmt::format("more-{}", n)));
    SUBCASE("closed in order") { bench.close(); }
    SUBCASE("broken off") {}
  }
  clock.pass(1h);
  service_bench bench(open_file(directory), clock);
  CHECK(same(bench.get({take("b"), "take"}), taken));
  CHECK(same(bench.get({engine::call_next{number(1)}, "call"}), refused));
  const auto other = bench.ask({take("a"), "take", "another print"});
  CHECK(bench.until([&] { return other->settled(); }));
  CHECK(other->why_not() == trouble::idempotency_mismatch);
  CHECK(bench.head().last_ticket == 21);
}

TEST_CASE("a retry that comes before the first is durable gets the first's answer") {
  journal_control control;
  hand_clock clock;
  service_bench bench(controlled(std::make_unique<journal::memory_journal>(), control), clock);
  bench.get(open_counter(1));
  control.shut();
  const auto first = bench.ask({take("a"), "key"});
  REQUIRE(control.somebody_waits(bench));
  const auto second = bench.ask({take("a"), "key"});
  const auto third = bench.ask({take("a"), "key"});
  const auto other = bench.ask({take("a"), "key", "another print"});
  bench.settle();
  CHECK_FALSE(first->settled());
  CHECK_FALSE(second->settled());  // a reply never precedes durability
  CHECK_FALSE(other->settled());
  CHECK(bench.head().tickets.size() == 1);
  control.open();
  CHECK(bench.until([&] {
    return first->settled() && second->settled() && third->settled() && other->settled();
  }));
  REQUIRE(first->given() != nullptr);
  REQUIRE(second->given() != nullptr);
  REQUIRE(third->given() != nullptr);
  CHECK(same(*first->given(), *second->given()));
  CHECK(same(*first->given(), *third->given()));
  CHECK(other->why_not() == trouble::idempotency_mismatch);
  CHECK(bench.published().tickets.size() == 1);
}

TEST_CASE("a key is known for 24 hours and then forgotten") {
  fresh_directory directory;
  hand_clock clock;
  service_options o;
  {
    service_bench bench(open_file(directory), clock, o);
    const auto first = bench.get({take("a"), "key"});
    clock.pass(24h - 1s);
    CHECK(same(bench.get({take("b"), "key"}), first));
    SUBCASE("while the server runs, in a hall where nobody else sends a key") {
      clock.pass(2s);
      const auto anew = bench.get({take("c"), "key"});
      CHECK_FALSE(same(anew, first));
      CHECK(same(bench.get({take("d"), "key"}), anew));
    }
    SUBCASE("across a restart") {
      bench.close();
      clock.pass(2s);
    }
  }
  service_bench bench(open_file(directory), clock, o);
  const auto now = bench.get({take("e"), "key"});
  CHECK(now.body.find("2026-03-03") != std::string::npos);  // the next day's, whoever took it
}

TEST_CASE("answers leave the file with their keys: a year of them would be ten times the journal") {
  fresh_directory directory;
  hand_clock clock;
  {
    service_bench bench(open_file(directory), clock);
    bench.get({take("a"), "key-a"});
    bench.get({take("b"), "key-b"});
    clock.pass(23h);
    bench.get({take("c"), "key-c"});
    bench.close();
  }
  answer given;
  {
    service_bench bench(open_file(directory), clock);
    clock.pass(2h);
    given = bench.get({take("d"), "key-d"});  // and a and b are forgotten
    bench.close();
  }
  CHECK(run_sql(directory.file(), "SELECT command_id FROM answers JOIN journal USING (seq)") ==
        std::vector<std::string>{"key-c", "key-d"});
  service_bench bench(open_file(directory), clock);
  CHECK(same(bench.get({take("e"), "key-d"}), given));
}

TEST_CASE("a restart forgets no key that the running server would have known") {
  fresh_directory directory;
  hand_clock clock;
  std::vector<answer> given;
  {
    service_bench bench(open_file(directory), clock);
    for (int n = 0; n < 5; ++n) {
      given.push_back(bench.get({take(fmt::format("token-{}", n)), fmt::format("key-{}", n)}));
      clock.pass(30min);
    }
    bench.close();
  }
  clock.pass(20h);
  service_bench bench(open_file(directory), clock);
  for (std::size_t n = 0; n < given.size(); ++n)
    CHECK(same(bench.get({take("other"), fmt::format("key-{}", n)}), given[n]));
}

TEST_CASE("keys are a hall's own: the same key in another hall is another request") {
  hand_clock clock;
  service_bench bench(std::make_unique<journal::memory_journal>(), clock, {},
                      office_of(engine::testing::sample_rules(), "branch"));
  bench.get({take("a"), "key"});
  CHECK(bench.get({take("b"), "key", "print", "branch"}).status == 201);
  CHECK(bench.published("branch").tickets.size() == 1);
  CHECK(bench.published("main").tickets.size() == 1);
}

TEST_CASE("a key whose commit failed is free: its retry is decided as if it came first") {
  journal_control control;
  hand_clock clock;
  service_bench bench(controlled(std::make_unique<journal::memory_journal>(), control), clock);
  bench.get({take("a"), "key-a"});
  control.appends_fail = 1;
  const auto lost = bench.ask({take("b"), "key-b"});
  CHECK(bench.until([&] { return lost->settled() && bench.service().ready(); }));
  CHECK(lost->why_not() == trouble::storage_unavailable);
  CHECK(bench.published().tickets.size() == 1);
  // Even for something else: nothing was ever done under this key.
  const auto other = bench.get({take("c"), "key-b", "another print"});
  CHECK(other.status == 201);
  const auto mismatch = bench.ask({take("b"), "key-b"});
  CHECK(bench.until([&] { return mismatch->settled(); }));
  CHECK(mismatch->why_not() == trouble::idempotency_mismatch);
  CHECK(bench.published().tickets.size() == 2);
}

TEST_CASE("retries are bounded like commands") {
  journal_control control;
  hand_clock clock;
  service_options small;
  small.inbox = 10;
  service_bench bench(controlled(std::make_unique<journal::memory_journal>(), control), clock,
                      small);
  bench.get({take("a"), "key"});
  control.shut();
  const auto first = bench.ask({take("b"), "key-b"});
  REQUIRE(control.somebody_waits(bench));
  std::vector<fate_ptr> retries;
  for (int n = 0; n < 20; ++n) retries.push_back(bench.ask({take("a"), "key"}));
  CHECK(std::count_if(retries.begin(), retries.end(),
                      [](const auto& f) { return f->why_not() == trouble::overloaded; }) == 11);
  control.open();
  CHECK(bench.until([&] {
    return std::all_of(retries.begin(), retries.end(), [](const auto& f) { return f->settled(); });
  }));
  CHECK(bench.service().figures().overloaded == 11);
  CHECK(bench.get({take("a"), "key"}).status == 201);
}

}  // namespace hallcall::service::testing
