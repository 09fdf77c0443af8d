// The server: accepts, counts and lists the connections, enforces their time-outs with one timer,
// shuts down.
#include "proto/net/http_server.hpp"

#include <boost/asio/post.hpp>
#include <boost/system/system_error.hpp>

#include <algorithm>
#include <system_error>
#include <utility>

#include "proto/net/http_connection_impl.hpp"
#include "proto/net/http_server_impl.hpp"
#include "proto/net/reactor_impl.hpp"
#include "proto/net/server_stream_impl.hpp"

namespace hallcall::net {

namespace {

// After accept() failed, for want of descriptors most likely.
constexpr auto accept_rest = std::chrono::milliseconds(100);
// Time-outs are noticed this late at most, or a quarter of the shortest.
constexpr auto longest_sweep_interval = std::chrono::milliseconds(500);
constexpr auto shortest_sweep_interval = std::chrono::milliseconds(5);

steady::duration sweep_interval_for(const http_server_limits& limits) {
  const auto shortest = std::min({limits.handshake_timeout, limits.request_timeout,
                                  limits.idle_timeout, limits.write_timeout});
  return std::clamp(shortest / 4, shortest_sweep_interval, longest_sweep_interval);
}

// An IPv4 peer of an IPv6 socket is named, and counted, as the IPv4 peer it is.
asio::ip::address plain_address(const asio::ip::address& address) {
  if (address.is_v6() && address.to_v6().is_v4_mapped())
    return asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6());
  return address;
}

}  // namespace

server_core::server_core(asio::io_context& context, http_server_limits limits,
                         http_server_handlers handlers, std::shared_ptr<tls_identity> identity)
    : context_(context),
      limits_(std::move(limits)),
      handlers_(std::move(handlers)),
      identity_(std::move(identity)),
      acceptor_(context.get_executor()),
      accept_rest_(context.get_executor()),
      sweep_timer_(context.get_executor()),
      sweep_interval_(sweep_interval_for(limits_)),
      census_(std::make_shared<connection_census>(limits_.max_connections,
                                                  limits_.max_connections_per_address)),
      grace_timer_(context.get_executor()) {}

void server_core::listen(const std::string& address, std::uint16_t port) {
  const tcp::endpoint at(asio::ip::make_address(address), port);
  acceptor_.open(at.protocol());
  acceptor_.set_option(tcp::acceptor::reuse_address(true));
  acceptor_.bind(at);
  acceptor_.listen();
  port_ = acceptor_.local_endpoint().port();
  await_connection();
  await_sweep();
}

request_limits server_core::reader_limits() const {
  return {.header_bytes = limits_.max_header_bytes, .body_bytes = limits_.max_body_bytes};
}

response server_core::error_response(int status, std::string_view detail) const {
  if (!limits_.render_error) {
    return {.status = status,
            .headers = {{"Content-Type", "text/plain; charset=utf-8"}},
            .body = make_body(std::string(detail) + "\n")};
  }
  auto answer = limits_.render_error(status, detail);
  answer.status = status;
  return answer;
}

http_server_stats server_core::stats() const {
  return {.connections = connections_.size() + websockets_.size(),
          .websockets = websockets_.size(),
          .requests = requests_,
          .refused = refused_,
          .failed_handshakes = failed_handshakes_};
}

void server_core::await_connection() {
  acceptor_.async_accept([self = shared_from_this()](error_code failed, tcp_socket socket) {
    if (self->abandoned_ || self->draining_) return;
    if (failed && failed != asio::error::connection_aborted) return self->rest_and_accept();
    if (!failed) self->admit(std::move(socket));
    self->await_connection();
  });
}

void server_core::rest_and_accept() {
  accept_rest_.expires_after(accept_rest);
  accept_rest_.async_wait([self = shared_from_this()](error_code) {
    if (!self->abandoned_ && !self->draining_) self->await_connection();
  });
}

void server_core::admit(tcp_socket socket) {
  error_code failed;
  const auto remote = socket.remote_endpoint(failed);
  if (failed) return;  // it has left already
  const auto address = plain_address(remote.address());
  auto place = census_->enter(address.to_string());
  if (!place) {
    ++refused_;
    return;  // closes the socket
  }
  error_code ignored;
  socket.set_option(tcp::no_delay(true), ignored);
  socket.non_blocking(true, ignored);  // answers are written at once when the kernel takes them
  auto stream = identity_ ? make_tls_stream(std::move(socket), *identity_)
                          : make_plain_stream(std::move(socket));
  const auto connection = std::make_shared<http_connection>(
      *this, std::move(stream), std::move(*place), address.is_loopback());
  connections_.insert(connection);
  connection->start();
}

