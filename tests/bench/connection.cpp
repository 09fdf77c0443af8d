#include "bench/connection.hpp"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <system_error>
#include <utility>

namespace hallcall::bench {

connection::connection(const address& to) {
  sockaddr_in at{};
  at.sin_family = AF_INET;
  at.sin_port = htons(to.port);
  if (inet_pton(AF_INET, to.host.c_str(), &at.sin_addr) != 1 ||
      (ntohl(at.sin_addr.s_addr) >> 24) != 127)
    throw std::system_error(std::make_error_code(std::errc::address_not_available),
                            "only 127.x.x.x is allowed");
  fd_ = socket(AF_INET, SOCK_STREAM, 0);
  if (fd_ < 0 || connect(fd_, reinterpret_cast<sockaddr*>(&at), sizeof at) != 0)
    throw std::system_error(errno, std::generic_category(), "connect");
  const int one = 1;
  setsockopt(fd_, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
}

connection::~connection() {
  if (fd_ >= 0) close(fd_);
}

connection::connection(connection&& o) noexcept
    : fd_(std::exchange(o.fd_, -1)),
      in_(std::move(o.in_)),
      out_(std::move(o.out_)),
      written_(o.written_) {}

bool connection::send(std::string_view bytes) {
  out_ += bytes;
  return flush();
}

bool connection::flush() {
  while (written_ < out_.size()) {
    const auto n =
        ::send(fd_, out_.data() + written_, out_.size() - written_, MSG_DONTWAIT | MSG_NOSIGNAL);
    if (n < 0) return errno == EAGAIN || errno == EINTR;
    written_ += static_cast<std::size_t>(n);
  }
  out_.clear();
  written_ = 0;
  return true;
}

bool connection::receive() {
  char buffer[16 * 1024];
  for (;;) {
    const auto n = recv(fd_, buffer, sizeof buffer, MSG_DONTWAIT);
    if (n == 0) return false;
    if (n < 0) return errno == EAGAIN || errno == EINTR;
    in_.append(buffer, static_cast<std::size_t>(n));
    if (static_cast<std::size_t>(n) < sizeof buffer) return true;
  }
}

http_answer parse_answer(std::string_view input) {
  const auto head_end = input.find("\r\n\r\n");
  if (head_end == std::string_view::npos) return {};
  const auto head = input.substr(0, head_end);
  http_answer a;
  std::from_chars(head.data() + 9, head.data() + 12, a.status);
  std::size_t length = 0;
  if (const auto at = head.find("Content-Length: "); at != std::string_view::npos)
    std::from_chars(head.data() + at + 16, head.data() + head.size(), length);
  if (input.size() < head_end + 4 + length) return {};
  a.body = input.substr(head_end + 4, length);
  a.bytes = head_end + 4 + length;
  return a;
}

ws_frame parse_frame(std::string_view in) {
  ws_frame f;
  if (in.size() < 2) return f;
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(in[i]); };
  f.opcode = byte(0) & 0x0F;
  std::size_t length = byte(1) & 0x7F, head = 2;
  if (length == 126) {
    if (in.size() < 4) return f;
    length = static_cast<std::size_t>(byte(2)) << 8 | byte(3);
    head = 4;
  } else if (length == 127) {
    if (in.size() < 10) return f;
    length = 0;
    for (std::size_t i = 2; i < 10; ++i) length = length << 8 | byte(i);
    head = 10;
  }
  if (in.size() < head + length) return f;
  f.whole = true;
  f.payload = in.substr(head, length);
  f.bytes = head + length;
  return f;
}

std::string client_frame(int opcode, std::string_view payload) {
  std::string f;
  f += static_cast<char>(0x80 | opcode);
  f += static_cast<char>(0x80 | payload.size());  // control frames and acknowledgements are short
  f.append(4, '\0');                              // a mask of zeros leaves the payload as it is
  f += payload;
  return f;
}

}  // namespace hallcall::bench
