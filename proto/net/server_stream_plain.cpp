// A connection without TLS.
#include <boost/asio/write.hpp>

#include <utility>

#include "proto/net/http_connection_impl.hpp"
#include "proto/net/server_stream_impl.hpp"
#include "proto/net/ws_server_impl.hpp"

namespace hallcall::net {

namespace {

class plain_server_stream final : public server_stream {
 public:
  explicit plain_server_stream(tcp_socket socket) : socket_(std::move(socket)) {}

  void open(connection of) override { of->on_opened({}); }
  void read(connection of, asio::mutable_buffer into) override {
    socket_.async_read_some(into, [of = std::move(of)](error_code failed, std::size_t bytes) {
      of->on_input(failed, bytes);
    });
  }
  std::size_t write_now(const gathered& parts, error_code& failed) override {
    return socket_.write_some(parts, failed);
  }
  void write(connection of, std::vector<asio::const_buffer> parts, std::size_t exchanges) override {
    asio::async_write(socket_, std::move(parts),
                      [of = std::move(of), exchanges](error_code failed, std::size_t) {
                        of->on_sent(failed, exchanges);
                      });
  }
  void say_goodbye(connection of) override {
    error_code failed;
    socket_.shutdown(tcp::socket::shutdown_send, failed);
    of->on_goodbye(failed);
  }
  void close() override {
    error_code ignored;
    socket_.close(ignored);
  }
  std::shared_ptr<server_websocket> become_websocket(
      server_core& core, connection_census::place place, const request& handshake,
      http_server_handlers::accept_upgrade accepted) override {
    return make_server_websocket(core, std::move(socket_), std::move(place), handshake,
                                 std::move(accepted));
  }

 private:
  tcp_socket socket_;
};

}  // namespace

std::unique_ptr<server_stream> make_plain_stream(tcp_socket socket) {
  return std::make_unique<plain_server_stream>(std::move(socket));
}

}  // namespace hallcall::net
