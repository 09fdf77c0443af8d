// See dialer_impl.hpp.
#include "proto/net/dialer_impl.hpp"

#include <boost/asio/post.hpp>

#include <utility>

#include <fmt/format.h>

namespace hallcall::net {

void dialer::dial(const endpoint& to, callback done) {
  done_ = std::move(done);
  error_code not_numeric;
  const auto address = asio::ip::make_address(to.host, not_numeric);
  if (!not_numeric) {
    candidates_ = {tcp::endpoint(address, to.port)};
    return try_next();
  }
  // Asio resolves on a thread of its own.
  resolver_.async_resolve(
      to.host, std::to_string(to.port), tcp_resolver::numeric_service,
      [self = shared_from_this()](error_code failed, const tcp_resolver::results_type& found) {
        if (!self->done_) return;
        if (failed || found.empty())
          return std::exchange(self->done_, nullptr)(std::nullopt, client_error::resolve);
        for (const auto& one : found) self->candidates_.push_back(one.endpoint());
        self->try_next();
      });
}

void dialer::try_next() {
  error_code ignored;
  socket_.close(ignored);
  socket_.async_connect(candidates_[next_++], [self = shared_from_this()](error_code failed) {
    if (!self->done_) return;
    if (failed && self->next_ < self->candidates_.size()) return self->try_next();
    const auto done = std::exchange(self->done_, nullptr);
    if (failed) return done(std::nullopt, client_error::connect);
    error_code refused;
    self->socket_.set_option(tcp::no_delay(true), refused);
    done(std::move(self->socket_), client_error::connect);
  });
}

void dialer::cancel() {
  const auto done = std::exchange(done_, nullptr);
  resolver_.cancel();
  error_code ignored;
  socket_.close(ignored);
}

std::string host_header(const endpoint& at) {
  const bool v6 = at.host.find(':') != std::string::npos;
  const auto host = v6 ? fmt::format("[{}]", at.host) : at.host;
  return at.port == (at.tls ? 443 : 80) ? host : fmt::format("{}:{}", host, at.port);
}

}  // namespace hallcall::net
