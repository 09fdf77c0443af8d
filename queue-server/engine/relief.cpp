#include "engine/relief.hpp"

#include <algorithm>

namespace hallcall::engine {
namespace {

std::int64_t waiting_for(const hall_state& state, const counter_rules& r) {
  std::int64_t sum = 0;
  for (std::size_t l = 0; l < lane_count; ++l)
    if (r.takes.contains(static_cast<lane>(l))) sum += state.line.by_lane[l];
  for (ticket_id id : state.returns)
    if (r.takes.contains(state.tickets.at(id).lane)) ++sum;
  return sum;
}

bool could_serve(const counter_rules& r, const ticket& t) {
  return r.takes.contains(t.lane) &&
         std::includes(r.features.begin(), r.features.end(), t.requires_features.begin(),
                       t.requires_features.end());
}

bool finishes(const std::vector<event>& happened, ticket_id id) {
  return std::any_of(happened.begin(), happened.end(), [&](const event& e) {
    const auto* f = std::get_if<visit_finished>(&e);
    return f != nullptr && f->ticket == id;
  });
}

}  // namespace

std::optional<relief_basis> relief_of_call(const hall_state& state, counter_no n, const ticket& t) {
  const counter* here = state.find(n);
  if (here == nullptr || !here->page) return std::nullopt;
  relief_basis basis;
  for (const counter_rules& r : state.rules->counters) {
    const counter* c = state.find(r.number);
    if (r.number == n || c == nullptr || c->mode != counter_mode::open || !could_serve(r, t))
      continue;
    if (!c->current && !c->standing_down) return std::nullopt;  // it could have taken the visit
    ++basis.others;
  }
  const auto* mine = state.rules->find_counter(n);
  if (mine == nullptr) return std::nullopt;
  basis.behind = waiting_for(state, *mine);
  if (t.state == ticket_state::waiting && mine->takes.contains(t.lane)) --basis.behind;
  return basis;
}

backup_closed worth_of(const hall_state& state, const page& p, time_point now,
                       const std::vector<event>& happened) {
  backup_closed e{p.id, p.counter, 0, seconds{0}};
  std::int64_t saved_ms = 0;
  for (const auto& [id, t] : state.tickets) {
    if (t.counter != p.counter || t.why_at < p.opened_at) continue;
    const bool ends_now = t.state == ticket_state::serving && finishes(happened, id);
    if (t.state != ticket_state::done && !ends_now) continue;
    ++e.visits;
    if (!t.relief) continue;
    const auto handling = (ends_now ? now : *t.ended_at) - t.why_at;
    saved_ms +=
        (t.relief->behind + 1) * handling.count() / std::max<std::int64_t>(t.relief->others, 1);
  }
  e.saved = seconds{saved_ms / 1000};
  return e;
}

void close_counter_now(const hall_state& state, counter_no n, time_point now,
                       std::vector<event>& happened) {
  const counter* c = state.find(n);
  if (c != nullptr && c->page)
    for (const page& p : state.backup.pages)
      if (p.id == *c->page) happened.emplace_back(worth_of(state, p, now, happened));
  happened.emplace_back(counter_closed{n});
}

}  // namespace hallcall::engine
