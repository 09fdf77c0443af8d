// The WebSocket client, on Beast: always reads, writes its few queued messages one after the other.
#include <boost/asio/post.hpp>

#include <deque>
#include <optional>
#include <utility>

#include "proto/net/client_websocket_impl.hpp"
#include "proto/net/dialer_impl.hpp"
#include "proto/net/http_client.hpp"
#include "proto/net/reactor_impl.hpp"
#include "proto/net/text_impl.hpp"

namespace hallcall::net {

namespace {

namespace beast = boost::beast;
namespace websocket = beast::websocket;

constexpr std::size_t max_waiting_messages = 16;

bool is_sendable(const std::string& target, const header_list& headers, std::string_view protocol) {
  if (!is_origin_form(target) || (!protocol.empty() && !is_token(protocol))) return false;
  for (const auto& [name, value] : headers)
    if (!is_token(name) || !is_line_text(value)) return false;
  return true;
}

}  // namespace

struct ws_client::impl : std::enable_shared_from_this<ws_client::impl> {
  enum class state : std::uint8_t { connecting, open, closing, gone };

  impl(asio::io_context& on, callbacks given, std::chrono::milliseconds patience,
       std::shared_ptr<tls_trust> trusted)
      : context(on),
        calls(std::move(given)),
        timeout(patience),
        trust(std::move(trusted)),
        deadline(on.get_executor()) {}

  asio::io_context& context;
  callbacks calls;
  const std::chrono::milliseconds timeout;
  std::shared_ptr<tls_trust> trust;
  steady_timer deadline;  // for connecting and the handshake, then for closing
  std::shared_ptr<dialer> dialing;
  std::shared_ptr<client_websocket> stream;
  std::string target;
  std::string subprotocol;
  header_list headers;
  std::deque<std::string> queue;  // its front is being written
  state now = state::connecting;
  std::uint16_t close_code = 0;
  int running_callbacks = 0;

