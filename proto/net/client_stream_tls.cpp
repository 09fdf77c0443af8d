// The HTTP client's connection with TLS.
#include <boost/asio/write.hpp>
#include <boost/beast/http/read.hpp>

#include <utility>

#include "proto/net/client_stream_impl.hpp"
#include "proto/net/tls_impl.hpp"

namespace hallcall::net {

namespace {

class tls_client_stream final : public client_stream {
 public:
  tls_client_stream(tcp_socket socket, std::string host, std::shared_ptr<tls_trust> trust)
      : host_(std::move(host)),
        trust_(std::move(trust)),
        tls_(std::move(socket), trust_->internals().context) {}

  void open(std::function<void(std::optional<client_error>)> then) override {
    if (!expect_host(tls_, host_)) return then(client_error::certificate_host);
    tls_.async_handshake(ssl::stream_base::client, [this, self = shared_from_this(),
                                                    then = std::move(then)](error_code failed) {
      then(failed ? std::optional(why_refused(tls_)) : std::nullopt);
    });
  }
  void write(std::shared_ptr<const std::string> bytes, done then) override {
    const auto buffer = asio::buffer(*bytes);
    asio::async_write(tls_, buffer,
                      [self = shared_from_this(), bytes = std::move(bytes), then = std::move(then)](
                          error_code failed, std::size_t) { then(failed); });
  }
  void read(done then) override {
    boost::beast::http::async_read(tls_, input, *parser,
                                   [self = shared_from_this(), then = std::move(then)](
                                       error_code failed, std::size_t) { then(failed); });
  }
  tcp_socket& socket() override { return tls_.next_layer(); }

 private:
  const std::string host_;
  const std::shared_ptr<tls_trust> trust_;
  tls_stream tls_;
};

}  // namespace

std::shared_ptr<client_stream> make_tls_client_stream(tcp_socket socket, const std::string& host,
                                                      std::shared_ptr<tls_trust> trust) {
  return std::make_shared<tls_client_stream>(std::move(socket), host, std::move(trust));
}

}  // namespace hallcall::net
