#include "tests/clients/printer_simulator.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <stdexcept>

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <termios.h>
#include <unistd.h>

#include "kiosk-client/escpos.hpp"

namespace hallcall::tests {
namespace {

int require(int fd, const char* what) {
  if (fd < 0) throw std::runtime_error(what);
  return fd;
}

std::size_t number(std::string_view bytes, std::size_t at) {
  return static_cast<std::uint8_t>(bytes[at]) + 256U * static_cast<std::uint8_t>(bytes[at + 1]);
}

}  // namespace

printer_simulator::printer_simulator(wire w, simulated_printer how) : how_(how) {
  now_ = how_.fault_after_rows || how_.fault_at_byte ? trouble::none : how_.fault;
  stop_ = require(eventfd(0, EFD_CLOEXEC), "eventfd");
  if (w == wire::tcp) {
    listener_ = require(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), "socket");
    sockaddr_in at{};
    at.sin_family = AF_INET;
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof at;
    require(bind(listener_, reinterpret_cast<sockaddr*>(&at), size), "bind");
    require(listen(listener_, 4), "listen");
    getsockname(listener_, reinterpret_cast<sockaddr*>(&at), &size);
    target_ = {kiosk::printer_target::kind::tcp, "127.0.0.1", ntohs(at.sin_port), ""};
  } else {
    master_ = require(posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC), "posix_openpt");
    grantpt(master_);
    unlockpt(master_);
    const std::string name = ptsname(master_);
    slave_ = require(open(name.c_str(), O_RDWR | O_NOCTTY | O_CLOEXEC), "pts");
    termios raw{};
    tcgetattr(slave_, &raw);
    cfmakeraw(&raw);
    tcsetattr(slave_, TCSANOW, &raw);
    target_ = {kiosk::printer_target::kind::device, "", 0, name};
  }
  thread_ = std::thread([this] { serve(); });
}

printer_simulator::~printer_simulator() {
  const std::uint64_t one = 1;
  [[maybe_unused]] const auto written = write(stop_, &one, sizeof one);
  thread_.join();
  for (const int fd : {listener_, master_, slave_, stop_})
    if (fd >= 0) close(fd);
}

void printer_simulator::serve() {
  if (listener_ < 0) return talk(master_);
  while (true) {
    std::array<pollfd, 2> wait{pollfd{listener_, POLLIN, 0}, pollfd{stop_, POLLIN, 0}};
    if (poll(wait.data(), 2, -1) < 0 || wait[1].revents != 0) return;
    const int fd = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (fd < 0) return;
    const int on = 1;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    talk(fd);
    close(fd);
  }
}

// One conversation, until the other side goes, the simulator disconnects, or the test is over.
void printer_simulator::talk(int fd) {
  buffer_.clear();
  tail_.clear();
  telling_ = false;
  if (how_.disconnect_at_byte == 0U && fd == master_) return;
  while (true) {
    const bool full =
        buffer_.size() >= how_.buffer || (how_.hang_at_byte && bytes_ >= *how_.hang_at_byte);
    std::array<pollfd, 2> wait{pollfd{fd, static_cast<short>(full ? 0 : POLLIN), 0},
                               pollfd{stop_, POLLIN, 0}};
    if (poll(wait.data(), 2, -1) < 0 || wait[1].revents != 0) return;
    if (full) {
      if ((wait[0].revents & (POLLHUP | POLLERR)) != 0) return;
      continue;
    }
    std::array<std::uint8_t, 1024> chunk{};
    const auto n = read(fd, chunk.data(), std::min(chunk.size(), most_now()));
    if (n <= 0) return;
    for (ssize_t i = 0; i < n; ++i) {
      if (take(fd, chunk[static_cast<std::size_t>(i)])) continue;
      if (fd == master_) {  // unplugged: a closed master is what a vanished device looks like
        close(slave_);
        close(master_);
        slave_ = master_ = -1;
      }
      return;
    }
  }
}

// Not beyond the byte where it breaks down, nor beyond its buffer.
std::size_t printer_simulator::most_now() const {
  auto most = how_.buffer - buffer_.size();
  for (const auto& at : {how_.hang_at_byte, how_.disconnect_at_byte})
    if (at) most = std::min(most, *at - bytes_);
  return most;
}

bool printer_simulator::take(int fd, std::uint8_t byte) {
  const std::lock_guard guard(lock_);
  ++bytes_;
  if (how_.disconnect_at_byte && bytes_ >= *how_.disconnect_at_byte) return false;
  if (how_.fault_at_byte && bytes_ == *how_.fault_at_byte) {
    now_ = how_.fault;
    tell(fd);
  }
  buffer_ += static_cast<char>(byte);
  tail_ += static_cast<char>(byte);
  if (tail_.size() > kiosk::clear_buffer.size()) tail_.erase(0, 1);
  answer_real_time(fd);
  parse(fd);
  return true;
}

// Real-time commands count wherever they stand, inside a picture too.
void printer_simulator::answer_real_time(int fd) {
  const std::string_view tail = tail_;
  if (tail.size() >= 3 && tail.substr(tail.size() - 3, 2) == "\x10\x04") {
    const int kind = tail.back();
    if (kind >= 1 && kind <= 4) reply(fd, std::string(1, static_cast<char>(status(kind))));
  }
  if (tail == kiosk::clear_buffer) {
    cleared_ = true;
    buffer_.clear();
  }
}

