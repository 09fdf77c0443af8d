// The box's own little server, for the browser on the same box: the pages that are built in, and
// what the device program answers. On loopback alone, and deaf to pages of other sites: whoever
// gets through acts with the device's token.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "proto/net/http_server.hpp"

namespace hallcall::web {
struct asset;
}

namespace hallcall::relay {

struct loopback_address {
  std::string address;
  std::uint16_t port = 0;
};
// "127.0.0.1:8090", "[::1]:8090"; nullopt for what is no loopback address with a port.
[[nodiscard]] std::optional<loopback_address> parse_loopback(std::string_view text);

struct box_door_handlers {
  using upgrade = net::http_server_handlers::accept_upgrade;
  std::string page;  // "/board": the one page that there is; "/" leads to it
  std::function<const web::asset*(std::string_view path)> find_asset;
  // The box's own answer to a GET, before its assets; nullopt: it has none. May be empty.
  std::function<std::optional<net::response>(std::string_view path)> own_page;
  std::string page_script;  // the path of a script of its own that the page gets; empty: none
  // What /status shows, top to bottom.
  std::function<std::vector<std::pair<std::string, std::string>>()> status;
  // Of /voice/…, read alone, after all checks; `built_in` answers from the program. Empty: that is
  // always the answer.
  std::function<void(const net::request&, net::responder, std::function<net::response()> built_in)>
      on_voice;
  // Of /api/…, after all checks.
  std::function<void(net::request, net::responder)> on_call;
  std::function<std::variant<net::response, upgrade>(const net::request&)> on_upgrade;
};

class box_door {
 public:
  // Throws std::system_error when the address cannot be had.
  box_door(net::reactor&, const loopback_address&, box_door_handlers);
  ~box_door();

  [[nodiscard]] std::uint16_t port() const { return server_->port(); }
  void close(std::function<void()> done);

 private:
  void answer(net::request, const net::responder&) const;
  [[nodiscard]] net::response page_at(const net::request&, std::string_view path) const;

  box_door_handlers handlers_;
  std::unique_ptr<net::http_server> server_;
};

}  // namespace hallcall::relay
