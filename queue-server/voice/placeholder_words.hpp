// What espeak-ng is given to read for each clip of a placeholder: words that its voices are known
// to read right (tests compare the phonemes of the digits), not what a person would write.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace hallcall::voice {

struct words {
  std::string clip;  // its id
  std::string text;
};

struct reader {
  std::string_view tag;
  std::string_view voice;  // espeak-ng's
  int words_a_minute;      // slow where one's own number is listened for
};

// The languages with a placeholder. Thai has none: espeak-ng's Thai voice loses vowels ("สี่" becomes
// "ss") and spells words out.
[[nodiscard]] const std::vector<reader>& readers();
// One entry for each of the language's clips, in no order; empty for one without a reader.
[[nodiscard]] std::vector<words> words_of(std::string_view tag);

}  // namespace hallcall::voice
