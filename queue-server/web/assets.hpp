// The pages, scripts, fonts and voice clips that are built into the program.
#pragma once

#include <optional>
#include <span>
#include <string_view>

namespace hallcall::web {

struct asset {
  std::string_view path;  // "/assets/board-3f2a.js", "/kiosk" (a page), "/voice/manifest.json"
  std::string_view content_type;
  std::string_view etag;   // quoted, from the content
  bool immutable = false;  // its path holds its digest: may be cached for ever
  std::string_view bytes;
  std::string_view gzip;  // empty when compressing does not pay
};

[[nodiscard]] std::span<const asset> all_assets();
// By exact path ("/kiosk", "/board", "/counter", "/manager", "/t" are the pages). Null when there
// is none.
[[nodiscard]] const asset* find_asset(std::string_view path);

}  // namespace hallcall::web
