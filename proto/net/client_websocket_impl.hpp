// The bytes of a WebSocket client, over TCP or TLS. Shared with its pending operations, so that it
// may be cut at any moment. A template over the stream, for two files that make it one each;
// private to proto/net.
#pragma once

#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/stream_traits.hpp>
#include <boost/beast/websocket/stream.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "proto/net/asio_impl.hpp"
#include "proto/net/http_client.hpp"
#include "proto/net/tls.hpp"

namespace hallcall::net {

struct ws_handshake {
  std::string host, target, subprotocol;
  header_list headers;
  std::chrono::milliseconds timeout;
};

class client_websocket : public std::enable_shared_from_this<client_websocket> {
 public:
  using done = std::function<void(error_code)>;

  virtual ~client_websocket() = default;
  // Shakes the hands of TLS where there are any; at once and inside the call where not.
  virtual void open(std::function<void(std::optional<client_error>)>) = 0;
  virtual void shake_hands(ws_handshake, done) = 0;
  // One message, appended to `input`.
  virtual void read(done) = 0;
  // One at a time; the text stays where it is until then.
  virtual void write(const std::string& text, done) = 0;
  virtual void close(std::uint16_t code, done) = 0;
  [[nodiscard]] virtual bool got_text() const = 0;
  // Why the server closed.
  [[nodiscard]] virtual boost::beast::websocket::close_reason reason() const = 0;
  virtual void cut() = 0;

  boost::beast::flat_buffer input;
  boost::beast::websocket::response_type answer;  // to the handshake
};

template <class Stream>
class client_websocket_over : public client_websocket {
  static constexpr std::size_t max_message_bytes = 1024 * 1024;
  // A server that says nothing this long, in spite of a ping after half of it, is gone.
  static constexpr std::chrono::seconds idle_timeout{30};

 public:
  template <class... Arguments>
  explicit client_websocket_over(Arguments&&... arguments)
      : stream_(std::forward<Arguments>(arguments)...) {}

  void open(std::function<void(std::optional<client_error>)> then) override { then(std::nullopt); }
  void shake_hands(ws_handshake asked, done then) override {
    namespace websocket = boost::beast::websocket;
    asked_ = std::move(asked);
    stream_.read_message_max(max_message_bytes);
    // Beast's own timer is right here: a client has one connection, and its memory does not matter.
    websocket::stream_base::timeout limits{};
    limits.handshake_timeout = asked_.timeout;
    limits.idle_timeout = idle_timeout;
    limits.keep_alive_pings = true;
    stream_.set_option(limits);
    stream_.set_option(websocket::stream_base::decorator([this](websocket::request_type& request) {
      using boost::beast::http::field;
      request.set(field::user_agent, "Hallcall");
      for (const auto& [name, value] : asked_.headers) request.set(name, value);
      if (!asked_.subprotocol.empty())
        request.set(field::sec_websocket_protocol, asked_.subprotocol);
    }));
    stream_.async_handshake(
        answer, asked_.host, asked_.target,
        [self = shared_from_this(), then = std::move(then)](error_code failed) { then(failed); });
  }
  void read(done then) override { stream_.async_read(input, ended(std::move(then))); }
  void write(const std::string& text, done then) override {
    stream_.async_write(asio::buffer(text), ended(std::move(then)));
  }
  void close(std::uint16_t code, done then) override {
    stream_.async_close(
        boost::beast::websocket::close_reason(code),
        [self = shared_from_this(), then = std::move(then)](error_code failed) { then(failed); });
  }
  bool got_text() const override { return stream_.got_text(); }
  boost::beast::websocket::close_reason reason() const override { return stream_.reason(); }
  void cut() override {
    error_code ignored;
    boost::beast::get_lowest_layer(stream_).close(ignored);
  }

 protected:
  Stream& under() { return stream_.next_layer(); }

 private:
  auto ended(done then) {
    return [self = shared_from_this(), then = std::move(then)](error_code failed, std::size_t) {
      then(failed);
    };
  }

  boost::beast::websocket::stream<Stream, false> stream_;
  ws_handshake asked_;
};

[[nodiscard]] std::shared_ptr<client_websocket> make_plain_client_websocket(tcp_socket);
[[nodiscard]] std::shared_ptr<client_websocket> make_tls_client_websocket(
    tcp_socket, const std::string& host, std::shared_ptr<tls_trust>);

}  // namespace hallcall::net
