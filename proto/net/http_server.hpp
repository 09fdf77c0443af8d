// An HTTP/1.1 server with WebSocket upgrades on one reactor: keep-alive, pipelining (answers in the
// order of the requests, up to `max_pipelined` of one connection being handled at once), bounded
// everything. Malformed requests are answered here (400, 408, 413, 414, 431, 501) through
// `limits.render_error`.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <variant>

#include "proto/net/http.hpp"
#include "proto/net/reactor.hpp"
#include "proto/net/tls.hpp"
#include "proto/net/ws_session.hpp"

namespace hallcall::net {

struct http_server_limits {
  std::size_t max_header_bytes = 8 * 1024;
  std::size_t max_body_bytes = 64 * 1024;
  std::size_t max_pipelined = 32;
  std::size_t max_connections = 4'000;  // over it: accepted and closed at once
  std::size_t max_connections_per_address = 2'000;
  std::chrono::milliseconds handshake_timeout{5'000};  // of TLS
  std::chrono::milliseconds request_timeout{10'000};   // from a request's first byte to its last
  std::chrono::milliseconds idle_timeout{60'000};      // between requests
  std::chrono::milliseconds write_timeout{10'000};     // one response, or one WebSocket frame
  std::size_t max_ws_message_bytes = 4 * 1024;         // over it: close 1009
  // The body and content type for an error that the server answers by itself.
  std::function<response(int status, std::string_view detail)> render_error;
};

struct http_server_handlers {
  // Called for each request that is not an upgrade.
  std::function<void(request, responder)> on_request;
  // Called for a WebSocket upgrade. Either refuse with a response, or accept with the subprotocol
  // to name in the answer ("" for none) and what to do with the session once the handshake is
  // through.
  struct accept_upgrade {
    std::string subprotocol;
    std::function<void(std::shared_ptr<ws_session>)> on_open;
  };
  std::function<std::variant<response, accept_upgrade>(const request&)> on_upgrade;
};

struct http_server_stats {
  std::size_t connections = 0;          // open now, WebSockets among them
  std::size_t websockets = 0;           // open now
  std::uint64_t requests = 0;           // since start
  std::uint64_t refused = 0;            // connections over a limit, since start
  std::uint64_t failed_handshakes = 0;  // of TLS, since start; those that took too long among them
};

class http_server {
 public:
  // Throws std::system_error when the address cannot be bound. Port 0 takes a free one. With an
  // identity it speaks TLS alone, and shows each new connection the identity as it is by then;
  // whoever speaks plain HTTP is told so (400).
  http_server(reactor&, const std::string& address, std::uint16_t port, http_server_limits,
              http_server_handlers, std::shared_ptr<tls_identity> = nullptr);
  ~http_server();

  [[nodiscard]] std::uint16_t port() const;
  [[nodiscard]] http_server_stats stats() const;
  // Accepts no more; idle connections close now, busy ones after their answer; WebSockets are
  // closed with 1012 (service restart). Calls `done` when all are closed or `grace` has passed.
  void shutdown(std::chrono::milliseconds grace, std::function<void()> done);

 private:
  struct impl;
  std::shared_ptr<impl> impl_;
};

}  // namespace hallcall::net
