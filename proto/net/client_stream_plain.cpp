// The HTTP client's connection without TLS.
#include <boost/asio/write.hpp>
#include <boost/beast/http/read.hpp>

#include <utility>

#include "proto/net/client_stream_impl.hpp"

namespace hallcall::net {

namespace {

class plain_client_stream final : public client_stream {
 public:
  explicit plain_client_stream(tcp_socket socket) : socket_(std::move(socket)) {}

  void open(std::function<void(std::optional<client_error>)> then) override { then(std::nullopt); }
  void write(std::shared_ptr<const std::string> bytes, done then) override {
    const auto buffer = asio::buffer(*bytes);
    asio::async_write(socket_, buffer,
                      [self = shared_from_this(), bytes = std::move(bytes), then = std::move(then)](
                          error_code failed, std::size_t) { then(failed); });
  }
  void read(done then) override {
    boost::beast::http::async_read(socket_, input, *parser,
                                   [self = shared_from_this(), then = std::move(then)](
                                       error_code failed, std::size_t) { then(failed); });
  }
  tcp_socket& socket() override { return socket_; }

 private:
  tcp_socket socket_;
};

}  // namespace

std::shared_ptr<client_stream> make_plain_client_stream(tcp_socket socket) {
  return std::make_shared<plain_client_stream>(std::move(socket));
}

}  // namespace hallcall::net
