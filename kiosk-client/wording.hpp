// What the slip and the terminal say to a citizen, in every language of the office. The slip's own
// facts (names, number, times) come from the server.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace hallcall::kiosk {

enum class word : std::uint8_t {
  your_number,
  issued,
  ahead,
  you_are_next,
  wait,
  what_to_do,
  scan,
  missed,  // on the slip
  not_printed,
  have_number,
  kept,
  voided,  // on the terminal
  test_slip,
};

// "zh-TW", "en", "vi", "id", "th", "ja".
[[nodiscard]] const std::vector<std::string>& known_languages();

// English for a language that is not known here. "{}" in the wording is replaced by `value`.
[[nodiscard]] std::string say(word, std::string_view language, std::string_view value = {});

}  // namespace hallcall::kiosk
