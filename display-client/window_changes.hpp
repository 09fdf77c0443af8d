// Tells that the terminal's window changed its size (SIGWINCH). Made in main, before any other
// thread, because the signal is blocked for all of them and read by a thread of its own.
#pragma once

#include <functional>
#include <thread>

namespace hallcall::display {

class window_changes {
 public:
  // `changed` is called on this object's own thread. Throws std::system_error.
  explicit window_changes(std::function<void()> changed);
  ~window_changes();  // after it `changed` is not called any more
  window_changes(const window_changes&) = delete;
  window_changes& operator=(const window_changes&) = delete;

 private:
  int signals_ = -1;
  int stop_ = -1;
  std::thread reader_;
};

}  // namespace hallcall::display
