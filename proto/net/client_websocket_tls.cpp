// The WebSocket client with TLS.
#include <boost/beast/websocket/ssl.hpp>

#include "proto/net/client_websocket_impl.hpp"
#include "proto/net/tls_impl.hpp"

namespace hallcall::net {

namespace {

class tls_client_websocket final : public client_websocket_over<tls_stream> {
 public:
  tls_client_websocket(tcp_socket socket, std::string host, std::shared_ptr<tls_trust> trust)
      : client_websocket_over<tls_stream>(std::move(socket), trust->internals().context),
        host_(std::move(host)),
        trust_(std::move(trust)) {}

  void open(std::function<void(std::optional<client_error>)> then) override {
    if (!expect_host(under(), host_)) return then(client_error::certificate_host);
    under().async_handshake(ssl::stream_base::client, [this, self = shared_from_this(),
                                                       then = std::move(then)](error_code failed) {
      then(failed ? std::optional(why_refused(under())) : std::nullopt);
    });
  }

 private:
  const std::string host_;
  const std::shared_ptr<tls_trust> trust_;
};

}  // namespace

std::shared_ptr<client_websocket> make_tls_client_websocket(tcp_socket socket,
                                                            const std::string& host,
                                                            std::shared_ptr<tls_trust> trust) {
  return std::make_shared<tls_client_websocket>(std::move(socket), host, std::move(trust));
}

}  // namespace hallcall::net
