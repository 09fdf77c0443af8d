#include "gateway/pages.hpp"

#include <fmt/format.h>

#include "gateway/problem.hpp"

namespace hallcall::gateway {
namespace {

constexpr std::string_view content_policy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src "
    "'self'; "
    "media-src 'self'; connect-src 'self'; manifest-src 'self'; frame-ancestors 'none'; base-uri "
    "'none'; "
    "form-action 'none'";

// "/t/TOKEN" and "/counter/5" are one page each.
std::string_view page_of(std::string_view path) {
  if (path.starts_with("/t/") && path.find('/', 3) == std::string_view::npos) return "/t";
  if (path.starts_with("/counter/") && path.find('/', 9) == std::string_view::npos)
    return "/counter";
  return path;
}

bool takes_gzip(const net::header_list& headers) {
  const auto value = net::find_header(headers, "Accept-Encoding");
  return value.find("gzip") != std::string_view::npos &&
         value.find("gzip;q=0") == std::string_view::npos;
}

// Built-in bytes live as long as the program: they are shared without a copy of their own each
// time.
std::shared_ptr<const std::string> kept(std::string_view bytes) {
  static std::map<const char*, std::shared_ptr<const std::string>>
      all;  // one entry an asset at most
  auto& one = all[bytes.data()];
  if (!one) one = net::make_body(std::string(bytes));
  return one;
}

// Only the kiosk reads codes by its camera.
std::string_view permissions(std::string_view path) {
  return path == "/kiosk" ? "camera=(self), microphone=(), geolocation=()"
                          : "camera=(), microphone=(), geolocation=()";
}

}  // namespace

void add_safety_headers(net::response& r, std::string_view path) {
  r.headers.emplace_back("Content-Security-Policy", content_policy);
  r.headers.emplace_back("X-Content-Type-Options", "nosniff");
  r.headers.emplace_back("Referrer-Policy", "no-referrer");
  r.headers.emplace_back("Permissions-Policy", permissions(path));
  r.headers.emplace_back("Cross-Origin-Opener-Policy", "same-origin");
}

net::response pages::get(const net::request& request, std::string_view path) const {
  if (path == "/") {
    net::response r;
    r.status = 302;
    r.headers.emplace_back("Location", "/kiosk");
    return r;
  }
  const auto* asset = find_(page_of(path));
  if (asset == nullptr)
    return problem("not-found",
                   "There is no such page. The pages are /kiosk, /board, /counter/N and /manager.");
  net::response r;
  r.headers.emplace_back("Content-Type", asset->content_type);
  r.headers.emplace_back("ETag", asset->etag);
  r.headers.emplace_back("Cache-Control",
                         asset->immutable ? "public, max-age=31536000, immutable" : "no-cache");
  r.headers.emplace_back("Vary", "Accept-Encoding");
  add_safety_headers(r, path);
  if (net::find_header(request.headers, "If-None-Match") == asset->etag) {
    r.status = 304;
    return r;
  }
  if (!asset->gzip.empty() && takes_gzip(request.headers)) {
    r.headers.emplace_back("Content-Encoding", "gzip");
    r.body = kept(asset->gzip);
  } else {
    r.body = kept(asset->bytes);
  }
  return r;
}

}  // namespace hallcall::gateway
