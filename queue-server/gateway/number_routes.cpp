// Numbers for kiosks to give out while the server is away: borrowing a block, asking whether it
// still serves, telling the tickets that were given out of it, giving it back.
#include <algorithm>
#include <charconv>

#include <spdlog/spdlog.h>

#include "gateway/api.hpp"
#include "proto/messages/requests.hpp"
#include "service/engine_describe.hpp"

namespace hallcall::gateway {
namespace {

constexpr auto kiosks = only({role::kiosk});

// An enrolled kiosk, and anyone on the sample hall's own machine. Answers and returns false
// otherwise.
bool is_kiosk(api& a, const call& c) {
  if ((c.who && kiosks.has(c.who->role)) || a.may_issue_anonymously(c)) return true;
  answer(c, c.who ? problem("not-allowed", "Only a kiosk borrows numbers.")
                  : problem("not-signed-in", "Only an enrolled kiosk borrows numbers."));
  return false;
}

std::string wire_block(engine::block_id id) { return "b" + std::to_string(id.value); }

std::optional<engine::block_id> block_from_wire(std::string_view text) {
  engine::block_id id;
  const auto* const end = text.data() + text.size();
  if (!text.starts_with('b')) return std::nullopt;
  const auto read = std::from_chars(text.data() + 1, end, id.value);
  if (read.ec != std::errc{} || read.ptr != end || id.value == 0) return std::nullopt;
  return id;
}

std::optional<engine::block_id> block_of_path(const call& c) {
  const auto id = block_from_wire(c.segments.at("block"));
  if (!id) answer(c, problem("not-found", "This kiosk holds no such block of numbers today."));
  return id;
}

service::answer block_answer(const api& a, int status, const engine::hall_state& state,
                             const engine::number_block& b, engine::time_point at) {
  const auto& opening = state.rules->opening;
  const auto door = engine::door_at(opening, at);
  messages::number_block m;
  m.id = wire_block(b.id);
  m.series = std::string(1, b.series);
  m.first = b.first;
  m.last = b.last;
  if (door.now == engine::door::state::open) m.usable_until = door.last_ticket_at;
  m.now = at;
  m.utc_offset_seconds = opening.offset_at(at).count();
  m.ticket_url = a.options.public_url + "/t/";
  m.renew = !engine::still_serves(state, b);
  return {status, messages::encode(m)};
}

void lend(api& a, call c) {
  const auto* config = hall_of(a, c);
  if (config == nullptr || !is_kiosk(a, c)) return;
  const auto body = body_of<messages::lend_numbers>(c);
  if (!body) return;
  engine::lend_numbers command{c.actor, std::nullopt};
  if (body->instead) {
    command.instead = block_from_wire(*body->instead);
    if (!command.instead)
      return answer(c, problem("invalid-value", "/instead must be a block's id, as \"b3\""));
  }
  submit(a, std::move(c), "lend-numbers", command,
         [&a, command](const engine::hall_state& after, const std::vector<engine::event>& events,
                       engine::time_point at) {
           auto block = command.instead;
           for (const auto& e : events)
             if (const auto* lent = std::get_if<engine::numbers_lent>(&e)) block = lent->block;
           return block_answer(a, 201, after, *after.find_block(*block, command.holder), at);
         });
}

void look(api& a, const call& c) {
  const auto* config = hall_of(a, c);
  if (config == nullptr || !is_kiosk(a, c)) return;
  const auto id = block_of_path(c);
  if (!id) return;
  const auto& state = *a.halls.published(config->id);
  const auto* block = state.find_block(*id, c.actor);
  if (block == nullptr)
    return answer(c, problem("not-found", "This kiosk holds no such block of numbers today."));
  answer(c, to_response(block_answer(a, 200, state, *block, a.halls.now())));
}

void give_back(api& a, call c) {
  const auto* config = hall_of(a, c);
  if (config == nullptr || !is_kiosk(a, c)) return;
  const auto id = block_of_path(c);
  if (!id || !body_of<messages::empty_request>(c)) return;
  engine::give_numbers_back command{c.actor, *id};
  submit(a, std::move(c), "give-numbers-back", std::move(command),
         [](const auto&, const auto&, auto) { return service::answer{200, "{}"}; });
}

bool is_ticket_token(std::string_view token) {
  return token.size() == ticket_token_length && std::ranges::all_of(token, [](char b) {
           return (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') || (b >= '0' && b <= '9') ||
                  b == '-' || b == '_';
         });
}

// The one place, beside the journal, where it shows that the server was away (R-20: no lane).
void log_told(const std::string& by, const std::vector<engine::event>& events) {
  for (const auto& e : events)
    if (const auto* t = std::get_if<engine::ticket_issued>(&e))
      spdlog::info("number={} given=offline at={} by={}", to_string(t->number),
                   messages::encode(*t->given_at), by);
}

void tell(api& a, call c) {
  const auto* config = hall_of(a, c);
  if (config == nullptr || !is_kiosk(a, c)) return;
  const auto id = block_of_path(c);
  if (!id) return;
  const auto body = body_of<messages::offline_ticket>(c);
  if (!body) return;
  if (!is_ticket_token(body->token))
    return answer(c, problem("invalid-value", "/token must be 22 of A-Z, a-z, 0-9, - and _"));
  auto wish = wish_of(a, c, *config, body->services, body->needs, body->language, true);
  if (!wish) return;
  wish->token = body->token;
  wish->quiet = body->quiet.value_or(false);
  wish->issued_by = c.actor;
  wish->offline = {*id, body->n, body->given_at, body->in_hand};
  const auto holder = c.actor;
  submit(a, std::move(c), "tell-offline-ticket", std::move(*wish),
         [&a, hall = config->id, holder](const auto& after, const auto& events, auto at) {
           log_told(holder, events);
           return issued_answer(a, hall, false, after, events, at);
         });
}

}  // namespace

void add_number_routes(api& a, std::vector<route>& all) {
  using net::method;
  all.push_back({method::post, "/api/v1/halls/{hall}/number-blocks", everyone, key_need::required,
                 [&a](call c) { lend(a, std::move(c)); }});
  all.push_back({method::get, "/api/v1/halls/{hall}/number-blocks/{block}", everyone,
                 key_need::none, [&a](call c) { look(a, c); }});
  all.push_back({method::post, "/api/v1/halls/{hall}/number-blocks/{block}/tickets", everyone,
                 key_need::required, [&a](call c) { tell(a, std::move(c)); }});
  all.push_back({method::post, "/api/v1/halls/{hall}/number-blocks/{block}/return", everyone,
                 key_need::optional, [&a](call c) { give_back(a, std::move(c)); }});
}

}  // namespace hallcall::gateway
