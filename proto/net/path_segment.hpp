// Puts any text, such as an id that somebody typed, into a URL's path as one segment.
#pragma once

#include <string>
#include <string_view>

namespace hallcall::net {

// Every byte but RFC 3986's unreserved characters percent-encoded: "hall/1" becomes "hall%2F1".
[[nodiscard]] std::string path_segment(std::string_view text);

}  // namespace hallcall::net
