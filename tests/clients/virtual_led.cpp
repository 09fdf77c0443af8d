#include "tests/clients/virtual_led.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <stdexcept>
#include <utility>

#include <arpa/inet.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <termios.h>
#include <unistd.h>

namespace hallcall::tests {
namespace {

constexpr std::chrono::seconds led_patience{25};
constexpr std::size_t longest_text = 480;

int led_require(int result, const char* what) {
  if (result < 0) throw std::runtime_error(what);
  return result;
}

std::uint16_t crc16(std::string_view bytes) {
  unsigned crc = 0xFFFF;
  for (const char c : bytes) {
    crc ^= static_cast<unsigned>(static_cast<unsigned char>(c)) << 8;
    for (int i = 0; i < 8; ++i) crc = ((crc << 1) ^ ((crc & 0x8000U) != 0 ? 0x1021U : 0U)) & 0xFFFF;
  }
  return static_cast<std::uint16_t>(crc);
}

bool digits(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// Whole UTF-8 without control characters.
bool sound(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    const auto byte = [&](std::size_t at) {
      return at < text.size() ? static_cast<unsigned char>(text[at]) : 0U;
    };
    const auto first = byte(i);
    const std::size_t length = first < 0x80   ? 1
                               : first < 0xC2 ? 0
                               : first < 0xE0 ? 2
                               : first < 0xF0 ? 3
                               : first < 0xF5 ? 4
                                              : 0;
    if (length == 0 || first < 0x20 || first == 0x7F || (first == 0xC2 && byte(i + 1) < 0xA0))
      return false;
    for (std::size_t k = 1; k < length; ++k)
      if ((byte(i + k) & 0xC0U) != 0x80) return false;
    i += length;
  }
  return true;
}

}  // namespace

virtual_led::virtual_led(wire w, const std::vector<int>& addresses)
    : wire_(w), path_(here_ / "led"), wake_(led_require(eventfd(0, EFD_CLOEXEC), "eventfd")) {
  for (const int address : addresses) panels_[address];
  open();
  thread_ = std::thread([this] { serve(); });
}

virtual_led::~virtual_led() {
  {
    const std::lock_guard guard(lock_);
    closed_ = true;
  }
  wake();
  thread_.join();
  for (const int fd : {listener_, line_, slave_, wake_})
    if (fd >= 0) close(fd);
}

std::string virtual_led::port() const {
  return wire_ == wire::tcp ? fmt::format("tcp:127.0.0.1:{}", port_) : "dev:" + path_;
}

void virtual_led::open() {
  if (wire_ == wire::tcp) {
    listener_ = led_require(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), "socket");
    const int on = 1;
    setsockopt(listener_, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    sockaddr_in at{};
    at.sin_family = AF_INET;
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    at.sin_port = htons(port_);
    socklen_t size = sizeof at;
    led_require(bind(listener_, reinterpret_cast<sockaddr*>(&at), size), "bind");
    led_require(listen(listener_, 4), "listen");
    getsockname(listener_, reinterpret_cast<sockaddr*>(&at), &size);
    port_ = ntohs(at.sin_port);
    return;
  }
  line_ = led_require(posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK), "posix_openpt");
  grantpt(line_);
  unlockpt(line_);
  const std::string name = ptsname(line_);
  slave_ = led_require(::open(name.c_str(), O_RDWR | O_NOCTTY | O_CLOEXEC), "pts");
  termios t{};
  tcgetattr(slave_, &t);
  cfmakeraw(&t);
  cfsetspeed(&t, B38400);
  tcsetattr(slave_, TCSANOW, &t);
  std::filesystem::remove(path_);
  std::filesystem::create_symlink(name, path_);
}

void virtual_led::unplug() {
  const std::lock_guard guard(lock_);
  std::filesystem::remove(path_);
  for (int* fd : {&slave_, &line_, &listener_})
    if (*fd >= 0) close(std::exchange(*fd, -1));
  inside_ = false;
  wake();
}

