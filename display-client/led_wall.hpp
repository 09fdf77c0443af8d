// All LED panels of this box: looks at the board and the clock, and tells each panel's line what to
// show. On the reactor's thread; the lines have threads of their own.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "display-client/led_line.hpp"
#include "display-client/led_panel.hpp"
#include "proto/messages/views.hpp"
#include "proto/net/reactor.hpp"

namespace hallcall::display {

// Where the board comes from.
struct led_source {
  std::function<messages::time_point()> server_now;
  std::function<std::chrono::milliseconds()> since_heard;
  // A marquee has shown the call to the hall.
  std::function<void(const std::string& call)> confirm;
  // A line for the log.
  std::function<void(const std::string&)> log;
};

class led_wall {
 public:
  static constexpr std::chrono::milliseconds look_every{250};

  led_wall(net::reactor&, const std::vector<led_panel>&, led_source);
  // Leaves every panel blank that still answers; takes two seconds at most, or as long as a line is
  // just being opened.
  ~led_wall();

  void show(const messages::board_view&);
  // For /status: each panel, and how it fares.
  [[nodiscard]] std::vector<std::pair<std::string, std::string>> status() const;

 private:
  void look();
  void draw();

  net::reactor& reactor_;
  led_source source_;
  std::optional<messages::board_view> board_;
  std::vector<std::unique_ptr<led_line>> lines_;
  net::timer look_;
};

}  // namespace hallcall::display
