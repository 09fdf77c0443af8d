// What a call says, and that a voice pack is asked for just that.
#include "service/voice.hpp"

#include <doctest/doctest.h>

#include <set>
#include <string>

#include "voice/languages.hpp"

using hallcall::engine::counter_no;
using hallcall::service::call_clips;

namespace {

using clips = std::vector<std::string>;

}  // namespace

TEST_CASE("a call is the chime, then the number and the counter in each language") {
  CHECK(call_clips("A023", counter_no{5}, {"zh-TW", "en"}) ==
        clips{"chime", "zh-TW/letter-A", "zh-TW/digit-0", "zh-TW/digit-2", "zh-TW/digit-3",
              "zh-TW/number-guest", "zh-TW/counter-5", "en/ticket-number", "en/letter-A",
              "en/digit-0", "en/digit-2", "en/digit-3", "en/please-go-to", "en/counter-5"});
}

TEST_CASE("the languages are spoken in the order asked for, each once, unknown ones not at all") {
  const clips spoken = call_clips("E001", counter_no{1}, {"en", "fr", "zh-TW", "en", ""});
  CHECK(spoken.front() == "chime");
  CHECK(spoken[1] == "en/ticket-number");
  CHECK(spoken.back() == "zh-TW/counter-1");
  CHECK(spoken.size() == 1 + 7 + 6);
}

TEST_CASE("every citizen's language is named, for the board to speak or to show") {
  for (const char* language : {"vi", "id", "th", "ja"}) {
    CAPTURE(language);
    const clips spoken = call_clips("E001", counter_no{1}, {"zh-TW", "en", language});
    CHECK(spoken.back() == std::string{language} + "/counter-1");
    CHECK(spoken.size() > call_clips("E001", counter_no{1}, {"zh-TW", "en"}).size());
  }
}

TEST_CASE("there is always the chime") {
  CHECK(call_clips("A023", counter_no{5}, {}) == clips{"chime"});
  CHECK(call_clips("A023", counter_no{5}, {"fr"}) == clips{"chime"});
  for (const char* wrong : {"", "A", "023", "a023", "A-23", "AB23", "\xE5\x8F\xB7"}) {
    CAPTURE(wrong);
    CHECK(call_clips(wrong, counter_no{5}, {"zh-TW", "en"}) == clips{"chime"});
  }
}

TEST_CASE("a counter above forty is spelled") {
  CHECK(call_clips("A1", counter_no{105}, {"zh-TW"}) ==
        clips{"chime", "zh-TW/letter-A", "zh-TW/digit-1", "zh-TW/number-guest", "zh-TW/digit-1",
              "zh-TW/digit-0", "zh-TW/digit-5", "zh-TW/counter"});
  const clips english = call_clips("A1", counter_no{41}, {"en"});
  CHECK(english[english.size() - 3] == "en/counter");
  CHECK(english.back() == "en/digit-1");
}

TEST_CASE("what calls can name, and what a pack must have, is the same in every language") {
  for (const auto& language : hallcall::voice::spoken_languages()) {
    const std::string tag(language.tag);
    CAPTURE(tag);
    std::set<std::string> named, needed{"chime"};
    for (char letter = 'A'; letter <= 'Z'; ++letter)
      for (std::uint16_t counter = 1; counter <= 41; ++counter)
        for (auto& clip : call_clips(letter + std::string{"0123456789"}, {counter}, {tag}))
          named.insert(std::move(clip));
    for (const auto& name : hallcall::voice::clip_names(language))
      needed.insert(hallcall::voice::clip_id(tag, name));
    CHECK(named == needed);
  }
}
