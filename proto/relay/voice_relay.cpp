// See voice_relay.hpp. Nothing secret is asked for: the pages' voice is public, so no token goes
// out.
#include "proto/relay/voice_relay.hpp"

#include <array>
#include <utility>

#include "proto/relay/call_relay.hpp"

namespace hallcall::relay {
namespace {

constexpr std::string_view manifest_path = "/voice/manifest.json";
constexpr std::array<std::string_view, 2> wanted_headers = {"Accept-Encoding", "If-None-Match"};
constexpr std::array<std::string_view, 5> given_headers = {"Content-Type", "Content-Encoding",
                                                           "ETag", "Cache-Control", "Vary"};

net::response with_headers(net::response from) {
  net::response to;
  to.status = from.status;
  to.body = std::move(from.body);
  for (const auto name : given_headers)
    if (const auto value = net::find_header(from.headers, name); !value.empty())
      to.headers.emplace_back(name, value);
  to.headers.emplace_back("X-Content-Type-Options", "nosniff");
  return to;
}

}  // namespace

voice_relay::voice_relay(net::reactor& reactor, net::server_url server,
                         std::shared_ptr<net::tls_trust> trust, std::chrono::milliseconds timeout)
    : server_(std::move(server)), calls_(reactor, server_.at, timeout, std::move(trust)) {}

void voice_relay::answer(const net::request& asked, net::responder reply,
                         std::function<net::response()> built_in) {
  const auto path = std::string_view(asked.target).substr(0, asked.target.find('?'));
  const bool manifest = path == manifest_path;
  if (!manifest && !servers_) return reply(built_in());
  net::request to;
  to.method = asked.method;
  to.target = server_.base_path + std::string(path);
  for (const auto name : wanted_headers)
    if (const auto value = net::find_header(asked.headers, name); !value.empty())
      to.headers.emplace_back(name, value);
  calls_.send(
      std::move(to), [this, manifest, reply = std::move(reply), built_in = std::move(built_in)](
                         std::optional<net::response> answer, net::client_error why) {
        const bool given = answer && (answer->status == 200 || answer->status == 304);
        if (manifest) servers_ = given;
        if (given) return reply(with_headers(std::move(*answer)));
        if (manifest) return reply(built_in());
        if (answer)
          return reply(problem(answer->status, "not-found", "The server has no such clip."));
        reply(problem(502, "unreachable", std::string(net::to_string(why)) + "."));
      });
}

}  // namespace hallcall::relay
