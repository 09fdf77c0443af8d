// Which call a request means: a table of methods and paths, with who may make it and whether it
// needs an idempotency key. Paths are matched segment by segment; `{name}` takes one segment,
// percent-decoded.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/roles.hpp"
#include "proto/net/http.hpp"

namespace hallcall::gateway {

// Who may make a call.
struct audience {
  bool anyone = false;
  std::uint32_t roles = 0;
  [[nodiscard]] constexpr bool has(role r) const {
    return (roles >> static_cast<unsigned>(r) & 1u) != 0;
  }
};
[[nodiscard]] constexpr audience only(std::initializer_list<role> list) {
  audience a;
  for (role r : list) a.roles |= 1u << static_cast<unsigned>(r);
  return a;
}
inline constexpr audience everyone{true, 0};

enum class key_need : std::uint8_t { none, optional, required };

// One request on its way through its handler.
struct call {
  net::request request;
  std::string pattern;                          // of the route: what a log may say (no token in it)
  std::map<std::string, std::string> segments;  // of the path's {names}
  std::map<std::string, std::string> query;
  std::optional<gateway::principal> who;
  std::string actor;  // who's id, or "anyone"
  std::string key;    // Idempotency-Key, checked; empty for none
  net::responder reply;
};

struct route {
  net::method method;
  std::string_view pattern;
  audience allowed;
  key_need key = key_need::none;
  std::function<void(call)> handle;
};

class router {
 public:
  explicit router(std::vector<route>);

  struct match {
    const gateway::route* route = nullptr;
    bool path_known = false;  // another method exists there
    std::string allow;        // the methods that do, for Allow
    std::map<std::string, std::string> segments;
  };
  [[nodiscard]] match find(net::method, std::string_view path) const;
  [[nodiscard]] const std::vector<route>& routes() const { return routes_; }

 private:
  std::vector<route> routes_;
};

// "%E4%B8%AD" → "中"; nullopt for a broken escape, a NUL, or text that is not UTF-8.
[[nodiscard]] std::optional<std::string> percent_decode(std::string_view);
// "a=1&b=2" → map; nullopt when something does not decode or a name comes twice.
[[nodiscard]] std::optional<std::map<std::string, std::string>> parse_query(std::string_view);
[[nodiscard]] std::string_view to_string(net::method);

}  // namespace hallcall::gateway
