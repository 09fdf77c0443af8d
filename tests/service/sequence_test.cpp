// The order of things: what is decided is what the journal holds, in its order; nothing is shown or
// answered before it is durable; and what waits is written together.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include "journal/memory_journal.hpp"
#include "service_bench.hpp"
#include "tests/engine/text_of.hpp"
#include "wrapped_journal.hpp"

namespace hallcall::service::testing {
namespace {

using engine::testing::text_of;

// A memory_journal that stays when the service is gone.
class borrowed_journal final : public journal::journal {
 public:
  explicit borrowed_journal(journal& j) : j_(j) {}
  void append(std::span<const hallcall::journal::entry> g) override { j_.append(g); }
  void reopen() override { j_.reopen(); }
  [[nodiscard]] std::uint64_t last_seq() override { return j_.last_seq(); }
  [[nodiscard]] std::optional<hallcall::journal::entry> read(std::uint64_t seq) override {
    return j_.read(seq);
  }
  void read_after(std::uint64_t after,
                  const std::function<void(const hallcall::journal::entry&)>& each) override {
    j_.read_after(after, each);
  }
  void read_while(std::uint64_t after,
                  const std::function<bool(const hallcall::journal::entry&)>& each) override {
    j_.read_while(after, each);
  }
  [[nodiscard]] std::optional<hallcall::journal::visit_row> find_visit(
      const std::string& hall, const std::string& ticket) override {
    return j_.find_visit(hall, ticket);
  }
  void read_keys(std::int64_t since, const std::function<void(const key_row&)>& each) override {
    j_.read_keys(since, each);
  }
  void forget_answers(std::uint64_t up_to) override { j_.forget_answers(up_to); }
  [[nodiscard]] std::map<std::string, std::string> read_personal(const std::string& h) override {
    return j_.read_personal(h);
  }
  void save_snapshot(const hallcall::journal::snapshot& s) override { j_.save_snapshot(s); }
  [[nodiscard]] std::vector<hallcall::journal::snapshot> load_snapshots(
      const std::string& h) override {
    return j_.load_snapshots(h);
  }
  [[nodiscard]] std::vector<hallcall::journal::notice_row> load_notices() override {
    return j_.load_notices();
  }
  void remove_notices(std::span<const hallcall::journal::notice_key> k) override {
    j_.remove_notices(k);
  }
  [[nodiscard]] hallcall::journal::verification verify() override { return j_.verify(); }

