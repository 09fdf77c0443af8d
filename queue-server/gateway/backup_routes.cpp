// Calls about backups: a manager's by hand, a backup's answer.
#include "gateway/api.hpp"
#include "proto/messages/requests.hpp"
#include "service/engine_describe.hpp"

namespace hallcall::gateway {
namespace {

using enum role;
constexpr auto managers = only({manager, administrator});
constexpr auto answering = only({backup, manager, administrator});

// The page of the path, and the mobile counter it rings at; answers not-found otherwise.
struct ringing {
  const service::hall_config* config = nullptr;
  engine::page_id page;
  engine::counter_no counter;
};
std::optional<ringing> page_of(api& a, const call& c) {
  const auto* config = hall_of(a, c);
  if (config == nullptr) return std::nullopt;
  const auto id = service::page_from_wire(c.segments.at("page"));
  if (!id) {
    answer(c, problem("not-found", "There is no such call for support."));
    return std::nullopt;
  }
  ringing r{config, *id, {}};
  for (const auto& p : a.halls.head(config->id)->backup.pages)
    if (p.id == *id) {
      r.counter = p.counter;
      if (c.who->role == backup && p.backup.value != c.who->name) {
        answer(c, problem("not-allowed",
                          "Another backup was called. Only they, or a manager, can answer."));
        return std::nullopt;
      }
    }
  return r;
}

void call_by_hand(api& a, call c) {
  const auto* config = hall_of(a, c);
  if (config == nullptr) return;
  const auto body = body_of<messages::call_backup>(c);
  if (!body) return;
  engine::call_backup command;
  if (body->backup) command.backup = engine::backup_id{*body->backup};
  submit(a, std::move(c), "backup-call", command, manager_view_after(a, config->id));
}

void accept(api& a, call c) {
  const auto r = page_of(a, c);
  if (!r) return;
  const auto body = body_of<messages::accept_page>(c);
  if (!body) return;
  engine::accept_backup command{r->page, std::nullopt, c.actor, c.who->shown_name};
  if (body->counter) {
    if (*body->counter < 1 || *body->counter > 999 ||
        r->config->rules.find_counter({static_cast<std::uint16_t>(*body->counter)}) == nullptr)
      return answer(
          c, problem("invalid-value", "/counter must be one of this hall's mobile counters"));
    command.counter = engine::counter_no{static_cast<std::uint16_t>(*body->counter)};
  }
  const auto n = command.counter.value_or(r->counter);
  const auto hall = r->config->id;
  submit(a, std::move(c), "backup-accept", command, counter_view_after(a, hall, n));
}

void decline(api& a, call c) {
  const auto r = page_of(a, c);
  if (!r) return;
  const auto body = body_of<messages::optional_reason>(c);
  if (!body) return;
  const auto reason = words_of(c, "/reason", body->reason.value_or(""), false);
  if (!reason) return;
  const auto hall = r->config->id;
  submit(a, std::move(c), "backup-decline", engine::decline_backup{r->page, *reason},
         counter_view_after(a, hall, r->counter));
}

void stand_down(api& a, call c) {
  const auto r = page_of(a, c);
  if (!r || !body_of<messages::empty_request>(c)) return;
  const auto hall = r->config->id;
  submit(a, std::move(c), "backup-stand-down", engine::stand_down{r->page},
         manager_view_after(a, hall));
}

}  // namespace

void add_backup_routes(api& a, std::vector<route>& all) {
  using net::method;
  all.push_back({method::post, "/api/v1/halls/{hall}/backup/call", managers, key_need::optional,
                 [&a](call c) { call_by_hand(a, std::move(c)); }});
  all.push_back({method::post, "/api/v1/halls/{hall}/backup/{page}/accept", answering,
                 key_need::optional, [&a](call c) { accept(a, std::move(c)); }});
  all.push_back({method::post, "/api/v1/halls/{hall}/backup/{page}/decline", answering,
                 key_need::optional, [&a](call c) { decline(a, std::move(c)); }});
  all.push_back({method::post, "/api/v1/halls/{hall}/backup/{page}/stand-down", managers,
                 key_need::optional, [&a](call c) { stand_down(a, std::move(c)); }});
}

}  // namespace hallcall::gateway