void printer_simulator::reply(int fd, std::string_view bytes) const {
  if (!how_.answers) return;
  const auto sent = fd == master_ ? write(fd, bytes.data(), bytes.size())
                                  : send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL);
  static_cast<void>(sent);  // who asked may be gone
}

bool printer_simulator::stopped() const { return now_ != trouble::none; }

std::uint8_t printer_simulator::status(int kind) const {
  std::uint8_t b = 0x12;
  switch (kind) {
    case 1:
      b |= stopped() ? 0x08 : 0;
      break;
    case 2:
      b |= now_ == trouble::cover_open ? 0x04 : 0;
      b |= now_ == trouble::paper_out ? 0x20 : 0;
      b |= now_ == trouble::cutter || now_ == trouble::broken || now_ == trouble::hot ? 0x40 : 0;
      break;
    case 3:
      b |= now_ == trouble::cutter ? 0x08 : 0;
      b |= now_ == trouble::broken ? 0x20 : 0;
      b |= now_ == trouble::hot ? 0x40 : 0;
      break;
    default:
      b |= how_.paper_low ? 0x0C : 0;
      b |= now_ == trouble::paper_out ? 0x60 : 0;
  }
  return b;
}

// Automatic status, four bytes.
void printer_simulator::tell(int fd) {
  if (!telling_ || !how_.tells_changes) return;
  std::string b{"\x10\0\0\x0f", 4};
  b[0] =
      static_cast<char>(b[0] | (stopped() ? 0x08 : 0) | (now_ == trouble::cover_open ? 0x20 : 0));
  b[1] =
      static_cast<char>((now_ == trouble::cutter ? 0x08 : 0) |
                        (now_ == trouble::broken ? 0x20 : 0) | (now_ == trouble::hot ? 0x40 : 0));
  b[2] = static_cast<char>((how_.paper_low ? 0x03 : 0) | (now_ == trouble::paper_out ? 0x0C : 0));
  reply(fd, b);
}

// The length of the command at the buffer's beginning; 0 while it is not whole.
std::size_t printer_simulator::command_length() const {
  const std::string_view b = buffer_;
  const auto whole = [&](std::size_t n) { return b.size() >= n ? n : 0; };
  if (b.size() < 2) return 0;
  const auto two = b.substr(0, 2);
  if (two == "\x1b@") return 2;
  if (two == "\x10\x04" || two == "\x1dr" ||
      two ==
          "\x1d"
          "a")
    return whole(3);
  if (two == "\x10\x14") return whole(kiosk::clear_buffer.size());
  if (two == "\x1dV") return whole(4);
  if (two == "\x1dv") return b.size() < 8 ? 0 : whole(8 + number(b, 4) * number(b, 6));
  return 1;  // unknown: one byte of text, which a slip does not have
}

void printer_simulator::parse(int fd) {
  while (!stopped()) {
    const auto length = command_length();
    if (length == 0) return;
    const auto command = buffer_.substr(0, length);
    buffer_.erase(0, length);
    execute(fd, command);
  }
}

void printer_simulator::execute(int fd, std::string_view command) {
  const auto two = command.substr(0, 2);
  if (two == "\x1dr" && how_.says_printed) {
    reply(fd, std::string(1, '\0'));
  } else if (two ==
             "\x1d"
             "a") {
    telling_ = command[2] != '\0';
    tell(fd);
  } else if (two == "\x1dV") {
    if (how_.fault == trouble::cutter && how_.fault_after_rows) {
      now_ = trouble::cutter;
      return tell(fd);
    }
    kiosk::bitmap slip(static_cast<int>(row_bytes_) * 8, rows_);
    slip.bits = paper_;
    slips_.push_back(std::move(slip));
    paper_.clear();
    rows_ = 0;
  } else if (two == "\x1dv") {
    row_bytes_ = number(command, 4);
    const auto rows = number(command, 6);
    for (std::size_t row = 0; row < rows; ++row) {
      if (how_.fault_after_rows && rows_ >= *how_.fault_after_rows &&
          how_.fault != trouble::cutter) {
        now_ = how_.fault;
        return tell(fd);
      }
      const auto line = command.substr(8 + row * row_bytes_, row_bytes_);
      paper_.insert(paper_.end(), line.begin(), line.end());
      ++rows_;
    }
  }
}

void printer_simulator::repair() {
  const std::lock_guard guard(lock_);
  now_ = how_.fault = trouble::none;
  how_.fault_at_byte.reset();
  how_.fault_after_rows.reset();
  parse(master_);
}

std::vector<kiosk::bitmap> printer_simulator::slips() const {
  const std::lock_guard guard(lock_);
  return slips_;
}
int printer_simulator::rows_on_paper() const {
  const std::lock_guard guard(lock_);
  return rows_;
}
bool printer_simulator::cleared() const {
  const std::lock_guard guard(lock_);
  return cleared_;
}
std::size_t printer_simulator::bytes_read() const {
  const std::lock_guard guard(lock_);
  return bytes_;
}

}  // namespace hallcall::tests
