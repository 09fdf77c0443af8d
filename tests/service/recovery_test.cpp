// What happens around a failure of the storage: during recovery itself, in a snapshot, for those
// who wait, and on a disk that is really full.
#include <doctest/doctest.h>
#include <fmt/format.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/resource.h>

#include <fstream>

#include "journal/memory_journal.hpp"
#include "journal/sqlite_journal.hpp"
#include "service_bench.hpp"
#include "tests/engine/text_of.hpp"
#include "tests/journal/faulty_vfs.hpp"
#include "wrapped_journal.hpp"

namespace hallcall::service::testing {
namespace {

using engine::testing::text_of;
using journal::vfs_call;
using journal::test::faulty_vfs;

// Storage that fails beneath the journal while it reopens: the first sync fails, and then the n-th
// call of a kind during the reopening.
bool reopening_fails_at(vfs_call call, std::uint64_t nth) {
  faulty_vfs vfs(fmt::format("reopening-{}", nth));
  fresh_directory directory;
  hand_clock clock;
  journal_control control;
  std::uint64_t failures_of_reopening = 0;
  {
    service_bench bench(controlled(open_file(directory, vfs.name()), control), clock);
    bench.get({take("a"), "first"});
    const auto before = vfs.failures();
    bool first_time = true;
    control.before_reopen = [&] {
      if (std::exchange(first_time, false)) vfs.fail(call, nth, faulty_vfs::lasting::once);
    };
    vfs.fail(vfs_call::sync, 1, faulty_vfs::lasting::once);
    const auto doubtful = bench.ask({take("b"), "second"});
    CHECK(bench.until([&] { return doubtful->settled(); }));
    CHECK(doubtful->why_not() == trouble::storage_unavailable);
    CHECK(bench.published().tickets.size() == 1);
    CHECK(bench.until([&] { return bench.service().ready(); }));
    failures_of_reopening = vfs.failures() - before;
    vfs.heal();
    bench.get({take("b"), "second"});
    CHECK(bench.published().tickets.size() == 2);
    CHECK(text_of(bench.head()) == text_of(bench.published()));
    bench.close();
  }
  journal::sqlite_journal after({.path = directory.file()});
  CHECK(after.verify().whole);
  CHECK(after.last_seq() == 3);  // the day and two tickets
  return failures_of_reopening > 1;
}

// No file of this process may grow past `bytes` while this lives.
class file_size_limit {
 public:
  explicit file_size_limit(rlim_t bytes) : handler_(signal(SIGXFSZ, SIG_IGN)) {
    getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit limited{bytes, before_.rlim_max};
    setrlimit(RLIMIT_FSIZE, &limited);
  }
  file_size_limit(const file_size_limit&) = delete;
  file_size_limit& operator=(const file_size_limit&) = delete;
  ~file_size_limit() { lift(); }
  void lift() {
    setrlimit(RLIMIT_FSIZE, &before_);
    signal(SIGXFSZ, handler_);
  }

 private:
  sighandler_t handler_;
  rlimit before_{};
};

// A file system of four megabytes, where the test may mount one.
class small_disk {
 public:
  explicit small_disk(std::filesystem::path at) : at_(std::move(at)) {
    mounted_ = mount("tmpfs", at_.c_str(), "tmpfs", 0, "size=4m") == 0;
  }
  small_disk(const small_disk&) = delete;
  small_disk& operator=(const small_disk&) = delete;
  ~small_disk() {
    if (mounted_) umount(at_.c_str());
  }
  [[nodiscard]] bool mounted() const { return mounted_; }

