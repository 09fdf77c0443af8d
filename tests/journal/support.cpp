// See support.hpp.
#include "support.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <unistd.h>

#include <memory>
#include <set>

#include "journal/sqlite_journal.hpp"

namespace hallcall::journal::test {

fresh_directory::fresh_directory() {
  const bool in_memory = access("/dev/shm", W_OK) == 0;
  const auto parent =
      in_memory ? std::filesystem::path("/dev/shm") : std::filesystem::temp_directory_path();
  auto name = (parent / "hallcall-journal-XXXXXX").string();
  REQUIRE(mkdtemp(name.data()) != nullptr);
  path_ = name;
}

fresh_directory::~fresh_directory() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

entry sample_entry(std::uint64_t seq) {
  return {.seq = seq,
          .hall = seq % 3 == 0 ? "branch" : "main",
          .at_ms = 1'795'000'000'000 + static_cast<std::int64_t>(seq) * 1000,
          .actor = fmt::format("kiosk-{}", seq % 5),
          .command_id = fmt::format("command-{}", seq),
          .kind = seq % 2 == 0 ? "take-ticket" : "call-next",
          .version = static_cast<std::uint32_t>(1 + seq % 2),
          .body = fmt::format(R"({{"number":"A{:03}","note":"號碼牌","fill":"{}"}})", seq,
                              std::string(300 + seq % 7 * 100, 'x'))};
}

std::vector<entry> sample_group(std::uint64_t first, std::size_t size) {
  std::vector<entry> group;
  for (std::size_t at = 0; at < size; ++at) group.push_back(sample_entry(first + at));
  return group;
}

visit_row sample_visit(std::uint64_t n) {
  return {.hall = "main",
          .ticket = fmt::format("ticket-{}", n),
          .business_date = "2026-11-20",
          .number = fmt::format("A{:03}", n),
          .lane = "general",
          .services = "transcript,id-card",
          .language = "zh-TW",
          .channel = "kiosk",
          .issued_ms = 1'795'000'000'000,
          .called_ms = 1'795'000'060'000,
          .started_ms = std::nullopt,
          .ended_ms = 1'795'000'300'000,
          .counter = 5,
          .clerk = "sample-clerk",
          .calls = 2,
          .ended_as = "done",
          .outcome = "finished"};
}

bool same(const entry& a, const entry& b) {
  return a.seq == b.seq && a.hall == b.hall && a.at_ms == b.at_ms && a.actor == b.actor &&
         a.command_id == b.command_id && a.kind == b.kind && a.version == b.version &&
         a.body == b.body;
}

std::vector<entry> all_of(journal& j, std::uint64_t after) {
  std::vector<entry> found;
  j.read_after(after, [&](const entry& e) { found.push_back(e); });
  return found;
}

void check_sound(journal& j) {
  std::uint64_t expected = 0;
  std::set<std::string> commands;
  for (const auto& e : all_of(j)) {
    CHECK(e.seq == ++expected);
    CHECK(commands.insert(e.command_id).second);
  }
  CHECK(j.last_seq() == expected);
  const auto found = j.verify();
  CHECK_MESSAGE(found.whole, found.what);
  CHECK(found.entries == expected);
}

std::uint64_t last_after_power_loss(const power_loss_vfs& vfs) {
  const fresh_directory disk;
  vfs.leave_on_disk(disk.path());
  sqlite_journal found({.path = disk.file()});
  for (const auto& e : all_of(found)) CHECK(same(e, sample_entry(e.seq)));
  check_sound(found);
  return found.last_seq();
}

std::vector<std::string> run_sql(const std::filesystem::path& file, const std::string& sql) {
  sqlite3* opened = nullptr;
  const int code = sqlite3_open(file.c_str(), &opened);
  const std::unique_ptr<sqlite3, int (*)(sqlite3*)> handle(opened, sqlite3_close);
  REQUIRE(code == SQLITE_OK);
  sqlite3_busy_timeout(opened, 10'000);
  std::vector<std::string> rows;
  const auto take = [](void* to, int columns, char** values, char**) {
    std::string row;
    for (int at = 0; at < columns; ++at) {
      if (at > 0) row += '|';
      row += values[at] ? values[at] : "";
    }
    static_cast<std::vector<std::string>*>(to)->push_back(row);
    return 0;
  };
  const int done = sqlite3_exec(opened, sql.c_str(), take, &rows, nullptr);
  REQUIRE_MESSAGE(done == SQLITE_OK, std::string(sqlite3_errmsg(opened)));
  return rows;
}

std::string refusal(const std::function<void()>& call) {
  try {
    call();
  } catch (const storage_error& error) {
    return error.what();
  }
  return "";
}

}  // namespace hallcall::journal::test
