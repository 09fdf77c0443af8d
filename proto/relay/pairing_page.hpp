// The page of a box that is not enrolled: its code, large, in Chinese and English, and what to do
// with it. And the few lines that bring the box's board or kiosk there and back again; a kiosk goes
// only when nobody is in the middle of a visit. All of it is answered by the box itself.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <boost/describe.hpp>

#include "proto/net/http.hpp"

namespace hallcall::relay {

// What the page shows, and the answer of /pairing.json.
struct pairing_view {
  bool pairing = false;  // false: go back to the page
  bool revoked = false;  // the box had a token, which counts no more
  std::string phase;     // asking, waiting, denied, refused
  std::string code;      // empty unless waiting
  std::string trouble;   // for who looks after the box
  std::string page;      // "/board": where to go back
  std::string manager;   // the address where an administrator confirms it
};
BOOST_DESCRIBE_STRUCT(pairing_view, (), (pairing, revoked, phase, code, trouble, page, manager))

// The script that the box's own page gets besides; it asks for /pairing.json.
inline constexpr std::string_view pairing_watch_path = "/pairing-watch.js";

// GET of /pairing and what belongs to it; nullopt for another path.
[[nodiscard]] std::optional<net::response> pairing_page(std::string_view path,
                                                        const pairing_view& view);

}  // namespace hallcall::relay