void virtual_led::plug() {
  const std::lock_guard guard(lock_);
  open();
  wake();
}

void virtual_led::off_and_on() {
  const std::lock_guard guard(lock_);
  for (auto& [address, one] : panels_) {
    one.outdated = true;
    one.text.clear();
    one.last_order.clear();
  }
}

void virtual_led::wake() const {
  const std::uint64_t one = 1;
  static_cast<void>(!write(wake_, &one, sizeof one));
}

void virtual_led::serve() {
  while (true) {
    std::array<pollfd, 3> wait{};
    {
      const std::lock_guard guard(lock_);
      if (closed_) return;
      wait = {pollfd{deaf_ ? -1 : line_, POLLIN, 0}, pollfd{listener_, POLLIN, 0},
              pollfd{wake_, POLLIN, 0}};
    }
    if (poll(wait.data(), wait.size(), -1) < 0) return;
    const std::lock_guard guard(lock_);
    if (wait[2].revents != 0) {
      std::uint64_t ignored = 0;
      static_cast<void>(!read(wake_, &ignored, sizeof ignored));
      continue;  // the descriptors may be others now
    }
    if (wait[1].revents != 0) {
      if (line_ >= 0) close(line_);
      line_ = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK);
      inside_ = false;
      continue;
    }
    if (wait[0].revents == 0) continue;
    std::array<char, 1024> chunk{};
    const auto n = read(line_, chunk.data(), chunk.size());
    if (n > 0) {
      take({chunk.data(), static_cast<std::size_t>(n)});
    } else if (listener_ >= 0) {
      close(std::exchange(line_, -1));
      inside_ = false;
    }
  }
}

void virtual_led::take(std::string_view bytes) {
  for (const char c : bytes) {
    if (c == '\x02') {  // a frame that was cut off before is forgotten
      inside_ = true;
      frame_.clear();
    } else if (!inside_) {
      breach(fmt::format("byte {:#x} outside a frame", static_cast<unsigned char>(c)));
    } else if (c == '\r') {
      inside_ = false;
      take_order(frame_);
    } else {
      frame_ += c;
    }
  }
}

void virtual_led::take_order(const std::string& frame) {
  if (frame.size() < 9 || frame[frame.size() - 5] != '\x03') return breach("no ETX: " + frame);
  const auto inner = frame.substr(0, frame.size() - 4);
  if (fmt::format("{:04X}", crc16(inner)) != frame.substr(frame.size() - 4))
    return breach("wrong check: " + frame);
  if (!digits(inner.substr(0, 3))) return breach("no address and turn: " + frame);
  const auto found = panels_.find(std::stoi(inner.substr(0, 2)));
  if (found == panels_.end()) return;  // for somebody else on the line
  auto& one = found->second;
  ++orders_;
  const bool late = is_outdated(one);
  one.heard = clock::now();
  const char turn = inner[2];
  std::string word;
  if (refuse_ && inner[3] == 'S') {
    word = "NO FONT";
  } else if (inner != one.last_order) {
    if (inner[3] != 'Q') one.outdated = false;
    if (inner[3] == 'Q') one.outdated = late;
    obey(one, inner);
    one.last_order = inner;
  }
  changed_.notify_all();
  if (mute_) return;
  const char state = !word.empty() ? 'X' : is_outdated(one) ? 'O' : one.blank ? 'B' : 'T';
  answer(found->first, turn, state, one, word);
}

