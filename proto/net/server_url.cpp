// Reads the URL of a server as a device's owner writes it.
#include <algorithm>
#include <charconv>

#include "proto/net/http_client.hpp"
#include "proto/net/text_impl.hpp"

namespace hallcall::net {

namespace {

bool is_host_name(std::string_view text) {
  return !text.empty() && text.size() <= 253 && std::ranges::all_of(text, [](char c) {
    return (c >= '0' && c <= '9') || (lower(c) >= 'a' && lower(c) <= 'z') || c == '-' || c == '.' ||
           c == '_';
  });
}

bool is_ipv6_text(std::string_view text) {
  return text.find(':') != std::string_view::npos && std::ranges::all_of(text, [](char c) {
           return (c >= '0' && c <= '9') || (lower(c) >= 'a' && lower(c) <= 'f') || c == ':' ||
                  c == '.';
         });
}

std::optional<std::uint16_t> read_port(std::string_view digits) {
  std::uint16_t port = 0;
  const auto end = digits.data() + digits.size();
  const auto [stop, failed] = std::from_chars(digits.data(), end, port);
  if (failed != std::errc() || stop != end || port == 0) return std::nullopt;
  return port;
}

// "host", "host:port", "[v6]" or "[v6]:port".
std::optional<endpoint> read_authority(std::string_view text, bool tls) {
  endpoint at{.host = {}, .port = static_cast<std::uint16_t>(tls ? 443 : 80), .tls = tls};
  std::string_view port;
  if (text.starts_with('[')) {
    const auto end = text.find(']');
    if (end == std::string_view::npos || !is_ipv6_text(text.substr(1, end - 1)))
      return std::nullopt;
    at.host = text.substr(1, end - 1);
    port = text.substr(end + 1);
  } else {
    const auto end = std::min(text.find(':'), text.size());
    if (!is_host_name(text.substr(0, end))) return std::nullopt;
    at.host = text.substr(0, end);
    port = text.substr(end);
  }
  if (port.empty()) return at;
  if (!port.starts_with(':')) return std::nullopt;
  const auto number = read_port(port.substr(1));
  if (!number) return std::nullopt;
  at.port = *number;
  return at;
}

}  // namespace

std::optional<server_url> parse_server_url(std::string_view text) {
  constexpr std::string_view plain = "http://", with_tls = "https://";
  const bool tls = same_word(text.substr(0, with_tls.size()), with_tls);
  if (!tls && !same_word(text.substr(0, plain.size()), plain)) return std::nullopt;
  text.remove_prefix(tls ? with_tls.size() : plain.size());
  const auto slash = std::min(text.find('/'), text.size());
  auto at = read_authority(text.substr(0, slash), tls);
  if (!at) return std::nullopt;
  auto base = text.substr(slash);
  if (!base.empty() && (!is_origin_form(base) || base.find('?') != std::string_view::npos))
    return std::nullopt;
  while (base.ends_with('/')) base.remove_suffix(1);
  return server_url{.at = std::move(*at), .base_path = std::string(base)};
}

std::string_view to_string(client_error why) {
  switch (why) {
    case client_error::resolve:
      return "the server's name was not found";
    case client_error::connect:
      return "the server could not be reached";
    case client_error::send:
      return "the request could not be sent";
    case client_error::receive:
      return "the answer could not be read";
    case client_error::timeout:
      return "the server did not answer in time";
    case client_error::closed:
      return "the server closed the connection";
    case client_error::handshake:
      return "no TLS could be agreed on with the server";
    case client_error::certificate_unknown:
      return "no trusted authority stands for the server's certificate";
    case client_error::certificate_host:
      return "the server's certificate is for another host";
    case client_error::certificate_time:
      return "the server's certificate has expired, or is not valid yet";
  }
  return "unknown";
}

}  // namespace hallcall::net
