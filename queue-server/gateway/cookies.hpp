// The session cookie: HttpOnly, SameSite=Strict, Secure over TLS.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "proto/net/http.hpp"

namespace hallcall::gateway {

// The Set-Cookie value; an empty token and no life remove the cookie.
[[nodiscard]] std::string session_cookie(std::string_view token, std::chrono::seconds life,
                                         bool secure);
// The session token of a request's Cookie header, empty when there is none.
[[nodiscard]] std::string_view cookie_token(const net::header_list&);
// The token of "Authorization: Bearer …", empty when there is none.
[[nodiscard]] std::string_view bearer_token(const net::header_list&);

}  // namespace hallcall::gateway
