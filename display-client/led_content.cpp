// See led_content.hpp. Of several wordings the first that fits the panel is taken, and one that
// fits nowhere is scrolled: nothing is ever cut that a person needs whole.
#include "display-client/led_content.hpp"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include "display-client/led_ascii.hpp"
#include "display-client/local_time.hpp"
#include "display-client/text_width.hpp"
#include "display-client/wording.hpp"

namespace hallcall::display {
namespace {

using tongues = std::vector<std::string>;

constexpr std::size_t calls_on_marquee = 3;
constexpr std::chrono::seconds clock_leeway{5};  // a call "from the future" is a new one
constexpr const char* idle_counter = "--";
constexpr const char* between_parts = "   ";

class led_painter {
 public:
  led_painter(const messages::board_view& board, const led_moment& moment, const led_panel& panel)
      : board_(board), moment_(moment), panel_(panel) {
    if (panel.ascii)
      languages_ = {"en"};
    else
      languages_ = board.languages;
    first_.assign(languages_.begin(), languages_.begin() + !languages_.empty());
  }

  [[nodiscard]] led_content marquee() const {
    const auto calls = young_calls();
    if (calls.empty()) return first_fitting({idle_words()});
    std::vector<std::string> wordings;
    for (auto count = calls.size(); count > 0; --count)
      for (const auto& wording : {languages_, first_, tongues{}}) {
        std::string all;
        for (std::size_t i = 0; i < count; ++i)
          all += (i == 0 ? "" : "  ") + call_words(*calls[i], wording);
        wordings.push_back(std::move(all));
      }
    return about(first_fitting(wordings), calls.front());
  }

  [[nodiscard]] led_content counter() const {
    const auto* const here = find_counter();
    if (here == nullptr) return {};
    if (here->number) {
      const auto called =
          std::find_if(board_.now.begin(), board_.now.end(), [&](const messages::board_call& c) {
            return c.counter == here->n && c.number == *here->number;
          });
      return about(first_fitting({*here->number}), called == board_.now.end() ? nullptr : &*called);
    }
    if (here->state == "paused") return state_words(word::counter_paused);
    if (here->state != "open") return state_words(word::counter_closed);
    return first_fitting({idle_counter});
  }

  [[nodiscard]] led_content sign() const {
    const auto* const here = find_counter();
    if (here == nullptr) return {};
    auto words = in_both(here->sign.function);
    if (here->state == "paused")
      words += between_parts + say(word::counter_paused, languages_);
    else if (here->state != "open")
      words += between_parts + say(word::counter_closed, languages_);
    else if (here->sign.clerk)
      words += between_parts + *here->sign.clerk;
    if (here->state == "open" && here->sign.deputy)
      words += between_parts + say(word::deputy, languages_, *here->sign.deputy);
    return first_fitting({words});
  }

  [[nodiscard]] led_content outdated() const { return state_words(word::outdated); }

 private:
  // Those that the panel tells, newest first.
  [[nodiscard]] std::vector<const messages::board_call*> young_calls() const {
    std::vector<const messages::board_call*> young;
    for (const auto& call : board_.now) {
      const auto age = moment_.now - call.at;
      if (age < led_call_time && age > -clock_leeway && is_mine(call.counter) &&
          young.size() < calls_on_marquee)
        young.push_back(&call);
    }
    return young;
  }

  [[nodiscard]] bool is_mine(int counter) const {
    if (panel_.kind != led_kind::zone) return true;
    return std::any_of(board_.counters.begin(), board_.counters.end(),
                       [&](const auto& c) { return c.n == counter && c.zone == panel_.zone; });
  }

  [[nodiscard]] const messages::board_counter* find_counter() const {
    const auto found = std::find_if(board_.counters.begin(), board_.counters.end(),
                                    [&](const auto& c) { return c.n == panel_.counter; });
    return found == board_.counters.end() ? nullptr : &*found;
  }

  [[nodiscard]] static std::string call_words(const messages::board_call& call,
                                              const tongues& languages) {
    const auto counter = std::to_string(call.counter);
    return languages.empty() ? fmt::format("{}>{}", call.number, counter)
                             : call.number + "  " + say(word::counter, languages, counter);
  }

