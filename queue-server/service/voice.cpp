// How each language puts the parts of a call in order.
#include "service/voice.hpp"

#include <algorithm>

#include "voice/languages.hpp"

namespace hallcall::service {
namespace {

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
    if (!name.empty()) clips_.push_back(voice::clip_id(language_, name));
  }
  void spell(std::string_view text) const {
    for (const char c : text)
      say(c >= '0' && c <= '9' ? voice::digit_clip(c) : voice::letter_clip(c));
  }

 private:
  std::string_view language_;
  std::vector<std::string>& clips_;
};

void say_counter(const speaker& to, engine::counter_no counter, bool number_first) {
  if (counter.value >= 1 && counter.value <= voice::highest_counter_clip) {
    return to.say(voice::counter_clip(counter.value));
  }
  if (!number_first) to.say("counter");
  to.spell(std::to_string(counter.value));
  if (number_first) to.say("counter");
}

}  // namespace

std::vector<std::string> call_clips(std::string_view number, engine::counter_no counter,
                                    const std::vector<std::string>& languages) {
  std::vector<std::string> clips{std::string(voice::chime)};
  if (!is_number(number)) return clips;
  for (auto language = languages.begin(); language != languages.end(); ++language) {
    const auto* known = voice::find_language(*language);
    const bool said = std::find(languages.begin(), language, *language) != language;
    if (known == nullptr || said) continue;
    const speaker to{known->tag, clips};
    to.say(known->before_number);
    to.spell(number);
    to.say(known->after_number);
    say_counter(to, counter, known->counter_number_first);
  }
  return clips;
}

}  // namespace hallcall::service
