// The HTTP client, on Beast: one connection that is kept, one request on it at a time.
#include "proto/net/http_client.hpp"

#include <boost/asio/post.hpp>

#include <algorithm>
#include <deque>
#include <utility>

#include "proto/net/client_stream_impl.hpp"
#include "proto/net/dialer_impl.hpp"
#include "proto/net/reactor_impl.hpp"
#include "proto/net/text_impl.hpp"

namespace hallcall::net {

namespace {

constexpr std::uint64_t max_response_bytes = 64 * 1024 * 1024;
constexpr std::uint32_t max_response_header_bytes = 64 * 1024;
constexpr std::size_t max_waiting_requests = 1024;

std::string_view method_name(method which) {
  switch (which) {
    case method::get:
      return "GET";
    case method::head:
      return "HEAD";
    case method::post:
      return "POST";
    case method::put:
      return "PUT";
    case method::patch:
      return "PATCH";
    case method::delete_:
      return "DELETE";
    case method::options:
      return "OPTIONS";
    case method::other:
      break;
  }
  return {};
}

// Nothing in the request can break out of its line.
bool is_sendable(const request& asked) {
  return !method_name(asked.method).empty() && is_origin_form(asked.target) &&
         std::ranges::all_of(asked.headers, [](const auto& header) {
           return is_token(header.first) && is_line_text(header.second);
         });
}

std::string to_bytes(const request& asked, const std::string& host) {
  std::string text;
  text.reserve(256 + asked.body.size());
  text.append(method_name(asked.method)).append(" ").append(asked.target).append(" HTTP/1.1\r\n");
  if (find_header(asked.headers, "Host").empty()) text.append("Host: ").append(host).append("\r\n");
  for (const auto& [name, value] : asked.headers) {
    if (same_word(name, "Content-Length") || same_word(name, "Transfer-Encoding")) continue;
    text.append(name).append(": ").append(value).append("\r\n");
  }
  const bool may_have_body =
      asked.method == method::post || asked.method == method::put || asked.method == method::patch;
  if (may_have_body || !asked.body.empty())
    text.append("Content-Length: ").append(std::to_string(asked.body.size())).append("\r\n");
  return text.append("\r\n").append(asked.body);
}

response to_response(client_stream::response_parser::value_type message) {
  response answer;
  answer.status = static_cast<int>(message.result_int());
  for (const auto& field : message) answer.headers.emplace_back(field.name_string(), field.value());
  answer.body = make_body(std::move(message.body()));
  return answer;
}

}  // namespace

struct http_client::impl : std::enable_shared_from_this<http_client::impl> {
  struct waiting {
    std::shared_ptr<const std::string> bytes;  // null: cannot be sent
    bool head;
    callback done;
  };

  impl(asio::io_context& on, endpoint to, std::chrono::milliseconds patience,
       std::shared_ptr<tls_trust> trusted)
      : context(on),
        at(std::move(to)),
        timeout(patience),
        trust(std::move(trusted)),
        deadline(on.get_executor()) {}

  asio::io_context& context;
  const endpoint at;
  const std::chrono::milliseconds timeout;
  std::shared_ptr<tls_trust> trust;       // made when it is needed first
  std::shared_ptr<client_stream> stream;  // null: not connected
  steady_timer deadline;
  std::shared_ptr<dialer> dialing;
  std::deque<waiting> queue;  // its front is under way while `busy`
  std::uint64_t attempt = 0;  // handlers of an earlier one find that they are late
  bool busy = false;
  bool reused = false;  // the connection had served a request before this one
  bool gone = false;

  // Runs `then` only while the attempt that started it lasts.
  template <class Then>
  auto guarded(Then then) {
    return [self = shared_from_this(), mine = attempt, then = std::move(then)](auto outcome) {
      if (!self->gone && self->attempt == mine) then(outcome);
    };
  }

