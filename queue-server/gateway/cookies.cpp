#include "gateway/cookies.hpp"

#include <fmt/format.h>

namespace hallcall::gateway {
namespace {
constexpr std::string_view cookie_name = "hallcall_session";
}  // namespace

std::string session_cookie(std::string_view token, std::chrono::seconds life, bool secure) {
  return fmt::format("{}={}; Path=/; Max-Age={}; HttpOnly; SameSite=Strict{}", cookie_name, token,
                     life.count(), secure ? "; Secure" : "");
}

std::string_view cookie_token(const net::header_list& headers) {
  std::string_view all = net::find_header(headers, "Cookie");
  while (!all.empty()) {
    const auto end = all.find(';');
    auto one = all.substr(0, end);
    all.remove_prefix(end == std::string_view::npos ? all.size() : end + 1);
    while (!one.empty() && one.front() == ' ') one.remove_prefix(1);
    if (one.starts_with(cookie_name) && one.size() > cookie_name.size() &&
        one[cookie_name.size()] == '=')
      return one.substr(cookie_name.size() + 1);
  }
  return {};
}

std::string_view bearer_token(const net::header_list& headers) {
  const auto value = net::find_header(headers, "Authorization");
  constexpr std::string_view scheme = "Bearer ";
  return value.starts_with(scheme) ? value.substr(scheme.size()) : std::string_view{};
}

}  // namespace hallcall::gateway
