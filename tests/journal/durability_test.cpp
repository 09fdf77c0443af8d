// What durable means: synced before acknowledged, decided once after a failure, unharmed by the
// loss of power.
#include <doctest/doctest.h>

#include <chrono>

#include "faulty_vfs.hpp"
#include "journal/sqlite_journal.hpp"
#include "power_loss_vfs.hpp"
#include "support.hpp"

namespace hallcall::journal::test {
namespace {

using lasting = faulty_vfs::lasting;

}  // namespace

TEST_CASE("every acknowledged append survives the loss of power right after it") {
  const fresh_directory directory;
  power_loss_vfs vfs("power-loss");
  sqlite_journal j({.path = directory.file(), .checkpoint_pages = 6, .vfs = vfs.name()});
  CHECK(last_after_power_loss(vfs) == 0);
  for (std::uint64_t first = 1; first <= 60; first += 2) {
    j.append(sample_group(first, 2));
    CHECK(last_after_power_loss(vfs) == first + 1);
  }
}

TEST_CASE("an entry left in doubt by a failed sync is on the disk once it is visible") {
  const fresh_directory directory;
  power_loss_vfs vfs("failed-sync");
  sqlite_journal j({.path = directory.file(), .vfs = vfs.name()});
  j.append(sample_group(1, 2));
  // The sync fails, and so do those of closing: the log stays as it is, readable, its pages counted
  // as clean.
  vfs.fail(vfs_call::sync, 1, lasting::until_healed);
  CHECK(refusal([&] { j.append(sample_group(3, 2)); }).find("commit: ") == 0);
  CHECK_FALSE(refusal([&] { j.reopen(); }).empty());
  vfs.heal();
  j.reopen();
  CHECK(j.last_seq() == 4);
  CHECK(last_after_power_loss(vfs) == 4);
}

TEST_CASE("an entry that a failed sync left out of sight, beside a reader, never comes back") {
  const fresh_directory directory;
  power_loss_vfs vfs("out-of-sight");
  sqlite_journal j({.path = directory.file(), .vfs = vfs.name()});
  j.append(sample_group(1, 2));
  // The reader keeps the log's shared index alive, which does not know of the entry in doubt.
  sqlite_journal reader({.path = directory.file(), .read_only = true, .vfs = vfs.name()});
  CHECK(reader.verify().entries == 2);
  vfs.fail(vfs_call::sync, 1, lasting::once);
  CHECK_FALSE(refusal([&] { j.append(sample_group(3, 2)); }).empty());
  j.reopen();
  CHECK(j.last_seq() == 2);
  CHECK(last_after_power_loss(vfs) == 2);
  CHECK(reader.verify().entries == 2);
}

TEST_CASE(
    "a process that was killed before its sync leaves nothing that can be acknowledged and then "
    "lost") {
  const fresh_directory directory;
  power_loss_vfs vfs("killed");
  {
    sqlite_journal killed({.path = directory.file(), .vfs = vfs.name()});
    killed.append(sample_group(1, 2));
    vfs.fail(vfs_call::sync, 1, lasting::until_healed);
    CHECK_FALSE(refusal([&] { killed.append(sample_group(3, 1)); }).empty());
  }
  vfs.heal();
  sqlite_journal j({.path = directory.file(), .vfs = vfs.name()});
  CHECK(j.last_seq() == 3);
  CHECK(last_after_power_loss(vfs) == 3);
}

TEST_CASE("after a failure every call is refused until reopened") {
  const fresh_directory directory;
  faulty_vfs vfs("refusing");
  sqlite_journal j({.path = directory.file(), .vfs = vfs.name()});
  j.append(sample_group(1, 1));
  vfs.fail(vfs_call::write, 1, lasting::once);
  const auto said = refusal([&] { j.append(sample_group(2, 1)); });
  CHECK(said.find("disk I/O error (SQLite 778)") != std::string::npos);
  const auto refused = [&](const std::function<void()>& call) {
    return refusal(call).find("not reopened") != std::string::npos;
  };
  CHECK(refused([&] { j.append(sample_group(2, 1)); }));
  CHECK(refused([&] { (void)j.last_seq(); }));
  CHECK(refused([&] { (void)j.read(1); }));
  CHECK(refused([&] { (void)all_of(j); }));
  CHECK(refused([&] { j.read_keys(0, [](const journal::key_row&) {}); }));
  CHECK(refused([&] { j.save_snapshot({"main", 1, 1, ""}); }));
  CHECK(refused([&] { (void)j.load_snapshots("main"); }));
  CHECK(refused([&] { (void)j.verify(); }));
  j.reopen();
  CHECK(j.last_seq() == 1);
  j.append(sample_group(2, 1));
  check_sound(j);
}

TEST_CASE("each append is synced before it returns: synchronous is really FULL") {
  const fresh_directory directory;
  faulty_vfs vfs("counting");
  sqlite_journal j({.path = directory.file(), .vfs = vfs.name()});
  for (std::uint64_t first = 1; first <= 50; first += 5) {
    const auto before = vfs.calls(vfs_call::sync);
    j.append(sample_group(first, 5));
    CHECK(vfs.calls(vfs_call::sync) > before);
  }
  // One sync a group is all that it takes: group commit rests on that.
  const auto before = vfs.calls(vfs_call::sync);
  j.append(sample_group(51, 50));
  CHECK(vfs.calls(vfs_call::sync) == before + 1);
}

TEST_CASE("a sync delay is added to each sync, on top of any VFS") {
  const fresh_directory directory;
  faulty_vfs vfs("beneath-the-delay");
  const std::chrono::milliseconds delay(5);
  sqlite_journal j({.path = directory.file(), .sync_delay = delay, .vfs = vfs.name()});
  const auto syncs = vfs.calls(vfs_call::sync);
  const auto started = std::chrono::steady_clock::now();
  j.append(sample_group(1, 1));
  const auto made = vfs.calls(vfs_call::sync) - syncs;
  CHECK(made > 0);
  CHECK(std::chrono::steady_clock::now() - started >= delay * made);
  vfs.fail(vfs_call::sync, 1, lasting::once);
  CHECK_FALSE(refusal([&] { j.append(sample_group(2, 1)); }).empty());
  j.reopen();
  j.append(sample_group(j.last_seq() + 1, 1));
  check_sound(j);
}

}  // namespace hallcall::journal::test
