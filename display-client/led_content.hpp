// What an LED panel shows: a pure function of the board's view and the time. The view is all there
// is: what it hides, no panel can show. An outdated number on a counter's display
// would send people to the wrong place, so that nothing outdated is shown at all.
#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "display-client/led_panel.hpp"
#include "proto/messages/views.hpp"

namespace hallcall::display {

struct led_content {
  std::string text;     // without control characters; empty: nothing is shown
  bool scroll = false;  // longer than the panel
  std::string call;     // the newest call in it, and which of its up to three times; else empty
  std::string call_id;  // that call, as the server knows it
  bool fresh = false;   // that call may still flash (R-70: up to 15 s)
  friend bool operator==(const led_content&, const led_content&) = default;
};
// Whether the panel shows the same; that a call has grown older changes nothing on it.
[[nodiscard]] bool same_look(const led_content&, const led_content&);

struct led_moment {
  messages::time_point now;  // the server's clock
  bool old = false;          // nothing was heard of the server for led_old_after
};
inline constexpr std::chrono::seconds led_old_after{10};
inline constexpr std::chrono::seconds led_call_time{30};   // a marquee shows a call so long
inline constexpr std::chrono::seconds led_fresh_time{15};  // a call flashes only when younger
inline constexpr std::size_t led_longest_text = 480;       // bytes

// `board`: nullopt before the first one.
[[nodiscard]] led_content draw_led(const std::optional<messages::board_view>& board,
                                   const led_moment&, const led_panel&);

}  // namespace hallcall::display
