// See harness.hpp.
#include "harness.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <stdexcept>
#include <utility>

#include <fmt/format.h>

namespace hallcall::net::testing {

reactor_thread::reactor_thread() : thread_([this] { reactor_.run(); }) {}

reactor_thread::~reactor_thread() {
  reactor_.stop();
  thread_.join();
}

void reactor_thread::run(const std::function<void()>& task) {
  std::promise<void> done;
  auto finished = done.get_future();
  reactor_.post([&] {
    task();
    done.set_value();
  });
  // The task refers to this frame: when it never ends, the program may not go on.
  if (finished.wait_for(patience) != std::future_status::ready) std::abort();
}

test_server::test_server(http_server_limits limits, http_server_handlers handlers,
                         std::shared_ptr<tls_identity> identity) {
  thread_.run([&] {
    server_ = std::make_unique<http_server>(thread_.get(), "127.0.0.1", 0, std::move(limits),
                                            std::move(handlers), std::move(identity));
    port_ = server_->port();
  });
}

test_server::~test_server() { destroy(); }

void test_server::destroy() {
  thread_.run([&] { server_.reset(); });
}

http_server_stats test_server::stats() {
  http_server_stats now;
  thread_.run([&] { now = server_->stats(); });
  return now;
}

bool eventually(const std::function<bool()>& holds) {
  const auto until = std::chrono::steady_clock::now() + patience;
  while (!holds()) {
    if (std::chrono::steady_clock::now() > until) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  return true;
}

std::string raw_response::header(std::string_view name) const {
  const auto at = head.find(fmt::format("\r\n{}: ", name));
  if (at == std::string::npos) return {};
  const auto begin = at + name.size() + 4;
  return head.substr(begin, head.find("\r\n", begin) - begin);
}

int raw_frame::close_code() const {
  if (opcode != 8 || payload.size() < 2) return 0;
  return static_cast<unsigned char>(payload[0]) * 256 + static_cast<unsigned char>(payload[1]);
}

raw_peer::raw_peer(std::uint16_t port, const char* from, int receive_buffer)
    : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  const timeval wait{.tv_sec = std::chrono::seconds(patience).count(), .tv_usec = 0};
  setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof wait);
  setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &wait, sizeof wait);
  if (receive_buffer > 0)
    setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
  sockaddr_in at{};
  at.sin_family = AF_INET;
  inet_pton(AF_INET, from, &at.sin_addr);
  bind(socket_, reinterpret_cast<const sockaddr*>(&at), sizeof at);
  inet_pton(AF_INET, "127.0.0.1", &at.sin_addr);
  at.sin_port = htons(port);
  if (connect(socket_, reinterpret_cast<const sockaddr*>(&at), sizeof at) != 0)
    throw std::runtime_error("the test's peer could not connect");
}

raw_peer::raw_peer(raw_peer&& other) noexcept
    : socket_(std::exchange(other.socket_, -1)), buffer_(std::move(other.buffer_)) {}

raw_peer::~raw_peer() {
  if (socket_ >= 0) ::close(socket_);
}

void raw_peer::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const auto sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
}

void raw_peer::half_close() { shutdown(socket_, SHUT_WR); }

void raw_peer::reset() {
  const linger now{.l_onoff = 1, .l_linger = 0};
  setsockopt(socket_, SOL_SOCKET, SO_LINGER, &now, sizeof now);
  ::close(std::exchange(socket_, -1));
}

bool raw_peer::fill() {
  char bytes[16384];
  const auto got = recv(socket_, bytes, sizeof bytes, 0);
  if (got <= 0) return false;
  buffer_.append(bytes, static_cast<std::size_t>(got));
  return true;
}

bool raw_peer::need(std::size_t bytes) {
  while (buffer_.size() < bytes)
    if (!fill()) return false;
  return true;
}

std::optional<raw_response> raw_peer::response(bool head_only) {
  std::size_t end = 0;
  while ((end = buffer_.find("\r\n\r\n")) == std::string::npos)
    if (!fill()) return std::nullopt;
  raw_response answer;
  answer.head = buffer_.substr(0, end + 2);
  buffer_.erase(0, end + 4);
  answer.status = std::stoi(answer.head.substr(9, 3));
  const auto length = answer.header("Content-Length");
  const std::size_t bytes = length.empty() || head_only ? 0 : std::stoul(length);
  if (!need(bytes)) return std::nullopt;
  answer.body = buffer_.substr(0, bytes);
  buffer_.erase(0, bytes);
  return answer;
}

bool raw_peer::ends() {
  while (true) {
    char bytes[4096];
    const auto got = recv(socket_, bytes, sizeof bytes, 0);
    if (got == 0 || (got < 0 && errno == ECONNRESET)) return true;
    if (got < 0) return false;
  }
}

std::optional<raw_response> raw_peer::upgrade(std::string_view path, std::string_view extra) {
  send(get(path, fmt::format("Connection: Upgrade\r\nUpgrade: websocket\r\n"
                             "Sec-WebSocket-Version: 13\r\n"
                             "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n{}",
                             extra)));
  return response();
}

void raw_peer::send_frame(int opcode, std::string_view payload, bool final) {
  std::string bytes;
  bytes += static_cast<char>((final ? 0x80 : 0) | opcode);
  if (payload.size() < 126) {
    bytes += static_cast<char>(0x80 | payload.size());
  } else {
    bytes += static_cast<char>(0x80 | 126);
    bytes += static_cast<char>(payload.size() >> 8);
    bytes += static_cast<char>(payload.size() & 0xff);
  }
  bytes.append(4, '\0');  // a mask of zeros leaves the payload as it is
  bytes += payload;
  send(bytes);
}

std::optional<raw_frame> raw_peer::frame() {
  if (!need(2)) return std::nullopt;
  raw_frame got;
  got.opcode = buffer_[0] & 0x0f;
  std::size_t length = static_cast<unsigned char>(buffer_[1]);
  std::size_t head = 2;
  const std::size_t extended = length == 126 ? 2 : length == 127 ? 8 : 0;
  if (!need(head + extended)) return std::nullopt;
  if (extended > 0) length = 0;
  for (std::size_t i = 0; i < extended; ++i)
    length = length << 8 | static_cast<unsigned char>(buffer_[head + i]);
  head += extended;
  if (!need(head + length)) return std::nullopt;
  got.payload = buffer_.substr(head, length);
  buffer_.erase(0, head + length);
  return got;
}

std::string get(std::string_view target, std::string_view extra_headers) {
  return fmt::format("GET {} HTTP/1.1\r\nHost: hall\r\n{}\r\n", target, extra_headers);
}

std::string post(std::string_view target, std::string_view body) {
  return fmt::format("POST {} HTTP/1.1\r\nHost: hall\r\nContent-Length: {}\r\n\r\n{}", target,
                     body.size(), body);
}

http_server_handlers echo_handlers() {
  return {.on_request =
              [](request asked, const responder& answer) {
                answer({.status = 200,
                        .headers = {{"Content-Type", "text/plain"}},
                        .body = make_body(asked.body.empty() ? asked.target : asked.body)});
              },
          .on_upgrade = nullptr};
}

}  // namespace hallcall::net::testing