  [[nodiscard]] std::string in_both(const messages::localized& words) const {
    if (panel_.ascii && !words.contains("en")) return {};
    return both(words, languages_);
  }

  // Whether the hall is open, the notices, the time.
  [[nodiscard]] std::string idle_words() const {
    const local_time clock(board_.hall.time_zone);
    std::string all;
    if (board_.hall.door == "closed") all = say(word::closed, languages_) + between_parts;
    if (board_.hall.door == "last-called") all = say(word::last_called, languages_) + between_parts;
    const auto time = clock.hour_and_minute(moment_.now);
    // Those that do not fit have their turn in another minute.
    const auto count = board_.notices.size();
    const auto minute = static_cast<std::size_t>(
        std::chrono::floor<std::chrono::minutes>(moment_.now).time_since_epoch().count());
    std::size_t room = led_longest_text - all.size() - time.size();
    std::string notices;
    for (const std::size_t first : {std::size_t{0}, count == 0 ? 0 : minute % count}) {
      notices.clear();
      bool whole = true;
      for (std::size_t i = 0; i < count && whole; ++i) {
        const auto words = in_both(board_.notices[(first + i) % count].text);
        if (words.empty()) continue;
        whole = notices.size() + words.size() + 3 <= room;
        if (whole || notices.empty()) notices += cut(words, room - 3) + between_parts;
      }
      if (whole) break;
    }
    return all + notices + time;
  }

  // To so many bytes, at a character's end.
  [[nodiscard]] static std::string cut(std::string_view words, std::size_t most) {
    if (words.size() > most) {
      words = words.substr(0, most);
      while (!words.empty() && (words.back() & 0xC0) == 0x80) words.remove_suffix(1);
      if (!words.empty() && (words.back() & 0x80) != 0) words.remove_suffix(1);
    }
    return std::string(words);
  }

  [[nodiscard]] led_content state_words(word w) const {
    return first_fitting({say(w, languages_), say(w, first_), say(w, {"en"})},
                         w == word::counter_paused ? "||" : idle_counter);
  }

  [[nodiscard]] led_content first_fitting(const std::vector<std::string>& wordings,
                                          const char* otherwise = nullptr) const {
    led_content out;
    for (const auto& wording : wordings) {
      out.text = cut(panel_.ascii ? to_ascii(wording) : printable(wording), led_longest_text);
      out.scroll = columns_of(out.text) > panel_.columns;
      if (!out.scroll) return out;
    }
    if (otherwise == nullptr) return out;  // the shortest, scrolled
    return {.text = otherwise, .scroll = false, .call = {}, .call_id = {}, .fresh = false};
  }

  [[nodiscard]] led_content about(led_content out, const messages::board_call* call) const {
    if (call == nullptr) return out;
    out.call = fmt::format("{}/{}", call->call, call->repeat);
    out.call_id = call->call;
    out.fresh = moment_.now - call->at < led_fresh_time;
    return out;
  }

  const messages::board_view& board_;
  const led_moment& moment_;
  const led_panel& panel_;
  tongues languages_;
  tongues first_;
};

}  // namespace

bool same_look(const led_content& a, const led_content& b) {
  return a.text == b.text && a.scroll == b.scroll && (a.call == b.call || b.call.empty());
}

led_content draw_led(const std::optional<messages::board_view>& board, const led_moment& moment,
                     const led_panel& panel) {
  static const messages::board_view nothing = [] {
    messages::board_view v;
    v.languages = {"zh-TW", "en"};
    return v;
  }();
  const led_painter painter(board ? *board : nothing, moment, panel);
  if (!board || moment.old) {
    led_content idle;
    idle.text = idle_counter;
    return tells_the_hall(panel) ? painter.outdated() : idle;
  }
  if (tells_the_hall(panel)) return painter.marquee();
  return panel.kind == led_kind::counter ? painter.counter() : painter.sign();
}

}  // namespace hallcall::display
