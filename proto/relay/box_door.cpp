// See box_door.hpp.
#include "proto/relay/box_door.hpp"

#include <algorithm>
#include <charconv>

#include <arpa/inet.h>
#include <fmt/format.h>

#include "proto/relay/call_relay.hpp"
#include "proto/relay/voice_relay.hpp"
#include "queue-server/web/assets.hpp"

namespace hallcall::relay {
namespace {

constexpr std::chrono::milliseconds closing_grace{1'000};
constexpr std::string_view content_policy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src "
    "'self'; media-src 'self'; connect-src 'self'; manifest-src 'self'; frame-ancestors 'none'; "
    "base-uri 'none'; form-action 'none'";

bool changes_something(net::method m) { return m != net::method::get && m != net::method::head; }

std::string_view without_port(std::string_view host) {
  const auto colon = host.rfind(':');
  return colon == std::string_view::npos || host.ends_with(']') ? host : host.substr(0, colon);
}

// A page elsewhere must reach this program neither by a name of its own that leads here, nor by
// asking from its own site.
bool is_own(const net::request& asked) {
  const auto host = net::find_header(asked.headers, "Host");
  const auto name = without_port(host);
  if (name != "127.0.0.1" && name != "localhost" && name != "[::1]") return false;
  const auto origin = net::find_header(asked.headers, "Origin");
  return origin.empty() || origin == fmt::format("http://{}", host);
}

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      default:
        out += c;
    }
  return out;
}

net::response html(std::string body) {
  return {.status = 200,
          .headers = {{"Content-Type", "text/html; charset=utf-8"},
                      {"Cache-Control", "no-store"},
                      {"Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"},
                      {"X-Content-Type-Options", "nosniff"}},
          .body = net::make_body(std::move(body))};
}

net::response status_page(const std::vector<std::pair<std::string, std::string>>& rows) {
  std::string out =
      "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><meta http-equiv=\"refresh\" "
      "content=\"5\"><title>Hallcall: this box</title><h1>This box</h1><dl>";
  for (const auto& [name, value] : rows)
    out += fmt::format("<dt>{}</dt><dd>{}</dd>\n", escaped(name), escaped(value));
  return html(out + "</dl></html>\n");
}

// The page, told that it is a box's, with the box's own script if there is one.
std::string of_a_box(std::string_view html, std::string_view script) {
  std::string out(html);
  std::string more = R"(<meta name="hallcall-box" content="yes">)";
  if (!script.empty()) more += fmt::format("<script src=\"{}\" defer></script>", script);
  if (const auto head_ends = out.find("</head>"); head_ends != std::string::npos)
    out.insert(head_ends, more);
  return out;
}

bool takes_gzip(const net::request& asked) {
  const auto value = net::find_header(asked.headers, "Accept-Encoding");
  return value.find("gzip") != std::string_view::npos &&
         value.find("gzip;q=0") == std::string_view::npos;
}

}  // namespace

std::optional<loopback_address> parse_loopback(std::string_view text) {
  const auto colon = text.rfind(':');
  if (colon == std::string_view::npos) return std::nullopt;
  loopback_address at;
  at.address = text.substr(0, colon);
  if (at.address == "[::1]") at.address = "::1";
  in_addr four{};
  const bool loopback = at.address == "::1" || (at.address.starts_with("127.") &&
                                                inet_pton(AF_INET, at.address.c_str(), &four) == 1);
  const auto digits = text.substr(colon + 1);
  const auto end = digits.data() + digits.size();
  const auto [stop, failed] = std::from_chars(digits.data(), end, at.port);
  if (!loopback || digits.empty() || failed != std::errc() || stop != end) return std::nullopt;
  return at;
}

box_door::box_door(net::reactor& reactor, const loopback_address& at, box_door_handlers handlers)
    : handlers_(std::move(handlers)) {
  net::http_server_limits limits;
  limits.max_connections = 64;  // one browser's, and somebody who looks at /status
  limits.render_error = [](int status, std::string_view detail) {
    return problem(status, "invalid-request", std::string(detail));
  };
  net::http_server_handlers all;
  all.on_request = [this](net::request asked, const net::responder& reply) {
    answer(std::move(asked), reply);
  };
  all.on_upgrade = [this](const net::request& asked)
      -> std::variant<net::response, net::http_server_handlers::accept_upgrade> {
    if (!is_own(asked)) return problem(403, "not-allowed", "This request comes from another site.");
    return handlers_.on_upgrade(asked);
  };
  server_ = std::make_unique<net::http_server>(reactor, at.address, at.port, std::move(limits),
                                               std::move(all));
}

box_door::~box_door() = default;

void box_door::close(std::function<void()> done) {
  server_->shutdown(closing_grace, std::move(done));
}

void box_door::answer(net::request asked, const net::responder& reply) const {
  if (!is_own(asked))
    return reply(problem(403, "not-allowed", "This request comes from another site."));
  const auto path = std::string_view(asked.target).substr(0, asked.target.find('?'));
  if (path.starts_with("/api/")) return handlers_.on_call(std::move(asked), reply);
  if (changes_something(asked.method))
    return reply(problem(405, "method-not-allowed", "Pages are read with GET."));
  if (path == "/status") return reply(status_page(handlers_.status()));
  if (path == "/")
    return reply({.status = 302, .headers = {{"Location", handlers_.page}}, .body = nullptr});
  if (handlers_.on_voice && path.starts_with(voice_relay::folder))
    return handlers_.on_voice(asked, reply, [this, asked] {
      return page_at(asked, std::string_view(asked.target).substr(0, asked.target.find('?')));
    });
  auto own = handlers_.own_page ? handlers_.own_page(path) : std::nullopt;
  reply(own ? std::move(*own) : page_at(asked, path));
}

net::response box_door::page_at(const net::request& asked, std::string_view path) const {
  const bool part = path.starts_with("/assets/") || path.starts_with(voice_relay::folder);
  const auto* asset = part || path == handlers_.page ? handlers_.find_asset(path) : nullptr;
  if (asset == nullptr)
    return problem(404, "not-found", fmt::format("This box has {} and /status.", handlers_.page));
  const bool page = path == handlers_.page;
  auto etag = std::string(asset->etag);
  if (page) etag.insert(etag.size() - 1, "-box");  // before the quote
  net::response r;
  r.headers = {
      {"Content-Type", std::string(asset->content_type)},
      {"ETag", etag},
      {"Cache-Control", asset->immutable ? "public, max-age=31536000, immutable" : "no-cache"},
      {"Vary", "Accept-Encoding"},
      {"Content-Security-Policy", std::string(content_policy)},
      {"X-Content-Type-Options", "nosniff"},
      {"Referrer-Policy", "no-referrer"},
      {"Permissions-Policy", path == "/kiosk" ? "camera=(self), microphone=(), geolocation=()"
                                              : "camera=(), microphone=(), geolocation=()"}};
  if (net::find_header(asked.headers, "If-None-Match") == etag) {
    r.status = 304;
    return r;
  }
  if (page) {
    r.body = net::make_body(of_a_box(asset->bytes, handlers_.page_script));
    return r;
  }
  // A copy for one answer: a browser asks once and keeps, and the box has little memory.
  const bool gzip = !asset->gzip.empty() && takes_gzip(asked);
  if (gzip) r.headers.emplace_back("Content-Encoding", "gzip");
  r.body = net::make_body(std::string(gzip ? asset->gzip : asset->bytes));
  return r;
}

}  // namespace hallcall::relay
