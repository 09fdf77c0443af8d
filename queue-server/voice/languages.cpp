// The table, and the names that follow from it.
#include "voice/languages.hpp"

#include <algorithm>
#include <array>

namespace hallcall::voice {
namespace {

// The board's page knows `counter_number_first` as well, to spell (web/pages/board/speech.ts; a
// test compares the two).
constexpr std::array<spoken_language, 6> table{{
    {"zh-TW", "", "number-guest", true},
    {"en", "ticket-number", "please-go-to", false},
    {"vi", "ticket-number", "please-go-to", false},
    {"id", "ticket-number", "please-go-to", false},
    {"th", "ticket-number", "please-go-to", false},
    {"ja", "", "number-guest", true},
}};

constexpr std::string_view counter_prefix = "counter-";

}  // namespace

std::span<const spoken_language> spoken_languages() { return table; }

const spoken_language* find_language(std::string_view tag) {
  const auto* found = std::ranges::find(table, tag, &spoken_language::tag);
  return found == table.end() ? nullptr : found;
}

std::string clip_id(std::string_view tag, std::string_view name) {
  return std::string(tag).append("/").append(name);
}

std::string digit_clip(char digit) { return std::string("digit-") + digit; }
std::string letter_clip(char letter) { return std::string("letter-") + letter; }
std::string counter_clip(unsigned number) {
  return std::string(counter_prefix) + std::to_string(number);
}

std::vector<std::string> clip_names(const spoken_language& language) {
  std::vector<std::string> names;
  for (char digit = '0'; digit <= '9'; ++digit) names.push_back(digit_clip(digit));
  for (char letter = 'A'; letter <= 'Z'; ++letter) names.push_back(letter_clip(letter));
  for (const auto phrase : {language.before_number, language.after_number})
    if (!phrase.empty()) names.emplace_back(phrase);
  names.emplace_back("counter");
  for (unsigned n = 1; n <= highest_counter_clip; ++n) names.push_back(counter_clip(n));
  return names;
}

bool can_be_spelled(std::string_view name) { return name.starts_with(counter_prefix); }

}  // namespace hallcall::voice
