// offices/README.md and the parser know the same keys, and its example loads.
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <string>

#include "service/office.hpp"
#include "service/office_file_keys.hpp"
#include "temporary_office.hpp"

using namespace hallcall::service;

namespace {

std::vector<std::string> readme_lines() {
  std::ifstream in{std::filesystem::path{HALLCALL_OFFICES} / "README.md"};
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  REQUIRE_FALSE(lines.empty());
  return lines;
}

// What is between the first two backticks after `at`.
std::string quoted(const std::string& line, std::size_t at) {
  const auto end = line.find('`', at);
  return line.substr(at, end - at);
}

// Section → keys, from the headings "### `hall.counter`" and the rows "| `kind` | …" below them, up
// to a further table of the section.
std::map<std::string, std::set<std::string>> documented() {
  std::map<std::string, std::set<std::string>> result;
  std::string section;
  bool key_table = false;
  for (const auto& line : readme_lines()) {
    if (line.starts_with("### `")) {
      section = quoted(line, 5);
      result[section];
    } else if (line.starts_with("## ")) {
      section.clear();
    } else if (line.starts_with("| key |")) {
      key_table = true;
    } else if (!line.starts_with("|")) {
      key_table = false;
    } else if (key_table && !section.empty() && line.starts_with("| `")) {
      result[section].insert(quoted(line, 3));
    }
  }
  return result;
}

}  // namespace

TEST_CASE("every key that the parser knows is documented, and no other") {
  const auto in_readme = documented();
  std::set<std::string> known;
  for (const auto& [section, keys] : office_file::all_sections()) {
    const std::string name{section};
    CAPTURE(name);
    known.insert(name);
    REQUIRE(in_readme.contains(name));
    CHECK(in_readme.at(name) == std::set<std::string>(keys.begin(), keys.end()));
  }
  for (const auto& [name, keys] : in_readme) {
    CAPTURE(name);
    CHECK(known.contains(name));
  }
}

TEST_CASE("the example of the documentation is an office") {
  std::string example;
  bool found = false;
  bool inside = false;
  for (const auto& line : readme_lines()) {
    if (line == "## An example") found = true;
    if (line == "```") inside = false;
    if (inside) example += line + "\n";
    if (found && line == "```toml") inside = true;
  }
  const temporary_office files{example, shipped_catalogue()};
  const auto loaded = load_office(files.office_file());
  if (!loaded) MESSAGE(loaded.error().front().line << ": " << loaded.error().front().what);
  REQUIRE(loaded);
  const auto& rules = (*loaded)->find_hall("main")->rules;
  CHECK(rules.services.size() == 2);
  CHECK(rules.of(hallcall::engine::lane::priority).rate == 4);
}
