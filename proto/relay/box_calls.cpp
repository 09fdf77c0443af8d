// See box_calls.hpp.
#include "proto/relay/box_calls.hpp"

#include <utility>

#include <fmt/format.h>
#include <boost/json.hpp>

#include "proto/messages/codec.hpp"
#include "proto/net/path_segment.hpp"

namespace hallcall::relay {
namespace {

constexpr std::string_view subprotocol = "hallcall.v1";
constexpr std::string_view halls_path = "/api/v1/halls";

// The list with one hall alone, so that a page which takes the first takes the box's.
net::response only_hall(net::response answer, const std::string& hall) {
  boost::json::error_code wrong;
  auto list = boost::json::parse(answer.body ? *answer.body : std::string(), wrong);
  auto* const fields = wrong ? nullptr : list.if_object();
  auto* const found = fields == nullptr ? nullptr : fields->if_contains("halls");
  if (answer.status != 200 || found == nullptr || !found->is_array()) return answer;
  boost::json::array kept;
  for (auto& one : found->get_array()) {
    const auto* const about = one.if_object();
    const auto* const id = about == nullptr ? nullptr : about->if_contains("id");
    if (id != nullptr && id->is_string() && id->get_string() == hall) kept.push_back(one);
  }
  *found = std::move(kept);
  answer.body = net::make_body(boost::json::serialize(list));
  return answer;
}

net::response not_yet() {
  auto r = problem(503, "unreachable", "The hall's server has not been reached yet.");
  r.headers.emplace_back("Retry-After", "2");
  return r;
}

}  // namespace

std::optional<std::string> box_calls::hall_path() const {
  if (!live_.hall()) return std::nullopt;
  return fmt::format("{}/{}", halls_path, net::path_segment(*live_.hall()));
}

// So that a page which comes when the server is away finds its hall.
void box_calls::ask_ahead() {
  const auto own = hall_path();
  if (!own) return;
  calls_.read(std::string(halls_path), [](const net::response&) {});
  calls_.read(*own, [](const net::response&) {});
}

bool box_calls::answer(const net::request& asked, const net::responder& reply) {
  const auto path = asked.target.substr(0, asked.target.find('?'));
  const auto own = hall_path();
  const bool list = path == halls_path;
  if (asked.method != net::method::get || (!list && own && path != *own) ||
      (!list && !path.starts_with(std::string(halls_path) + "/")))
    return false;
  if (!own) {
    reply(not_yet());
    return true;
  }
  if (!list) {
    calls_.read(path, reply);
    return true;
  }
  calls_.read(path, [reply, hall = *live_.hall()](net::response answer) {
    reply(only_hall(std::move(answer), hall));
  });
  return true;
}

std::variant<net::response, box_door_handlers::upgrade> box_calls::upgrade(
    const net::request& asked) {
  const auto own = hall_path();
  if (!own) return not_yet();
  if (asked.target != fmt::format("{}/live?view={}", *own, view_))
    return problem(404, "not-found", fmt::format("This box shows the view {} of one hall.", view_));
  if (net::find_header(asked.headers, "Sec-WebSocket-Protocol").find(subprotocol) ==
      std::string_view::npos)
    return problem(400, "invalid-request", "Offer the WebSocket subprotocol hallcall.v1.");
  return box_door_handlers::upgrade{std::string(subprotocol),
                                    [this](std::shared_ptr<net::ws_session> session) {
                                      live_.add(std::move(session), confirms_);
                                    }};
}

std::vector<std::pair<std::string, std::string>> status_of(const live_relay& live,
                                                           const std::string& server) {
  const auto s = live.now();
  const auto heard = std::chrono::duration_cast<std::chrono::seconds>(s.since_heard).count();
  std::string at = "none yet";
  if (s.at) at = messages::encode(*s.at).substr(1, 24);  // without its quotes
  return {{"server", server},
          {"connection", s.live ? "live" : "away: " + s.trouble},
          {"hall", live.hall().value_or("not known yet")},
          {"last heard", fmt::format("{} s ago", heard)},
          {"newest view", s.at ? fmt::format("seq {} of {}", s.seq, at) : at},
          {"browsers", std::to_string(s.browsers)},
          {"confirmations that wait", std::to_string(s.unsent)}};
}

}  // namespace hallcall::relay
