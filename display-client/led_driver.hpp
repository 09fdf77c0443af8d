// Between what a panel shall show and the bytes that it understands. No I/O, no clock: a panel of
// another make needs one more of these, and nothing else.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace hallcall::display {

enum class led_effect : std::uint8_t {
  steady,
  flash,   // three times, at most twice a second (WCAG 2.3.1), then steady
  scroll,  // from right to left, again and again
};

// What one panel is told.
struct led_order {
  enum class what : std::uint8_t { show, blank, ask } task = what::ask;
  int address = 1;
  int turn =
      0;  // 0 to 9; the same for a repetition, which the panel answers without doing it again
  led_effect effect = led_effect::steady;
  std::string text;
  int hold_seconds = 0;  // after so long without any order the panel shows "--" by itself
};

// What it says to it.
struct led_answer {
  enum class state : std::uint8_t {
    showing,   // a text
    blank,     // as it was told
    outdated,  // it has heard nothing for too long
    refused,   // this order
    broken,    // it cannot show what it should
  };
  int address = 0;
  int turn = 0;
  state says = state::blank;
  std::uint16_t digest = 0;  // of the text that it shows
  std::string why;           // refused, broken: the panel's word
};

class led_driver {
 public:
  virtual ~led_driver() = default;
  [[nodiscard]] virtual std::string bytes_of(const led_order&) const = 0;
  // One byte of the panel's: an answer when it is now whole. Anything that is none is skipped.
  [[nodiscard]] virtual std::optional<led_answer> feed(std::uint8_t) = 0;
  // Of a text, as the panel tells it.
  [[nodiscard]] virtual std::uint16_t digest_of(std::string_view text) const = 0;
};

// The protocol of led-protocol.md.
[[nodiscard]] std::unique_ptr<led_driver> make_led_driver();

}  // namespace hallcall::display