void server_core::await_sweep() {
  sweep_timer_.expires_after(sweep_interval_);
  sweep_timer_.async_wait([self = shared_from_this()](error_code) {
    if (self->abandoned_) return;
    self->sweep();
    if (!self->abandoned_) self->await_sweep();
  });
}

void server_core::sweep() {
  // Copies: whoever is closed leaves the list, and on_close may do anything to the server.
  const auto now = steady::now();
  const std::vector connections(connections_.begin(), connections_.end());
  for (const auto& connection : connections) connection->sweep(now);
  const std::vector websockets(websockets_.begin(), websockets_.end());
  for (const auto& websocket : websockets) websocket->sweep(now);
}

void server_core::resume_later(std::shared_ptr<http_connection> connection) {
  to_resume_.push_back(std::move(connection));
  if (to_resume_.size() == 1)
    asio::post(context_, [self = shared_from_this()] { self->resume_waiting(); });
}

void server_core::resume_waiting() {
  const auto due = std::exchange(to_resume_, {});
  for (const auto& connection : due) connection->resume();
}

void server_core::forget(const std::shared_ptr<http_connection>& connection) {
  connections_.erase(connection);
  check_drained();
}

void server_core::take_over(std::shared_ptr<server_websocket> websocket) {
  websockets_.insert(std::move(websocket));
}

void server_core::forget(const std::shared_ptr<server_websocket>& websocket) {
  websockets_.erase(websocket);
  check_drained();
}

void server_core::shutdown(std::chrono::milliseconds grace, std::function<void()> done) {
  if (abandoned_ || draining_) return;
  draining_ = true;
  drained_ = std::move(done);
  error_code ignored;
  acceptor_.close(ignored);
  accept_rest_.cancel();
  grace_timer_.expires_after(grace);
  grace_timer_.async_wait([self = shared_from_this()](error_code cancelled) {
    if (!cancelled) self->finish_shutdown();
  });
  const std::vector connections(connections_.begin(), connections_.end());
  for (const auto& connection : connections) connection->drain();
  for (const auto& websocket : websockets_) websocket->close(1012);
  check_drained();
}

void server_core::check_drained() {
  if (!draining_ || !connections_.empty() || !websockets_.empty() || !drained_) return;
  // Not from inside whatever closed the last one.
  asio::post(context_, [self = shared_from_this()] { self->finish_shutdown(); });
}

void server_core::finish_shutdown() {
  if (abandoned_ || !drained_) return;
  const auto done = std::exchange(drained_, nullptr);
  grace_timer_.cancel();
  const std::vector connections(connections_.begin(), connections_.end());
  for (const auto& connection : connections) connection->abandon();
  connections_.clear();
  const std::vector websockets(websockets_.begin(), websockets_.end());
  for (const auto& websocket : websockets) websocket->cut();
  if (!abandoned_) done();
}

void server_core::abandon() {
  abandoned_ = true;
  error_code ignored;
  acceptor_.close(ignored);
  accept_rest_.cancel();
  sweep_timer_.cancel();
  grace_timer_.cancel();
  for (const auto& connection : connections_) connection->abandon();
  for (const auto& websocket : websockets_) websocket->abandon();
  connections_.clear();
  websockets_.clear();
  to_resume_.clear();
}

struct http_server::impl {
  std::shared_ptr<server_core> core;
};

http_server::http_server(reactor& on, const std::string& address, std::uint16_t port,
                         http_server_limits limits, http_server_handlers handlers,
                         std::shared_ptr<tls_identity> identity)
    : impl_(std::make_shared<impl>()) {
  impl_->core = std::make_shared<server_core>(on.internals().context, std::move(limits),
                                              std::move(handlers), std::move(identity));
  try {
    impl_->core->listen(address, port);
  } catch (const boost::system::system_error& failed) {
    impl_->core->abandon();
    throw std::system_error(std::error_code(failed.code()), address + ":" + std::to_string(port));
  }
}

http_server::~http_server() { impl_->core->abandon(); }

std::uint16_t http_server::port() const { return impl_->core->port(); }

http_server_stats http_server::stats() const { return impl_->core->stats(); }

void http_server::shutdown(std::chrono::milliseconds grace, std::function<void()> done) {
  impl_->core->shutdown(grace, std::move(done));
}

}  // namespace hallcall::net
