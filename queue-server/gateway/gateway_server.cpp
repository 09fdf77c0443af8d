#include "gateway/gateway_server.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "gateway/cookies.hpp"
#include "service/engine_describe.hpp"
#include "service/public_face.hpp"

namespace hallcall::gateway {
namespace {

// Views are refreshed at once, unless that took long: then not again before twice that time has
// passed, so that building them never takes more than a third of the reactor.
constexpr int refresh_pause_factor = 2;
// Ranges, doors and alerts change with time alone.
constexpr std::chrono::milliseconds look_again_every{1'000};
constexpr std::size_t longest_key = 64;

bool good_key(std::string_view key) {
  return !key.empty() && key.size() <= longest_key &&
         std::all_of(key.begin(), key.end(), [](char c) {
           return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
                  c == '_' || c == '-';
         });
}

// A browser's request from another site: the Origin is neither the host that was asked nor, where a
// proxy asks in the browser's place, the address that the public comes by.
bool foreign_origin(const net::request& r, const std::string& public_url) {
  const auto origin = net::find_header(r.headers, "Origin");
  if (origin.empty() || origin == public_url) return false;
  const auto at = origin.find("://");
  return at == std::string_view::npos ||
         origin.substr(at + 3) != net::find_header(r.headers, "Host");
}

// The sample hall lets anyone on its machine issue tickets: a page elsewhere must not reach it by a
// name of its own that points here.
bool foreign_host(const net::request& r) {
  auto host = net::find_header(r.headers, "Host");
  if (const auto colon = host.rfind(':'); colon != std::string_view::npos && host.back() != ']')
    host = host.substr(0, colon);
  return host != "127.0.0.1" && host != "localhost" && host != "[::1]";
}

// Case and parameters do not matter (RFC 9110, 8.3.1).
bool is_json(std::string_view type) {
  type = type.substr(0, type.find(';'));
  while (!type.empty() && type.back() == ' ') type.remove_suffix(1);
  constexpr std::string_view json = "application/json";
  return std::equal(
      type.begin(), type.end(), json.begin(), json.end(), [](char given, char wanted) {
        return given == wanted || (given >= 'A' && given <= 'Z' && given - 'A' + 'a' == wanted);
      });
}

bool changes_something(net::method m) { return m != net::method::get && m != net::method::head; }

}  // namespace

gateway_server::gateway_server(net::reactor& reactor, service::hall_service& halls,
                               authenticator& who, gateway_options options, asset_finder assets)
    : reactor_(reactor),
      halls_(halls),
      who_(who),
      options_(std::move(options)),
      feed_([this](const service::view_name& v) { return build_view(v); },
            [this](const std::string& hall) {
              return std::pair(halls_.published(hall)->seq, halls_.now());
            }),
      api_{halls_, feed_, who_, options_.api, {}, [this] { return metrics(); }},
      router_(api_routes(api_)),
      pages_(std::move(assets)),
      live_(api_, reactor_) {
  if (options_.persons) api_.persons = options_.persons;
  halls_.on_published = [this](const std::vector<std::string>& changed) { refresh_soon(changed); };
  // The last that a phone hears of a ticket which the day's end expires: the next day does not know
  // it any more.
  halls_.on_event = [this](const std::string& hall, const engine::event& e, engine::time_point) {
    if (std::holds_alternative<engine::day_ended>(e)) feed_.refresh({hall});
  };
  who_.on_change([this] { live_.check_sign_ins(); });
  api_.connected_devices = [this] { return live_.connected_devices(); };
  auto limits = options_.limits;
  limits.render_error = transport_problem;
  net::http_server_handlers handlers;
  handlers.on_request = [this](net::request r, net::responder reply) {
    handle(std::move(r), std::move(reply));
  };
  handlers.on_upgrade = [this](const net::request& r) { return upgrade(r); };
  server_ = std::make_unique<net::http_server>(reactor_, options_.address, options_.port, limits,
                                               std::move(handlers), options_.identity);
  if (api_.options.public_url.empty()) {
    const bool v6 = options_.address.find(':') != std::string::npos;
    const std::string host = v6 ? "[" + options_.address + "]" : options_.address;
    api_.options.public_url =
        fmt::format("{}://{}:{}", options_.identity ? "https" : "http", host, server_->port());
  }
  look_again();
}

gateway_server::~gateway_server() {
  halls_.on_published = nullptr;
  halls_.on_event = nullptr;
  who_.on_change(nullptr);
}

std::uint16_t gateway_server::port() const { return server_->port(); }

void gateway_server::close(std::chrono::milliseconds grace, std::function<void()> done) {
  live_.say_bye("restart", std::chrono::seconds(2));
  server_->shutdown(grace, std::move(done));
}

void gateway_server::handle(net::request request, net::responder reply) {
  const auto query_at = request.target.find('?');
  const std::string path = request.target.substr(0, query_at);
  const bool api_path =
      path.starts_with("/api/") || path == "/healthz" || path == "/readyz" || path == "/metrics";
  if (!api_path) {
    if (changes_something(request.method)) {
      auto r = problem("method-not-allowed", "Pages are read with GET.");
      r.headers.emplace_back("Allow", "GET, HEAD");
      return reply(std::move(r));
    }
    return reply(pages_.get(request, path));
  }
  auto match = router_.find(request.method, path);
  if (match.route == nullptr) {
    if (!match.path_known)
      return reply(
          problem("not-found", "There is no such call. See the documentation of /api/v1."));
    auto r = problem("method-not-allowed", "This path knows: " + match.allow + ".");
    r.headers.emplace_back("Allow", match.allow);
    return reply(std::move(r));
  }
  call c;
  c.pattern = match.route->pattern;
  c.segments = std::move(match.segments);
  c.reply = std::move(reply);
  if (query_at != std::string::npos) {
    auto query = parse_query(std::string_view(request.target).substr(query_at + 1));
    if (!query) return c.reply(problem("invalid-request", "The query cannot be decoded."));
    c.query = std::move(*query);
  }
  c.request = std::move(request);
  route_call(std::move(c), *match.route);
}

void gateway_server::route_call(call c, const route& r) {
  const auto& headers = c.request.headers;
  if (changes_something(c.request.method)) {
    if (foreign_origin(c.request, api_.options.public_url) ||
        (api_.options.sample && foreign_host(c.request)))
      return c.reply(problem("not-allowed", "This request comes from another site."));
    if (!c.request.body.empty() && !is_json(net::find_header(headers, "Content-Type")))
      return c.reply(problem("unsupported-media-type", "Send the body as application/json."));
  }
  const auto bearer = bearer_token(headers);
  const auto token = bearer.empty() ? cookie_token(headers) : bearer;
  if (!token.empty()) c.who = who_.find(token);
  if (!bearer.empty() && !c.who)
    return c.reply(problem("not-signed-in", "This token is not valid, or was revoked."));
  if (!r.allowed.anyone) {
    if (!c.who) return c.reply(problem("not-signed-in", "Sign in first."));
    if (!r.allowed.has(c.who->role))
      return c.reply(problem("not-allowed",
                             fmt::format("The role {} may not do this.", to_string(c.who->role))));
  }
  c.actor = c.who ? c.who->id : "anyone";
  if (r.key != key_need::none) {
    c.key = net::find_header(headers, "Idempotency-Key");
    if (c.key.empty() && r.key == key_need::required)
      return c.reply(problem("invalid-request",
                             "Send an Idempotency-Key header with a new random value for each "
                             "request, so that a retry is not done twice."));
    if (!c.key.empty() && !good_key(c.key))
      return c.reply(
          problem("invalid-request", "Idempotency-Key must be 1 to 64 of A-Z a-z 0-9 _ -."));
  }
  // The log has the route's pattern, never the path: a path may hold a token.
  if (spdlog::should_log(spdlog::level::debug)) {
    c.reply = [reply = std::move(c.reply), pattern = c.pattern,
               method = to_string(c.request.method),
               start = std::chrono::steady_clock::now()](net::response out) {
      const auto took = std::chrono::duration_cast<std::chrono::microseconds>(
          std::chrono::steady_clock::now() - start);
      spdlog::debug("call method={} route={} status={} us={}", method, pattern, out.status,
                    took.count());
      reply(std::move(out));
    };
  }
  r.handle(std::move(c));
}

std::variant<net::response, net::http_server_handlers::accept_upgrade> gateway_server::upgrade(
    const net::request& r) {
  const auto query_at = r.target.find('?');
  const std::string_view path = std::string_view(r.target).substr(0, query_at);
  constexpr std::string_view front = "/api/v1/halls/", back = "/live";
  if (!path.starts_with(front) || !path.ends_with(back) ||
      path.size() <= front.size() + back.size())
    return problem("not-found", "WebSockets are at /api/v1/halls/{hall}/live.");
  if (foreign_origin(r, api_.options.public_url) || (api_.options.sample && foreign_host(r)))
    return problem("not-allowed", "This request comes from another site.");
  const auto hall =
      percent_decode(path.substr(front.size(), path.size() - front.size() - back.size()));
  const auto query = parse_query(
      query_at == std::string::npos ? "" : std::string_view(r.target).substr(query_at + 1));
  if (!hall || !query) return problem("invalid-request", "The address cannot be decoded.");
  const auto bearer = bearer_token(r.headers);
  const std::string token(bearer.empty() ? cookie_token(r.headers) : bearer);
  std::optional<principal> who;
  if (!token.empty()) who = who_.find(token);
  if (!bearer.empty() && !who)
    return problem("not-signed-in", "This token is not valid, or was revoked.");
  return live_.upgrade(r, *hall, *query, std::move(who), token);
}

void gateway_server::refresh_soon(const std::vector<std::string>& halls) {
  for (const auto& h : halls)
    if (std::find(to_refresh_.begin(), to_refresh_.end(), h) == to_refresh_.end())
      to_refresh_.push_back(h);
  const auto now = std::chrono::steady_clock::now();
  if (now >= next_refresh_) return refresh();
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(next_refresh_ - now);
  refresh_ = reactor_.after(left, [this] { refresh(); });
}

void gateway_server::refresh() {
  refresh_.cancel();
  const auto halls = std::move(to_refresh_);
  to_refresh_.clear();
  const auto start = std::chrono::steady_clock::now();
  feed_.refresh(halls);
  const auto end = std::chrono::steady_clock::now();
  next_refresh_ = end + (end - start) * refresh_pause_factor;
}

void gateway_server::look_again() {
  std::vector<std::string> all;
  for (const auto& h : halls_.the_office().halls) all.push_back(h.id);
  refresh_soon(all);
  look_again_ = reactor_.after(look_again_every, [this] { look_again(); });
}

std::string gateway_server::build_view(const service::view_name& v) {
  const auto* config = halls_.the_office().find_hall(v.hall);
  if (config == nullptr) return "";
  const auto context = api_.context(v.hall);
  if (v.view == "board") return messages::encode(service::board_of(context));
  if (v.view == "kiosk") return messages::encode(service::kiosk_of(context));
  if (v.view == "manager") return messages::encode(service::manager_of(context));
  if (v.view.starts_with("ticket:")) {
    const auto* t = context.state.find_token(v.view.substr(7));
    return t == nullptr ? "" : messages::encode(service::ticket_of(context, *t));
  }
  for (const auto& r : config->rules.counters)
    if (v.view == fmt::format("counter:{}", r.number.value))
      return messages::encode(service::counter_of(context, r));
  return "";
}

std::string gateway_server::metrics() {
  const auto f = halls_.figures();
  const auto s = server_->stats();
  std::string out;
  const auto figure = [&](std::string_view name, std::string_view type, std::string_view help,
                          auto value) {
    out += fmt::format("# HELP hallcall_{0} {1}\n# TYPE hallcall_{0} {2}\nhallcall_{0} {3}\n", name,
                       help, type, value);
  };
  figure("ready", "gauge", "1 when commands are taken", halls_.ready() ? 1 : 0);
  figure("commands_total", "counter", "commands submitted", f.commands);
  figure("commands_refused_total", "counter", "commands the rules refused", f.refused);
  figure("commands_repeated_total", "counter", "commands answered again by their key", f.repeated);
  figure("commands_overloaded_total", "counter", "commands refused because the inbox was full",
         f.overloaded);
  figure("commands_waiting", "gauge", "commands that wait for durability", f.waiting);
  figure("journal_entries_total", "counter", "entries made durable", f.entries);
  figure("journal_commits_total", "counter", "transactions that made them so", f.commits);
  figure("journal_seq", "gauge", "the newest durable entry", f.durable_seq);
  figure("storage_failures_total", "counter", "times the storage failed", f.storage_failures);
  figure("connections", "gauge", "open connections", s.connections);
  figure("websockets", "gauge", "open WebSockets", s.websockets);
  figure("requests_total", "counter", "HTTP requests", s.requests);
  figure("connections_refused_total", "counter", "connections over a limit", s.refused);
  if (options_.identity)
    figure("tls_handshakes_failed_total", "counter", "TLS handshakes that came to nothing",
           s.failed_handshakes);
  figure("frames_built_total", "counter", "views serialized", feed_.frames_built());
  figure("clock_behind_seconds", "gauge", "how far the wall clock is behind the hall's",
         static_cast<double>(halls_.clock().wall_behind().count()) / 1000.0);
  out += "# HELP hallcall_waiting people waiting, by public lane\n# TYPE hallcall_waiting gauge\n";
  for (const auto& h : halls_.the_office().halls)
    for (auto l : service::public_lanes(h.rules))
      out +=
          fmt::format("hallcall_waiting{{hall=\"{}\",lane=\"{}\"}} {}\n", h.id,
                      messages::enum_name(l), service::public_waiting(*halls_.published(h.id), l));
  if (options_.api.more_metrics) out += options_.api.more_metrics();
  return out;
}

}  // namespace hallcall::gateway
