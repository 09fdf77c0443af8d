// Non-blocking descriptors and poll().
#include "kiosk-client/printer_port.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <future>
#include <memory>
#include <thread>
#include <utility>

#include <fcntl.h>
#include <netdb.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <termios.h>
#include <unistd.h>

namespace hallcall::kiosk {
namespace {

using clock = std::chrono::steady_clock;
using addresses = std::shared_ptr<addrinfo>;

int milliseconds_until(printer_port::deadline until) {
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - clock::now()).count();
  return static_cast<int>(std::clamp<std::int64_t>(left, 0, 60'000));
}

tl::unexpected<port_error> fail(port_error e) { return tl::make_unexpected(e); }

// The resolver has no deadline of its own.
addresses resolve(const printer_target& target, printer_port::deadline until) {
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

// One address; -1 when it refuses or stays silent.
int connect_to(const addrinfo& address, printer_port::deadline until) {
  const int fd = socket(address.ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (fd < 0) return -1;
  int result = connect(fd, address.ai_addr, address.ai_addrlen);
  if (result != 0 && errno == EINPROGRESS) {
    pollfd wait{fd, POLLOUT, 0};
    int error = ETIMEDOUT;
    socklen_t size = sizeof error;
    if (poll(&wait, 1, milliseconds_until(until)) == 1)
      getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size);
    result = error;
  }
  if (result != 0) {
    close(fd);
    return -1;
  }
  const int on = 1;
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);  // status questions are three bytes
  return fd;
}

// A serial line or pseudo-terminal must not change or echo bytes. Its speed stays as it was set
// (stty).
void make_raw(int fd) {
  termios t{};
  if (isatty(fd) == 0 || tcgetattr(fd, &t) != 0) return;
  cfmakeraw(&t);
  t.c_cflag |= CLOCAL | CREAD;
  tcsetattr(fd, TCSANOW, &t);
}

std::optional<std::uint16_t> parse_port(std::string_view text) {
  std::uint16_t port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  if (error != std::errc() || end != text.data() + text.size() || port == 0) return std::nullopt;
  return port;
}

}  // namespace

std::optional<printer_target> parse_printer_target(std::string_view text) {
  const auto after = [&](std::string_view prefix) {
    return std::string(text.substr(prefix.size()));
  };
  printer_target out;
  if (text.starts_with("file:") || text.starts_with("dev:")) {
    out.what = text.starts_with("dev:") ? printer_target::kind::device : printer_target::kind::file;
    out.path = after(out.what == printer_target::kind::device ? "dev:" : "file:");
    return out.path.empty() ? std::nullopt : std::optional(out);
  }
  if (!text.starts_with("tcp:")) return std::nullopt;
  const auto rest = after("tcp:");
  const auto colon = rest.rfind(':');
  if (colon == std::string::npos || colon == 0) return std::nullopt;
  const auto port = parse_port(std::string_view(rest).substr(colon + 1));
  if (!port) return std::nullopt;
  out.what = printer_target::kind::tcp;
  out.port = *port;
  out.host = rest.substr(0, colon);
  if (out.host.size() > 2 && out.host.front() == '[' && out.host.back() == ']')
    out.host = out.host.substr(1, out.host.size() - 2);
  else if (out.host.find(':') != std::string::npos)
    return std::nullopt;
  return out;
}

tl::expected<printer_port, port_error> printer_port::open(const printer_target& target,
                                                          deadline until) {
  if (target.what == printer_target::kind::tcp) {
    const auto list = resolve(target, until);
    for (const auto* a = list.get(); a != nullptr; a = a->ai_next)
      if (const int fd = connect_to(*a, until); fd >= 0) return printer_port(fd, true);
    return fail(port_error::cannot_open);
  }
  constexpr int common = O_NOCTTY | O_CLOEXEC;
  if (target.what == printer_target::kind::file) {
    const int fd = ::open(target.path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | common, 0600);
    if (fd < 0) return fail(port_error::cannot_open);
    return printer_port(fd, false);
  }
  int fd = ::open(target.path.c_str(), O_RDWR | O_NONBLOCK | common);
  const bool readable = fd >= 0;
  if (!readable && (errno == EACCES || errno == EINVAL))
    fd = ::open(target.path.c_str(), O_WRONLY | O_NONBLOCK | common);
  if (fd < 0) return fail(port_error::cannot_open);
  make_raw(fd);
  return printer_port(fd, readable);
}

printer_port::printer_port(printer_port&& other) noexcept
    : fd_(std::exchange(other.fd_, -1)), can_answer_(other.can_answer_) {}

printer_port::~printer_port() {
  if (fd_ >= 0) close(fd_);
}

tl::expected<void, port_error> printer_port::wait(short events, deadline until) const {
  pollfd one{fd_, events, 0};
  while (true) {
    const int ready = poll(&one, 1, milliseconds_until(until));
    if (ready > 0) return {};
    if (ready == 0) return fail(port_error::timeout);
    if (errno != EINTR) return fail(port_error::failed);
  }
}

tl::expected<std::size_t, port_error> printer_port::write_some(std::string_view bytes,
                                                               deadline until) {
  while (true) {
    // A socket that the other end has closed must not raise SIGPIPE in whoever uses this.
    auto n = send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (n < 0 && errno == ENOTSOCK) n = write(fd_, bytes.data(), bytes.size());
    if (n > 0) return static_cast<std::size_t>(n);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0 && (errno == EPIPE || errno == ECONNRESET || errno == EIO || errno == ENODEV))
      return fail(port_error::closed);
    if (n < 0 && errno != EAGAIN) return fail(port_error::failed);
    if (const auto ready = wait(POLLOUT, until); !ready) return fail(ready.error());
  }
}

tl::expected<std::uint8_t, port_error> printer_port::read_byte(deadline until) {
  if (!can_answer_) return fail(port_error::timeout);
  while (true) {
    std::uint8_t byte = 0;
    const auto n = read(fd_, &byte, 1);
    if (n == 1) return byte;
    if (n < 0 && errno == EINTR) continue;
    if (n == 0 || (n < 0 && errno != EAGAIN)) return fail(port_error::closed);
    if (const auto ready = wait(POLLIN, until); !ready) return fail(ready.error());
  }
}

}  // namespace hallcall::kiosk