 private:
  journal& j_;
};

}  // namespace

TEST_CASE("events are applied and told in the order of their entries' seq") {
  journal::memory_journal kept;
  hand_clock clock;
  std::vector<std::string> told;
  {
    service_bench bench(std::make_unique<borrowed_journal>(kept), clock, {},
                        office_of(engine::testing::sample_rules(), "branch"));
    std::vector<fate_ptr> fates;
    for (int n = 0; n < 40; ++n) {
      const std::string hall = n % 3 == 0 ? "branch" : "main";
      fates.push_back(bench.ask({take(fmt::format("token-{}", n)),
                                 n % 2 == 0 ? fmt::format("key-{}", n) : "", "print", hall}));
      if (n % 7 == 0) fates.push_back(bench.ask({open_counter(1 + n / 7), "", "print", hall}));
      if (n % 10 == 9)
        fates.push_back(bench.ask({engine::call_next{number(1)}, "", "print", hall}));
      clock.pass(100ms);
    }
    CHECK(bench.until([&] {
      return std::all_of(fates.begin(), fates.end(), [](const auto& f) { return f->settled(); });
    }));
    for (const auto& [e, at] : bench.events) told.push_back(text_of(at) + " " + text_of(e));
    CHECK(text_of(bench.head("main")) == text_of(bench.published("main")));
    CHECK(text_of(bench.head("branch")) == text_of(bench.published("branch")));
  }
  std::vector<std::string> written;
  std::uint64_t seq = 0;
  kept.read_after(0, [&](const journal::entry& e) {
    CHECK(e.seq == ++seq);
    const engine::time_point at{std::chrono::milliseconds(e.at_ms)};
    for (const auto& event : decode_events(e))
      written.push_back(text_of(at) + " " + text_of(event));
  });
  CHECK(told.size() > 40);
  CHECK(told == written);
  CHECK(kept.verify().whole);
}

TEST_CASE("what waits together is written together, published once and answered then") {
  journal_control control;
  hand_clock clock;
  service_bench bench(controlled(std::make_unique<journal::memory_journal>(), control), clock);
  bench.get(open_counter(1));
  const auto commits = bench.service().figures().commits;
  const auto entries = bench.service().figures().entries;
  const auto published = text_of(bench.published());
  bench.publications.clear();
  control.shut();
  const auto alone = bench.ask({take("alone"), "alone"});
  REQUIRE(control.somebody_waits(bench));
  std::vector<fate_ptr> together;
  for (int n = 0; n < 16; ++n)
    together.push_back(bench.ask({take(fmt::format("token-{}", n)), fmt::format("key-{}", n)}));
  const auto refused =
      bench.ask({engine::call_next{number(9)}, ""});  // rests on what waits, so it waits as well
  bench.settle();

  CHECK(bench.head().tickets.size() == 17);
  CHECK(text_of(bench.published()) == published);
  CHECK(bench.publications.empty());
  CHECK_FALSE(alone->settled());
  CHECK_FALSE(together[0]->settled());
  CHECK_FALSE(refused->settled());
  CHECK(bench.service().figures().waiting >= 18);

  int answered_when_published = 0;
  bench.on_published = [&] {
    for (const auto& f : together) answered_when_published += f->settled() ? 1 : 0;
    CHECK(bench.published().tickets.size() >= 1);
  };
  control.open();
  CHECK(bench.until([&] { return refused->settled() && together.back()->settled(); }));
  CHECK(refused->given()->status == 409);
  CHECK(bench.until([&] { return bench.publications.size() >= 2; }));
  bench.settle();
  CHECK(bench.publications.size() == 2);  // the lone one's group, and the sixteen's
  CHECK(bench.publications.back() == std::vector<std::string>{"main"});
  CHECK(bench.service().figures().commits == commits + 2);
  CHECK(bench.service().figures().entries - entries >= 17);
  const auto groups = control.groups();
  REQUIRE(groups.size() >= 2);
  CHECK(groups[groups.size() - 2] == 1);
  CHECK(groups.back() >= 16);  // and what the timers had to say: the level, a backup's call
  CHECK(answered_when_published == 16);
}

TEST_CASE("groups keep their limit") {
  journal_control control;
  hand_clock clock;
  service_options ones;
  ones.group_limit = 4;
  service_bench bench(controlled(std::make_unique<journal::memory_journal>(), control), clock,
                      ones);
  bench.get(open_counter(1));
  control.shut();
  std::vector<fate_ptr> all;
  for (int n = 0; n < 30; ++n)
    all.push_back(bench.ask({take(fmt::format("token-{}", n)), fmt::format("key-{}", n)}));
  control.open();
  CHECK(bench.until([&] { return all.back()->settled(); }));
  for (const auto size : control.groups()) CHECK(size <= 4);
}

TEST_CASE("published is never ahead of what is durable, in no moment of a busy hall") {
  journal_control control;
  hand_clock clock;
  auto memory = std::make_unique<journal::memory_journal>();
  auto& kept = *memory;
  service_bench bench(controlled(std::move(memory), control), clock);
  bench.get(open_counter(1));
  for (int round = 0; round < 20; ++round) {
    control.shut();
    std::vector<fate_ptr> all;
    all.push_back(bench.ask({take(fmt::format("first-{}", round)), ""}));
    REQUIRE(control.somebody_waits(bench));
    const auto durable = kept.last_seq();  // the journal's thread stands still
    for (int n = 0; n < 5; ++n)
      all.push_back(bench.ask({take(fmt::format("token-{}-{}", round, n)), ""}));
    all.push_back(bench.ask({engine::call_next{number(1), true}, fmt::format("call-{}", round)}));
    bench.settle();
    CHECK(bench.published().seq <= durable);
    CHECK(bench.service().figures().durable_seq <= durable);
    for (const auto& f : all) CHECK_FALSE(f->settled());
    control.open();
    CHECK(bench.until([&] {
      return std::all_of(all.begin(), all.end(), [](const auto& f) { return f->settled(); });
    }));
    if (bench.published().counters.at(number(1)).current) bench.get(engine::start_visit{number(1)});
  }
}

TEST_CASE("a full inbox refuses what comes, and forgets it") {
  journal_control control;
  hand_clock clock;
  service_options small;
  small.inbox = 8;
  service_bench bench(controlled(std::make_unique<journal::memory_journal>(), control), clock,
                      small);
  bench.get(open_counter(1));
  control.shut();
  std::vector<fate_ptr> all;
  for (int n = 0; n < 20; ++n)
    all.push_back(bench.ask({take(fmt::format("token-{}", n)), fmt::format("key-{}", n)}));
  CHECK(all.back()->why_not() == trouble::overloaded);
  const auto taken = bench.head().tickets.size();
  CHECK(taken <= 8);
  control.open();
  CHECK(bench.until([&] {
    return std::all_of(all.begin(), all.end(), [](const auto& f) { return f->settled(); });
  }));
  CHECK(bench.published().tickets.size() == taken);
  CHECK(bench.get({take("token-19"), "key-19"}).status == 201);  // its key is as new
  CHECK(bench.published().tickets.size() == taken + 1);
}

TEST_CASE("closing writes what waits, answers it, and refuses what comes") {
  journal_control control;
  hand_clock clock;
  fresh_directory directory;
  {
    service_bench bench(controlled(open_file(directory), control), clock);
    bench.get(open_counter(1));
    control.shut();
    std::vector<fate_ptr> all;
    for (int n = 0; n < 10; ++n) all.push_back(bench.ask({take(fmt::format("token-{}", n)), ""}));
    REQUIRE(control.somebody_waits(bench));
    bool closed = false;
    bench.service().close([&] { closed = true; });
    CHECK(bench.ask({take("late"), "late"})->why_not() == trouble::shutting_down);
    CHECK_FALSE(bench.service().ready());
    bench.settle();
    CHECK_FALSE(closed);
    control.open();
    CHECK(bench.until([&] { return all.back()->settled(); }));
    for (const auto& f : all) CHECK(f->given() != nullptr);
    while (!closed) bench.settle();
  }
  // The snapshot of the end holds everything: nothing is replayed.
  CHECK(run_sql(directory.file(), "SELECT max(seq) FROM snapshots") ==
        run_sql(directory.file(), "SELECT max(seq) FROM journal"));
  service_bench again(open_file(directory), clock);
  CHECK(again.published().tickets.size() == 10);
}

}  // namespace hallcall::service::testing
