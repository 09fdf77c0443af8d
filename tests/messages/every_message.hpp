// All messages of proto/messages/*.hpp by their names, so that a test can go through them. A struct
// that is missing here fails the golden test, which reads the headers.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "proto/messages/codec.hpp"

namespace hallcall::messages {

struct message_member {
  std::string key;        // as on the wire
  bool optional = false;  // may be absent
};

struct message_kind {
  std::string_view name;  // of the struct
  std::vector<message_member> members;
  // The text decoded and encoded again.
  tl::expected<std::string, decode_error> (*again)(std::string_view, const decode_limits&);
};

[[nodiscard]] std::span<const message_kind> every_message();

}  // namespace hallcall::messages
