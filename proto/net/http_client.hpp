// An HTTP/1.1 client connection and a WebSocket client for the device programs, the webhook and the
// tests, on a reactor. With TLS where the endpoint says so: then the server's certificate must come
// from an authority that is trusted and be for the host that was asked for. Names are resolved off
// the reactor.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "proto/net/http.hpp"
#include "proto/net/reactor.hpp"
#include "proto/net/tls.hpp"

namespace hallcall::net {

struct endpoint {
  std::string host;
  std::uint16_t port = 80;
  bool tls = false;
  friend bool operator==(const endpoint&, const endpoint&) = default;
};

struct server_url {
  endpoint at;
  std::string base_path;  // without trailing slash, often empty
};

// "http://host[:port][/base]" or https; nullopt for anything else (credentials, query, fragment).
[[nodiscard]] std::optional<server_url> parse_server_url(std::string_view text);

// Why a request has no answer.
enum class client_error : std::uint8_t {
  resolve,
  connect,
  send,
  receive,
  timeout,
  closed,
  handshake,            // no TLS, or none that both ends speak
  certificate_unknown,  // no trusted authority stands for it
  certificate_host,     // it is another server's
  certificate_time,     // expired, or not valid yet by this machine's clock
};
[[nodiscard]] std::string_view to_string(client_error);

// One keep-alive connection; requests are sent one after the other, in order, at most 1,024 waiting
// (over it: client_error::send). It connects when needed and again after a failure. `timeout` is
// for the whole of one request, from its turn to its answer. A request is sent a second time only
// when the kept connection that it was sent on ended before a byte of the answer: a server may
// close an idle connection at any moment. So requests that change something carry an idempotency
// key.
class http_client {
 public:
  // `trust` is for TLS; null: this machine's own authorities.
  http_client(reactor&, endpoint, std::chrono::milliseconds timeout,
              std::shared_ptr<tls_trust> trust = nullptr);
  ~http_client();
  // `done` gets either an answer or the reason for none; never called from inside send().
  using callback = std::function<void(std::optional<response>, client_error)>;
  void send(request, callback done);

 private:
  struct impl;
  std::shared_ptr<impl> impl_;
};

// One WebSocket to a server. Does not reconnect: who uses it decides when.
class ws_client {
 public:
  struct callbacks {
    std::function<void()> on_open;
    std::function<void(std::string_view)> on_text;
    // Why it ended: an HTTP status when the upgrade was refused (else 0), a close code (else 0),
    // words.
    std::function<void(int http_status, std::uint16_t code, std::string reason)> on_close;
  };
  ws_client(reactor&, endpoint, std::string target, header_list headers, std::string subprotocol,
            std::chrono::milliseconds timeout, callbacks,
            std::shared_ptr<tls_trust> trust = nullptr);
  ~ws_client();  // closes without calling back
  // Queues one text message (at most 16 waiting; false when more or not open).
  bool send(std::string text);
  void close(std::uint16_t code = 1000);

 private:
  struct impl;
  std::shared_ptr<impl> impl_;
};

}  // namespace hallcall::net
