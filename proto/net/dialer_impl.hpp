// Resolves a name off the reactor's thread and connects to the first address that answers.
// Private to proto/net.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "proto/net/asio_impl.hpp"
#include "proto/net/http_client.hpp"

namespace hallcall::net {

class dialer : public std::enable_shared_from_this<dialer> {
 public:
  // Either a connected socket, or client_error::resolve or ::connect. Called once.
  using callback = std::function<void(std::optional<tcp_socket>, client_error)>;

  explicit dialer(asio::io_context& context)
      : context_(context), resolver_(context.get_executor()), socket_(context.get_executor()) {}

  // Once per dialer. No time-out of its own: who waits too long cancels.
  void dial(const endpoint& to, callback done);
  // The callback will not be called any more.
  void cancel();

 private:
  void try_next();

  asio::io_context& context_;
  tcp_resolver resolver_;
  tcp_socket socket_;
  std::vector<tcp::endpoint> candidates_;
  std::size_t next_ = 0;
  callback done_;
};

// The Host header's value: the port only when it is not the scheme's own, an IPv6 address in
// brackets.
[[nodiscard]] std::string host_header(const endpoint&);

}  // namespace hallcall::net
