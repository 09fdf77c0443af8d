// The LED panels of this box, as they are named on the command line: what each shows, and where it
// hangs. Several panels may hang on one line, each with an address of its own.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

namespace hallcall::display {

enum class led_kind : std::uint8_t {
  marquee,  // the newest calls of the hall; else notices and the time
  zone,     // the same for the counters of one zone
  counter,  // one counter's number
  sign,     // one counter's function, clerk and deputy
};

// The line to a panel: a serial one, or a converter that listens on TCP.
struct led_target {
  bool tcp = false;
  std::string path;  // of the serial line
  std::string host;
  std::uint16_t port = 0;
  int speed = 9600;  // baud, 8N1; also of the line behind a converter
  friend bool operator==(const led_target&, const led_target&) = default;
};

struct led_panel {
  led_kind kind = led_kind::marquee;
  int counter = 0;   // of kind counter or sign
  std::string zone;  // of kind zone
  led_target at;
  int address = 1;     // 1 to 99
  int columns = 32;    // what fits without scrolling; a Chinese character takes two
  bool ascii = false;  // the panel has no other characters
  std::string name;    // "marquee on dev:/dev/ttyUSB0", for people
};

// Whether what it shows is meant for the hall, not for who stands at one counter.
[[nodiscard]] inline bool tells_the_hall(const led_panel& panel) {
  return panel.kind == led_kind::marquee || panel.kind == led_kind::zone;
}

// "marquee:dev:/dev/ttyUSB0", "counter=5:tcp:192.0.2.31:4001,address=2": KIND:PORT[,OPTION…]. What
// is wrong with it, in words, otherwise.
[[nodiscard]] tl::expected<led_panel, std::string> parse_led_panel(std::string_view text);

// All of them together: no address twice on one line, one speed to a line.
[[nodiscard]] tl::expected<std::vector<led_panel>, std::string> parse_led_panels(
    const std::vector<std::string>& texts);

}  // namespace hallcall::display
