// Broken and changed texts never crash the codec, and what it reads it can write and read again.
// The seed is printed; HALLCALL_SEED=n repeats a run.
#include <cstdio>
#include <cstdlib>
#include <random>
#include <string>

#include <doctest/doctest.h>

#include "every_message.hpp"
#include "golden_files.hpp"

namespace hallcall::messages {
namespace {

constexpr int changes_per_file = 150;

class mutator {
 public:
  explicit mutator(std::uint64_t seed) : random_(seed) {}

  std::string operator()(std::string text) {
    for (std::size_t i = 1 + below(3); i > 0; --i) change(text);
    return text;
  }

 private:
  std::size_t below(std::size_t n) { return n == 0 ? 0 : random_() % n; }

  void change(std::string& text) {
    static const std::string tokens[] = {"null",
                                         "true",
                                         "-1",
                                         "1e999",
                                         "0.5",
                                         "18446744073709551615",
                                         "[]",
                                         "{}",
                                         "\"\"",
                                         ",",
                                         ":",
                                         "{",
                                         "}",
                                         "[",
                                         "]",
                                         "\"",
                                         "\\",
                                         "\\u0000",
                                         "\\ud800",
                                         "\xFF",
                                         "\xE4\xB8",
                                         "\"type\":",
                                         "\"2026-11-20T01:41:00.000Z\"",
                                         "[[[[[[[[[[",
                                         std::string(1, '\0')};
    const auto at = below(text.size() + 1);
    const auto length = below(std::min<std::size_t>(text.size() - at, 20) + 1);
    switch (below(5)) {
      case 0:
        text.erase(at, length);
        break;
      case 1:
        text.insert(at, tokens[below(std::size(tokens))]);
        break;
      case 2:
        text.replace(at, length, tokens[below(std::size(tokens))]);
        break;
      case 3:
        if (at < text.size()) text[at] = static_cast<char>(below(256));
        break;
      default:
        text.insert(at, text.substr(below(text.size() + 1), below(40)));
        break;
    }
  }

  std::mt19937_64 random_;
};

TEST_CASE("a changed message is refused or understood, never a crash") {
  const char* given = std::getenv("HALLCALL_SEED");
  const std::uint64_t seed =
      given != nullptr ? std::strtoull(given, nullptr, 10) : std::random_device{}();
  std::printf("HALLCALL_SEED=%llu\n", static_cast<unsigned long long>(seed));
  mutator mutate(seed);
  int understood = 0, refused = 0;
  for (const auto& g : golden_files()) {
    for (const auto& k : every_message()) {
      if (k.name != g.message) continue;
      for (int i = 0; i < changes_per_file; ++i) {
        const auto text = mutate(g.text);
        for (const auto& limits : {decode_limits{}, lenient}) {
          const auto once = k.again(text, limits);
          if (!once) {
            ++refused;
            CHECK_FALSE(once.error().what.empty());
            // What a person is told is UTF-8 too.
            CHECK(decode<std::string>(encode(once.error().where + once.error().what), lenient)
                      .has_value());
            continue;
          }
          ++understood;
          const auto twice = k.again(*once, lenient);
          CHECK_MESSAGE(twice.has_value(), *once);
          if (twice) CHECK(*twice == *once);
        }
      }
    }
  }
  CHECK(understood > 100);
  CHECK(refused > 1'000);
}

}  // namespace
}  // namespace hallcall::messages
