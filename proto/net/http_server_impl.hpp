// What the connections of one server share: limits, handlers, the list of who is open, one sweep
// timer for every time-out. Private to proto/net; all of it runs on the reactor's thread.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

#include "proto/net/asio_impl.hpp"
#include "proto/net/connection_census_impl.hpp"
#include "proto/net/http_server.hpp"
#include "proto/net/request_reader_impl.hpp"
#include "proto/net/response_head_impl.hpp"

namespace hallcall::net {

class http_connection;

// A WebSocket as the server sees it.
class server_websocket : public ws_session {
 public:
  // Enforces the deadlines that have passed.
  virtual void sweep(steady::time_point now) = 0;
  // The server goes away: closes the socket, calls nothing any more.
  virtual void abandon() = 0;
  // The grace is over: closes the socket and says on_close.
  virtual void cut() = 0;
};

class server_core : public std::enable_shared_from_this<server_core> {
 public:
  // `identity`: null for plain HTTP.
  server_core(asio::io_context&, http_server_limits, http_server_handlers,
              std::shared_ptr<tls_identity> identity);

  // Throws std::system_error when the address cannot be bound.
  void listen(const std::string& address, std::uint16_t port);
  [[nodiscard]] std::uint16_t port() const { return port_; }
  [[nodiscard]] http_server_stats stats() const;
  void shutdown(std::chrono::milliseconds grace, std::function<void()> done);
  // Closes everything at once; no handler is called from now on.
  void abandon();

  // For the connections.
  [[nodiscard]] const http_server_limits& limits() const { return limits_; }
  [[nodiscard]] const http_server_handlers& handlers() const { return handlers_; }
  [[nodiscard]] request_limits reader_limits() const;
  [[nodiscard]] std::string_view date() { return date_.now(); }
  [[nodiscard]] response error_response(int status, std::string_view detail) const;
  [[nodiscard]] bool draining() const { return draining_; }
  void count_request() { ++requests_; }
  void count_failed_handshake() { ++failed_handshakes_; }
  // Resumes the connection once the present turn is over, so that answers given in it go out
  // together.
  void resume_later(std::shared_ptr<http_connection>);
  void forget(const std::shared_ptr<http_connection>&);
  // What a connection has become; the connection itself is forgotten next.
  void take_over(std::shared_ptr<server_websocket>);
  void forget(const std::shared_ptr<server_websocket>&);

 private:
  void await_connection();
  void admit(tcp_socket);
  void rest_and_accept();
  void await_sweep();
  void sweep();
  void resume_waiting();
  void check_drained();
  void finish_shutdown();

  asio::io_context& context_;
  const http_server_limits limits_;
  const http_server_handlers handlers_;
  const std::shared_ptr<tls_identity> identity_;
  date_line date_;
  tcp_acceptor acceptor_;
  std::uint16_t port_ = 0;
  steady_timer accept_rest_;
  steady_timer sweep_timer_;
  steady::duration sweep_interval_;
  std::shared_ptr<connection_census> census_;
  std::unordered_set<std::shared_ptr<http_connection>> connections_;
  std::unordered_set<std::shared_ptr<server_websocket>> websockets_;
  std::vector<std::shared_ptr<http_connection>> to_resume_;
  std::uint64_t requests_ = 0;
  std::uint64_t refused_ = 0;
  std::uint64_t failed_handshakes_ = 0;
  bool draining_ = false;
  bool abandoned_ = false;
  steady_timer grace_timer_;
  std::function<void()> drained_;
};

}  // namespace hallcall::net