  void begin(const endpoint& at);
  void arm(std::string why);
  void shake_hands(const endpoint& at);
  void on_handshake(error_code failed);
  void read();
  void write();
  bool send(std::string text);
  void close(std::uint16_t code);
  void say_close();
  void end(int http_status, std::uint16_t code, std::string reason);
  void abandon();
  void forget_callbacks();
  template <class Callback, class... Arguments>
  void call(const Callback& callback, Arguments... arguments);
};

void ws_client::impl::begin(const endpoint& at) {
  if (!is_sendable(target, headers, subprotocol)) {
    asio::post(context,
               [self = shared_from_this()] { self->end(0, 0, "the request is not valid"); });
    return;
  }
  arm(std::string(to_string(client_error::timeout)));
  dialing = std::make_shared<dialer>(context);
  dialing->dial(at, [this, at](std::optional<tcp_socket> connected, client_error why) {
    const auto self = shared_from_this();
    dialing.reset();
    if (now != state::connecting) return;
    if (!connected) return end(0, 0, std::string(to_string(why)));
    if (at.tls && !trust) trust = tls_trust::of_this_machine();
    stream = at.tls ? make_tls_client_websocket(std::move(*connected), at.host, trust)
                    : make_plain_client_websocket(std::move(*connected));
    stream->open([self, at](std::optional<client_error> refused) {
      if (self->now != state::connecting) return;
      if (refused) return self->end(0, 0, std::string(to_string(*refused)));
      self->shake_hands(at);
    });
  });
}

// Ends with `why` when the time is over.
void ws_client::impl::arm(std::string why) {
  deadline.expires_after(timeout);
  deadline.async_wait([self = shared_from_this(), why = std::move(why)](error_code cancelled) {
    if (!cancelled) self->end(0, self->close_code, why);
  });
}

void ws_client::impl::shake_hands(const endpoint& at) {
  stream->shake_hands(
      {.host = host_header(at),
       .target = target,
       .subprotocol = subprotocol,
       .headers = headers,
       .timeout = timeout},
      [self = shared_from_this()](error_code failed) { self->on_handshake(failed); });
}

void ws_client::impl::on_handshake(error_code failed) {
  if (now != state::connecting) return;
  deadline.cancel();
  if (failed == websocket::error::upgrade_declined)
    return end(static_cast<int>(stream->answer.result_int()), 0, "the server refused the upgrade");
  if (failed) return end(0, 0, failed.message());
  const std::string_view chosen = stream->answer[beast::http::field::sec_websocket_protocol];
  if (!chosen.empty() && chosen != subprotocol)
    return end(0, 0, "the server chose another protocol");
  now = state::open;
  call(calls.on_open);
  if (now != state::gone) read();
}

void ws_client::impl::read() {
  stream->read([self = shared_from_this()](error_code failed) {
    auto& me = *self;
    if (me.now == state::gone) return;
    if (failed) {
      const auto said = me.stream->reason();
      const bool closed = failed == websocket::error::closed;
      const std::string words(said.reason.data(), said.reason.size());
      return me.end(0, closed ? said.code : 0, closed ? words : failed.message());
    }
    const auto bytes = me.stream->input.cdata();
    if (me.now == state::open && me.stream->got_text())
      me.call(me.calls.on_text,
              std::string_view(static_cast<const char*>(bytes.data()), bytes.size()));
    if (me.now == state::gone) return;
    me.stream->input.clear();
    me.read();
  });
}

bool ws_client::impl::send(std::string text) {
  if (now != state::open || queue.size() >= max_waiting_messages) return false;
  queue.push_back(std::move(text));
  if (queue.size() == 1) write();
  return true;
}

void ws_client::impl::write() {
  stream->write(queue.front(), [self = shared_from_this()](error_code failed) {
    if (failed) return;  // the read ends as well, and knows why
    self->queue.pop_front();
    if (!self->queue.empty()) return self->write();
    if (self->now == state::closing) self->say_close();
  });
}

void ws_client::impl::close(std::uint16_t code) {
  if (now == state::connecting) {
    now = state::closing;  // on_close is not called from inside
    asio::post(context,
               [self = shared_from_this()] { self->end(0, 0, "closed before it was open"); });
  } else if (now == state::open) {
    now = state::closing;
    close_code = code;
    arm("the server did not answer the close");
    if (queue.empty()) say_close();
  }
}

// When all that was queued is written.
void ws_client::impl::say_close() {
  stream->close(close_code,
                [self = shared_from_this()](error_code) { self->end(0, self->close_code, ""); });
}

template <class Callback, class... Arguments>
void ws_client::impl::call(const Callback& callback, Arguments... arguments) {
  if (!callback) return;
  ++running_callbacks;
  callback(std::move(arguments)...);
  --running_callbacks;
  if (now == state::gone) forget_callbacks();
}

// They may own what is around the client; never while one of them runs.
void ws_client::impl::forget_callbacks() {
  if (running_callbacks > 0) return;
  const auto dropped = std::exchange(calls, {});
}

void ws_client::impl::end(int http_status, std::uint16_t code, std::string reason) {
  if (now == state::gone) return;
  const auto self = shared_from_this();
  abandon();
  const auto on_close = calls.on_close;
  call(on_close, http_status, code, std::move(reason));
  forget_callbacks();
}

void ws_client::impl::abandon() {
  now = state::gone;
  deadline.cancel();
  if (dialing) std::exchange(dialing, nullptr)->cancel();
  if (stream) stream->cut();
}

ws_client::ws_client(reactor& on, endpoint at, std::string target, header_list headers,
                     std::string subprotocol, std::chrono::milliseconds timeout, callbacks calls,
                     std::shared_ptr<tls_trust> trust)
    : impl_(std::make_shared<impl>(on.internals().context, std::move(calls), timeout,
                                   std::move(trust))) {
  impl_->target = std::move(target);
  impl_->headers = std::move(headers);
  impl_->subprotocol = std::move(subprotocol);
  impl_->begin(at);
}

ws_client::~ws_client() {
  impl_->abandon();
  impl_->forget_callbacks();
}

bool ws_client::send(std::string text) { return impl_->send(std::move(text)); }

void ws_client::close(std::uint16_t code) { impl_->close(code); }

}  // namespace hallcall::net
