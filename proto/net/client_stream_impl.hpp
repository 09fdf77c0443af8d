// One connection of the HTTP client, over TCP or TLS. Shared with its pending operations, with all
// they write and read, so that it may be cut at any moment. Private to proto/net.
#pragma once

#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "proto/net/asio_impl.hpp"
#include "proto/net/http_client.hpp"
#include "proto/net/tls.hpp"

namespace hallcall::net {

class client_stream : public std::enable_shared_from_this<client_stream> {
 public:
  using done = std::function<void(error_code)>;
  using response_parser = boost::beast::http::response_parser<boost::beast::http::string_body>;

  virtual ~client_stream() = default;
  // Shakes hands where there is something to shake; at once and inside the call where not.
  virtual void open(std::function<void(std::optional<client_error>)>) = 0;
  virtual void write(std::shared_ptr<const std::string> bytes, done) = 0;
  // One response into `parser`.
  virtual void read(done) = 0;
  [[nodiscard]] virtual tcp_socket& socket() = 0;

  boost::beast::flat_buffer input;
  std::optional<response_parser> parser;
};

[[nodiscard]] std::shared_ptr<client_stream> make_plain_client_stream(tcp_socket);
[[nodiscard]] std::shared_ptr<client_stream> make_tls_client_stream(tcp_socket,
                                                                    const std::string& host,
                                                                    std::shared_ptr<tls_trust>);

}  // namespace hallcall::net
