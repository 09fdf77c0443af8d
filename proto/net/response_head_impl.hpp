// Writes the head of a response by hand: status line, the server's own headers, the handler's
// headers. Private to proto/net.
#pragma once

#include <ctime>
#include <string>
#include <string_view>

#include "proto/net/http.hpp"

namespace hallcall::net {

// "Date: …\r\n", formatted once a second.
class date_line {
 public:
  [[nodiscard]] std::string_view now();

 private:
  std::time_t second_ = -1;
  std::string line_;
};

struct head_options {
  bool keep_alive = true;
  bool http_1_1 = true;  // of the request
};

// False when a header's name or value could break out of its line; such a response must not be
// sent.
[[nodiscard]] bool is_sendable(const response&);

// True for statuses whose response never has a body (1xx, 204, 304).
[[nodiscard]] bool is_bodiless(int status);

// The head with its empty line. Headers that the server owns (Content-Length, Date, Server,
// Connection, Transfer-Encoding) are taken from `options` and the body's size, never from the
// handler.
[[nodiscard]] std::string response_head(const response&, std::string_view date,
                                        head_options options);

}  // namespace hallcall::net
