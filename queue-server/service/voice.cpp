// How each language puts the parts of a call in order.
#include "service/voice.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace hallcall::service {
namespace {

// The voice pack has a clip of its own for each counter up to here; above, the number is spelled.
constexpr unsigned highest_counter_clip = 40;

struct phrases {
  std::string_view language;
  std::string_view before_number;  // clip names, empty where the language says nothing
  std::string_view after_number;
  bool counter_number_first;  // "5 號櫃檯", not "counter 5"
};
// A pack need not have every language: a board that lacks clips of one plays the chime and shows
// the call's words in it.
constexpr phrases spoken[] = {
    {"zh-TW", "", "number-guest", true},
    {"en", "ticket-number", "please-go-to", false},
    {"vi", "ticket-number", "please-go-to", false},
    {"id", "ticket-number", "please-go-to", false},
    {"th", "ticket-number", "please-go-to", false},
    {"ja", "", "number-guest", true},
};

bool is_number(std::string_view number) {
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  return number.size() > 1 && number[0] >= 'A' && number[0] <= 'Z' &&
         std::ranges::all_of(number.substr(1), is_digit);
}

// Adds the clips of one language.
class speaker {
 public:
  speaker(std::string_view language, std::vector<std::string>& clips)
      : language_{language}, clips_{clips} {}

  void say(std::string_view name) const {
    if (!name.empty()) clips_.push_back(fmt::format("{}/{}", language_, name));
  }
  void spell(std::string_view text) const {
    for (const char c : text) {
      const bool digit = c >= '0' && c <= '9';
      say(fmt::format("{}-{}", digit ? "digit" : "letter", c));
    }
  }

 private:
  std::string_view language_;
  std::vector<std::string>& clips_;
};

void say_counter(const speaker& to, engine::counter_no counter, bool number_first) {
  if (counter.value >= 1 && counter.value <= highest_counter_clip) {
    return to.say(fmt::format("counter-{}", counter.value));
  }
  if (!number_first) to.say("counter");
  to.spell(std::to_string(counter.value));
  if (number_first) to.say("counter");
}

}  // namespace

std::vector<std::string> call_clips(std::string_view number, engine::counter_no counter,
                                    const std::vector<std::string>& languages) {
  std::vector<std::string> clips{"chime"};
  if (!is_number(number)) return clips;
  for (auto language = languages.begin(); language != languages.end(); ++language) {
    const auto* known = std::ranges::find(spoken, *language, &phrases::language);
    const bool said = std::find(languages.begin(), language, *language) != language;
    if (known == std::end(spoken) || said) continue;
    const speaker to{known->language, clips};
    to.say(known->before_number);
    to.spell(number);
    to.say(known->after_number);
    say_counter(to, counter, known->counter_number_first);
  }
  return clips;
}

}  // namespace hallcall::service
