// A terminal taken over for a picture: alternate screen, no cursor, no echo; given back as it was
// found by the destructor. Redraws only rows that changed, in one write, so that nothing flickers.
// Never blocks for longer than `write_time`: a terminal that is stopped must not stop the program.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include <termios.h>

#include "display-client/canvas.hpp"

namespace hallcall::display {

struct terminal_size {
  int columns = 80;
  int rows = 24;
  friend bool operator==(const terminal_size&, const terminal_size&) = default;
};

// Of the terminal open at `fd`; 80x24 when it is none or does not know.
[[nodiscard]] terminal_size size_of(int fd);

class terminal {
 public:
  static constexpr std::chrono::milliseconds write_time{1000};

  // `fd` is a terminal open for writing; it stays its owner's. Throws std::system_error when it is
  // none.
  explicit terminal(int fd);
  ~terminal();
  terminal(const terminal&) = delete;
  terminal& operator=(const terminal&) = delete;

  [[nodiscard]] terminal_size size() const { return size_of(fd_); }
  // True when every changed row was written. After false the next picture is drawn whole.
  [[nodiscard]] bool show(const canvas&);
  // True once the terminal is gone for good (hung up).
  [[nodiscard]] bool gone() const { return gone_; }

 private:
  bool write_all(std::string_view bytes);

  int fd_ = -1;
  std::optional<termios> before_;
  terminal_size drawn_size_;
  std::vector<std::vector<piece>> drawn_;  // empty: unknown, draw everything
  bool gone_ = false;
};

}  // namespace hallcall::display
