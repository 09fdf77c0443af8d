// Escape sequences that every terminal of the last thirty years knows, and two newer ones
// (synchronized output, alternate screen) that others ignore.
#include "display-client/terminal.hpp"

#include <cerrno>
#include <cstring>
#include <string_view>
#include <system_error>

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <unistd.h>

namespace hallcall::display {
namespace {

// Line wrapping is off, so that a terminal with other ideas of a character's width spoils one row
// at most.
constexpr std::string_view enter = "\x1b[?1049h\x1b[?25l\x1b[?7l\x1b[2J";
constexpr std::string_view leave = "\x1b[0m\x1b[?7h\x1b[?25h\x1b[?1049l";
constexpr std::string_view begin_frame =
    "\x18\x1b[?2026h";  // CAN ends a sequence that a broken write left open
constexpr std::string_view end_frame = "\x1b[0m\x1b[?2026l";

std::string_view sequence(style s) {
  switch (s) {
    case style::plain:
      return "\x1b[0m";
    case style::strong:
      return "\x1b[0;1m";
    case style::faint:
      return "\x1b[0;2m";
    case style::bar:
      return "\x1b[0;7m";
    case style::ink:
      return "\x1b[0;30;47m";
    case style::ink_flash:
      return "\x1b[0;30;43m";
    case style::warning:
      return "\x1b[0;1;37;41m";
  }
  return "\x1b[0m";
}

// Each piece is placed by its column: a wrong width in one does not move the next.
void append_row(std::string& out, int row, const std::vector<piece>& pieces) {
  out += fmt::format("\x1b[{};1H\x1b[0m\x1b[2K", row + 1);
  for (const auto& p : pieces) {
    out += fmt::format("\x1b[{}G", p.column + 1);
    out += sequence(p.style);
    out += p.text;
  }
}

}  // namespace

terminal::terminal(int fd) {
  // A description of our own can be non-blocking without changing the shell's.
  const char* name = ttyname(fd);
  if (name == nullptr) throw std::system_error(errno, std::generic_category(), "not a terminal");
  fd_ = open(name, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
  if (fd_ < 0) throw std::system_error(errno, std::generic_category(), name);
  termios now{};
  if (tcgetattr(fd_, &now) == 0) {
    before_ = now;
    now.c_lflag &= ~static_cast<tcflag_t>(ECHO | ICANON);
    now.c_iflag &= ~static_cast<tcflag_t>(IXON);
    now.c_cc[VSUSP] = _POSIX_VDISABLE;  // stopped, it would leave the screen in our state
    tcsetattr(fd_, TCSANOW, &now);
  }
  write_all(enter);
}

terminal::~terminal() {
  write_all(leave);
  if (before_) {
    tcflush(fd_, TCIFLUSH);  // keys hit while the board was up are not for the shell
    tcsetattr(fd_, TCSANOW, &*before_);
  }
  close(fd_);
}

terminal_size size_of(int fd) {
  winsize w{};
  if (ioctl(fd, TIOCGWINSZ, &w) != 0 || w.ws_col == 0 || w.ws_row == 0) return {};
  return {w.ws_col, w.ws_row};
}

bool terminal::show(const canvas& picture) {
  const terminal_size now{picture.columns(), picture.rows()};
  const bool whole = drawn_.empty() || !(now == drawn_size_);
  std::string out(begin_frame);
  if (whole) out += "\x1b[0m\x1b[2J";
  bool changed = whole;
  for (int row = 0; row < picture.rows(); ++row) {
    const auto& pieces = picture.lines()[static_cast<std::size_t>(row)];
    if (!whole && pieces == drawn_[static_cast<std::size_t>(row)]) continue;
    append_row(out, row, pieces);
    changed = true;
  }
  if (!changed) return true;
  out += end_frame;
  drawn_.clear();
  if (!write_all(out)) return false;
  drawn_ = picture.lines();
  drawn_size_ = now;
  return true;
}

bool terminal::write_all(std::string_view bytes) {
  const auto deadline = std::chrono::steady_clock::now() + write_time;
  while (!bytes.empty()) {
    const auto n = write(fd_, bytes.data(), bytes.size());
    if (n > 0) {
      bytes.remove_prefix(static_cast<std::size_t>(n));
      continue;
    }
    if (n < 0 && errno == EINTR) continue;
    if (n < 0 && errno != EAGAIN) {
      gone_ = true;
      return false;
    }
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
        deadline - std::chrono::steady_clock::now());
    pollfd wait{fd_, POLLOUT, 0};
    if (left.count() <= 0 || poll(&wait, 1, static_cast<int>(left.count())) == 0) return false;
  }
  return true;
}

}  // namespace hallcall::display
