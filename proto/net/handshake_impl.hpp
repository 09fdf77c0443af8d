// What is wrong with a request to become a WebSocket (RFC 6455, 4.2.1). Private to proto/net.
#pragma once

#include <algorithm>
#include <optional>
#include <string_view>

#include "proto/net/http.hpp"
#include "proto/net/request_reader_impl.hpp"

namespace hallcall::net {

// Base64 of the 16 bytes that a handshake's key must be.
[[nodiscard]] inline bool is_handshake_key(std::string_view key) {
  return key.size() == 24 && key.ends_with("==") &&
         std::ranges::all_of(key.substr(0, 22), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
                  c == '+' || c == '/';
         });
}

[[nodiscard]] inline std::optional<refusal> handshake_fault(const request& asked) {
  if (asked.method != method::get) return refusal{400, "A WebSocket is asked for with GET."};
  if (!asked.body.empty()) return refusal{400, "A request to upgrade has no body."};
  if (!is_handshake_key(find_header(asked.headers, "Sec-WebSocket-Key")))
    return refusal{400, "The Sec-WebSocket-Key is not valid."};
  if (find_header(asked.headers, "Sec-WebSocket-Version") != "13")
    return refusal{426, "Only version 13 of the WebSocket protocol is spoken."};
  return std::nullopt;
}

}  // namespace hallcall::net
