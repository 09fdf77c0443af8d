// See webhook_receiver.hpp.
#include "webhook_receiver.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cctype>
#include <cstring>
#include <regex>
#include <stdexcept>

namespace hallcall::service::testing {
namespace {

// The value of a header in a request's head, or empty. Not by a regular expression: several
// threads serve, and the library's share a table that they fill as they go.
std::string header_of(const std::string& head, const std::string& name) {
  const auto lower = [](std::string text) {
    for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return text;
  };
  const auto wanted = "\r\n" + lower(name) + ": ";
  const auto found = lower(head).find(wanted);
  if (found == std::string::npos) return "";
  const auto from = found + wanted.size();
  return head.substr(from, head.find('\r', from) - from);
}

}  // namespace

webhook_receiver::webhook_receiver(script s, std::uint16_t port) : script_(std::move(s)) {
  listening_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const int yes = 1;
  ::setsockopt(listening_, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  sockaddr_in at{};
  at.sin_family = AF_INET;
  at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  at.sin_port = htons(port);
  socklen_t size = sizeof at;
  if (::bind(listening_, reinterpret_cast<sockaddr*>(&at), size) != 0 ||
      ::listen(listening_, 64) != 0 ||
      ::getsockname(listening_, reinterpret_cast<sockaddr*>(&at), &size) != 0)
    throw std::runtime_error(std::string("no socket: ") + std::strerror(errno));
  port_ = ntohs(at.sin_port);
  accepting_ = std::thread([this] { accept_all(); });
}

webhook_receiver::~webhook_receiver() {
  {
    const std::lock_guard lock(mutex_);
    over_ = true;
    for (const int socket : open_) ::shutdown(socket, SHUT_RDWR);
  }
  ::shutdown(listening_, SHUT_RDWR);
  changed_.notify_all();
  accepting_.join();
  for (auto& t : serving_) t.join();
  ::close(listening_);
}

void webhook_receiver::accept_all() {
  for (;;) {
    const int socket = ::accept4(listening_, nullptr, nullptr, SOCK_CLOEXEC);
    const std::lock_guard lock(mutex_);
    if (over_ || socket < 0) {
      if (socket >= 0) ::close(socket);
      return;
    }
    open_.push_back(socket);
    serving_.emplace_back([this, socket] { serve(socket); });
  }
}

void webhook_receiver::serve(int socket) {
  std::string input;
  char chunk[4096];
  for (;;) {
    const auto head_end = input.find("\r\n\r\n");
    if (head_end != std::string::npos) {
      const auto head = input.substr(0, head_end);
      const auto length = header_of(head, "Content-Length");
      const auto body_size = length.empty() ? 0 : std::stoul(length);
      if (input.size() >= head_end + 4 + body_size) {
        delivery d;
        d.target = head.substr(0, head.find(" HTTP/"));
        d.signature = header_of(head, "Hallcall-Signature");
        d.body = input.substr(head_end + 4, body_size);
        input.erase(0, head_end + 4 + body_size);
        if (!answer(socket, std::move(d))) break;
        continue;
      }
    }
    const auto n = ::recv(socket, chunk, sizeof chunk, 0);
    if (n <= 0) break;
    input.append(chunk, static_cast<std::size_t>(n));
  }
  const std::lock_guard lock(mutex_);
  std::erase(open_, socket);
  ::close(socket);
}

bool webhook_receiver::answer(int socket, delivery d) {
  conduct c;
  {
    const std::lock_guard lock(mutex_);
    c = script_(seen_.size(), d);
    d.answer = c.close ? "closed" : c.stall ? "kept waiting" : std::to_string(c.status);
    seen_.push_back(std::move(d));
  }
  changed_.notify_all();
  if (c.close) return false;
  if (c.stall) return true;
  const auto text = "HTTP/1.1 " + std::to_string(c.status) + " So\r\n" + c.headers +
                    "Content-Length: 2\r\n\r\nok";
  return ::send(socket, text.data(), text.size(), MSG_NOSIGNAL) ==
         static_cast<ssize_t>(text.size());
}

std::vector<delivery> webhook_receiver::seen() const {
  const std::lock_guard lock(mutex_);
  return seen_;
}

std::vector<delivery> webhook_receiver::await(
    const std::function<bool(const std::vector<delivery>&)>& enough, std::chrono::seconds within) {
  std::unique_lock lock(mutex_);
  changed_.wait_for(lock, within, [&] { return enough(seen_); });
  return seen_;
}

std::string member_of(const std::string& json, const std::string& key) {
  const std::regex member("\"" + key + "\":(\"([^\"]*)\"|[^,}]*)");
  std::smatch found;
  if (!std::regex_search(json, found, member)) return "";
  return found[2].matched ? found[2].str() : found[1].str();
}

std::vector<std::string> received(const std::vector<delivery>& all,
                                  const std::vector<std::string>& keys) {
  std::vector<std::string> lines;
  for (const auto& d : all) {
    if (!d.answer.starts_with('2')) continue;
    std::string line;
    for (const auto& k : keys) line += (line.empty() ? "" : " ") + member_of(d.body, k);
    lines.push_back(std::move(line));
  }
  return lines;
}

}  // namespace hallcall::service::testing
