// A pseudo-terminal pair for tests: the program under test gets the slave, the test reads the
// master.
#pragma once

#include <chrono>
#include <cstdlib>
#include <stdexcept>
#include <string>
#include <string_view>

#include <fcntl.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <unistd.h>

namespace hallcall::tests {

class pseudo_terminal {
 public:
  pseudo_terminal(int columns, int rows) : master_(posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC)) {
    if (master_ < 0 || grantpt(master_) != 0 || unlockpt(master_) != 0)
      throw std::runtime_error("posix_openpt");
    slave_ = open(ptsname(master_), O_RDWR | O_NOCTTY | O_CLOEXEC);
    resize(columns, rows);
  }
  ~pseudo_terminal() {
    close(slave_);
    close(master_);
  }
  pseudo_terminal(const pseudo_terminal&) = delete;
  pseudo_terminal& operator=(const pseudo_terminal&) = delete;

  [[nodiscard]] int slave() const { return slave_; }
  void resize(int columns, int rows) const {
    winsize w{static_cast<unsigned short>(rows), static_cast<unsigned short>(columns), 0, 0};
    ioctl(master_, TIOCSWINSZ, &w);
  }
  void type(std::string_view keys) const {
    if (write(master_, keys.data(), keys.size()) < 0) throw std::runtime_error("write");
  }
  // Everything that has been written to the terminal since the last time.
  [[nodiscard]] std::string sent() const {
    std::string all;
    pollfd wait{master_, POLLIN, 0};
    char chunk[4096];
    while (poll(&wait, 1, 0) == 1 && (wait.revents & POLLIN) != 0) {
      const auto n = read(master_, chunk, sizeof chunk);
      if (n <= 0) break;
      all.append(chunk, static_cast<std::size_t>(n));
    }
    return all;
  }
  // Reads until the words have come, at most 20 s; returns all of it.
  [[nodiscard]] std::string await(std::string_view words) const {
    std::string all;
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (all.find(words) == std::string::npos && std::chrono::steady_clock::now() < until) {
      pollfd wait{master_, POLLIN, 0};
      poll(&wait, 1, 100);
      all += sent();
    }
    return all;
  }

 private:
  int master_ = -1;
  int slave_ = -1;
};

}  // namespace hallcall::tests
