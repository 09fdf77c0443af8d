// The server's face: HTTP calls, pages and WebSockets on one port, with who may do what, limits and
// error answers.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>

#include "gateway/api.hpp"
#include "gateway/live.hpp"
#include "gateway/pages.hpp"
#include "proto/net/http_server.hpp"

namespace hallcall::gateway {

struct gateway_options {
  std::string address = "127.0.0.1";
  std::uint16_t port = 8080;  // 0 takes a free one
  api_options api;
  net::http_server_limits limits;
  std::shared_ptr<person_keys> persons;  // null: in memory, gone with the server
  std::shared_ptr<net::tls_identity> identity;  // null: plain HTTP
};

class gateway_server {
 public:
  // `assets` gives a page's file by path, null for none. Throws std::system_error when the port
  // cannot be had.
  gateway_server(net::reactor&, service::hall_service&, authenticator&, gateway_options,
                 asset_finder assets);
  ~gateway_server();

  [[nodiscard]] std::uint16_t port() const;
  // What the public comes by, without trailing slash.
  [[nodiscard]] const std::string& public_url() const { return api_.options.public_url; }
  // Refuses new connections, says goodbye to watchers, lets answers out, then calls done.
  void close(std::chrono::milliseconds grace, std::function<void()> done);

 private:
  void handle(net::request, net::responder);
  std::variant<net::response, net::http_server_handlers::accept_upgrade> upgrade(
      const net::request&);
  void route_call(call, const route&);
  void refresh_soon(const std::vector<std::string>& halls);
  void refresh();
  void look_again();
  [[nodiscard]] std::string build_view(const service::view_name&);
  [[nodiscard]] std::string metrics();

  net::reactor& reactor_;
  service::hall_service& halls_;
  authenticator& who_;
  gateway_options options_;
  service::feed feed_;
  api api_;
  router router_;
  pages pages_;
  live live_;
  std::vector<std::string> to_refresh_;
  std::chrono::steady_clock::time_point next_refresh_{};
  net::timer refresh_;
  net::timer look_again_;
  std::unique_ptr<net::http_server> server_;
};

}  // namespace hallcall::gateway
