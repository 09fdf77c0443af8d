// How this box asks the server of its own accord, and which answers end a matter.
#pragma once

#include <string>
#include <utility>

#include "proto/net/http.hpp"

namespace hallcall::kiosk {

// The server has decided; asking again would not change it. A token that is refused may come back.
[[nodiscard]] inline bool is_final(int status) {
  return status / 100 == 2 ||
         (status / 100 == 4 && status != 401 && status != 403 && status != 408 && status != 429);
}

[[nodiscard]] inline net::request post_of(const std::string& target, std::string body,
                                          const std::string& key) {
  net::request r;
  r.method = net::method::post;
  r.target = target;
  r.headers = {{"Accept", "application/json"},
               {"Content-Type", "application/json"},
               {"Idempotency-Key", key}};
  r.body = std::move(body);
  return r;
}

}  // namespace hallcall::kiosk
