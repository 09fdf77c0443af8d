// termios and sockets.
#include "display-client/led_port.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <future>
#include <memory>
#include <system_error>
#include <thread>
#include <utility>

#include <fcntl.h>
#include <netdb.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <termios.h>
#include <unistd.h>

namespace hallcall::display {
namespace {

using addresses = std::shared_ptr<addrinfo>;
using time_limit = std::chrono::steady_clock::time_point;
using opened_fd = tl::expected<int, std::string>;

constexpr std::size_t read_at_once = 4096;

std::string words_of(int error) { return std::generic_category().message(error); }
tl::unexpected<std::string> because(std::string words) {
  return tl::make_unexpected(std::move(words));
}
opened_fd give_up(int fd, int error) {
  close(fd);
  return because(words_of(error));
}

speed_t termios_speed(int baud) {
  switch (baud) {
    case 1200:
      return B1200;
    case 2400:
      return B2400;
    case 4800:
      return B4800;
    case 19200:
      return B19200;
    case 38400:
      return B38400;
    case 57600:
      return B57600;
    case 115200:
      return B115200;
    default:
      return B9600;
  }
}

opened_fd open_line(const led_target& target) {
  const int fd = open(target.path.c_str(), O_RDWR | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
  if (fd < 0) return because(words_of(errno));
  termios t{};
  if (tcgetattr(fd, &t) != 0) return give_up(fd, errno);  // not a serial line
  if (flock(fd, LOCK_EX | LOCK_NB) != 0) {
    close(fd);
    return because("another program has it");
  }
  cfmakeraw(&t);
  t.c_cflag &= ~static_cast<tcflag_t>(CSTOPB | CRTSCTS | PARENB | CSIZE);
  t.c_cflag |= CS8 | CLOCAL | CREAD;
  cfsetspeed(&t, termios_speed(target.speed));
  if (tcsetattr(fd, TCSANOW, &t) != 0) return give_up(fd, errno);
  tcflush(fd, TCIOFLUSH);
  return fd;
}

// The resolver has no deadline of its own.
addresses look_up(const led_target& target, time_limit until) {
  auto promise = std::make_shared<std::promise<addresses>>();
  auto found = promise->get_future();
  std::thread([promise, host = target.host, port = std::to_string(target.port)] {
    addrinfo hints{};
    hints.ai_socktype = SOCK_STREAM;
    hints.ai_flags = AI_NUMERICSERV;
    addrinfo* list = nullptr;
    const int failed = getaddrinfo(host.c_str(), port.c_str(), &hints, &list);
    promise->set_value(failed != 0 ? nullptr : addresses(list, &freeaddrinfo));
  }).detach();
  return found.wait_until(until) == std::future_status::ready ? found.get() : nullptr;
}

opened_fd connect_one(const addrinfo& at, time_limit until) {
  const int fd = socket(at.ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (fd < 0) return because(words_of(errno));
  int error = connect(fd, at.ai_addr, at.ai_addrlen) == 0 ? 0 : errno;
  if (error == EINPROGRESS) {
    pollfd wait{fd, POLLOUT, 0};
    const auto left =
        std::chrono::ceil<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
    error = ETIMEDOUT;
    socklen_t size = sizeof error;
    if (poll(&wait, 1, std::max(0, static_cast<int>(left.count()))) == 1)
      getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size);
  }
  if (error != 0) return give_up(fd, error);
  const int on = 1;
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  return fd;
}

opened_fd connect_to(const led_target& target, time_limit until) {
  const auto list = look_up(target, until);
  opened_fd last = because("no such host");
  for (const auto* one = list.get(); one != nullptr && !last; one = one->ai_next)
    last = connect_one(*one, until);
  return last;
}

}  // namespace

tl::expected<led_port, std::string> led_port::open(const led_target& target, time_limit deadline) {
  const auto fd = target.tcp ? connect_to(target, deadline) : open_line(target);
  if (!fd) return because(fd.error());
  return led_port(*fd);
}

led_port::led_port(led_port&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}

// What is still in the line's own buffer goes with it: closing must not wait for a panel that reads
// nothing.
led_port::~led_port() {
  if (fd_ < 0) return;
  if (isatty(fd_) != 0) tcflush(fd_, TCOFLUSH);
  close(fd_);
}

tl::expected<std::size_t, std::string> led_port::write_some(std::string_view bytes) {
  while (true) {
    auto n = send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (n < 0 && errno == ENOTSOCK) n = write(fd_, bytes.data(), bytes.size());
    if (n >= 0) return static_cast<std::size_t>(n);
    if (errno == EAGAIN) return std::size_t{0};
    if (errno != EINTR) return because(words_of(errno));
  }
}

tl::expected<std::string, std::string> led_port::read_some() {
  std::string out(read_at_once, '\0');
  while (true) {
    const auto n = read(fd_, out.data(), out.size());
    if (n == 0) return because("it was unplugged, or hung up");
    if (n < 0 && errno == EINTR) continue;
    if (n < 0 && errno != EAGAIN) return because(words_of(errno));
    out.resize(n < 0 ? 0 : static_cast<std::size_t>(n));
    return out;
  }
}

}  // namespace hallcall::display
