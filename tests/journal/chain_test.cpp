// The chain's links: known answers, computed once by an independent program, and their dependence
// on each field.
#include "journal/chain.hpp"

#include <doctest/doctest.h>

#include <functional>
#include <set>
#include <string>

#include "support.hpp"

namespace hallcall::journal::test {
namespace {

entry known_entry() {
  return {.seq = 1,
          .hall = "main",
          .at_ms = 1'795'000'000'000,
          .actor = "kiosk-1",
          .command_id = "key-1",
          .kind = "take-ticket",
          .version = 1,
          .body = R"({"number":"A001","note":"號碼牌"})"};
}

}  // namespace

TEST_CASE("links have the values that the written layout gives") {
  chain_hasher hasher;
  const auto first = hasher.next(chain_start, known_entry());
  CHECK(to_hex(first) == "6798ff2c7c01c847b7860c81dd33c04ae1234e6e174100497885d6d56a23927f");
  const entry second{.seq = 2,
                     .hall = "main",
                     .at_ms = -1,
                     .actor = "hall",
                     .kind = "tick",
                     .version = 0xffffffff};
  const auto link = hasher.next(first, second);
  CHECK(to_hex(link) == "875efff811a9ec32f8f68ae93811208224e2f8aba586e6d95bf7a7d85ebad9e8");
}

TEST_CASE("each field, and the previous link, changes the link") {
  const std::function<void(entry&)> changes[] = {
      [](entry&) {},
      [](entry& e) { e.seq = 2; },
      [](entry& e) { e.hall = "mainz"; },
      [](entry& e) { ++e.at_ms; },
      [](entry& e) { e.actor = "kiosk-2"; },
      [](entry& e) { e.command_id.clear(); },
      [](entry& e) { e.kind = "take-tickets"; },
      [](entry& e) { e.version = 2; },
      [](entry& e) { e.body += ' '; },
      // The same bytes, cut elsewhere.
      [](entry& e) {
        e.actor = "kiosk-";
        e.command_id = "1key-1";
      },
      [](entry& e) {
        e.kind = "take";
        e.body = "-ticket" + e.body;
      },
  };
  chain_hasher hasher;
  std::set<std::string> links;
  for (const auto& change : changes) {
    auto e = known_entry();
    change(e);
    links.insert(to_hex(hasher.next(chain_start, e)));
  }
  auto other = chain_start;
  other[31] = 1;
  links.insert(to_hex(hasher.next(other, known_entry())));
  CHECK(links.size() == std::size(changes) + 1);
}

TEST_CASE("visits are no part of the chain") {
  chain_hasher hasher;
  auto e = known_entry();
  const auto without = hasher.next(chain_start, e);
  e.visits.push_back(sample_visit(1));
  CHECK(hasher.next(chain_start, e) == without);
}

}  // namespace hallcall::journal::test
