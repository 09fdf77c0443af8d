// A connection with TLS. After its goodbye, and when the peer turns out to speak plain HTTP, its
// bytes go past TLS: in the one case to be dropped, in the other to say what is wrong.
#include <boost/asio/write.hpp>
#include <boost/beast/websocket/ssl.hpp>

#include <utility>

#include <openssl/err.h>
#include <openssl/sslerr.h>

#include "proto/net/http_connection_impl.hpp"
#include "proto/net/server_stream_impl.hpp"
#include "proto/net/tls_impl.hpp"
#include "proto/net/ws_server_impl.hpp"

namespace hallcall::net {

namespace {

bool is_plain_http(const error_code& failed) {
  return failed.category() == asio::error::get_ssl_category() &&
         ERR_GET_REASON(static_cast<unsigned long>(failed.value())) == SSL_R_HTTP_REQUEST;
}

class tls_server_stream final : public server_stream {
 public:
  tls_server_stream(tcp_socket socket, ssl::context& context) : tls_(std::move(socket), context) {}

  void open(connection of) override {
    tls_.async_handshake(ssl::stream_base::server, [this, of = std::move(of)](error_code failed) {
      bare_ = is_plain_http(failed);
      if (bare_)
        of->on_wrong_protocol();
      else
        of->on_opened(failed);
    });
  }
  void read(connection of, asio::mutable_buffer into) override {
    auto then = [of = std::move(of)](error_code failed, std::size_t bytes) {
      of->on_input(failed, bytes);
    };
    if (bare_)
      tls_.next_layer().async_read_some(into, std::move(then));
    else
      tls_.async_read_some(into, std::move(then));
  }
  // Whether the kernel takes ciphertext is known later.
  std::size_t write_now(const gathered&, error_code& failed) override {
    failed = asio::error::would_block;
    return 0;
  }
  void write(connection of, std::vector<asio::const_buffer> parts, std::size_t exchanges) override {
    auto then = [of = std::move(of), exchanges](error_code failed, std::size_t) {
      of->on_sent(failed, exchanges);
    };
    if (bare_)
      asio::async_write(tls_.next_layer(), std::move(parts), std::move(then));
    else
      asio::async_write(tls_, std::move(parts), std::move(then));
  }
  void say_goodbye(connection of) override {
    if (bare_) return end_output(*of);
    // Waits for the peer's goodbye as well; a peer that sends on instead is what `bare_` is for.
    tls_.async_shutdown([this, of = std::move(of)](error_code) {
      bare_ = true;
      end_output(*of);
    });
  }
  void close() override {
    error_code ignored;
    tls_.next_layer().close(ignored);
  }
  std::shared_ptr<server_websocket> become_websocket(
      server_core& core, connection_census::place place, const request& handshake,
      http_server_handlers::accept_upgrade accepted) override {
    return make_server_websocket(core, std::move(tls_), std::move(place), handshake,
                                 std::move(accepted));
  }

 private:
  void end_output(http_connection& of) {
    error_code failed;
    tls_.next_layer().shutdown(tcp::socket::shutdown_send, failed);
    of.on_goodbye(failed);
  }

  tls_stream tls_;
  bool bare_ = false;
};

}  // namespace

std::unique_ptr<server_stream> make_tls_stream(tcp_socket socket, tls_identity& identity) {
  return std::make_unique<tls_server_stream>(std::move(socket), *identity.internals().context);
}

}  // namespace hallcall::net
