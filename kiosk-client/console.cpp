// Plain reads and writes; what was typed before the question does not answer it.
#include "kiosk-client/console.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdint>

#include <poll.h>
#include <termios.h>
#include <unistd.h>

namespace hallcall::kiosk {
namespace {

void write_all(int fd, std::string_view text) {
  while (!text.empty()) {
    const auto n = write(fd, text.data(), text.size());
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return;  // nobody reads: the ticket's fate does not hang on it
    text.remove_prefix(static_cast<std::size_t>(n));
  }
}

}  // namespace

void console::say(std::string_view text) const { write_all(out_, text); }
void console::log(std::string_view text) const { write_all(log_, text); }

bool console::await_enter(std::chrono::milliseconds at_most) const {
  const auto until = std::chrono::steady_clock::now() + at_most;
  if (isatty(in_) != 0) tcflush(in_, TCIFLUSH);
  while (true) {
    const auto left =
        std::chrono::ceil<std::chrono::milliseconds>(until - std::chrono::steady_clock::now())
            .count();
    pollfd wait{in_, POLLIN, 0};
    const int ready = poll(&wait, 1, static_cast<int>(std::max<std::int64_t>(left, 0)));
    if (ready < 0 && errno == EINTR) continue;
    if (ready <= 0) return false;
    char key = 0;
    const auto n = read(in_, &key, 1);
    if (n == 1 && key == '\n') return true;
    if (n < 0 && errno == EINTR) continue;
    if (n != 1) return false;
  }
}

bool console::colours() const { return isatty(out_) != 0; }

}  // namespace hallcall::kiosk
