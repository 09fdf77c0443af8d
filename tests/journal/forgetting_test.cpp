// what was forgotten is in no byte of the journal's files.
#include <doctest/doctest.h>

#include <fmt/format.h>

#include <fstream>
#include <iterator>

#include "journal/sqlite_handle.hpp"
#include "journal/sqlite_journal.hpp"
#include "support.hpp"

namespace hallcall::journal::test {
namespace {

std::string bytes_of(const fresh_directory& directory) {
  std::string all;
  for (const auto& file : std::filesystem::directory_iterator(directory.path())) {
    std::ifstream in(file.path(), std::ios::binary);
    all.append(std::istreambuf_iterator<char>(in), {});
  }
  return all;
}

std::string contact(std::uint64_t n) { return fmt::format("<contact-of-{:05}>", n); }

entry booking(std::uint64_t seq) {
  auto e = sample_entry(seq);
  e.hall = "main";
  e.personal = {fmt::format("code-{}", seq), contact(seq) + std::string(seq % 90, 'x')};
  return e;
}

entry erasing(std::uint64_t seq, std::vector<std::string> subjects) {
  auto e = sample_entry(seq);
  e.hall = "main";
  e.forgets = std::move(subjects);
  return e;
}

void append_one(journal& j, const entry& e) { j.append(std::span(&e, 1)); }

}  // namespace

TEST_CASE("R-90 forgotten notes leave no byte behind, those that are kept stay") {
  fresh_directory directory;
  sqlite_journal j({.path = directory.file()});
  std::uint64_t seq = 0;
  constexpr std::uint64_t notes = 600;  // many pages, which are split and merged
  while (seq < notes) append_one(j, booking(++seq));
  CHECK(bytes_of(directory).find(contact(1)) != std::string::npos);
  for (std::uint64_t part = 0; part < 7; ++part) {  // every seventh, then the next ones, …
    std::vector<std::string> subjects;
    for (std::uint64_t n = 1 + part; n <= notes; n += 7)
      subjects.push_back(fmt::format("code-{}", n));
    append_one(j, erasing(++seq, subjects));
    const auto bytes = bytes_of(directory);
    for (std::uint64_t n = 1; n <= notes; ++n) {
      CAPTURE(n);
      REQUIRE((bytes.find(contact(n)) != std::string::npos) == ((n - 1) % 7 > part));
    }
  }
  CHECK(j.read_personal("main").empty());
  CHECK(j.verify().whole);
}

TEST_CASE("R-90 somebody who reads delays it until the next entry") {
  fresh_directory directory;
  sqlite_journal j({.path = directory.file()});
  append_one(j, booking(1));
  {
    connection reader(directory.file(), true, "");
    reader.run("begin", "BEGIN");
    CHECK(reader.ask("read", "SELECT count(*) FROM personal") == "1");
    append_one(j, erasing(2, {"code-1"}));
    CHECK(bytes_of(directory).find(contact(1)) != std::string::npos);
    reader.run("end", "COMMIT");
  }
  append_one(j, sample_entry(3));
  CHECK(bytes_of(directory).find(contact(1)) == std::string::npos);
}

TEST_CASE("R-90 a program that ended between forgetting and emptying the log does it later") {
  fresh_directory directory;
  {
    sqlite_journal j({.path = directory.file()});
    append_one(j, booking(1));
    connection reader(directory.file(), true, "");
    reader.run("begin", "BEGIN");
    CHECK(reader.ask("read", "SELECT count(*) FROM personal") == "1");
    append_one(j, erasing(2, {"code-1"}));
    j.reopen();
    reader.run("end", "COMMIT");
    append_one(j, sample_entry(3));
    CHECK(bytes_of(directory).find(contact(1)) == std::string::npos);
  }
}

}  // namespace hallcall::journal::test
