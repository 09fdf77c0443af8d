// Reading a password byte by byte, with the terminal's echo off for as long as it takes.
#include "gateway/password_prompt.hpp"

#include <termios.h>
#include <unistd.h>

#include <cerrno>

#include "gateway/password.hpp"

namespace hallcall::gateway {
namespace {

constexpr char interrupt_key = 0x03, end_key = 0x04, backspace_key = 0x08, erase_line_key = 0x15,
               delete_key = 0x7f;

// No echo, and keys as they come: Ctrl-C too is read here, so that it cannot leave the terminal
// without echo.
class quiet_terminal {
 public:
  explicit quiet_terminal(int terminal) : terminal_(terminal) {
    changed_ = ::tcgetattr(terminal_, &before_) == 0;
    if (!changed_) return;
    termios quiet = before_;
    quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO | ICANON | ISIG);
    quiet.c_cc[VMIN] = 1;
    quiet.c_cc[VTIME] = 0;
    changed_ = ::tcsetattr(terminal_, TCSAFLUSH, &quiet) == 0;
  }
  ~quiet_terminal() {
    if (changed_) ::tcsetattr(terminal_, TCSAFLUSH, &before_);
  }
  quiet_terminal(const quiet_terminal&) = delete;
  quiet_terminal& operator=(const quiet_terminal&) = delete;
  [[nodiscard]] bool is_quiet() const { return changed_; }

 private:
  int terminal_;
  termios before_{};
  bool changed_ = false;
};

void say(int output, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(output, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return;  // nobody can see the question; the answer may still come
    text.remove_prefix(static_cast<std::size_t>(written));
  }
}

// Takes the last character off, all its bytes.
void rub_out(std::string& line) {
  while (!line.empty() && (static_cast<unsigned char>(line.back()) & 0xc0u) == 0x80u)
    line.pop_back();
  if (!line.empty()) line.pop_back();
}

tl::expected<secret_text, std::string> read_line(int input, bool is_terminal) {
  std::string line;
  line.reserve(max_password_bytes + 2);  // never moved, so that one wipe is enough
  const auto give_up = [&line](const char* why) {
    secret_text(std::move(line)).wipe();
    return tl::unexpected<std::string>(why);
  };
  while (true) {
    char c = 0;
    const ssize_t got = ::read(input, &c, 1);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return give_up("The password cannot be read.");
    const bool ended = got == 0 || (is_terminal && c == end_key);
    if (ended && line.empty()) return give_up("No password was given.");
    if (ended || c == '\n' || (is_terminal && c == '\r')) break;
    if (is_terminal && c == interrupt_key) return give_up("Interrupted.");
    if (is_terminal && (c == backspace_key || c == delete_key)) {
      rub_out(line);
    } else if (is_terminal && c == erase_line_key) {
      line.clear();
    } else if (line.size() > max_password_bytes) {
      return give_up("The password has more than 256 bytes.");
    } else {
      line.push_back(c);
    }
  }
  if (!line.empty() && line.back() == '\r') line.pop_back();
  return secret_text(std::move(line));
}

}  // namespace

tl::expected<secret_text, std::string> ask_new_password(int input, int output,
                                                        const std::string& account_name) {
  if (::isatty(input) == 0) return read_line(input, false);
  const quiet_terminal quiet(input);
  if (!quiet.is_quiet())
    return tl::unexpected<std::string>("The terminal's echo cannot be switched off.");
  say(output, "Password for " + account_name + ": ");
  auto first = read_line(input, true);
  say(output, "\n");
  if (!first) return first;
  say(output, "Once more: ");
  const auto second = read_line(input, true);
  say(output, "\n");
  if (!second) return tl::unexpected(second.error());
  if (first->view() != second->view())
    return tl::unexpected<std::string>("The two passwords differ.");
  return first;
}

}  // namespace hallcall::gateway
