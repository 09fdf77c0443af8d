#include "gateway/api.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <sodium.h>

namespace hallcall::gateway {
namespace {

// Who asked what, in 32 hex digits: another request under the same key is told apart by it.
std::string fingerprint_of(const call& c) {
  const auto path = std::string_view(c.request.target).substr(0, c.request.target.find('?'));
  const std::string text =
      fmt::format("{}\n{}\n{}\n{}", c.actor, to_string(c.request.method), path, c.request.body);
  std::array<unsigned char, 16> hash{};
  crypto_generichash(hash.data(), hash.size(), reinterpret_cast<const unsigned char*>(text.data()),
                     text.size(), nullptr, 0);
  std::array<char, 33> hex{};
  sodium_bin2hex(hex.data(), hex.size(), hash.data(), hash.size());
  return {hex.data(), 32};
}

}  // namespace

service::view_context api::context(const std::string& hall) {
  const auto& office = halls.the_office();
  return {office,        *office.find_hall(hall),      *halls.published(hall),      halls.now(),
          reports[hall], feed.watching(hall, "board"), feed.watching(hall, "kiosk")};
}

bool api::may_issue_anonymously(const call& c) const { return options.sample && c.request.local; }

void answer(const call& c, net::response r) { c.reply(std::move(r)); }

void answer_json(const call& c, int status, std::string body) {
  answer(c, to_response({status, std::move(body)}));
}

const service::hall_config* hall_of(api& a, const call& c) {
  const auto& id = c.segments.at("hall");
  const auto* config = a.halls.the_office().find_hall(id);
  if (config == nullptr || (c.who && c.who->hall && *c.who->hall != id)) {
    answer(c, problem("not-found",
                      config == nullptr
                          ? "This office has no hall of that name. GET /api/v1/halls lists "
                            "its halls."
                          : "This device belongs to another hall."));
    return nullptr;
  }
  return config;
}

void submit(api& a, call c, std::string kind, engine::command command, renderer render,
            submit_more more) {
  service::submission s;
  s.hall = c.segments.at("hall");
  s.command = std::move(command);
  s.kind = std::move(kind);
  s.actor = c.actor;
  s.key = c.key;
  if (!s.key.empty()) s.fingerprint = fingerprint_of(c);
  s.personal = std::move(more.personal);
  s.render = [render = std::move(render), refused = std::move(more.refused)](
                 const engine::hall_state& after,
                 const engine::result<std::vector<engine::event>>& decided,
                 engine::time_point at) -> service::answer {
    if (!decided)
      return refused ? refused(after, decided.error()) : refusal_answer(decided.error());
    return render(after, *decided, at);
  };
  s.done = [reply = std::move(c.reply)](std::variant<service::answer, service::trouble> outcome) {
    if (auto* good = std::get_if<service::answer>(&outcome))
      reply(to_response(std::move(*good)));
    else
      reply(trouble_response(std::get<service::trouble>(outcome)));
  };
  a.halls.submit(std::move(s));
}

renderer counter_view_after(api& a, std::string hall, engine::counter_no n) {
  return [&a, hall = std::move(hall), n](const engine::hall_state& after,
                                         const std::vector<engine::event>&,
                                         engine::time_point at) -> service::answer {
    const auto& office = a.halls.the_office();
    const auto* config = office.find_hall(hall);
    const service::view_context context{
        office, *config, after, at, a.reports[hall], a.feed.watching(hall, "board"), 0};
    return {200, messages::encode(service::counter_of(context, *config->rules.find_counter(n)))};
  };
}

renderer manager_view_after(api& a, std::string hall) {
  return [&a, hall = std::move(hall)](const engine::hall_state& after,
                                      const std::vector<engine::event>&,
                                      engine::time_point at) -> service::answer {
    const auto& office = a.halls.the_office();
    const service::view_context context{office,
                                        *office.find_hall(hall),
                                        after,
                                        at,
                                        a.reports[hall],
                                        a.feed.watching(hall, "board"),
                                        a.feed.watching(hall, "kiosk")};
    return {200, messages::encode(service::manager_of(context))};
  };
}

std::optional<std::string> words_of(const call& c, std::string_view where, std::string_view text,
                                    bool needed, std::size_t most) {
  const auto wrong = [&](std::string_view what) -> std::optional<std::string> {
    answer(c, problem("invalid-value", fmt::format("{} {}", where, what)));
    return std::nullopt;
  };
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  if (text.empty() && needed) return wrong("must say something");
  const auto characters =
      std::count_if(text.begin(), text.end(), [](char b) { return (b & 0xC0) != 0x80; });
  if (static_cast<std::size_t>(characters) > most)
    return wrong(fmt::format("may have at most {} characters", most));
  if (std::any_of(text.begin(), text.end(), [](char b) {
        const auto u = static_cast<unsigned char>(b);
        return (u < 0x20 && u != '\n') || u == 0x7F;
      }))
    return wrong("must not have control characters");
  return std::string(text);
}

std::vector<route> api_routes(api& a) {
  std::vector<route> all;
  add_ticket_routes(a, all);  // the busiest first
  add_number_routes(a, all);
  add_booking_routes(a, all);
  add_counter_routes(a, all);
  add_hall_routes(a, all);
  add_backup_routes(a, all);
  add_history_routes(a, all);
  add_order_routes(a, all);
  add_session_routes(a, all);
  add_pairing_routes(a, all);
  add_device_routes(a, all);
  add_health_routes(a, all);
  return all;
}

}  // namespace hallcall::gateway
