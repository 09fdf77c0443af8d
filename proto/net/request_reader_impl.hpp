// Turns bytes into requests, one after the other, and refuses what HTTP/1.1 or the server's limits
// forbid. Holds no more than one request; never throws for what a peer sent. Private to proto/net.
#pragma once

#include <boost/beast/http/basic_parser.hpp>

#include <cstddef>
#include <optional>
#include <string_view>

#include "proto/net/http.hpp"

namespace hallcall::net {

struct request_limits {
  std::size_t header_bytes;  // request line and headers together
  std::size_t body_bytes;
};

// The answer to a request that cannot be handled: a status and a sentence for a person (a literal).
struct refusal {
  int status;
  std::string_view detail;
};

// Beast's grammar and framing (lengths, chunks), our storage, and rules stricter than Beast's.
class request_parser final : public boost::beast::http::basic_parser<true> {
 public:
  explicit request_parser(const request_limits& limits);

  net::request request;
  std::optional<refusal> refused;  // why these rules, not the grammar, raised an error
  bool line_complete = false;      // the request line has been read
  bool http_1_1 = false;
  bool expects_continue = false;

 private:
  using code = boost::beast::error_code;
  using view = boost::beast::string_view;
  using verb = boost::beast::http::verb;
  using field = boost::beast::http::field;

  void refuse(int status, std::string_view detail, code& error);
  void on_request_impl(verb, view method, view target, int version, code&) override;
  void on_response_impl(int, view, int, code&) override {}
  void on_field_impl(field, view name, view value, code&) override;
  void on_header_impl(code&) override;
  void on_body_init_impl(const boost::optional<std::uint64_t>& length, code&) override;
  std::size_t on_body_impl(view body, code&) override;
  void on_chunk_header_impl(std::uint64_t, view, code&) override {}
  std::size_t on_chunk_body_impl(std::uint64_t remain, view body, code&) override;
  void on_finish_impl(code&) override {}

  int hosts_ = 0;
  bool header_complete_ = false;
};

class request_reader {
 public:
  explicit request_reader(const request_limits& limits) : limits_(limits) {}

  struct progress {
    std::size_t consumed = 0;        // of the bytes given; the rest must be given again, with more
    bool complete = false;           // take() the request, then go on with the rest
    std::optional<refusal> refused;  // nothing more can be read from this peer
  };
  // `bytes` starts where the last call stopped consuming.
  [[nodiscard]] progress feed(std::string_view bytes);

  // A request has begun and is not complete.
  [[nodiscard]] bool begun() const { return parser_.has_value(); }
  // True once per request whose sender waits for "100 Continue" before sending the body.
  [[nodiscard]] bool take_continue();

  struct taken {
    net::request request;
    bool keep_alive;
    bool upgrade;  // to a WebSocket
    bool http_1_1;
  };
  // Only after feed() said complete; makes ready for the next request.
  [[nodiscard]] taken take();

 private:
  [[nodiscard]] refusal explain(const boost::beast::error_code& error,
                                std::string_view unread) const;
  [[nodiscard]] refusal header_too_large(std::string_view unread) const;

  request_limits limits_;
  std::optional<request_parser> parser_;
  std::size_t header_bytes_ = 0;  // consumed of the current request's header
};

}  // namespace hallcall::net
