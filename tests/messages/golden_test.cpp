// The golden files say what is on the wire, byte for byte; every message has one.
#include <algorithm>
#include <set>

#include <doctest/doctest.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "every_message.hpp"
#include "golden_files.hpp"

namespace hallcall::messages {
namespace {

constexpr decode_limits deep_and_strict{64 * 1024, 32, false};

const message_kind* find_kind(std::string_view name) {
  for (const auto& k : every_message())
    if (k.name == name) return &k;
  return nullptr;
}

TEST_CASE("each golden file is read and written again with the same bytes") {
  for (const auto& g : golden_files()) {
    CAPTURE(g.file);
    const auto* kind = find_kind(g.message);
    REQUIRE_MESSAGE(kind != nullptr, "every_message.cpp does not know the message of this file");
    const auto again = kind->again(g.text, deep_and_strict);
    REQUIRE_MESSAGE(again.has_value(), again.error().where << " " << again.error().what);
    CHECK(*again == g.text);
  }
}

TEST_CASE("every struct that the headers describe is known to the tests, and nothing else") {
  auto described = described_structs();
  described.push_back("view_frame");
  std::vector<std::string> known;
  for (const auto& k : every_message()) known.emplace_back(k.name);
  std::sort(described.begin(), described.end());
  std::sort(known.begin(), known.end());
  CHECK(known == described);
}

TEST_CASE("every member of every message is in one of its golden files") {
  const std::set<std::string> never_sent{"board_call.quietFor"};  // reserved
  for (const auto& k : every_message()) {
    std::set<std::string> seen;
    bool any = false;
    for (const auto& g : golden_files()) {
      if (g.message != k.name) continue;
      any = true;
      const auto json = boost::json::parse(g.text);
      for (const auto& [key, value] : json.as_object()) seen.insert(key);
    }
    CHECK_MESSAGE(any, "no golden file for ", std::string(k.name));
    for (const auto& m : k.members) {
      const auto name = std::string(k.name) + "." + m.key;
      CHECK_MESSAGE(seen.contains(m.key) != never_sent.contains(name), name);
    }
  }
}

TEST_CASE("a message without one of its members is refused, unless the member is optional") {
  for (const auto& k : every_message()) {
    for (const auto& g : golden_files()) {
      if (g.message != k.name) continue;
      for (const auto& m : k.members) {
        auto json = boost::json::parse(g.text);
        if (json.as_object().erase(m.key) == 0) continue;
        CAPTURE(g.file);
        CAPTURE(m.key);
        const auto text = boost::json::serialize(json);
        const auto again = k.again(text, deep_and_strict);
        CHECK(again.has_value() == m.optional);
        if (!again) CHECK(again.error().what == "\"" + m.key + "\" is missing");
      }
    }
  }
}

TEST_CASE("keys are camelCase, and no message has the same key twice") {
  for (const auto& k : every_message()) {
    std::set<std::string> keys;
    for (const auto& m : k.members) {
      CAPTURE(m.key);
      CHECK(keys.insert(m.key).second);
      CHECK((m.key[0] >= 'a' && m.key[0] <= 'z'));
      CHECK(std::all_of(m.key.begin(), m.key.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      }));
    }
  }
}

TEST_CASE("null is an optional member that is absent") {
  const auto* kind = find_kind("finish_visit");
  const auto again = kind->again(R"({"outcome":"finished","missing":null})", {});
  REQUIRE(again.has_value());
  CHECK(*again == R"({"outcome":"finished"})");
}

}  // namespace
}  // namespace hallcall::messages
