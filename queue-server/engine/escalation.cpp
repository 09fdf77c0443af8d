#include "engine/escalation.hpp"

#include <algorithm>

#include "engine/relief.hpp"

namespace hallcall::engine {
namespace {

// By how many wait, and by how long who comes now would.
level level_of(const hall_state& state, std::int64_t waiting) {
  const hall_rules& r = *state.rules;
  if (waiting > r.congested_above) return level::congested;
  const bool too_long = r.backup_when_wait_above > seconds{0} && state.backup.wait_above;
  return waiting > r.backup_above || too_long ? level::busy : level::normal;
}

bool on_the_way(const backup_state& b) {
  return std::any_of(b.pages.begin(), b.pages.end(),
                     [](const page& p) { return p.now == page::phase::called; });
}

// nobody waits, and the base counters could take over every ticket that is at a counter now.
bool base_could_absorb(const hall_state& state) {
  if (state.line.waiting() > 0 || !state.returns.empty()) return false;
  std::int64_t at_counters = 0, base_open = 0;
  for (const auto& [n, c] : state.counters) {
    if (c.current) ++at_counters;
    const auto* r = state.rules->find_counter(n);
    if (r != nullptr && r->base && c.mode == counter_mode::open) ++base_open;
  }
  return at_counters <= base_open;
}

// Why another backup is to be called now; empty when none is.
std::string why_call(const hall_state& state, time_point now) {
  const auto& b = state.backup;
  if (on_the_way(b)) return "";
  if (b.armed) return state.walk_ins_waiting() > state.rules->backup_above ? "risen" : "wait";
  if (!b.ask_next.empty()) return b.ask_next;
  if (b.last_opened_at && now >= *b.last_opened_at + state.rules->next_backup_after)
    return "still-above";
  return "";
}

backup_called calling(const hall_state& state, const backup_rules& r, std::uint64_t page,
                      time_point now, std::string because, std::int64_t waiting) {
  return {page_id{page},      r.id,   r.counter, now + state.rules->answer_within,
          std::move(because), waiting};
}

void stand_down_due(const hall_state& state, time_point now, std::vector<event>& events) {
  if (!base_could_absorb(state)) return;
  for (const auto& p : state.backup.pages) {
    if (p.now != page::phase::open || now < p.opened_at + state.rules->backup_stays_at_least)
      continue;
    const counter* c = state.find(p.counter);
    if (c == nullptr || c->standing_down) continue;
    events.emplace_back(backup_stood_down{p.id, p.counter, "line-empty"});
    if (!c->current) close_counter_now(state, p.counter, now, events);
  }
}

}  // namespace

const backup_rules* next_backup(const hall_state& state) {
  const backup_rules* best = nullptr;
  std::int64_t best_called = 0;
  for (const auto& r : state.rules->backups) {
    if (state.backup.asked.contains(r.id)) continue;
    const bool busy = std::any_of(state.backup.pages.begin(), state.backup.pages.end(),
                                  [&](const page& p) { return p.backup == r.id; });
    const counter* c = state.find(r.counter);
    if (busy || (c != nullptr && c->mode != counter_mode::closed)) continue;
    const auto it = state.backup.called_today.find(r.id.value);
    const std::int64_t called = it == state.backup.called_today.end() ? 0 : it->second;
    if (best == nullptr || called < best_called) {
      best = &r;
      best_called = called;
    }
  }
  return best;
}

std::vector<event> escalate(const hall_state& state, time_point now) {
  std::vector<event> events;
  for (const auto& p : state.backup.pages)
    if (p.now == page::phase::called && p.answer_by <= now)
      events.emplace_back(backup_unanswered{p.id});
  if (!events.empty()) return events;

  const std::int64_t waiting = state.walk_ins_waiting();
  const level now_level = level_of(state, waiting);
  if (now_level != state.level) return {level_changed{now_level, waiting}};

  if (now_level != level::normal && !state.rules->backups.empty() && !state.backup.exhausted) {
    const std::string because = why_call(state, now);
    if (!because.empty()) {
      if (const auto* r = next_backup(state))
        return {calling(state, *r, state.last_page + 1, now, because, waiting)};
      return {backups_exhausted{waiting}};
    }
  }
  stand_down_due(state, now, events);
  return events;
}

std::optional<time_point> next_escalation(const hall_state& state) {
  const auto& b = state.backup;
  const auto& rules = *state.rules;
  std::optional<time_point> due;
  const auto at = [&](time_point t) { due = due ? std::min(*due, t) : t; };
  for (const auto& p : b.pages)
    if (p.now == page::phase::called) at(p.answer_by);
  const level now_level = level_of(state, state.walk_ins_waiting());
  if (now_level != state.level) at(state.latest);
  if (now_level != level::normal && !rules.backups.empty() && !b.exhausted && !on_the_way(b)) {
    if (b.armed || !b.ask_next.empty())
      at(state.latest);
    else if (b.last_opened_at)
      at(*b.last_opened_at + rules.next_backup_after);
  }
  if (!b.pages.empty() && base_could_absorb(state))
    for (const auto& p : b.pages) {
      const counter* c = state.find(p.counter);
      if (p.now == page::phase::open && c != nullptr && !c->standing_down)
        at(p.opened_at + rules.backup_stays_at_least);
    }
  return due;
}

}  // namespace hallcall::engine
