// Storage that fails at every point of a short run: an append is refused or done, never half; what
// was acknowledged is there afterwards, once; and after the failure the journal goes on by itself.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <memory>

#include "faulty_vfs.hpp"
#include "journal/sqlite_journal.hpp"
#include "power_loss_vfs.hpp"
#include "support.hpp"

namespace hallcall::journal::test {
namespace {

using lasting = faulty_vfs::lasting;

// Opens, appends groups of one to four entries and saves snapshots, with checkpoints in between;
// after a failure heals the storage, reopens and goes on, as the server does.
class run {
 public:
  explicit run(faulty_vfs& vfs) : vfs_(vfs) {}

  void whole() {
    open();
    for (std::size_t group = 0; group < 12; ++group) {
      append(1 + group % 4);
      if (group % 4 == 3) save_snapshot();
    }
    kept_.reset();
    check_left_behind();
  }

  // Called after every recovery with what the journal then shows: that is what is told to
  // everybody.
  std::function<void(std::uint64_t visible)> recovered = [](std::uint64_t) {};
  // Called when a recovery begins, with what was acknowledged until then.
  std::function<void(std::uint64_t acknowledged)> recovering = [](std::uint64_t) {};

  [[nodiscard]] const std::filesystem::path& path() const { return directory_.path(); }

 private:
  void open() {
    const sqlite_options options{
        .path = directory_.file(), .checkpoint_pages = 6, .vfs = vfs_.name()};
    const auto said = refusal([&] { kept_ = std::make_unique<sqlite_journal>(options); });
    if (said.empty()) return;
    vfs_.heal();
    kept_ = std::make_unique<sqlite_journal>(options);
  }

  void append(std::size_t size) {
    const auto before = kept_->last_seq();
    const auto group = sample_group(before + 1, size);
    if (refusal([&] { kept_->append(group); }).empty()) {
      acknowledged_ = kept_->last_seq();
      return;
    }
    CHECK_FALSE(refusal([&] { (void)kept_->last_seq(); }).empty());
    recover();
    // All of the group or none of it; the retry of a command that is there gets its answer from
    // there.
    const auto now = kept_->last_seq();
    CHECK((now == before || now == before + size));
    acknowledged_ = now;
    if (now == before) {
      kept_->append(group);
      acknowledged_ = kept_->last_seq();
    }
  }

  void save_snapshot() {
    const auto seq = kept_->last_seq();
    const snapshot s{"main", seq, 1, fmt::format("state after {}", seq)};
    if (refusal([&] { kept_->save_snapshot(s); }).empty()) {
      CHECK(kept_->load_snapshots("main").front().seq == seq);
      return;
    }
    recover();
    CHECK(kept_->last_seq() == seq);
    CHECK(kept_->load_snapshots("main").size() <= 2);
    kept_->save_snapshot(s);
  }

  // While storage is unwell, reopening may be refused, any number of times.
  void recover() {
    recovering(acknowledged_);
    (void)refusal([&] { kept_->reopen(); });
    (void)refusal([&] { kept_->reopen(); });
    vfs_.heal();
    kept_->reopen();
    recovered(kept_->last_seq());
  }

  void check_left_behind() {
    sqlite_journal after({.path = directory_.file()});
    CHECK(after.last_seq() == acknowledged_);
    for (const auto& e : all_of(after)) CHECK(same(e, sample_entry(e.seq)));
    check_sound(after);
  }

  faulty_vfs& vfs_;
  fresh_directory directory_;
  std::unique_ptr<sqlite_journal> kept_;
  std::uint64_t acknowledged_ = 0;
};

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
template <class Vfs, class Prepare>
std::uint64_t at_every_point(const fault& fault, lasting how_long, Prepare prepare) {
  constexpr std::uint64_t bound = 2000;
  for (std::uint64_t nth = 1; nth < bound; ++nth) {
    CAPTURE(std::string(fault.name));
    CAPTURE(nth);
    CAPTURE((how_long == lasting::once));
    Vfs vfs(fmt::format("faulty-{}", nth));
    vfs.fail(fault.call, nth, how_long, fault.code, fault.short_write);
    run one(vfs);
    prepare(one, vfs);
    one.whole();
    if (vfs.failures() == 0) return nth - 1;
  }
  FAIL("the run never ended without a failure");
  return bound;
}

}  // namespace

TEST_CASE("a single failure at any point loses nothing and repeats nothing") {
  for (const auto& fault : faults) {
    const auto points = at_every_point<faulty_vfs>(fault, lasting::once, [](run&, faulty_vfs&) {});
    CAPTURE(std::string(fault.name));
    CHECK(points > 0);
  }
}

TEST_CASE("a failure that lasts until healed loses nothing and repeats nothing") {
  for (const auto& fault : faults) {
    const auto points =
        at_every_point<faulty_vfs>(fault, lasting::until_healed, [](run&, faulty_vfs&) {});
    CAPTURE(std::string(fault.name));
    CHECK(points > 0);
  }
}

TEST_CASE("a loss of power during or after recovery changes nothing that was told to anybody") {
  for (const auto& fault : faults) {
    for (const auto how_long : {lasting::once, lasting::until_healed}) {
      at_every_point<power_loss_vfs>(fault, how_long, [](run& one, power_loss_vfs& vfs) {
        one.recovering = [&vfs](std::uint64_t acknowledged) {
          vfs.changed = [&vfs, acknowledged] { CHECK(last_after_power_loss(vfs) >= acknowledged); };
        };
        // Neither less than is visible, nor more: a group that was declared void does not come
        // back.
        one.recovered = [&vfs](std::uint64_t visible) {
          vfs.changed = [] {};
          CHECK(last_after_power_loss(vfs) == visible);
        };
      });
    }
  }
}

}  // namespace hallcall::journal::test
