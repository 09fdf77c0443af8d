// The wire to LED panels: a serial line or a TCP connection, never blocking but in open(). For a
// thread of its own.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include <tl/expected.hpp>

#include "display-client/led_panel.hpp"

namespace hallcall::display {

class led_port {
 public:
  // Connects, or opens the line and sets it to 8N1, no flow control, raw, at the target's speed;
  // what an earlier program left in it is thrown away. Why not, in words, otherwise. Takes until
  // the deadline at most (a host's name is looked up on a thread that is left behind if need be).
  [[nodiscard]] static tl::expected<led_port, std::string> open(
      const led_target&, std::chrono::steady_clock::time_point deadline);
  ~led_port();
  led_port(led_port&&) noexcept;
  led_port& operator=(led_port&&) = delete;

  // How many bytes it takes now; 0 is none. Why it is gone, in words, otherwise.
  [[nodiscard]] tl::expected<std::size_t, std::string> write_some(std::string_view);
  // What has come, at most a few kilobytes; "" is nothing yet.
  [[nodiscard]] tl::expected<std::string, std::string> read_some();
  [[nodiscard]] int descriptor() const { return fd_; }

 private:
  explicit led_port(int fd) : fd_(fd) {}
  int fd_ = -1;
};

}  // namespace hallcall::display
