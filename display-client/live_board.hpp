// A hall's board as it happens: the view of proto/relay, read as a board.
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "proto/messages/views.hpp"
#include "proto/relay/live_view.hpp"

namespace hallcall::display {

using relay::refusal;

// The board in a frame of the view; nullopt when there is none.
[[nodiscard]] std::optional<messages::board_view> read_board(std::string_view frame);

class live_board {
 public:
  using options = relay::live_view::options;
  struct callbacks {
    std::function<void(const messages::board_view&)> on_board;  // also when it did not change
    std::function<void()> on_connected;  // a new connection: acknowledge again
    std::function<void(refusal, std::string why)> on_refused;  // final; nothing is called after it
    std::function<void(std::string why, std::chrono::milliseconds again_in)> on_lost;
  };

  live_board(net::reactor&, options, callbacks);

  void start() { view_.start(); }
  // Tells the server that a call was really shown; false when it could not be sent now.
  bool acknowledge_shown(const std::string& call);
  // As live_view's.
  [[nodiscard]] std::chrono::milliseconds since_heard() const { return view_.since_heard(); }
  [[nodiscard]] messages::time_point server_now() const { return view_.server_now(); }

 private:
  relay::live_view view_;
};

}  // namespace hallcall::display
