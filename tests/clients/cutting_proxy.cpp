#include "tests/clients/cutting_proxy.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <string_view>
#include <utility>

namespace hallcall::tests {
namespace {

sockaddr_in loopback(std::uint16_t port) {
  sockaddr_in at{};
  at.sin_family = AF_INET;
  at.sin_port = htons(port);
  at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return at;
}

bool send_all(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const auto n = ::send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (n <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(n));
  }
  return true;
}

}  // namespace

cutting_proxy::cutting_proxy(std::uint16_t to) : to_(to) {
  listener_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  auto at = loopback(0);
  socklen_t size = sizeof at;
  bind(listener_, reinterpret_cast<sockaddr*>(&at), size);
  listen(listener_, 64);
  getsockname(listener_, reinterpret_cast<sockaddr*>(&at), &size);
  port_ = ntohs(at.sin_port);
  thread_ = std::thread([this] { accept_all(); });
}

cutting_proxy::~cutting_proxy() {
  closed_ = true;
  thread_.join();
  for (auto& one : carriers_) one.join();
  close(listener_);
}

void cutting_proxy::cut_next(cut where, std::string request) {
  const std::lock_guard guard(lock_);
  where_ = where;
  request_ = std::move(request);
}

bool cutting_proxy::has_cut() {
  const std::lock_guard guard(lock_);
  return !where_;
}

void cutting_proxy::away(bool yes) { away_ = yes; }

void cutting_proxy::accept_all() {
  while (!closed_) {
    pollfd ready{listener_, POLLIN, 0};
    if (poll(&ready, 1, 20) <= 0) continue;
    const int client = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    const int server = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const auto at = loopback(to_);
    if (away_ || connect(server, reinterpret_cast<const sockaddr*>(&at), sizeof at) != 0) {
      close(client);
      close(server);
      continue;
    }
    carriers_.emplace_back([this, client, server] { carry(client, server); });
  }
}

void cutting_proxy::carry(int client, int server) {
  std::array<char, 16 * 1024> bytes{};
  std::optional<cut> planned;  // for the answer that comes next
  bool going = true;
  while (going && !closed_ && !away_) {
    std::array<pollfd, 2> ready{pollfd{client, POLLIN, 0}, pollfd{server, POLLIN, 0}};
    if (poll(ready.data(), ready.size(), 20) <= 0) continue;
    for (int i = 0; i < 2 && going; ++i) {
      if (ready[static_cast<std::size_t>(i)].revents == 0) continue;
      const auto n = recv(i == 0 ? client : server, bytes.data(), bytes.size(), 0);
      if (n <= 0) {
        going = false;
        break;
      }
      const std::string_view got(bytes.data(), static_cast<std::size_t>(n));
      if (i == 0) {
        const std::lock_guard guard(lock_);
        if (where_ && got.find(request_) != std::string_view::npos)
          planned = std::exchange(where_, std::nullopt);
        going = planned != cut::before_request && send_all(server, got);
      } else {
        if (planned == cut::within_answer) send_all(client, got.substr(0, got.size() / 2));
        going = !planned && send_all(client, got);
      }
    }
  }
  close(client);
  close(server);
}

}  // namespace hallcall::tests
