// Commands about backups: calling by hand, answering, standing down.
#include "engine/decide.hpp"
#include "engine/escalation.hpp"
#include "engine/relief.hpp"

namespace hallcall::engine::deciding {
namespace {

// The page while it is called or open; else why not.
result<const page*> live_page(const hall_state& state, page_id id) {
  for (const auto& p : state.backup.pages)
    if (p.id == id) return &p;
  if (id.value == 0 || id.value > state.last_page)
    return refuse(refusal_code::unknown_page, "There is no such call for support.");
  return refuse(refusal_code::already_answered,
                "This call for support has been answered, or its time is over.");
}

}  // namespace

outcome_of decide_on(const hall_state& state, const call_backup& c, time_point now) {
  const auto* chosen = next_backup(state);
  if (c.backup) {
    chosen = state.rules->find_backup(*c.backup);
    if (chosen == nullptr)
      return refuse(refusal_code::unknown_backup, "This hall has no backup of that name.");
    for (const auto& p : state.backup.pages)
      if (p.backup == *c.backup)
        return refuse(refusal_code::backup_busy, "This backup has been called already.");
  }
  if (chosen == nullptr)  // all were asked in this crowd: by hand, ask again whoever is not busy
    for (const auto& r : state.rules->backups) {
      const bool busy = std::any_of(state.backup.pages.begin(), state.backup.pages.end(),
                                    [&](const page& p) { return p.backup == r.id; });
      if (!busy && chosen == nullptr) chosen = &r;
    }
  if (chosen == nullptr)
    return refuse(refusal_code::no_backup_free, "Every backup has been called or is at a counter.");
  return events{backup_called{page_id{state.last_page + 1}, chosen->id, chosen->counter,
                              now + state.rules->answer_within, "by-hand",
                              state.walk_ins_waiting()}};
}

outcome_of decide_on(const hall_state& state, const accept_backup& c, time_point now) {
  const auto p = live_page(state, c.page);
  if (!p) return tl::make_unexpected(p.error());
  if ((*p)->now == page::phase::open)
    return refuse(refusal_code::already_answered,
                  "This call for support has been accepted already.");
  const counter_no n = c.counter.value_or((*p)->counter);
  const auto at = known_counter(state, n);
  if (!at) return tl::make_unexpected(at.error());
  if (at->rules->base)
    return refuse(refusal_code::base_counter, "Counter " + std::to_string(n.value) +
                                                  " is not a mobile counter. Choose a mobile one.");
  if (at->counter != nullptr && at->counter->mode != counter_mode::closed)
    return refuse(refusal_code::counter_open,
                  "Counter " + std::to_string(n.value) + " is open already.");
  if (auto refused = not_today(state, n, now)) return tl::make_unexpected(*refused);
  return events{backup_accepted{c.page, n}, counter_opened{n, c.account, c.shown, c.page}};
}

outcome_of decide_on(const hall_state& state, const decline_backup& c, time_point) {
  const auto p = live_page(state, c.page);
  if (!p) return tl::make_unexpected(p.error());
  if ((*p)->now == page::phase::open)
    return refuse(refusal_code::already_answered,
                  "This call for support has been accepted already.");
  return events{backup_declined{c.page, c.reason}};
}

outcome_of decide_on(const hall_state& state, const stand_down& c, time_point now) {
  const auto p = live_page(state, c.page);
  if (!p) return tl::make_unexpected(p.error());
  if ((*p)->now == page::phase::called) return events{backup_declined{c.page, "called off"}};
  const counter* at = state.find((*p)->counter);
  if (at != nullptr && at->standing_down)
    return refuse(refusal_code::already_answered, "This counter is being stood down already.");
  events happened{backup_stood_down{c.page, (*p)->counter, "by-hand"}};
  if (at == nullptr || !at->current) close_counter_now(state, (*p)->counter, now, happened);
  return happened;
}

}  // namespace hallcall::engine::deciding
