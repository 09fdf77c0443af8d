#include "gateway/router.hpp"

namespace hallcall::gateway {
namespace {

int hex(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

bool valid_utf8(std::string_view s) {
  for (std::size_t i = 0; i < s.size();) {
    const auto c = static_cast<unsigned char>(s[i]);
    std::size_t more = 0;
    std::uint32_t code = 0;
    if (c < 0x80) {
      ++i;
      continue;
    }
    if (c >= 0xC2 && c <= 0xDF) {
      more = 1;
      code = c & 0x1Fu;
    } else if (c >= 0xE0 && c <= 0xEF) {
      more = 2;
      code = c & 0x0Fu;
    } else if (c >= 0xF0 && c <= 0xF4) {
      more = 3;
      code = c & 0x07u;
    } else
      return false;
    if (i + more >= s.size()) return false;
    for (std::size_t k = 1; k <= more; ++k) {
      const auto d = static_cast<unsigned char>(s[i + k]);
      if ((d & 0xC0u) != 0x80u) return false;
      code = code << 6 | (d & 0x3Fu);
    }
    if ((more == 2 && (code < 0x800 || (code >= 0xD800 && code <= 0xDFFF))) ||
        (more == 3 && (code < 0x10000 || code > 0x10FFFF)))
      return false;
    i += more + 1;
  }
  return true;
}

std::string_view next_segment(std::string_view& path) {
  path.remove_prefix(1);  // the slash
  const auto end = path.find('/');
  const auto segment = path.substr(0, end);
  path.remove_prefix(end == std::string_view::npos ? path.size() : end);
  return segment;
}

bool matches(std::string_view pattern, std::string_view path,
             std::map<std::string, std::string>& segments) {
  while (!pattern.empty() && !path.empty()) {
    const auto wanted = next_segment(pattern);
    const auto given = next_segment(path);
    if (wanted.starts_with('{')) {
      const auto value = percent_decode(given);
      if (!value || value->empty()) return false;
      segments[std::string(wanted.substr(1, wanted.size() - 2))] = *value;
    } else if (wanted != given) {
      return false;
    }
  }
  return pattern.empty() && path.empty();
}

}  // namespace

router::router(std::vector<route> routes) : routes_(std::move(routes)) {}

router::match router::find(net::method m, std::string_view path) const {
  match found;
  if (!path.starts_with('/')) return found;
  for (const auto& r : routes_) {
    std::map<std::string, std::string> segments;
    if (!matches(r.pattern, path, segments)) continue;
    found.path_known = true;
    if (!found.allow.empty()) found.allow += ", ";
    found.allow += to_string(r.method);
    if (r.method == m || (m == net::method::head && r.method == net::method::get)) {
      found.route = &r;
      found.segments = std::move(segments);
      return found;
    }
  }
  return found;
}

std::optional<std::string> percent_decode(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      out += text[i];
      continue;
    }
    if (i + 2 >= text.size()) return std::nullopt;
    const int high = hex(text[i + 1]), low = hex(text[i + 2]);
    if (high < 0 || low < 0 || (high == 0 && low == 0)) return std::nullopt;
    out += static_cast<char>(high * 16 + low);
    i += 2;
  }
  if (!valid_utf8(out)) return std::nullopt;
  return out;
}

std::optional<std::map<std::string, std::string>> parse_query(std::string_view text) {
  std::map<std::string, std::string> query;
  while (!text.empty()) {
    const auto end = text.find('&');
    const auto pair = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (pair.empty()) continue;
    const auto equals = pair.find('=');
    const auto name = percent_decode(pair.substr(0, equals));
    const auto value =
        percent_decode(equals == std::string_view::npos ? "" : pair.substr(equals + 1));
    if (!name || !value || !query.emplace(*name, *value).second) return std::nullopt;
  }
  return query;
}

std::string_view to_string(net::method m) {
  switch (m) {
    case net::method::get:
      return "GET";
    case net::method::head:
      return "HEAD";
    case net::method::post:
      return "POST";
    case net::method::put:
      return "PUT";
    case net::method::patch:
      return "PATCH";
    case net::method::delete_:
      return "DELETE";
    case net::method::options:
      return "OPTIONS";
    default:
      return "OTHER";
  }
}

}  // namespace hallcall::gateway
