// The wire's description names every code that an answer can have.
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>

#include "gateway/problem.hpp"

using namespace hallcall;
using namespace hallcall::gateway;

namespace {

// Whether the word stands there alone, not as a part of a longer one.
bool has_word(const std::string& text, const std::string& word) {
  const auto part = [](char c) {
    return c == '-' || c == '_' || std::isalnum(static_cast<unsigned char>(c)) != 0;
  };
  for (auto at = text.find(word); at != std::string::npos; at = text.find(word, at + 1)) {
    const bool before = at > 0 && part(text[at - 1]);
    const bool after = at + word.size() < text.size() && part(text[at + word.size()]);
    if (!before && !after) return true;
  }
  return false;
}

}  // namespace

TEST_CASE("openapi.yaml names every code of a problem") {
  std::ifstream in(std::filesystem::path(HALLCALL_PROTO) / "openapi.yaml");
  REQUIRE_MESSAGE(in.good(), "proto/openapi.yaml cannot be read");
  const std::string text(std::istreambuf_iterator<char>(in), {});
  for (const auto& kind : problem_kinds()) {
    CAPTURE(std::string(kind.code));
    CHECK(has_word(text, std::string(kind.code)));
  }
}

TEST_CASE("every code is there once, with a status of its own kind and a title") {
  std::set<std::string_view> codes;
  for (const auto& kind : problem_kinds()) {
    CAPTURE(std::string(kind.code));
    CHECK(codes.insert(kind.code).second);
    CHECK(kind.status >= 400);
    CHECK(kind.status < 600);
    CHECK(kind.title != "");
    CHECK(kind.code.find_first_not_of("abcdefghijklmnopqrstuvwxyz-") == std::string_view::npos);
  }
}

TEST_CASE("each refusal of the rules is a problem of the table, with the refusal's own words") {
  using enum engine::refusal_code;
  for (auto i = 0; i <= static_cast<int>(numbers_not_lent); ++i) {
    const engine::refusal refusal{static_cast<engine::refusal_code>(i), "What to do.", {}};
    const auto answer = refusal_answer(refusal);
    CAPTURE(answer.body);
    CHECK(answer.status >= 404);
    CHECK(answer.status <= 422);
    CHECK(answer.body.find("\"detail\":\"What to do.\"") != std::string::npos);
    CHECK(answer.body.find("internal-error") == std::string::npos);
  }
}
