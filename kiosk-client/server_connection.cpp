// A promise carries each answer from the reactor's thread.
#include "kiosk-client/server_connection.hpp"

#include <future>
#include <utility>

namespace hallcall::kiosk {

server_connection::server_connection(const net::endpoint& at, std::chrono::milliseconds timeout,
                                     std::shared_ptr<net::tls_trust> trust) {
  reactor_.post([this, at, timeout, trust = std::move(trust)] {
    client_.emplace(reactor_, at, timeout, trust);
  });
  thread_ = std::thread([this] { reactor_.run(); });
}

server_connection::~server_connection() {
  reactor_.post([this] {
    client_.reset();
    reactor_.stop();
  });
  thread_.join();
}

tl::expected<net::response, net::client_error> server_connection::fetch(net::request ask) {
  using answer = tl::expected<net::response, net::client_error>;
  auto promise = std::make_shared<std::promise<answer>>();
  auto come = promise->get_future();
  reactor_.post([this, promise, ask = std::move(ask)]() mutable {
    client_->send(std::move(ask),
                  [promise](std::optional<net::response> got, net::client_error error) {
                    if (got)
                      promise->set_value(std::move(*got));
                    else
                      promise->set_value(tl::make_unexpected(error));
                  });
  });
  return come.get();
}

}  // namespace hallcall::kiosk
