// A disk that is really full: a file that may not grow, and, where the test may mount one, a file
// system without room.
#include <doctest/doctest.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/resource.h>

#include <fstream>

#include "journal/sqlite_journal.hpp"
#include "support.hpp"

namespace hallcall::journal::test {
namespace {

// No file of this process may grow past `bytes` while this lives; a write past it fails instead of
// a signal.
class file_size_limit {
 public:
  explicit file_size_limit(rlim_t bytes) : handler_(signal(SIGXFSZ, SIG_IGN)) {
    getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit limited{bytes, before_.rlim_max};
    setrlimit(RLIMIT_FSIZE, &limited);
  }
  file_size_limit(const file_size_limit&) = delete;
  file_size_limit& operator=(const file_size_limit&) = delete;
  ~file_size_limit() {
    setrlimit(RLIMIT_FSIZE, &before_);
    signal(SIGXFSZ, handler_);
  }

 private:
  sighandler_t handler_;
  rlimit before_{};
};

class small_disk {
 public:
  explicit small_disk(std::filesystem::path at) : at_(std::move(at)) {
    std::filesystem::create_directory(at_);
    mounted_ = mount("tmpfs", at_.c_str(), "tmpfs", 0, "size=1m") == 0;
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

// Appends until storage refuses; returns what it said.
std::string fill(journal& j, std::uint64_t& acknowledged) {
  constexpr std::uint64_t bound = 100'000;
  while (acknowledged < bound) {
    const auto said = refusal([&] { j.append(sample_group(acknowledged + 1, 5)); });
    if (!said.empty()) return said;
    acknowledged += 5;
  }
  return "";
}

void check_goes_on(journal& j, std::uint64_t acknowledged) {
  j.reopen();
  CHECK(j.last_seq() >= acknowledged);
  j.append(sample_group(j.last_seq() + 1, 5));
  for (const auto& e : all_of(j)) CHECK(same(e, sample_entry(e.seq)));
  check_sound(j);
}

}  // namespace

TEST_CASE("a file that may not grow refuses entries, keeps the old ones and goes on when it may") {
  const fresh_directory directory;
  sqlite_journal j({.path = directory.file(), .checkpoint_pages = 10});
  std::uint64_t acknowledged = 0;
  std::string said;
  {
    const file_size_limit limit(300'000);
    said = fill(j, acknowledged);
    for (int again = 0; again < 3; ++again) (void)refusal([&] { j.reopen(); });
  }
  CHECK(acknowledged > 0);
  CHECK_FALSE(said.empty());
  check_goes_on(j, acknowledged);
}

TEST_CASE("a full disk refuses entries, keeps the old ones and goes on when there is room") {
  const fresh_directory directory;
  const small_disk disk(directory.path() / "disk");
  if (!disk.mounted()) {
    MESSAGE("not shown here: mounting a small file system is not permitted");
    return;
  }
  const auto place = directory.path() / "disk";
  std::ofstream(place / "ballast") << std::string(400'000, 'x');
  sqlite_journal j({.path = place / "journal.db"});
  std::uint64_t acknowledged = 0;
  CHECK(fill(j, acknowledged).find("database or disk is full (SQLite 13)") != std::string::npos);
  CHECK(acknowledged > 0);
  for (int again = 0; again < 3; ++again) (void)refusal([&] { j.reopen(); });
  std::filesystem::remove(place / "ballast");
  check_goes_on(j, acknowledged);
}

}  // namespace hallcall::journal::test
