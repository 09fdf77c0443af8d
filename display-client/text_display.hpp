// The program's three ways to show a board as text: on a terminal, kept up to date; as one line per
// call into a pipe; once, as plain text. Only what a terminal has really taken is acknowledged as
// shown: a pipe may lead anywhere. LED panels hang beside it, or alone.
#pragma once

#include <chrono>
#include <deque>
#include <memory>
#include <optional>
#include <set>
#include <string>

#include "display-client/led_wall.hpp"
#include "display-client/live_board.hpp"
#include "display-client/options.hpp"
#include "display-client/terminal.hpp"
#include "proto/net/reactor.hpp"

namespace hallcall::display {

class text_display {
 public:
  static constexpr std::chrono::seconds stale_after{6};
  static constexpr std::chrono::seconds once_timeout{10};
  static constexpr std::size_t remembered_calls = 256;

  // `output` stays open until run() is over. Everything runs on the reactor's thread.
  text_display(net::reactor&, display_options, int output, live_board::options);

  // Runs the reactor until a signal, a final refusal, the output's loss or (--once) the drawing.
  [[nodiscard]] exit_code run();
  // The window changed: draws again. From the reactor's thread.
  void redraw();

 private:
  void board_came(const messages::board_view&);
  void draw_once(const messages::board_view&);
  void print_new_calls(const messages::board_view&);
  void acknowledge(const std::vector<messages::board_call>& shown);
  void open_panels();
  void tick();
  void end(exit_code);
  void print(const std::string& text);

  net::reactor& reactor_;
  display_options options_;
  int output_;
  live_board feed_;
  std::unique_ptr<led_wall> panels_;    // null without any
  std::unique_ptr<terminal> terminal_;  // only on a terminal, and not for --once
  std::optional<messages::board_view> board_;
  std::set<std::pair<std::string, int>> acknowledged_;  // (call, repeat) on this connection
  std::deque<std::pair<std::string, int>> printed_;     // the latest ones
  net::timer tick_;
  net::timer give_up_;
  exit_code result_ = exit_code::stopped;
};

}  // namespace hallcall::display