void virtual_led::obey(panel& one, const std::string& inner) {
  const std::string body = inner.substr(4, inner.size() - 5);
  switch (inner[3]) {
    case 'Q':
      if (!body.empty()) breach("Q with a body");
      return;
    case 'B':
      if (!body.empty()) breach("B with a body");
      one.blank = true;
      one.text.clear();
      one.looks.push_back({'B', ""});
      return;
    case 'S': {
      if (body.size() < 5 || std::string("NFR").find(body[0]) == std::string::npos ||
          !digits(body.substr(1, 3)))
        return breach("S without effect, hold and text: " + body);
      const auto text = body.substr(4);
      if (text.size() > longest_text) breach("a text too long");
      if (!sound(text)) breach("a text with control characters, or broken UTF-8");
      one.hold = std::stoi(body.substr(1, 3));
      if (one.hold == 0) breach("a hold of nothing");
      one.blank = false;
      one.text = text;
      one.looks.push_back({body[0], text});
      return;
    }
    default:
      breach(fmt::format("no such order: {}", inner[3]));
  }
}

void virtual_led::answer(int address, char turn, char state, const panel& one,
                         const std::string& word) {
  auto inner = fmt::format("{:02}{}A{}{:04X}{}\x03", address, turn, state,
                           state == 'T' ? crc16(one.text) : 0, word);
  auto bytes = fmt::format("\x02{}{:04X}\r", inner, crc16(inner));
  if (babble_)
    bytes = fmt::format("\xff\x7f\x02{}\x02{}{:04X}\r{}\rOK\x02{}", std::string(500, '9'), inner,
                        crc16("another"), bytes, std::string(90, '\x03'));
  static_cast<void>(!write(line_, bytes.data(), bytes.size()));
}

bool virtual_led::is_outdated(const panel& one) {
  return one.outdated ||
         (!one.blank && one.hold > 0 && clock::now() - one.heard > std::chrono::seconds(one.hold));
}

void virtual_led::breach(const std::string& what) { breaches_.push_back(what); }

std::string virtual_led::shown(int address) {
  const std::lock_guard guard(lock_);
  const auto& one = panels_.at(address);
  return is_outdated(one) ? "--" : one.text;
}

bool virtual_led::shows(const std::string& text, int address) {
  const auto until = clock::now() + led_patience;
  while (shown(address) != text && clock::now() < until) {
    std::unique_lock guard(lock_);
    changed_.wait_for(guard, std::chrono::milliseconds(50));
  }
  return shown(address) == text;
}

std::vector<virtual_led::look> virtual_led::looks(int address) {
  const std::lock_guard guard(lock_);
  return panels_.at(address).looks;
}

long virtual_led::flashes(const std::string& text, int address) {
  const auto all = looks(address);
  return std::count(all.begin(), all.end(), look{'F', text});
}

bool virtual_led::heard(std::size_t orders) {
  std::unique_lock guard(lock_);
  return changed_.wait_for(guard, led_patience, [&] { return orders_ >= orders; });
}

std::size_t virtual_led::orders() {
  const std::lock_guard guard(lock_);
  return orders_;
}

std::vector<std::string> virtual_led::breaches() {
  const std::lock_guard guard(lock_);
  return breaches_;
}

std::string virtual_led::line_setting() {
  const std::lock_guard guard(lock_);
  termios t{};
  tcgetattr(slave_, &t);
  const auto speed = cfgetospeed(&t);
  return fmt::format("{} {}{}{} {}",
                     speed == B9600    ? 9600
                     : speed == B19200 ? 19200
                                       : 0,
                     (t.c_cflag & CSIZE) == CS8 ? 8 : 7, (t.c_cflag & PARENB) != 0 ? 'P' : 'N',
                     (t.c_cflag & CSTOPB) != 0 ? 2 : 1,
                     (t.c_cflag & CRTSCTS) != 0 ? "flow" : "free");
}

void virtual_led::mute(bool yes) {
  const std::lock_guard guard(lock_);
  mute_ = yes;
}
void virtual_led::deaf(bool yes) {
  const std::lock_guard guard(lock_);
  deaf_ = yes;
  wake();
}
void virtual_led::babble(bool yes) {
  const std::lock_guard guard(lock_);
  babble_ = yes;
}
void virtual_led::refuse(bool yes) {
  const std::lock_guard guard(lock_);
  refuse_ = yes;
}

}  // namespace hallcall::tests
