// The terminal, on the slave of a pseudo-terminal; what it was sent is read from the master.
#include <doctest/doctest.h>

#include <memory>
#include <string>
#include <system_error>

#include <fcntl.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include "display-client/terminal.hpp"
#include "tests/clients/pseudo_terminal.hpp"

using namespace hallcall::display;
using hallcall::tests::pseudo_terminal;

namespace {
canvas picture(const std::string& first, const std::string& second) {
  canvas c(40, 5);
  c.put(0, 0, style::bar, first);
  c.put(3, 2, style::plain, second);
  return c;
}
}  // namespace

TEST_CASE("the terminal is taken over and given back as it was") {
  pseudo_terminal pty(40, 5);
  termios before{};
  tcgetattr(pty.slave(), &before);
  {
    const terminal screen(pty.slave());
    termios during{};
    tcgetattr(pty.slave(), &during);
    CHECK((during.c_lflag & ECHO) == 0);
    CHECK((during.c_lflag & ISIG) != 0);  // Ctrl-C still ends the program
    CHECK(screen.size() == terminal_size{40, 5});
    const auto sent = pty.sent();
    CHECK(sent.find("\x1b[?1049h") != std::string::npos);
    CHECK(sent.find("\x1b[?25l") != std::string::npos);
  }
  termios after{};
  tcgetattr(pty.slave(), &after);
  CHECK(after.c_lflag == before.c_lflag);
  CHECK(after.c_iflag == before.c_iflag);
  const auto sent = pty.sent();
  CHECK(sent.find("\x1b[?25h") != std::string::npos);
  CHECK(sent.ends_with("\x1b[?1049l"));
}

TEST_CASE("only rows that changed are drawn again, an unchanged picture costs nothing") {
  pseudo_terminal pty(40, 5);
  terminal screen(pty.slave());
  static_cast<void>(pty.sent());
  CHECK(screen.show(picture("head", "one")));
  CHECK(pty.sent().find("head") != std::string::npos);
  CHECK(screen.show(picture("head", "one")));
  CHECK(pty.sent().empty());
  CHECK(screen.show(picture("head", "two")));
  const auto again = pty.sent();
  CHECK(again.find("two") != std::string::npos);
  CHECK(again.find("head") == std::string::npos);
  CHECK(again.find("\x1b[2J") == std::string::npos);  // never cleared: nothing flickers
}

TEST_CASE("a picture of another size is drawn whole") {
  pseudo_terminal pty(40, 5);
  terminal screen(pty.slave());
  CHECK(screen.show(picture("head", "one")));
  static_cast<void>(pty.sent());
  canvas larger(60, 8);
  larger.put(0, 0, style::bar, "head");
  CHECK(screen.show(larger));
  CHECK(pty.sent().find("head") != std::string::npos);
}

TEST_CASE(
    "a terminal that takes nothing does not stop the program, and is drawn whole afterwards") {
  pseudo_terminal pty(200, 60);
  terminal screen(pty.slave());
  canvas big(200, 60);
  for (int row = 0; row < 60; ++row) big.put(row, 0, style::plain, std::string(200, 'x'));
  bool all_taken = true;
  for (int i = 0; i < 4 && all_taken; ++i) {  // fills the line's buffer: nobody reads
    all_taken = screen.show(big);
    big.put(0, 0, i % 2 == 0 ? style::strong : style::plain, "y");
    for (int row = 1; row < 60; ++row)
      big.put(row, 0, style::plain, std::string(200, i % 2 == 0 ? 'z' : 'x'));
  }
  CHECK(!all_taken);
  CHECK(!screen.gone());
  static_cast<void>(pty.sent());
  canvas small(20, 2);
  small.put(1, 0, style::plain, "back again");
  CHECK(screen.show(small));
  CHECK(pty.sent().find("back again") != std::string::npos);
}

TEST_CASE("a terminal that hung up is told from a slow one") {
  auto pty = std::make_unique<pseudo_terminal>(40, 5);
  const int slave = dup(pty->slave());
  terminal screen(slave);
  pty.reset();
  CHECK(!screen.show(picture("head", "one")));
  CHECK(screen.gone());
  close(slave);
}

TEST_CASE("what is no terminal is refused") {
  const int fd = open("/dev/null", O_RDWR | O_CLOEXEC);
  CHECK_THROWS_AS(terminal{fd}, std::system_error);
  close(fd);
}
