// For those who watch the server: does it answer, can it take commands, how busy is it.
#include <fmt/format.h>

#include "gateway/api.hpp"

namespace hallcall::gateway {

void add_health_routes(api& a, std::vector<route>& all) {
  using net::method;
  const auto text = [](int status, std::string body,
                       std::string type = "text/plain; charset=utf-8") {
    net::response r;
    r.status = status;
    r.headers.emplace_back("Content-Type", std::move(type));
    r.headers.emplace_back("Cache-Control", "no-store");
    r.body = net::make_body(std::move(body));
    return r;
  };
  all.push_back({method::get, "/healthz", everyone, key_need::none,
                 [text](call c) { answer(c, text(200, "ok\n")); }});
  all.push_back({method::get, "/readyz", everyone, key_need::none, [&a, text](call c) {
                   if (a.halls.ready()) return answer(c, text(200, "ready\n"));
                   answer(c, trouble_response(service::trouble::storage_unavailable));
                 }});
  all.push_back({method::get, "/metrics", everyone, key_need::none, [&a, text](call c) {
                   answer(c, text(200, a.metrics(), "text/plain; version=0.0.4; charset=utf-8"));
                 }});
}

}  // namespace hallcall::gateway
