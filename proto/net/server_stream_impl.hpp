// What the bytes of one accepted connection go through: TCP, or TLS over it. Every operation ends
// in a call of the connection that it was given, which it keeps alive. One operation of a kind at a
// time. Private to proto/net.
#pragma once

#include <boost/asio/buffer.hpp>
#include <boost/container/static_vector.hpp>

#include <cstddef>
#include <memory>
#include <vector>

#include "proto/net/http_server_impl.hpp"
#include "proto/net/tls.hpp"

namespace hallcall::net {

inline constexpr std::size_t gathered_buffers = 64;  // Asio passes no more to one sendmsg
using gathered = boost::container::static_vector<asio::const_buffer, gathered_buffers>;

class server_stream {
 public:
  using connection = std::shared_ptr<http_connection>;

  virtual ~server_stream() = default;
  // Shakes hands where there is something to shake; then on_opened.
  virtual void open(connection) = 0;
  // Then on_input.
  virtual void read(connection, asio::mutable_buffer) = 0;
  // What is taken at once; fails with would_block when nothing is.
  virtual std::size_t write_now(const gathered&, error_code&) = 0;
  // All of it, then on_sent with the same number.
  virtual void write(connection, std::vector<asio::const_buffer>, std::size_t exchanges) = 0;
  // Says that nothing follows, then on_goodbye. What is read from then on may be ciphertext.
  virtual void say_goodbye(connection) = 0;
  virtual void close() = 0;
  // Goes on as a WebSocket that answers `handshake`; nothing else is asked of the stream from then
  // on.
  [[nodiscard]] virtual std::shared_ptr<server_websocket> become_websocket(
      server_core&, connection_census::place, const request& handshake,
      http_server_handlers::accept_upgrade) = 0;
};

[[nodiscard]] std::unique_ptr<server_stream> make_plain_stream(tcp_socket);
// With the identity as it is now.
[[nodiscard]] std::unique_ptr<server_stream> make_tls_stream(tcp_socket, tls_identity&);

}  // namespace hallcall::net
