// HTTP for a program that does one thing after the other: the network lives on a thread of its own,
// fetch() waits for the answer, at most as long as the time-out.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <thread>

#include <tl/expected.hpp>

#include "proto/net/http_client.hpp"
#include "proto/net/reactor.hpp"

namespace hallcall::kiosk {

class server_connection {
 public:
  server_connection(const net::endpoint&, std::chrono::milliseconds timeout,
                    std::shared_ptr<net::tls_trust> = nullptr);
  ~server_connection();
  server_connection(const server_connection&) = delete;
  server_connection& operator=(const server_connection&) = delete;

  // One request, sent once. Not from two threads.
  [[nodiscard]] tl::expected<net::response, net::client_error> fetch(net::request);

 private:
  net::reactor reactor_;
  std::optional<net::http_client> client_;  // touched on the reactor's thread only
  std::thread thread_;
};

}  // namespace hallcall::kiosk
