// Looking up headers by name.
#include "proto/net/http.hpp"

#include "proto/net/text_impl.hpp"

namespace hallcall::net {

std::string_view find_header(const header_list& headers, std::string_view name) {
  for (const auto& [key, value] : headers)
    if (same_word(key, name)) return value;
  return {};
}

}  // namespace hallcall::net
