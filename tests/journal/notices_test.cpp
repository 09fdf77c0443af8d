// Notices that wait for their receiver stand beside the entries that they tell of.
#include <doctest/doctest.h>

#include <array>
#include <memory>

#include "journal/memory_journal.hpp"
#include "journal/sqlite_journal.hpp"
#include "support.hpp"

namespace hallcall::journal::test {
namespace {

entry entry_with_notices(std::uint64_t seq, std::vector<std::string> bodies) {
  auto e = sample_entry(seq);
  e.notices = std::move(bodies);
  return e;
}

std::vector<std::string> waiting_in(journal& j) {
  std::vector<std::string> all;
  for (const auto& row : j.load_notices())
    all.push_back(std::to_string(row.key.seq) + "." + std::to_string(row.key.n) + " " + row.body);
  return all;
}

using lines = std::vector<std::string>;

void keeps_notices_until_they_are_removed(journal& j) {
  CHECK(waiting_in(j).empty());
  const std::array group{entry_with_notices(1, {"one", "two"}), entry_with_notices(2, {}),
                         entry_with_notices(3, {"three"})};
  j.append(group);
  CHECK(waiting_in(j) == lines{"1.0 one", "1.1 two", "3.0 three"});
  CHECK(j.read(1)->notices.empty());
  const std::array settled{notice_key{3, 0}, notice_key{1, 0}, notice_key{77, 0}};
  j.remove_notices(settled);
  CHECK(waiting_in(j) == lines{"1.1 two"});
  j.remove_notices(settled);
  j.remove_notices({});
  CHECK(waiting_in(j) == lines{"1.1 two"});
  CHECK(j.verify().whole);
}

}  // namespace

TEST_CASE("a journal keeps the notices of its entries until they are removed") {
  memory_journal in_memory;
  keeps_notices_until_they_are_removed(in_memory);
  const fresh_directory directory;
  {
    sqlite_journal in_file({.path = directory.file()});
    keeps_notices_until_they_are_removed(in_file);
  }
  sqlite_journal again({.path = directory.file()});
  CHECK(waiting_in(again) == lines{"1.1 two"});
}

TEST_CASE("notices change nothing of the chain") {
  memory_journal with, without;
  with.append(std::array{entry_with_notices(1, {"one"})});
  without.append(std::array{entry_with_notices(1, {})});
  CHECK(with.verify().head == without.verify().head);
}

TEST_CASE("a group that fails leaves no notice behind") {
  const fresh_directory directory;
  sqlite_journal j({.path = directory.file()});
  j.append(std::array{entry_with_notices(1, {"one"})});
  // A notice of an entry to come makes the append fail half way.
  run_sql(directory.file(), "INSERT INTO notices VALUES (3, 0, 'in the way')");
  const std::array group{entry_with_notices(2, {"two"}), entry_with_notices(3, {"three"})};
  CHECK_THROWS_AS(j.append(group), storage_error);
  j.reopen();
  CHECK(j.last_seq() == 1);
  CHECK(waiting_in(j) == lines{"1.0 one", "3.0 in the way"});
}

}  // namespace hallcall::journal::test
