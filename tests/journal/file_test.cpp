// Opening: what is accepted, what is refused and how clearly, who may open beside whom.
#include <doctest/doctest.h>

#include <atomic>
#include <fstream>
#include <thread>

#include "journal/sqlite_journal.hpp"
#include "journal/sqlite_schema.hpp"
#include "support.hpp"

namespace hallcall::journal::test {
namespace {

// The file as its first schema had it, entry by entry with the links of that time.
constexpr const char* first_schema_file = R"sql(
  PRAGMA journal_mode = WAL;
  CREATE TABLE meta(name TEXT PRIMARY KEY NOT NULL, value INTEGER NOT NULL) STRICT;
  INSERT INTO meta VALUES ('schema', 1);
  CREATE TABLE journal(seq INTEGER PRIMARY KEY, hall TEXT NOT NULL, at_ms INTEGER NOT NULL, actor TEXT NOT NULL,
    command_id TEXT NOT NULL, kind TEXT NOT NULL, version INTEGER NOT NULL, body TEXT NOT NULL,
    chain BLOB NOT NULL) STRICT;
  CREATE TABLE snapshots(hall TEXT NOT NULL, seq INTEGER NOT NULL, version INTEGER NOT NULL, body TEXT NOT NULL,
    PRIMARY KEY(hall, seq)) STRICT;
  CREATE TABLE visits(hall TEXT NOT NULL, ticket TEXT NOT NULL, business_date TEXT NOT NULL, number TEXT NOT NULL,
    lane TEXT NOT NULL, services TEXT NOT NULL, language TEXT NOT NULL, channel TEXT NOT NULL,
    issued_ms INTEGER NOT NULL, called_ms INTEGER, started_ms INTEGER, ended_ms INTEGER NOT NULL, counter INTEGER,
    clerk TEXT NOT NULL, calls INTEGER NOT NULL, ended_as TEXT NOT NULL, outcome TEXT NOT NULL,
    PRIMARY KEY(hall, ticket)) STRICT;
  INSERT INTO journal VALUES (1, 'main', 1795000000000, 'kiosk-1', 'key-1', 'take-ticket', 1,
    '{"number":"A001","note":"號碼牌"}', x'6798ff2c7c01c847b7860c81dd33c04ae1234e6e174100497885d6d56a23927f');
  INSERT INTO journal VALUES (2, 'main', -1, 'hall', '', 'tick', 4294967295, '',
    x'875efff811a9ec32f8f68ae93811208224e2f8aba586e6d95bf7a7d85ebad9e8');
  INSERT INTO snapshots VALUES ('main', 1, 1, '{}');
  INSERT INTO visits VALUES ('main', 't-1', '2026-11-20', 'A001', 'general', 'transcript', 'zh-TW', 'kiosk',
    1, 2, 3, 4, 5, 'sample-clerk', 1, 'done', 'finished');
)sql";

std::string open_refusal(const std::filesystem::path& file, bool read_only = false) {
  return refusal([&] { sqlite_journal({.path = file, .read_only = read_only}); });
}

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

std::string content(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace

TEST_CASE("a journal goes on where the last process left it") {
  fresh_directory directory;
  std::string head;
  for (std::uint64_t first = 1; first <= 30; first += 3) {
    sqlite_journal j({.path = directory.file()});
    CHECK(j.last_seq() == first - 1);
    if (first > 1) CHECK(j.verify().head == head);
    j.append(sample_group(first, 3));
    if (first == 16) j.save_snapshot({"main", 18, 1, "state"});
    head = j.verify().head;
  }
  sqlite_journal j({.path = directory.file()});
  check_sound(j);
  CHECK(j.last_seq() == 30);
  CHECK(j.load_snapshots("main").front().body == "state");
}

TEST_CASE("a file of the first schema opens, keeps everything and is brought up to date") {
  fresh_directory directory;
  run_sql(directory.file(), first_schema_file);
  {
    sqlite_journal reader({.path = directory.file(), .read_only = true});
    CHECK(reader.verify().whole);
    CHECK(reader.verify().entries == 2);
  }
  CHECK(run_sql(directory.file(), "SELECT value FROM meta WHERE name = 'schema'") ==
        std::vector<std::string>{"1"});

  sqlite_journal j({.path = directory.file()});
  CHECK(j.last_seq() == 2);
  CHECK(j.verify().whole);
  CHECK(j.read(1)->body == R"({"number":"A001","note":"號碼牌"})");
  CHECK(j.load_snapshots("main").size() == 1);
  auto e = sample_entry(3);
  e.visits.push_back(sample_visit(2));
  j.append({&e, 1});
  check_sound(j);
  CHECK(run_sql(directory.file(), "SELECT value FROM meta WHERE name = 'schema'") ==
        std::vector<std::string>{std::to_string(newest_schema())});
  CHECK(run_sql(directory.file(),
                "SELECT ticket FROM visits INDEXED BY visits_by_day WHERE hall = 'main' AND "
                "business_date = '2026-11-20' ORDER BY ticket") ==
        std::vector<std::string>{"t-1", "ticket-2"});
}

TEST_CASE("a file of a newer schema is refused, and left as it is") {
  fresh_directory directory;
  { sqlite_journal j({.path = directory.file()}); }
  run_sql(directory.file(),
          "UPDATE meta SET value = 99 WHERE name = 'schema'; PRAGMA wal_checkpoint(TRUNCATE)");
  const auto before = content(directory.file());
  for (const bool read_only : {false, true}) {
    const auto said = open_refusal(directory.file(), read_only);
    CHECK(has(said, "schema 99"));
    CHECK(has(said, "newer"));
  }
  CHECK(content(directory.file()) == before);
}

TEST_CASE("what is not a journal is refused, and left as it is") {
  fresh_directory directory;
  const auto refused = [&](const char* why) {
    const auto before = content(directory.file());
    for (const bool read_only : {false, true}) {
      const auto said = open_refusal(directory.file(), read_only);
      CHECK_MESSAGE(has(said, why), said);
      CHECK(has(said, directory.file().string()));
    }
    CHECK(content(directory.file()) == before);
  };
  SUBCASE("a text") {
    std::ofstream(directory.file()) << std::string(5000, 'x');
    refused("not a database");
  }
  SUBCASE("another program's database") {
    run_sql(directory.file(), "CREATE TABLE notes(text); INSERT INTO notes VALUES ('mine')");
    refused("not a Hallcall journal");
  }
  SUBCASE("a database with a table of that name") {
    run_sql(directory.file(), "CREATE TABLE meta(name, value); CREATE TABLE journal(day)");
    refused("not a Hallcall journal");
  }
  SUBCASE("a directory") {
    std::filesystem::create_directory(directory.file());
    CHECK(has(open_refusal(directory.file()), "unable to open"));
  }
}

TEST_CASE("places where nothing can be written are refused with the reason") {
  fresh_directory directory;
  CHECK(
      has(open_refusal(directory.path() / "nowhere" / "journal.db"), "No such file or directory"));
  CHECK_FALSE(open_refusal("/proc/self/journal.db").empty());
  std::filesystem::create_symlink("/proc/self/journal.db", directory.file());
  CHECK(has(open_refusal(directory.file()), "unable to open"));
}

TEST_CASE("an unknown VFS is refused by name") {
  fresh_directory directory;
  CHECK(has(refusal([&] { sqlite_journal({.path = directory.file(), .vfs = "tape"}); }), "tape"));
  CHECK(has(refusal([&] {
              sqlite_journal({.path = directory.file(),
                              .sync_delay = std::chrono::microseconds(1),
                              .vfs = "tape"});
            }),
            "tape"));
}

TEST_CASE("a second server on the same data is refused until the first is gone") {
  fresh_directory directory;
  {
    sqlite_journal first({.path = directory.file()});
    const auto said = open_refusal(directory.file());
    CHECK(has(said, "in use by another server"));
    CHECK(has(said, directory.path().string()));
    CHECK(has(said, std::to_string(getpid())));
    first.reopen();
    CHECK(has(open_refusal(directory.file()), "in use"));
    first.append(sample_group(1, 1));
  }
  sqlite_journal second({.path = directory.file()});
  CHECK(second.last_seq() == 1);
}

TEST_CASE("a reader needs no server, changes nothing and refuses to write") {
  fresh_directory directory;
  CHECK(has(open_refusal(directory.file(), true), "unable to open"));
  CHECK_FALSE(std::filesystem::exists(directory.file()));
  {
    sqlite_journal j({.path = directory.file()});
    j.append(sample_group(1, 5));
  }
  const auto before = content(directory.file());
  {
    sqlite_journal reader({.path = directory.file(), .read_only = true});
    CHECK(reader.last_seq() == 5);
    check_sound(reader);
    CHECK(has(refusal([&] { reader.append(sample_group(6, 1)); }), "reading only"));
    CHECK(has(refusal([&] { reader.save_snapshot({"main", 5, 1, ""}); }), "reading only"));
    reader.reopen();
    CHECK(reader.last_seq() == 5);
  }
  CHECK(content(directory.file()) == before);
  sqlite_journal j({.path = directory.file()});
  CHECK(j.last_seq() == 5);
}

TEST_CASE("a reader verifies beside a server that keeps writing") {
  fresh_directory directory;
  sqlite_journal j({.path = directory.file(), .checkpoint_pages = 20});
  j.append(sample_group(1, 100));
  std::atomic<bool> stop{false};
  std::atomic<int> rounds{0};
  std::atomic<int> broken{0};
  std::thread auditor([&] {
    sqlite_journal reader({.path = directory.file(), .read_only = true});
    do {
      if (!reader.verify().whole) ++broken;
      ++rounds;
    } while (!stop);
  });
  const auto said = refusal([&] {
    for (std::uint64_t first = 101; first <= 4000; first += 10) j.append(sample_group(first, 10));
    j.reopen();
  });
  stop = true;
  auditor.join();
  CHECK(said == "");
  CHECK(rounds > 0);
  CHECK(broken == 0);
  check_sound(j);
}

TEST_CASE("visits are written with the entry that ended them, once a ticket") {
  fresh_directory directory;
  sqlite_journal j({.path = directory.file()});
  auto group = sample_group(1, 2);
  group[0].visits = {sample_visit(1), sample_visit(2)};
  group[1].visits = {sample_visit(1)};
  group[1].visits[0].ended_as = "left";
  group[1].visits[0].called_ms.reset();
  group[1].visits[0].counter.reset();
  j.append(group);
  CHECK(run_sql(directory.file(), "SELECT * FROM visits ORDER BY ticket") ==
        std::vector<std::string>{"main|ticket-1|2026-11-20|A001|general|transcript,id-card|zh-TW|"
                                 "kiosk|1795000000000|||1795000300000||"
                                 "sample-clerk|2|left|finished",
                                 "main|ticket-2|2026-11-20|A002|general|transcript,id-card|zh-TW|"
                                 "kiosk|1795000000000|1795000060000||"
                                 "1795000300000|5|sample-clerk|2|done|finished"});
}

TEST_CASE("a visit is found again, what did not happen as absent, also by a reader beside") {
  const fresh_directory directory;
  sqlite_journal kept({.path = directory.file()});
  auto group = sample_group(1, 1);
  auto never_called = sample_visit(2);
  never_called.counter = std::nullopt;
  never_called.called_ms = std::nullopt;
  never_called.clerk = "";
  group[0].visits = {sample_visit(1), never_called};
  kept.append(group);
  sqlite_journal reader({.path = directory.file(), .read_only = true});
  for (sqlite_journal* j : {&kept, &reader}) {
    for (const auto& v : group[0].visits) {
      const auto found = j->find_visit(v.hall, v.ticket);
      REQUIRE(found);
      CHECK(found->business_date == v.business_date);
      CHECK(found->number == v.number);
      CHECK(found->lane == v.lane);
      CHECK(found->services == v.services);
      CHECK(found->language == v.language);
      CHECK(found->channel == v.channel);
      CHECK(found->issued_ms == v.issued_ms);
      CHECK(found->called_ms == v.called_ms);
      CHECK(found->started_ms == v.started_ms);
      CHECK(found->ended_ms == v.ended_ms);
      CHECK(found->counter == v.counter);
      CHECK(found->clerk == v.clerk);
      CHECK(found->calls == v.calls);
      CHECK(found->ended_as == v.ended_as);
      CHECK(found->outcome == v.outcome);
    }
    CHECK_FALSE(j->find_visit("another hall", sample_visit(1).ticket));
    CHECK_FALSE(j->find_visit(sample_visit(1).hall, "t-none"));
  }
}

}  // namespace hallcall::journal::test
