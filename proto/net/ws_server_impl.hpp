// The server's end of a WebSocket, on Beast: always reads, one frame in flight, one close. Beast
// answers pings and refuses broken frames, large messages (1009) and bad UTF-8 (1007); the rest is
// here. A template over the stream, for two files that make it one each; private to proto/net.
#pragma once

#include <boost/asio/bind_allocator.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/stream_traits.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/websocket/stream.hpp>

#include <algorithm>
#include <optional>
#include <stdexcept>
#include <utility>

#include "proto/net/handler_memory_impl.hpp"
#include "proto/net/http_server_impl.hpp"

namespace hallcall::net {

// Beast's and Asio's state of one frame's write, over TCP and over TLS; more than this would only
// cost a call of the heap.
template <class Stream>
inline constexpr std::size_t ws_write_operation_bytes = 1'536;
template <>
inline constexpr std::size_t ws_write_operation_bytes<tcp_socket> = 704;

template <class Stream>
class ws_server_session final : public server_websocket,
                                public std::enable_shared_from_this<ws_server_session<Stream>> {
  using std::enable_shared_from_this<ws_server_session<Stream>>::shared_from_this;

 public:
  ws_server_session(server_core& core, Stream stream, connection_census::place place)
      : core_(&core),
        address_(place.address()),
        place_(std::move(place)),
        stream_(std::move(stream)) {}

  void accept(const request& handshake, http_server_handlers::accept_upgrade accepted);

  void start(callbacks calls) override { calls_ = std::move(calls); }
  bool idle() const override { return state_ == state::open && !in_flight_ && !broken_; }
  void send(std::shared_ptr<const std::string> text) override;
  void close(std::uint16_t code, std::shared_ptr<const std::string> last_text) override;
  const std::string& remote_address() const override { return address_; }

  void sweep(steady::time_point now) override;
  void abandon() override;
  void cut() override { finish(); }

 private:
  enum class state : std::uint8_t { handshake, open, closing, gone };
  // Without permessage-deflate, which would cost each session 127 KiB.
  using ws_stream = boost::beast::websocket::stream<Stream, false>;
  static constexpr std::size_t write_operation_bytes = ws_write_operation_bytes<Stream>;
  using write_allocator = handler_allocator<void, write_operation_bytes>;
  static constexpr std::uint16_t unsupported_data = 1003;

  // Held by each pending operation: keeps the session alive, and lets go of the stream with the
  // last one.
  class pending {
   public:
    explicit pending(ws_server_session& session) : session_(session.shared_from_this()) {
      ++session_->pending_operations_;
    }
    pending(pending&&) noexcept = default;
    pending& operator=(pending&&) = delete;
    ~pending() {
      if (session_ && --session_->pending_operations_ == 0) session_->forget_stream();
    }
    ws_server_session* operator->() const { return session_.get(); }

   private:
    std::shared_ptr<ws_server_session> session_;
  };

  void on_accepted(error_code failed);
  void read();
  void on_message(error_code failed);
  void write(std::shared_ptr<const std::string> text);
  void on_written(error_code failed);
  void go_on_closing();
  void heard();
  void hurry();
  void finish();
  void let_go();
  void forget_callbacks();
  void forget_stream();
  template <class Callback, class... Arguments>
  void call(const Callback& callback, Arguments... arguments);

  server_core* core_;  // null once gone
  const std::string address_;
  std::optional<connection_census::place> place_;  // given back when gone
  // Empty when gone and quiet: who still holds the session then may do so longer than there is a
  // reactor.
  std::optional<ws_stream> stream_;
  boost::beast::flat_buffer input_;
  handler_memory<write_operation_bytes> write_memory_;
  callbacks calls_;
  std::function<void(std::shared_ptr<ws_session>)> on_open_;
  std::shared_ptr<const std::string> in_flight_;
  std::shared_ptr<const std::string> last_text_;
  steady::time_point last_heard_ = steady::now();
  steady::time_point write_deadline_ = never;
  steady::time_point close_deadline_ = never;
  std::uint16_t close_code_ = 0;
  std::uint8_t running_callbacks_ = 0;
  std::uint8_t pending_operations_ = 0;
  state state_ = state::handshake;
  bool pinging_ = false;  // since something was heard last
  bool close_sent_ = false;
  bool broken_ = false;  // a write failed: nothing can be sent any more
};

inline boost::beast::http::request<boost::beast::http::empty_body> to_beast(const request& asked) {
  namespace http = boost::beast::http;
  http::request<http::empty_body> converted(http::verb::get, asked.target, 11);
  for (const auto& [name, value] : asked.headers) converted.insert(name, value);
  converted.erase(http::field::expect);  // there is no body that could wait for it
  return converted;
}

template <class Stream>
void ws_server_session<Stream>::accept(const request& handshake,
                                       http_server_handlers::accept_upgrade accepted) {
  namespace beast = boost::beast;
  namespace websocket = beast::websocket;
  namespace http = beast::http;
  on_open_ = std::move(accepted.on_open);
  stream_->auto_fragment(false);
  stream_->read_message_max(core_->limits().max_ws_message_bytes);
  stream_->control_callback([this](websocket::frame_type kind, beast::string_view) {
    if (state_ == state::gone) return;
    heard();
    // Beast answers a close and then waits for the peer to hang up.
    if (kind == websocket::frame_type::close) hurry();
  });
  stream_->set_option(websocket::stream_base::decorator(
      [subprotocol = std::move(accepted.subprotocol)](websocket::response_type& answer) {
        answer.set(http::field::server, "Hallcall");
        if (!subprotocol.empty()) answer.set(http::field::sec_websocket_protocol, subprotocol);
      }));
  write_deadline_ = steady::now() + core_->limits().write_timeout;
  stream_->async_accept(to_beast(handshake),
                        [self = pending(*this)](error_code failed) { self->on_accepted(failed); });
}

template <class Stream>
template <class Callback, class... Arguments>
void ws_server_session<Stream>::call(const Callback& callback, Arguments... arguments) {
  if (!callback) return;
  ++running_callbacks_;
  callback(arguments...);
  --running_callbacks_;
  if (state_ == state::gone) forget_callbacks();
}

template <class Stream>
void ws_server_session<Stream>::on_accepted(error_code failed) {
  if (state_ == state::gone) return;
  write_deadline_ = never;
  if (failed) return finish();
  if (state_ == state::handshake) {
    state_ = state::open;
    heard();
    call(on_open_, std::shared_ptr<ws_session>(shared_from_this()));
    if (state_ == state::gone) return;
    on_open_ = nullptr;
  } else {
    go_on_closing();
  }
  read();
}

template <class Stream>
void ws_server_session<Stream>::heard() {
  last_heard_ = steady::now();
  pinging_ = false;
}

// From now on the end is near; it must not take longer than a write.
template <class Stream>
void ws_server_session<Stream>::hurry() {
  close_deadline_ = std::min(close_deadline_, steady::now() + core_->limits().write_timeout);
}

template <class Stream>
void ws_server_session<Stream>::read() {
  stream_->async_read(input_, [self = pending(*this)](error_code failed, std::size_t) {
    self->on_message(failed);
  });
}

template <class Stream>
void ws_server_session<Stream>::on_message(error_code failed) {
  if (state_ == state::gone) return;
  if (failed) return finish();
  heard();
  if (state_ == state::open) {
    const auto bytes = input_.cdata();
    if (stream_->got_text())
      call(calls_.on_text, std::string_view(static_cast<const char*>(bytes.data()), bytes.size()));
    else
      close(unsupported_data, nullptr);
    if (state_ == state::gone) return;
  }
  input_.clear();
  read();
}

template <class Stream>
void ws_server_session<Stream>::send(std::shared_ptr<const std::string> text) {
  // In release too: a second write in flight would lose a message silently.
  if (!idle()) throw std::logic_error("ws_session::send while not idle");
  write(std::move(text));
}

template <class Stream>
void ws_server_session<Stream>::write(std::shared_ptr<const std::string> text) {
  in_flight_ = std::move(text);
  write_deadline_ = steady::now() + core_->limits().write_timeout;
  stream_->async_write(
      asio::buffer(*in_flight_),
      asio::bind_allocator(
          write_allocator(write_memory_),
          [self = pending(*this)](error_code failed, std::size_t) { self->on_written(failed); }));
}

template <class Stream>
void ws_server_session<Stream>::on_written(error_code failed) {
  in_flight_ = nullptr;
  if (state_ == state::gone) return;
  write_deadline_ = never;
  if (failed) {
    // Either the socket broke or Beast is saying goodbye, which must not be cut off: the read ends
    // next.
    broken_ = true;
    return hurry();
  }
  if (state_ == state::closing) return go_on_closing();
  call(calls_.on_idle);
}

template <class Stream>
void ws_server_session<Stream>::close(std::uint16_t code,
                                      std::shared_ptr<const std::string> last_text) {
  if (state_ != state::open && state_ != state::handshake) return;
  const bool accepted = state_ == state::open;
  state_ = state::closing;
  close_code_ = code;
  last_text_ = std::move(last_text);
  hurry();
  if (accepted && !in_flight_) go_on_closing();
}

template <class Stream>
void ws_server_session<Stream>::go_on_closing() {
  if (last_text_) return write(std::exchange(last_text_, nullptr));
  if (std::exchange(close_sent_, true)) return;
  stream_->async_close(boost::beast::websocket::close_reason(close_code_),
                       [self = pending(*this)](error_code) {
                         if (self->state_ != state::gone) self->finish();
                       });
}

template <class Stream>
void ws_server_session<Stream>::sweep(steady::time_point now) {
  if (state_ == state::gone) return;
  if (now >= write_deadline_ || now >= close_deadline_) return finish();
  const auto silence = now - last_heard_;
  const auto patience = core_->limits().idle_timeout;
  if (silence >= patience) return finish();
  if (state_ != state::open || pinging_ || silence < patience / 2) return;
  pinging_ = true;
  stream_->async_ping({}, [self = pending(*this)](error_code) {});
}

template <class Stream>
void ws_server_session<Stream>::let_go() {
  state_ = state::gone;
  core_ = nullptr;
  place_.reset();
  error_code ignored;
  boost::beast::get_lowest_layer(*stream_).close(ignored);
  if (pending_operations_ == 0) forget_stream();
}

template <class Stream>
void ws_server_session<Stream>::forget_stream() {
  if (state_ == state::gone) stream_.reset();
}

// They may hold the session itself, or what they run in: never while one of them runs.
template <class Stream>
void ws_server_session<Stream>::forget_callbacks() {
  if (running_callbacks_ > 0) return;
  const auto calls = std::exchange(calls_, {});
  const auto on_open = std::exchange(on_open_, nullptr);
}

template <class Stream>
void ws_server_session<Stream>::abandon() {
  if (state_ == state::gone) return;
  const auto self = shared_from_this();
  let_go();
  forget_callbacks();
}

template <class Stream>
void ws_server_session<Stream>::finish() {
  if (state_ == state::gone) return;
  const auto self = shared_from_this();
  const auto core = core_->shared_from_this();
  let_go();
  core->forget(self);
  const auto on_close = calls_.on_close;
  call(on_close);
  forget_callbacks();
}

// A WebSocket over `stream` that is about to answer `handshake`; on_open follows when that is
// written.
template <class Stream>
std::shared_ptr<server_websocket> make_server_websocket(
    server_core& core, Stream stream, connection_census::place place, const request& handshake,
    http_server_handlers::accept_upgrade accepted) {
  auto session =
      std::make_shared<ws_server_session<Stream>>(core, std::move(stream), std::move(place));
  session->accept(handshake, std::move(accepted));
  return session;
}

}  // namespace hallcall::net
