// What every journal does, shown on each implementation.
#include <doctest/doctest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fmt/format.h>

#include <cstdio>
#include <limits>
#include <memory>

#include "journal/memory_journal.hpp"
#include "journal/sqlite_journal.hpp"
#include "support.hpp"

namespace hallcall::journal::test {
namespace {

struct in_memory {
  in_memory() = default;
  explicit in_memory(const fresh_directory&) {}
  memory_journal kept;
  journal& get() { return kept; }
};

struct in_sqlite {
  in_sqlite() : own(std::make_unique<fresh_directory>()), kept({.path = own->file()}) {}
  explicit in_sqlite(const fresh_directory& directory) : kept({.path = directory.file()}) {}
  std::unique_ptr<fresh_directory> own;
  sqlite_journal kept;
  journal& get() { return kept; }
};

std::vector<std::uint64_t> seqs(const std::vector<snapshot>& snapshots) {
  std::vector<std::uint64_t> found;
  for (const auto& s : snapshots) found.push_back(s.seq);
  return found;
}

}  // namespace

TEST_CASE_TEMPLATE("a new journal is empty and whole", Kept, in_memory, in_sqlite) {
  Kept kept;
  auto& j = kept.get();
  CHECK(j.last_seq() == 0);
  CHECK_FALSE(j.read(0));
  CHECK_FALSE(j.read(1));
  CHECK(all_of(j).empty());
  CHECK(j.load_snapshots("main").empty());
  const auto found = j.verify();
  CHECK(found.whole);
  CHECK(found.entries == 0);
  CHECK(found.head == std::string(64, '0'));
}

TEST_CASE_TEMPLATE("a reader may stop at any entry", Kept, in_memory, in_sqlite) {
  Kept kept;
  auto& j = kept.get();
  j.append(sample_group(1, 5));
  std::vector<std::uint64_t> seen;
  j.read_while(1, [&](const entry& e) {
    seen.push_back(e.seq);
    return e.seq < 3;
  });
  CHECK(seen == std::vector<std::uint64_t>{2, 3});
  j.append(sample_group(6, 1));
  CHECK(all_of(j).size() == 6);
}

TEST_CASE_TEMPLATE("what is appended is read back, field by field and in order", Kept, in_memory,
                   in_sqlite) {
  Kept kept;
  auto& j = kept.get();
  j.append(sample_group(1, 3));
  j.append({});
  j.append(sample_group(4, 1));
  CHECK(j.last_seq() == 4);
  for (std::uint64_t seq = 1; seq <= 4; ++seq) {
    const auto found = j.read(seq);
    REQUIRE(found);
    CHECK(same(*found, sample_entry(seq)));
    CHECK(found->visits.empty());
  }
  CHECK_FALSE(j.read(5));
  const auto tail = all_of(j, 2);
  REQUIRE(tail.size() == 2);
  CHECK(same(tail[0], sample_entry(3)));
  CHECK(same(tail[1], sample_entry(4)));
  CHECK(all_of(j, 4).empty());
  CHECK(all_of(j, 99).empty());
  check_sound(j);
}

TEST_CASE_TEMPLATE("empty, large and odd texts survive", Kept, in_memory, in_sqlite) {
  Kept kept;
  auto& j = kept.get();
  std::vector<entry> odd(3);
  odd[0].seq = 1;
  odd[1] = {.seq = 2,
            .hall = "大廳",
            .at_ms = -5,
            .actor = std::string("a\0b", 3),
            .command_id = "'--",
            .kind = "\"",
            .version = 0xffffffff,
            .body = std::string(3'000'000, 'b')};
  odd[2] = {.seq = 3,
            .hall = std::string(1, '\0'),
            .at_ms = std::numeric_limits<std::int64_t>::max(),
            .body = "🏮"};
  j.append(odd);
  const auto found = all_of(j);
  REQUIRE(found.size() == 3);
  for (std::size_t at = 0; at < 3; ++at) CHECK(same(found[at], odd[at]));
  CHECK(j.verify().whole);
}

TEST_CASE_TEMPLATE("a long journal streams whole, and a reader that throws harms nothing", Kept,
                   in_memory, in_sqlite) {
  Kept kept;
  auto& j = kept.get();
  for (std::uint64_t first = 1; first <= 2000; first += 200) j.append(sample_group(first, 200));
  CHECK(all_of(j).size() == 2000);
  CHECK(all_of(j, 1024).size() == 976);
  CHECK_THROWS_AS(j.read_after(0,
                               [](const entry& e) {
                                 if (e.seq == 700) throw 7;
                               }),
                  int);
  j.append(sample_group(2001, 1));
  check_sound(j);
}

TEST_CASE_TEMPLATE("keys come newest first, keyed entries alone, until the first older entry", Kept,
                   in_memory, in_sqlite) {
  Kept kept;
  auto& j = kept.get();
  auto group = sample_group(1, 6);
  group[3].command_id.clear();
  j.append(group);
  std::vector<journal::key_row> rows;
  j.read_keys(group[2].at_ms, [&](const journal::key_row& row) { rows.push_back(row); });
  REQUIRE(rows.size() == 3);
  const std::size_t expected[] = {5, 4, 2};
  for (std::size_t at = 0; at < 3; ++at) {
    const auto& e = group[expected[at]];
    CHECK(rows[at].seq == e.seq);
    CHECK(rows[at].hall == e.hall);
    CHECK(rows[at].command_id == e.command_id);
    CHECK(rows[at].at_ms == e.at_ms);
  }
}

TEST_CASE_TEMPLATE("answers stand beside their entries until they are forgotten, oldest first",
                   Kept, in_memory, in_sqlite) {
  Kept kept;
  auto& j = kept.get();
  auto group = sample_group(1, 6);
  for (auto& e : group)
    if (e.seq != 4) e.answer = fmt::format("answer {} 號", e.seq);
  j.append(group);
  const auto link = j.verify().head;
  for (const auto& e : group) CHECK(j.read(e.seq)->answer == e.answer);
  for (const auto& e : all_of(j)) CHECK(e.answer.empty());  // whoever replays does not need them
  j.forget_answers(0);
  CHECK(j.read(1)->answer == "answer 1 號");
  j.forget_answers(3);
  CHECK(j.read(3)->answer.empty());
  CHECK(same(*j.read(3), group[2]));
  CHECK(j.read(5)->answer == "answer 5 號");
  j.forget_answers(99);
  CHECK(j.read(6)->answer.empty());
  j.reopen();
  CHECK(j.read(6)->answer.empty());
  CHECK(j.verify().whole);
  CHECK(j.verify().head == link);  // what is forgotten is not part of the chain
  j.append(sample_group(7, 1));
  check_sound(j);
}

TEST_CASE_TEMPLATE("a long backlog of answers is forgotten in several goes", Kept, in_memory,
                   in_sqlite) {
  Kept kept;
  auto& j = kept.get();
  auto group = sample_group(1, answers_forgotten_at_once + 5);
  for (auto& e : group) e.answer = "a";
  j.append(group);
  const auto last = group.back().seq;
  j.forget_answers(last);
  CHECK(j.read(answers_forgotten_at_once)->answer.empty());
  CHECK(j.read(last)->answer == "a");
  j.forget_answers(last);
  CHECK(j.read(last)->answer.empty());
}

TEST_CASE_TEMPLATE("R-90 personal notes stand beside their entries until an entry forgets them",
                   Kept, in_memory, in_sqlite) {
  using notes = std::map<std::string, std::string>;
  Kept kept;
  auto& j = kept.get();
  auto group = sample_group(1, 6);
  for (auto& e : group) e.hall = e.seq == 3 ? "branch" : "main";
  group[0].personal = {"one", "note 1 號"};
  group[1].personal = {"two", "note 2"};
  group[2].personal = {"one", "another hall's"};
  group[3].personal = {"two", "note 2 again"};
  const auto first = std::span(group).first(4);
  j.append(first);
  CHECK(j.read_personal("main") == notes{{"one", "note 1 號"}, {"two", "note 2 again"}});
  CHECK(j.read_personal("branch") == notes{{"one", "another hall's"}});
  CHECK(j.read_personal("nowhere").empty());
  for (const auto& e : all_of(j)) CHECK_FALSE(e.personal);
  const auto link = j.verify().head;
  group[4].forgets = {"one", "unknown"};
  j.append(std::span(group).subspan(4, 1));
  CHECK(j.read_personal("main") == notes{{"two", "note 2 again"}});
  CHECK(j.read_personal("branch") == notes{{"one", "another hall's"}});
  group[5].forgets = {"two"};
  j.append(std::span(group).subspan(5, 1));
  CHECK(j.read_personal("main").empty());
  j.reopen();
  CHECK(j.read_personal("main").empty());
  CHECK(j.read_personal("branch").size() == 1);
  CHECK(j.verify().whole);
  CHECK(j.verify().head != link);
  check_sound(j);
}

TEST_CASE_TEMPLATE("the newest two snapshots of each hall are kept", Kept, in_memory, in_sqlite) {
  Kept kept;
  auto& j = kept.get();
  j.save_snapshot({"main", 10, 1, "ten"});
  j.save_snapshot({"branch", 11, 1, "eleven"});
  j.save_snapshot({"main", 20, 1, "twenty"});
  j.save_snapshot({"main", 30, 2, "thirty"});
  CHECK(seqs(j.load_snapshots("main")) == std::vector<std::uint64_t>{30, 20});
  CHECK(seqs(j.load_snapshots("branch")) == std::vector<std::uint64_t>{11});
  const auto newest = j.load_snapshots("main").front();
  CHECK(newest.hall == "main");
  CHECK(newest.version == 2);
  CHECK(newest.body == "thirty");

  SUBCASE("saving one again replaces it") {
    j.save_snapshot({"main", 30, 3, "thirty again"});
    CHECK(seqs(j.load_snapshots("main")) == std::vector<std::uint64_t>{30, 20});
    CHECK(j.load_snapshots("main").front().body == "thirty again");
  }
}

TEST_CASE_TEMPLATE("reopening keeps everything", Kept, in_memory, in_sqlite) {
  Kept kept;
  auto& j = kept.get();
  j.append(sample_group(1, 5));
  j.save_snapshot({"main", 5, 1, "five"});
  const auto head = j.verify().head;
  j.reopen();
  CHECK(j.last_seq() == 5);
  CHECK(j.verify().head == head);
  CHECK(j.load_snapshots("main").size() == 1);
  j.append(sample_group(6, 2));
  check_sound(j);
}

TEST_CASE_TEMPLATE("a gap, a repeat or a disorder in seq ends the program", Kept, in_memory,
                   in_sqlite) {
  const auto ends = [](std::vector<entry> group) {
    const fresh_directory directory;  // the parent's, so that somebody removes it
    const auto child = fork();
    REQUIRE(child >= 0);
    if (child == 0) {
      signal(SIGABRT, SIG_DFL);
      if (freopen("/dev/null", "w", stderr) == nullptr) _exit(3);
      Kept kept(directory);
      kept.get().append(sample_group(1, 2));
      kept.get().append(group);
      _exit(0);
    }
    int status = 0;
    REQUIRE(waitpid(child, &status, 0) == child);
    return WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT;
  };
  CHECK(ends({sample_entry(4)}));
  CHECK(ends({sample_entry(2)}));
  CHECK(ends({sample_entry(3), sample_entry(5)}));
  CHECK(ends({sample_entry(4), sample_entry(3)}));
  CHECK_FALSE(ends({sample_entry(3), sample_entry(4)}));
}

TEST_CASE("both journals chain alike") {
  in_memory memory;
  in_sqlite sqlite;
  memory.get().append(sample_group(1, 9));
  sqlite.get().append(sample_group(1, 4));
  sqlite.get().append(sample_group(5, 5));
  CHECK(memory.get().verify().head == sqlite.get().verify().head);
}

}  // namespace hallcall::journal::test
