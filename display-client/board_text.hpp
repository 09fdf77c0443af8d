// Draws a hall's board for a terminal: a pure function of what the server sent, the time and the
// size. It says which calls are really on the picture, because only those may be acknowledged
//
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "display-client/canvas.hpp"
#include "proto/messages/views.hpp"

namespace hallcall::display {

struct board_moment {
  messages::time_point now;                   // the server's clock
  std::optional<std::chrono::seconds> stale;  // how long nothing was heard, when that is too long
};

struct board_drawing {
  canvas picture;
  std::vector<messages::board_call> shown;  // of `now`, newest first
};

inline constexpr int least_columns = 40;
inline constexpr int least_rows = 10;

// Below the least size only the newest call is drawn, as far as it fits.
[[nodiscard]] board_drawing draw_board(const messages::board_view&, const board_moment&,
                                       int columns, int rows);

// What stands there before the first frame.
[[nodiscard]] canvas draw_connecting(int columns, int rows, std::string_view server);

// One call as one line, for a log or a pipe: "2026-11-20 09:41:07  A023 -> 5  綜合受理 General".
[[nodiscard]] std::string call_line(const messages::board_view&, const messages::board_call&);

}  // namespace hallcall::display
