// The pages built into the program, with the headers that keep them safe: a strict
// Content-Security-Policy, nothing from another host, no referrer (a ticket's address is a secret).
#pragma once

#include <functional>
#include <string_view>

#include "proto/net/http.hpp"
#include "web/assets.hpp"

namespace hallcall::gateway {

using asset_finder = std::function<const web::asset*(std::string_view path)>;

class pages {
 public:
  explicit pages(asset_finder find) : find_(std::move(find)) {}
  // The answer to a GET or HEAD of anything that is not a call of the API.
  [[nodiscard]] net::response get(const net::request&, std::string_view path) const;

 private:
  asset_finder find_;
};

// Headers of every answer to a browser; `path` is what it asked for.
void add_safety_headers(net::response&, std::string_view path);

}  // namespace hallcall::gateway
