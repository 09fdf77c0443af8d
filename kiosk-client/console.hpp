// The terminal a citizen stands at: words out, one key in; and a log beside it.
#pragma once

#include <chrono>
#include <string_view>

namespace hallcall::kiosk {

class console {
 public:
  // Open descriptors, which stay their owner's; `log` is for whoever looks after the kiosk.
  console(int in, int out, int log) : in_(in), out_(out), log_(log) {}

  void say(std::string_view text) const;
  void log(std::string_view text) const;
  // Waits for a line; false when none came in time or the input ended.
  [[nodiscard]] bool await_enter(std::chrono::milliseconds at_most) const;
  [[nodiscard]] bool colours() const;  // a terminal, not a file

 private:
  int in_;
  int out_;
  int log_;
};

}  // namespace hallcall::kiosk
