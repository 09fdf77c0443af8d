// The languages that a call is spoken in, and the clips that a voice pack must have for each
// the one table behind what the server says, what `voice check` asks for and `voice make`
// makes.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace hallcall::voice {

struct spoken_language {
  std::string_view tag;
  std::string_view before_number;  // clip names, empty where the language says nothing
  std::string_view after_number;
  bool counter_number_first;  // "5 號櫃檯", not "counter 5"
};

// A counter has a clip of its own up to here; above, and where that clip is missing, its number is
// spelled with digits beside the clip `counter`.
inline constexpr unsigned highest_counter_clip = 40;
inline constexpr std::string_view chime = "chime";

[[nodiscard]] std::span<const spoken_language> spoken_languages();
// Null for a language that no call is spoken in.
[[nodiscard]] const spoken_language* find_language(std::string_view tag);

// A language's clips: "digit-7" of zh-TW is "zh-TW/digit-7".
[[nodiscard]] std::string clip_id(std::string_view tag, std::string_view name);
[[nodiscard]] std::string digit_clip(char digit);
[[nodiscard]] std::string letter_clip(char letter);
[[nodiscard]] std::string counter_clip(unsigned number);
// The names, without the language, of every clip that a call in it can need.
[[nodiscard]] std::vector<std::string> clip_names(const spoken_language&);
// A board spells what such a clip says, so that its absence silences nothing: the counters' own.
[[nodiscard]] bool can_be_spelled(std::string_view name);

}  // namespace hallcall::voice
