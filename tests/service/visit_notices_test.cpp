// The three notices of a visit, as they follow from what happens in a hall.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <set>

#include "journal/memory_journal.hpp"
#include "notice_bench.hpp"
#include "proto/messages/codec.hpp"
#include "service/public_face.hpp"
#include "tests/engine/property.hpp"
#include "tests/engine/random_day.hpp"

namespace hallcall::service::testing {
namespace {

// A hall with a webhook, and every notice that became durable.
struct telling_hall {
  hand_clock clock;
  service_bench bench{
      std::make_unique<journal::memory_journal>(), clock, {}, office_with_webhook(1)};
  std::vector<messages::visit_notice> told;

  telling_hall() {
    bench.service().on_notices = [this](const std::vector<journal::notice_row>& rows) {
      for (const auto& row : rows)
        told.push_back(*messages::decode<messages::visit_notice>(row.body, messages::trusted));
    };
    bench.until([this] { return bench.published().day.has_value(); });
  }
  // "taken A001", … of what was told since the last look.
  std::vector<std::string> lines() {
    std::vector<std::string> all;
    for (const auto& n : std::exchange(told, {})) {
      std::string line = n.type + " " + n.number;
      if (n.ahead) line += fmt::format(" ahead {}", *n.ahead);
      if (n.counter) line += fmt::format(" counter {}", *n.counter);
      for (const auto& m : n.missing) line += " " + m;
      all.push_back(line);
    }
    return all;
  }
  void take_many(int count) {
    for (int i = 0; i < count; ++i) bench.get(take(fmt::format("token-{}", ++tokens)));
  }
  int tokens = 0;
};

using lines = std::vector<std::string>;

}  // namespace

TEST_CASE("a visit is told before, during and after: taken, near, called, finished (R-54)") {
  telling_hall h;
  h.take_many(6);
  CHECK(h.lines() == lines{"taken A001 ahead 0", "taken A002 ahead 1", "taken A003 ahead 2",
                           "taken A004 ahead 3", "taken A005 ahead 4", "taken A006 ahead 5"});
  h.bench.get(open_counter(1));
  h.bench.get(engine::call_next{number(1)});
  CHECK(h.lines() == lines{"called A001 counter 1", "near A005 ahead 3"});
  h.bench.get(engine::start_visit{number(1)});
  CHECK(h.lines().empty());
  h.bench.get(engine::finish_visit{number(1), engine::outcome::supplement, {"戶口名簿", "委託書"}});
  CHECK(h.lines() == lines{"supplement A001 戶口名簿 委託書"});
  h.bench.get(engine::call_next{number(1)});
  CHECK(h.lines() == lines{"called A002 counter 1", "near A006 ahead 3"});
  h.bench.get(engine::start_visit{number(1)});
  h.bench.get(engine::finish_visit{number(1), engine::outcome::finished, {}});
  h.bench.get(engine::call_next{number(1)});
  h.bench.get(engine::start_visit{number(1)});
  h.bench.get(engine::finish_visit{number(1), engine::outcome::referred, {}});
  CHECK(h.lines() == lines{"finished A002", "called A003 counter 1", "referred A003"});
  h.bench.get(engine::leave{engine::ticket_id{4}});
  h.bench.get(engine::void_ticket{engine::ticket_id{5}, "a slip"});
  CHECK(h.lines() == lines{"left A004", "voided A005"});
  h.clock.pass(24h);
  h.bench.get(open_counter(2));
  const auto last = h.lines();
  REQUIRE(last.size() == 1);
  CHECK(last[0] == "expired A006");
}

TEST_CASE("a notice holds the ticket's page, its words and nothing of the person") {
  telling_hall h;
  h.take_many(1);
  REQUIRE(h.told.size() == 1);
  const auto& n = h.told[0];
  CHECK(n.hall == "main");
  CHECK(n.ticket == "t1");
  CHECK(n.language == "zh-TW");
  CHECK(n.url == "/t/token-1");
  CHECK(n.at == h.bench.published().find(engine::ticket_id{1})->issued_at);
}

TEST_CASE("near is told once a visit, whoever comes before it meanwhile") {
  telling_hall h;
  h.take_many(5);
  h.bench.get(open_counter(1));
  h.bench.get(engine::call_next{number(1)});
  CHECK(h.lines().back() == "near A005 ahead 3");
  // Two with priority come before it, and are called.
  auto with_need = std::get<engine::take_ticket>(take("p1"));
  with_need.needs.insert(engine::need::senior);
  h.bench.get(with_need);
  with_need.token = "p2";
  h.bench.get(with_need);
  h.bench.get(engine::start_visit{number(1)});
  h.bench.get(engine::finish_visit{number(1)});
  h.bench.get(engine::call_next{number(1)});
  h.bench.get(engine::start_visit{number(1)});
  h.bench.get(engine::finish_visit{number(1)});
  h.bench.get(engine::call_next{number(1)});
  for (const auto& line : h.lines()) CHECK(line.find("near") == std::string::npos);
}

TEST_CASE("without a webhook nothing is kept for one") {
  hand_clock clock;
  const fresh_directory directory;
  service_bench bench(open_file(directory), clock);
  bench.get(take("a"));
  CHECK(run_sql(directory.file(), "SELECT count(*) FROM notices") == std::vector<std::string>{"0"});
}

TEST_CASE(
    "what was not received is there after a start, with the same ids, and nobody is told "
    "anew that it is near") {
  hand_clock clock;
  const fresh_directory directory;
  std::vector<std::string> bodies;
  const auto note = [&](const std::vector<journal::notice_row>& rows) {
    for (const auto& r : rows) bodies.push_back(r.body);
  };
  {
    service_bench bench(open_file(directory), clock, {}, office_with_webhook(1));
    bench.service().on_notices = note;
    for (int i = 0; i < 6; ++i) bench.get(take(fmt::format("token-{}", i)));
    bench.get(open_counter(1));
    bench.get(engine::call_next{number(1)});
  }  // without closing: no snapshot of the end
  REQUIRE(bodies.size() == 8);
  service_bench bench(open_file(directory), clock, {}, office_with_webhook(1));
  const auto kept = bench.service().take_undelivered();
  std::vector<std::string> found;
  for (const auto& r : kept) found.push_back(r.body);
  CHECK(found == bodies);
  CHECK(bench.service().take_undelivered().empty());
  bench.service().notices_settled({kept[0].key, kept[7].key});
  bodies.clear();
  bench.service().on_notices = note;
  bench.get(take("one more", "transcript"));
  REQUIRE(bodies.size() == 1);
  CHECK(bodies[0].find("\"taken\"") != std::string::npos);
  CHECK(run_sql(directory.file(), "SELECT count(*) FROM notices") == std::vector<std::string>{"7"});
}

// Whatever people do: every id is given once; a ticket's notices begin with `taken`, `near` comes
// at most once and only with three or fewer before it, and nothing follows the end.
TEST_CASE("in any hall a visit's notices are in order and told once (R-54)") {
  std::size_t nears = 0, ends = 0;
  engine::testing::for_all_days("notices", 40, [&](const engine::testing::random_day& day) {
    struct reading final : engine::testing::watcher {
      notice_writer writer{"main"};
      std::set<std::string> ids;
      std::map<std::string, std::vector<std::string>> visits;
      std::uint64_t seq = 0;
      engine::hall_state state;
      void before(const engine::testing::hall_driver& hall, const engine::command&) override {
        state = hall.state();
      }
      void after(const engine::testing::hall_driver& hall, const engine::command&,
                 const engine::result<std::vector<engine::event>>& decided) override {
        if (!decided) return;
        for (const auto& e : *decided) {
          engine::apply(state, e, hall.now());
          writer.add(e, state);
        }
        for (const auto& n : writer.end(++seq, hall.now(), hall.state())) {
          RC_ASSERT(ids.insert(n.id).second);
          if (n.type == "near") RC_ASSERT(*n.ahead <= 3);
          visits[n.ticket].push_back(n.type);
        }
      }
    };
    reading r;
    engine::testing::live_through(day, r);
    const std::set<std::string> end{"finished", "referred", "supplement",
                                    "left",     "voided",   "expired"};
    for (const auto& [ticket, types] : r.visits) {
      RC_ASSERT(types.front() == "taken");
      const auto near = std::count(types.begin(), types.end(), "near");
      RC_ASSERT(near <= 1);
      nears += static_cast<std::size_t>(near);
      for (std::size_t i = 0; i < types.size(); ++i) {
        if (end.contains(types[i])) RC_ASSERT(i + 1 == types.size());
        ends += end.contains(types[i]) ? 1 : 0;
      }
    }
  });
  CHECK(nears > 5);
  CHECK(ends > 20);
}

}  // namespace hallcall::service::testing
