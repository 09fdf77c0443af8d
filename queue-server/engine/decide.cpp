// One command to what happens: the day first, then the command's own rule.
#include "engine/decide.hpp"

#include "engine/bookings.hpp"
#include "engine/escalation.hpp"
#include "engine/relief.hpp"

namespace hallcall::engine {
namespace deciding {
namespace {

// The local date has changed since the open day: what is left expires, numbers start anew.
events roll_day(const hall_state& state, business_date today, time_point now) {
  events happened;
  if (state.day) {
    for (const page& p : state.backup.pages)
      if (p.now == page::phase::open) happened.emplace_back(worth_of(state, p, now, happened));
    day_ended ended{*state.day, {}};
    for (const auto& [id, t] : state.tickets)
      if (!has_ended(t.state)) ended.expired.push_back(id);
    std::sort(ended.expired.begin(), ended.expired.end());
    happened.emplace_back(std::move(ended));
  }
  happened.emplace_back(day_begun{today, state.rules->order_of_file()});
  return happened;
}

bool new_day(const hall_state& state, time_point now) {
  return !state.day || state.rules->opening.date_of(now) > *state.day;
}

}  // namespace

outcome_of decide_on(const hall_state& state, const tick&, time_point now) {
  if (new_day(state, now)) return roll_day(state, state.rules->opening.date_of(now), now);
  events happened;
  if (order_of_file_is_new(state))
    happened.emplace_back(order_changed{state.rules->order_of_file(), true, ""});
  for (const auto& [confirm_by, id] : state.unconfirmed) {
    if (confirm_by > now) break;
    happened.emplace_back(ticket_voided{id, "not-confirmed"});
  }
  if (!happened.empty()) return happened;
  happened = flow_due(state, now);
  if (!happened.empty()) return happened;
  happened = due_bookings(state, now);
  if (!happened.empty()) return happened;
  return escalate(state, now);
}

}  // namespace deciding

result<std::vector<event>> decide(const hall_state& state, const command& c, time_point now) {
  now = std::max(now, state.latest);
  if (!std::holds_alternative<tick>(c) && deciding::new_day(state, now)) {
    // Seldom: whoever drives gives a tick at midnight. Decide the command on the new day.
    auto happened = deciding::roll_day(state, state.rules->opening.date_of(now), now);
    hall_state next = state;
    for (const auto& e : happened) apply(next, e, now);
    auto more = decide(next, c, now);
    if (!more) return more;
    happened.insert(happened.end(), more->begin(), more->end());
    return happened;
  }
  return std::visit([&](const auto& one) { return deciding::decide_on(state, one, now); }, c);
}

std::optional<time_point> next_deadline(const hall_state& state) {
  if (!state.day) return std::nullopt;
  auto due = state.rules->opening.at(*state.day + std::chrono::days(1), minutes(0));
  if (deciding::order_of_file_is_new(state)) due = std::min(due, state.latest);
  if (!state.unconfirmed.empty()) due = std::min(due, state.unconfirmed.begin()->first);
  if (const auto f = deciding::next_flow_deadline(state)) due = std::min(due, *f);
  if (const auto b = next_booking_timer(state.bookings)) due = std::min(due, *b);
  if (const auto e = next_escalation(state)) due = std::min(due, *e);
  return due;
}

hall_state make_hall(std::shared_ptr<const hall_rules> rules) {
  hall_state state;
  state.rules = std::move(rules);
  return state;
}

}  // namespace hallcall::engine
