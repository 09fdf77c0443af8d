// Whoever edits the file behind the journal's back is found out, and the entry is named.
#include <doctest/doctest.h>

#include <fstream>

#include "journal/sqlite_journal.hpp"
#include "support.hpp"

namespace hallcall::journal::test {
namespace {

struct ten_entries {
  ten_entries() {
    sqlite_journal j({.path = directory.file()});
    j.append(sample_group(1, 10));
    head = j.verify().head;
  }
  verification after(const std::string& sql) const {
    run_sql(directory.file(), sql);
    return verified();
  }
  verification verified() const {
    return sqlite_journal({.path = directory.file(), .read_only = true}).verify();
  }

  fresh_directory directory;
  std::string head;
};

void check_bad(const verification& found, std::uint64_t seq) {
  CHECK_FALSE(found.whole);
  CHECK(found.first_bad_seq == seq);
  CHECK(found.entries == seq - 1);
  CHECK(found.what.find("entry " + std::to_string(seq)) != std::string::npos);
}

}  // namespace

TEST_CASE("an untouched journal is whole, and its head is the one it had") {
  const ten_entries kept;
  const auto found = kept.verified();
  CHECK(found.whole);
  CHECK(found.entries == 10);
  CHECK(found.first_bad_seq == 0);
  CHECK(found.what.empty());
  CHECK(found.head == kept.head);
}

TEST_CASE("a change to any field of any entry is found at that entry") {
  const std::string changes[] = {
      "hall = 'other'",
      "at_ms = at_ms + 1",
      "actor = actor || ' '",
      "command_id = ''",
      "kind = upper(kind)",
      "version = 9",
      "body = replace(body, 'A', 'B')",
      "body = ''",
      "chain = zeroblob(32)",
      "chain = substr(chain, 1, 31)",
      "chain = x''",
      "chain = CAST(chain || x'00' AS BLOB)",
  };
  for (const int seq : {1, 5, 10}) {
    for (const auto& change : changes) {
      CAPTURE(seq);
      CAPTURE(change);
      const ten_entries kept;
      check_bad(kept.after("UPDATE journal SET " + change + " WHERE seq = " + std::to_string(seq)),
                static_cast<std::uint64_t>(seq));
    }
  }
}

TEST_CASE("a missing entry is named") {
  for (const int seq : {1, 5, 9}) {
    CAPTURE(seq);
    const ten_entries kept;
    check_bad(kept.after("DELETE FROM journal WHERE seq = " + std::to_string(seq)),
              static_cast<std::uint64_t>(seq));
  }
}

TEST_CASE("a missing entry whose gap was closed by renumbering is found where the gap was") {
  const ten_entries kept;
  check_bad(
      kept.after(
          "DELETE FROM journal WHERE seq = 5; UPDATE journal SET seq = seq - 1 WHERE seq > 5"),
      5);
}

TEST_CASE("an added entry is named") {
  const ten_entries kept;
  SUBCASE("at the end") {
    check_bad(kept.after("INSERT INTO journal SELECT 11, hall, at_ms, actor, command_id, kind, "
                         "version, body, chain "
                         "FROM journal WHERE seq = 10"),
              11);
  }
  SUBCASE("in between") {
    check_bad(kept.after("UPDATE journal SET seq = -seq WHERE seq > 5;"
                         "UPDATE journal SET seq = 1 - seq WHERE seq < 0;"
                         "INSERT INTO journal SELECT 6, hall, at_ms, actor, command_id, kind, "
                         "version, body, chain "
                         "FROM journal WHERE seq = 5"),
              6);
  }
  SUBCASE("before the first") {
    const auto found = kept.after(
        "INSERT INTO journal SELECT -3, hall, at_ms, actor, command_id, kind, version, body, chain "
        "FROM journal WHERE seq = 1");
    CHECK_FALSE(found.whole);
    CHECK(found.first_bad_seq == 1);
    CHECK(found.what == "an entry numbered -3 stands before entry 1");
  }
}

TEST_CASE("two entries that changed places are found at the first") {
  const ten_entries kept;
  check_bad(
      kept.after(
          "UPDATE journal SET seq = -7 WHERE seq = 7; UPDATE journal SET seq = 7 WHERE seq = 8;"
          "UPDATE journal SET seq = 8 WHERE seq = -7"),
      7);
}

TEST_CASE("a tail that was cut off shows in the head, if that was noted elsewhere") {
  const ten_entries kept;
  const auto found = kept.after("DELETE FROM journal WHERE seq = 10");
  CHECK(found.whole);
  CHECK(found.entries == 9);
  CHECK(found.head != kept.head);
}

TEST_CASE("a tail that is cut off or added under a running server is found by the server") {
  fresh_directory directory;
  sqlite_journal j({.path = directory.file()});
  j.append(sample_group(1, 10));
  SUBCASE("cut off") {
    run_sql(directory.file(), "DELETE FROM journal WHERE seq = 10");
    check_bad(j.verify(), 10);
  }
  SUBCASE("all of it") {
    run_sql(directory.file(), "DELETE FROM journal");
    check_bad(j.verify(), 1);
  }
}

TEST_CASE("an entry added under a running server is never appended over, nor lost sight of") {
  fresh_directory directory;
  sqlite_journal j({.path = directory.file()});
  j.append(sample_group(1, 2));
  run_sql(directory.file(),
          "INSERT INTO journal SELECT 3, hall, at_ms, actor, 'foreign', kind, version, body, chain "
          "FROM journal WHERE seq = 2");
  CHECK(refusal([&] { j.append(sample_group(3, 1)); }).find("append") == 0);
  j.reopen();
  CHECK(j.last_seq() == 3);
  CHECK(j.read(3)->command_id == "foreign");
  check_bad(j.verify(), 3);
}

TEST_CASE("a server does not continue a journal whose last link is damaged") {
  const ten_entries kept;
  run_sql(kept.directory.file(), "UPDATE journal SET chain = x'00' WHERE seq = 10");
  const auto said = refusal([&] { sqlite_journal({.path = kept.directory.file()}); });
  CHECK(said.find("damaged") != std::string::npos);
  CHECK(said.find("entry 10") != std::string::npos);
}

TEST_CASE("a page that a disk spoilt is reported as the entry that cannot be read") {
  fresh_directory directory;
  {
    sqlite_journal j({.path = directory.file()});
    j.append(sample_group(1, 400));
  }
  const auto size = std::filesystem::file_size(directory.file());
  {
    std::fstream file(directory.file(), std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(static_cast<std::streamoff>(size / 2 / 8192 * 8192));
    file << std::string(8192, '\xff');
  }
  const auto found = sqlite_journal({.path = directory.file(), .read_only = true}).verify();
  CHECK_FALSE(found.whole);
  CHECK(found.first_bad_seq > 1);
  CHECK(found.first_bad_seq < 400);
  CHECK(found.what.find("cannot be read") != std::string::npos);
}

}  // namespace hallcall::journal::test