 private:
  std::filesystem::path at_;
  bool mounted_;
};

// Takes tickets until the storage refuses; how many were given.
std::size_t fill(service_bench& bench) {
  constexpr std::size_t bound = 20'000;
  for (std::size_t n = 1; n < bound; ++n) {
    const auto f = bench.ask({take(fmt::format("token-{}", n)), fmt::format("key-{}", n)});
    if (!bench.until([&] { return f->settled(); })) return 0;
    if (f->why_not()) {
      CHECK(*f->why_not() == trouble::storage_unavailable);
      return n - 1;
    }
  }
  return bound;
}

// What is given is kept, nothing else is shown, and what comes is refused, while there is no room.
void check_full(service_bench& bench, std::size_t given) {
  CHECK(given > 0);
  CHECK_FALSE(bench.service().ready());
  CHECK(bench.published().tickets.size() == given);
  const auto refused = bench.ask({take("late"), "late"});
  CHECK(refused->why_not() == trouble::storage_unavailable);
  CHECK(bench.published().tickets.size() == given);
}

// With room again the hall goes on by itself, and the retry gets its one ticket.
void check_goes_on(service_bench& bench, std::size_t given) {
  CHECK(bench.until([&] { return bench.service().ready(); }));
  bench.get({take(fmt::format("token-{}", given + 1)), fmt::format("key-{}", given + 1)});
  CHECK(bench.published().tickets.size() == given + 1);
  CHECK(bench.published().series.at('A') == given + 1);
  bench.close();
}

}  // namespace

TEST_CASE("a failure during recovery is recovered from as well") {
  for (const auto call :
       {vfs_call::open, vfs_call::write, vfs_call::sync, vfs_call::truncate, vfs_call::remove}) {
    std::uint64_t points = 0;
    for (std::uint64_t nth = 1; nth < 100; ++nth) {
      CAPTURE(static_cast<int>(call));
      CAPTURE(nth);
      if (!reopening_fails_at(call, nth)) break;
      ++points;
    }
    if (call == vfs_call::open || call == vfs_call::write || call == vfs_call::sync)
      CHECK(points > 0);
  }
}

TEST_CASE("a tail of which half was read before the storage failed again is not published twice") {
  journal_control control;
  hand_clock clock;
  service_bench bench(controlled(std::make_unique<journal::memory_journal>(), control), clock);
  bench.get(open_counter(1));
  control.shut();
  const auto first = bench.ask({open_counter(2), ""});
  REQUIRE(control.somebody_waits(bench));
  const auto second = bench.ask({take("a"), "key-a"});
  const auto third = bench.ask({take("b"), "key-b"});
  // All three are written; but nobody is told, and the journal comes back at the third try.
  control.in_doubt = true;
  control.appends_fail = 1;
  control.reopens_fail = 1;
  control.tails_fail = 1;
  control.open();
  CHECK(bench.until([&] { return third->settled(); }));
  CHECK(first->why_not() == trouble::storage_unavailable);
  CHECK(second->why_not() == trouble::storage_unavailable);
  CHECK(bench.until([&] { return bench.service().ready(); }));
  // The first group was the first command alone; the others were dropped with the failure.
  CHECK(bench.published().counters.at(number(2)).mode == engine::counter_mode::open);
  CHECK(bench.published().tickets.empty());
  CHECK(text_of(bench.head()) == text_of(bench.published()));
  bench.get({take("a"), "key-a"});
  CHECK(bench.published().tickets.size() == 1);
}

TEST_CASE("a command that became durable in doubt is shown, and its retry gets its answer") {
  journal_control control;
  hand_clock clock;
  service_bench bench(controlled(std::make_unique<journal::memory_journal>(), control), clock);
  const auto calm = bench.get({take("a"), "key-a"});
  control.in_doubt = true;
  control.appends_fail = 1;
  const auto doubtful = bench.ask({take("b"), "key-b"});
  CHECK(bench.until([&] { return bench.service().ready() && doubtful->settled(); }));
  CHECK(doubtful->why_not() == trouble::storage_unavailable);
  CHECK(bench.until([&] { return bench.published().tickets.size() == 2; }));
  clock.pass(1min);  // decided anew, it would differ
  const auto told = bench.get({take("b"), "key-b"});
  CHECK(told.status == 201);
  CHECK(told.body.find("A002") == std::string::npos);  // numbers are written as their parts
  CHECK(told.body.find("\\\"b\\\"") != std::string::npos);
  CHECK(told.body.find("09:01") == std::string::npos);
  CHECK(bench.published().tickets.size() == 2);
  CHECK(bench.get({take("a"), "key-a"}).body == calm.body);
}

TEST_CASE("a snapshot that cannot be written loses nothing") {
  journal_control control;
  hand_clock clock;
  fresh_directory directory;
  service_options often;
  often.snapshot_every = 1;
  {
    service_bench bench(controlled(open_file(directory), control), clock, often);
    const auto kept = [&](asking one) {
      auto f = bench.ask(one);
      while (bench.until([&] { return f->settled(); }) && f->why_not()) {
        if (!bench.until([&] { return bench.service().ready(); })) break;
        f = bench.ask(one);
      }
      REQUIRE(f->given() != nullptr);
      CHECK(f->given()->status == 201);
    };
    kept({take("a"), "take"});
    for (int n = 0; n < 40; ++n) {
      if (n % 10 == 9) control.snapshots_fail = 2;
      kept({n % 2 == 0 ? open_counter(1) : engine::close_counter{number(1)},
            fmt::format("key-{}", n)});
      CHECK(bench.published().counters.at(number(1)).mode ==
            (n % 2 == 0 ? engine::counter_mode::open : engine::counter_mode::closed));
    }
    CHECK(control.snapshots > 6);
    CHECK(bench.service().figures().storage_failures > 0);
    control.snapshots_fail = 0;
    bench.close();
  }
  service_bench again(open_file(directory), clock);
  CHECK(again.published().tickets.size() == 1);
  CHECK(again.published().seq == 42);  // the day, a ticket and forty more
}

TEST_CASE(
    "a retry that waits for its first answer is refused when the storage fails, and not left "
    "waiting") {
  journal_control control;
  hand_clock clock;
  service_bench bench(controlled(std::make_unique<journal::memory_journal>(), control), clock);
  bench.get({take("a"), "key-a"});
  control.shut();
  const auto first = bench.ask({take("b"), "key-b"});
  REQUIRE(control.somebody_waits(bench));
  const auto retry = bench.ask({take("b"), "key-b"});
  const auto old = bench.ask({take("a"), "key-a"});
  CHECK_FALSE(retry->settled());
  control.appends_fail = 1;
  control.reopens_fail = 1'000'000;  // does not come back
  control.open();
  CHECK(bench.until([&] { return first->settled() && retry->settled() && old->settled(); }));
  CHECK(first->why_not() == trouble::storage_unavailable);
  CHECK(retry->why_not() == trouble::storage_unavailable);
  CHECK(old->why_not() == trouble::storage_unavailable);
  control.reopens_fail = 0;
  CHECK(bench.until([&] { return bench.service().ready(); }));
  CHECK(bench.get({take("b"), "key-b"}).status == 201);
  CHECK(bench.published().tickets.size() == 2);
}

TEST_CASE("a hall can be closed while its storage fails") {
  journal_control control;
  hand_clock clock;
  service_bench bench(controlled(std::make_unique<journal::memory_journal>(), control), clock);
  bench.get({take("a"), "key-a"});
  control.reopens_fail = 1'000'000;
  SUBCASE("and was known to fail") {
    control.appends_fail = 1;
    const auto f = bench.ask({take("b"), "key-b"});
    CHECK(bench.until([&] { return f->settled(); }));
    bench.close();
  }
  SUBCASE("and fails with the last commands") {
    control.shut();
    const auto f = bench.ask({take("b"), "key-b"});
    REQUIRE(control.somebody_waits(bench));
    control.appends_fail = 1;
    bool closed = false;
    bench.service().close([&] { closed = true; });
    CHECK(bench.ask({take("c"), "key-c"})->why_not() == trouble::shutting_down);
    control.open();
    CHECK(bench.until([&] { return f->settled(); }));
    CHECK(f->why_not() == trouble::storage_unavailable);
    bench.settle();
    CHECK(closed);
  }
}

TEST_CASE("a start on storage that fails is refused, and nothing is lost by it") {
  fresh_directory directory;
  hand_clock clock;
  {
    service_bench bench(open_file(directory), clock);
    bench.get({take("a"), "key-a"});
    bench.close();
  }
  std::uint64_t refused = 0;
  for (const auto call : {vfs_call::open, vfs_call::write, vfs_call::sync}) {
    for (std::uint64_t nth = 1; nth < 50; ++nth) {
      faulty_vfs vfs(fmt::format("start-{}", nth));
      vfs.fail(call, nth, faulty_vfs::lasting::until_healed);
      try {
        service_bench bench(open_file(directory, vfs.name()), clock);
        vfs.heal();
        CHECK(bench.published().tickets.size() == 1);
        break;
      } catch (const journal::storage_error&) {
        ++refused;
        vfs.heal();
      }
    }
  }
  CHECK(refused > 3);
  service_bench bench(open_file(directory), clock);
  CHECK(bench.published().tickets.size() == 1);
  bench.get({take("b"), "key-b"});
}

TEST_CASE("a full disk refuses commands, shows what was, and the hall goes on when there is room") {
  fresh_directory directory;
  const small_disk disk(directory.path());
  if (!disk.mounted()) {
    MESSAGE("not shown here: mounting a small file system is not permitted");
    return;
  }
  std::ofstream(directory.path() / "ballast") << std::string(3'500'000, 'x');
  hand_clock clock;
  std::size_t given = 0;
  {
    service_bench bench(open_file(directory, "", 40), clock);
    given = fill(bench);
    check_full(bench, given);
    std::filesystem::remove(directory.path() / "ballast");
    check_goes_on(bench, given);
  }
  CHECK(open_file(directory)->verify().whole);
  service_bench again(open_file(directory), clock);
  CHECK(again.published().tickets.size() == given + 1);
}

TEST_CASE(
    "a file that may not grow refuses commands, shows what was, and the hall goes on when it may") {
  fresh_directory directory;
  hand_clock clock;
  std::size_t given = 0;
  {
    service_bench bench(open_file(directory, "", 10), clock);
    file_size_limit limit(400'000);
    given = fill(bench);
    check_full(bench, given);
    limit.lift();
    check_goes_on(bench, given);
  }
  {
    const auto after = open_file(directory);
    CHECK(after->verify().whole);
    CHECK(after->last_seq() >= given + 2);
  }
  service_bench again(open_file(directory), clock);
  CHECK(again.published().tickets.size() == given + 1);
}

}  // namespace hallcall::service::testing
