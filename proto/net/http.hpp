// Plain HTTP values that both the server and the client use; no Beast type crosses this border.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace hallcall::net {

enum class method : std::uint8_t { get, head, post, put, patch, delete_, options, other };

using header_list = std::vector<std::pair<std::string, std::string>>;

// The value of the first header of that name (case-insensitive), or an empty view.
[[nodiscard]] std::string_view find_header(const header_list& headers, std::string_view name);

struct request {
  net::method method = method::get;
  std::string target;  // origin-form, as received: path and query, percent-encoded
  header_list headers;
  std::string body;
  std::string remote_address;  // "127.0.0.1", without port
  bool local = false;          // the peer is a loopback address
};

struct response {
  int status = 200;
  header_list headers;  // Content-Length, Date, Server and Connection are added by the server
  std::shared_ptr<const std::string> body;  // shared: a page or a view is kept once; null is empty
};

// A body that is built for one response.
[[nodiscard]] inline std::shared_ptr<const std::string> make_body(std::string text) {
  return std::make_shared<const std::string>(std::move(text));
}

// Answers one request, once, now or later, on the reactor's thread. Dropping it unanswered sends
// 500. Answering after the connection died does nothing.
using responder = std::function<void(response)>;

}  // namespace hallcall::net
