// The WebSocket client without TLS.
#include "proto/net/client_websocket_impl.hpp"

namespace hallcall::net {

std::shared_ptr<client_websocket> make_plain_client_websocket(tcp_socket socket) {
  return std::make_shared<client_websocket_over<tcp_socket>>(std::move(socket));
}

}  // namespace hallcall::net