  void send(waiting asked);
  void begin();
  void connect();
  void write();
  void read();
  void on_lost(client_error why);
  void finish(std::optional<response> answer, client_error why);
  void drop_connection();
  [[nodiscard]] bool still_connected();
};

void http_client::impl::send(waiting asked) {
  if (!asked.bytes || queue.size() >= max_waiting_requests) {
    asio::post(context, [self = shared_from_this(), done = std::move(asked.done)] {
      if (!self->gone) done(std::nullopt, client_error::send);
    });
    return;
  }
  queue.push_back(std::move(asked));
  if (busy) return;
  busy = true;
  asio::post(context, [self = shared_from_this()] {
    if (!self->gone) self->begin();
  });
}

void http_client::impl::begin() {
  ++attempt;
  deadline.expires_after(timeout);
  deadline.async_wait([self = shared_from_this(), mine = attempt](error_code cancelled) {
    if (cancelled || self->gone || self->attempt != mine) return;
    self->drop_connection();
    self->finish(std::nullopt, client_error::timeout);
  });
  reused = still_connected();
  if (reused) return write();
  connect();
}

bool http_client::impl::still_connected() {
  if (!stream) return false;
  // Nothing may arrive between requests: anything but silence ends the connection's life.
  char byte = 0;
  error_code state;
  auto& socket = stream->socket();
  socket.non_blocking(true, state);
  socket.receive(asio::buffer(&byte, 1), tcp::socket::message_peek, state);
  if (state == asio::error::would_block && stream->input.size() == 0) return true;
  drop_connection();
  return false;
}

void http_client::impl::connect() {
  drop_connection();
  dialing = std::make_shared<dialer>(context);
  dialing->dial(at, [this](std::optional<tcp_socket> connected, client_error why) {
    const auto self = shared_from_this();
    dialing.reset();
    if (!connected) return finish(std::nullopt, why);
    if (at.tls && !trust) trust = tls_trust::of_this_machine();
    stream = at.tls ? make_tls_client_stream(std::move(*connected), at.host, trust)
                    : make_plain_client_stream(std::move(*connected));
    stream->open(guarded([this](std::optional<client_error> refused) {
      if (!refused) return write();
      drop_connection();
      finish(std::nullopt, *refused);
    }));
  });
}

void http_client::impl::write() {
  stream->write(queue.front().bytes, guarded([this](error_code failed) {
                  if (failed && reused) return on_lost(client_error::send);
                  // A server may refuse and close before it has read all: its answer counts.
                  read();
                }));
}

void http_client::impl::read() {
  auto& parser = stream->parser.emplace();
  parser.body_limit(max_response_bytes);
  parser.header_limit(max_response_header_bytes);
  parser.skip(queue.front().head);
  stream->read(guarded([this](error_code failed) {
    auto& got = *stream->parser;
    if (failed) {
      const bool untouched = !got.got_some() && stream->input.size() == 0;
      if (untouched) return on_lost(client_error::closed);
      drop_connection();
      return finish(std::nullopt, client_error::receive);
    }
    if (got.get().result_int() / 100 == 1) return read();  // "100 Continue"
    const bool kept = got.keep_alive();
    auto answer = to_response(got.release());
    if (!kept) drop_connection();
    finish(std::move(answer), client_error::closed);
  }));
}

// The connection ended before a byte of the answer. When it was a kept one, the server had most
// likely closed it for idleness before the request came: one more try on a new connection.
void http_client::impl::on_lost(client_error why) {
  if (std::exchange(reused, false)) return connect();
  drop_connection();
  finish(std::nullopt, why);
}

void http_client::impl::drop_connection() {
  if (const auto dropped = std::exchange(stream, nullptr)) {
    error_code ignored;
    dropped->socket().close(ignored);
  }
  if (dialing) std::exchange(dialing, nullptr)->cancel();
}

void http_client::impl::finish(std::optional<response> answer, client_error why) {
  const auto self = shared_from_this();
  ++attempt;
  deadline.cancel();
  const auto done = std::move(queue.front().done);
  queue.pop_front();
  // The next one starts before the callback, which may destroy the client or send more.
  busy = !queue.empty();
  if (busy)
    asio::post(context, [self] {
      if (!self->gone) self->begin();
    });
  done(std::move(answer), why);
}

http_client::http_client(reactor& on, endpoint to, std::chrono::milliseconds timeout,
                         std::shared_ptr<tls_trust> trust)
    : impl_(std::make_shared<impl>(on.internals().context, std::move(to), timeout,
                                   std::move(trust))) {}

http_client::~http_client() {
  impl_->gone = true;
  impl_->deadline.cancel();
  impl_->drop_connection();
  // Callbacks may own what they call; they go now, not with the last handler.
  const auto dropped = std::exchange(impl_->queue, {});
}

void http_client::send(request asked, callback done) {
  impl_->send(
      {.bytes = is_sendable(asked) ? make_body(to_bytes(asked, host_header(impl_->at))) : nullptr,
       .head = asked.method == method::head,
       .done = std::move(done)});
}

}  // namespace hallcall::net
