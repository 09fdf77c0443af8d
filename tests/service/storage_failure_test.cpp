// Storage that fails at every point of a short run of the hall. Whatever fails, the journal that is
// left is, byte for byte, the one of a run without a failure: nothing acknowledged is lost, nothing
// happens twice, and whoever asks again with the same key gets the one true answer.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include "engine/commands.hpp"
#include "journal/sqlite_journal.hpp"
#include "service_bench.hpp"
#include "tests/engine/text_of.hpp"
#include "tests/journal/faulty_vfs.hpp"

namespace hallcall::service::testing {
namespace {

using engine::testing::first_difference;
using engine::testing::text_of;
using journal::vfs_call;
using journal::test::faulty_vfs;
using lasting = faulty_vfs::lasting;

// Commands that are given together, once the time before them has gone by.
struct burst {
  std::chrono::milliseconds before;
  std::vector<asking> asked;
};

std::vector<burst> short_run() {
  const auto one = number(1);
  const auto id = [](std::uint64_t n) { return engine::ticket_id{n}; };
  return {
      {1s, {{open_counter(1), "open"}}},
      {1s, {{take("a"), "take-1"}, {take("b"), "take-2"}, {take("c", "address"), "take-3"}}},
      {5s, {{engine::call_next{one}, "call-1"}}},
      {9s, {{engine::start_visit{one}, ""}}},  // whoever gave no key looks before asking again
      {9s, {{engine::call_next{one}, "busy"}, {take("d", "no-such-service"), "refused"}}},
      {60s, {{engine::finish_visit{one}, ""}}},
      {2s, {{engine::call_next{one}, "call-2"}, {take("e"), "take-4"}}},
      {20s, {{engine::no_show{one}, ""}}},
      {3s, {{engine::check_in{id(2)}, "back"}, {engine::call_next{one}, "call-3"}}},
      {4s,
       {{engine::report_slip{id(4), false, "paper-out"}, "slip"},
        {engine::start_visit{one}, "start"}}},
      {60s,
       {{engine::finish_visit{one},
         "finish"}}},  // the slip was not confirmed: the ticket is voided
      {1s, {{engine::call_next{one}, "call-4"}}},
      {1s, {{engine::start_visit{one}, "start-2"}, {engine::finish_visit{one}, "finish-2"}}},
      {1s, {{engine::call_next{one}, "nobody"}, {engine::close_counter{one}, "close"}}},
  };
}

service_options run_options() {
  service_options o;
  o.snapshot_every = 6;
  return o;
}

// What a run leaves.
struct outcome {
  std::vector<std::string> entries, visits;
  std::vector<std::string>
      answers;  // in the order of the commands; "" where it was not told which of two
  std::vector<journal::entry> journal;
};

outcome flawless_run();

const outcome& flawless() {
  static const outcome once = flawless_run();
  return once;
}

// The hall as the flawless run had it after each entry, by seq.
std::vector<std::string> flawless_states() {
  engine::hall_state s = engine::make_hall(
      std::make_shared<const engine::hall_rules>(engine::testing::sample_rules()));
  std::vector<std::string> states{text_of(s)};
  for (const auto& e : flawless().journal) {
    for (const auto& event : decode_events(e))
      apply(s, event, engine::time_point{std::chrono::milliseconds(e.at_ms)});
    s.seq = e.seq;
    states.push_back(text_of(s));
  }
  return states;
}

const std::string& state_after(std::uint64_t seq) {
  static const auto states = flawless_states();
  return states.at(seq);
}

class run {
 public:
  explicit run(faulty_vfs& vfs) : vfs_(vfs) {}

  outcome whole() {
    open();
    for (const auto& b : short_run()) {
      clock_.pass(b.before);
      give(b);
    }
    closing_ = true;
    bench_->close();  // also while the storage fails: then there is nothing to write
    bench_.reset();
    vfs_.heal();
    return left();
  }

  bool compare = true;  // false while the flawless run itself is made
  // Wraps the journal, for failures that need more than a VFS.
  std::function<std::unique_ptr<journal::journal>(std::unique_ptr<journal::journal>)> wrap =
      [](std::unique_ptr<journal::journal> j) { return j; };

 private:
  void open() {
    // A start on unwell storage is refused; the next one goes on from what is there.
    try {
      bench_ = std::make_unique<service_bench>(wrap(open_file(directory_, vfs_.name(), 8)), clock_,
                                               run_options());
    } catch (const journal::storage_error&) {
      vfs_.heal();
      bench_ = std::make_unique<service_bench>(wrap(open_file(directory_, vfs_.name(), 8)), clock_,
                                               run_options());
    }
    bench_->on_storage = [this](bool works) { works ? works_again() : failed(); };
    bench_->on_published = [this] { compare_published(); };
    bench_->until([this] { return bench_->published().day.has_value(); });
  }

  void compare_published() {
    if (!compare) return;
    const auto& s = bench_->published();
    CHECK(first_difference(text_of(s), state_after(s.seq)) == "");
  }

  void failed() {
    CHECK_FALSE(bench_->service().ready());
    before_ = text_of(bench_->published());
    compare_published();
    if (closing_) return;
    if (!bench_->published().day)
      return vfs_.heal();  // nobody asks yet: nobody would heal it later
    const auto now = bench_->ask({take("not-now"), fmt::format("not-now-{}", ++refused_)});
    CHECK(now->why_not() == trouble::storage_unavailable);
    CHECK(text_of(bench_->published()) == before_);
  }

  void works_again() {
    CHECK(bench_->service().ready());
    CHECK(text_of(bench_->head()) == text_of(bench_->published()));
    compare_published();
  }

  // Asks until every command has its answer, in order, as patient clients do.
  void give(const burst& b) {
    std::vector<fate_ptr> fates;
    for (const auto& a : b.asked) fates.push_back(bench_->ask(a));
    for (std::size_t i = 0; i < fates.size(); ++i) {
      if (!bench_->until([&] { return fates[i]->settled(); })) return;
      const bool doubtful = fates[i]->why_not().has_value();
      for (int again = 0; fates[i]->why_not() && again < 100; ++again) {
        CHECK(*fates[i]->why_not() == trouble::storage_unavailable);
        // Storage that fails until healed: heal it, now that it has been seen to fail.
        if (!bench_->service().ready()) vfs_.heal();
        if (!bench_->until([&] { return bench_->service().ready(); })) return;
        fates[i] = bench_->ask(b.asked[i]);
        if (!bench_->until([&] { return fates[i]->settled(); })) return;
      }
      REQUIRE(fates[i]->given() != nullptr);
      const auto& given = *fates[i]->given();
      const bool told = !(doubtful && b.asked[i].key.empty());
      answers_.push_back(told ? fmt::format("{} {}", given.status, given.body) : "");
    }
  }

  outcome left() {
    outcome o;
    journal::sqlite_journal after({.path = directory_.file()});
    CHECK(after.verify().whole);
    o.entries = lines_of(after);
    after.read_after(0, [&](const journal::entry& e) { o.journal.push_back(e); });
    o.visits = run_sql(directory_.file(), "SELECT * FROM visits ORDER BY ticket");
    o.answers = answers_;
    return o;
  }

  faulty_vfs& vfs_;
  fresh_directory directory_;
  hand_clock clock_;
  std::unique_ptr<service_bench> bench_;
  std::string before_;
  int refused_ = 0;
  bool closing_ = false;
  std::vector<std::string> answers_;
};

outcome flawless_run() {
  faulty_vfs vfs("flawless");
  run one(vfs);
  one.compare = false;
  return one.whole();
}

void check_same(const outcome& o) {
  CHECK(o.entries == flawless().entries);
  CHECK(o.visits == flawless().visits);
  REQUIRE(o.answers.size() == flawless().answers.size());
  for (std::size_t i = 0; i < o.answers.size(); ++i)
    if (!o.answers[i].empty()) CHECK(o.answers[i] == flawless().answers[i]);
}

struct fault {
  const char* name;
  vfs_call call;
  int code = 0;
  bool short_write = false;
};

constexpr fault faults[] = {
    {"write", vfs_call::write},
    {"short write", vfs_call::write, SQLITE_IOERR_WRITE, true},
    {"full disk", vfs_call::write, SQLITE_FULL},
    {"full disk after half a write", vfs_call::write, SQLITE_FULL, true},
    {"sync", vfs_call::sync},
    {"open", vfs_call::open},
    {"truncate", vfs_call::truncate},
    {"remove", vfs_call::remove},
};

// Fails the first call, the second, … until a run ends before its call comes. How many points
// failed.
std::uint64_t at_every_point(const fault& f, lasting how_long) {
  constexpr std::uint64_t bound = 2'000;
  (void)flawless();
  for (std::uint64_t nth = 1; nth < bound; ++nth) {
    CAPTURE(std::string(f.name));
    CAPTURE(nth);
    CAPTURE((how_long == lasting::once));
    faulty_vfs vfs(fmt::format("faulty-{}", nth));
    run one(vfs);
    vfs.fail(f.call, nth, how_long, f.code, f.short_write);
    const auto found = one.whole();
    check_same(found);
    if (vfs.failures() == 0) return nth - 1;
  }
  FAIL("the run never ended without a failure");
  return bound;
}

}  // namespace

TEST_CASE("the short run shows what it is meant to show") {
  const auto& o = flawless();
  CHECK(o.visits.size() == 4);  // finished, finished after a missed call, finished, voided
  CHECK(o.entries.size() > 22);
  CHECK(o.answers.size() == 22);
}

TEST_CASE("a single failure at any point of a run loses nothing and repeats nothing") {
  for (const auto& f : faults) {
    CAPTURE(std::string(f.name));
    CHECK(at_every_point(f, lasting::once) > 0);
  }
}

TEST_CASE("a failure that lasts refuses what comes and loses and repeats nothing") {
  for (const auto& f : faults) {
    if (f.short_write) continue;  // half of a write differs from none of it only once
    CAPTURE(std::string(f.name));
    CHECK(at_every_point(f, lasting::until_healed) > 0);
  }
}

}  // namespace hallcall::service::testing
