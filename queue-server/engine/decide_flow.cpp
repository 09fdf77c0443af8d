// What follows a visit or goes on beside it: transfers and return passes, services that come and go
// while it lasts, and who is told when it takes too long.
#include "engine/decide.hpp"

namespace hallcall::engine::deciding {
namespace {

std::string counter_words(counter_no n) { return "Counter " + std::to_string(n.value); }

bool handles(const counter_rules& counter, const std::set<feature_id>& features) {
  return std::includes(counter.features.begin(), counter.features.end(), features.begin(),
                       features.end());
}

// Where this account works now; null when it is at no counter.
const counter* counter_of_account(const hall_state& state, const std::string& account) {
  for (const auto& [n, c] : state.counters)
    if (c.mode != counter_mode::closed && c.clerk_account == account) return &c;
  return nullptr;
}

// Why the visit cannot go to that counter; nothing when it can.
std::optional<refusal> cannot_go_to(const hall_state& state, const ticket& t, counter_no from,
                                    counter_no to) {
  const auto target = known_counter(state, to);
  if (!target) return target.error();
  if (to == from)
    return refusal{refusal_code::unknown_counter, "The visit is at this counter already.", {}};
  if (!target->rules->takes.contains(t.lane) || !handles(*target->rules, t.requires_features))
    return refusal{refusal_code::lane_not_taken,
                   counter_words(to) + " cannot handle what " + to_string(t.number) + " came for.",
                   {}};
  if (target->counter == nullptr || target->counter->mode == counter_mode::closed)
    return refusal{refusal_code::counter_closed,
                   counter_words(to) + " is closed. Choose an open one, or a lane.",
                   {}};
  return std::nullopt;
}

// The services of the ticket after the change, in their order, or why not.
result<std::vector<service_id>> changed_list(const ticket& t, const change_services& c) {
  auto all = t.services;
  for (const auto& id : c.remove)
    if (std::erase(all, id) == 0)
      return refuse(refusal_code::unknown_service,
                    to_string(t.number) + " did not come for \"" + id.value + "\".");
  for (const auto& id : c.add)
    if (std::find(all.begin(), all.end(), id) == all.end()) all.push_back(id);
  if (all.empty())
    return refuse(refusal_code::unknown_service,
                  "One service must remain. Finish the visit instead.");
  return all;
}

}  // namespace

outcome_of decide_on(const hall_state& state, const transfer& c, time_point now) {
  const auto at = counter_with_ticket(state, c.counter);
  if (!at) return tl::make_unexpected(at.error());
  const ticket& t = *at->current;
  if (int(c.lane.has_value()) + int(c.to.has_value()) + int(!c.clerk.empty()) != 1)
    return refuse(refusal_code::unknown_counter,
                  "Transfer to a lane, a counter or a clerk: name one of them.");
  visit_transferred e{t.id, c.counter, c.lane.value_or(t.lane), t.rate, c.to, c.note, c.clerk};
  if (c.lane) {
    if (!state.rules->of(*c.lane).in_use || *c.lane == lane::booked || *c.lane == lane::returning)
      return refuse(refusal_code::lane_not_taken,
                    "No visit can be transferred to that lane in this hall.");
    e.rate = rate_in(*state.rules, *c.lane, t.needs);
  } else {
    const counter* theirs = c.to ? nullptr : counter_of_account(state, c.clerk);
    if (!c.to && theirs == nullptr)
      return refuse(refusal_code::counter_closed,
                    "This clerk is at no counter now. Choose an open counter, or a lane.");
    if (auto refused = cannot_go_to(state, t, c.counter, c.to ? *c.to : theirs->number))
      return tl::make_unexpected(*refused);
  }
  events happened{std::move(e)};
  after_release(state, *at, now, happened);
  return happened;
}

outcome_of decide_on(const hall_state& state, const change_services& c, time_point now) {
  const auto at = counter_with_ticket(state, c.counter);
  if (!at) return tl::make_unexpected(at.error());
  const ticket& t = *at->current;
  if (t.state != ticket_state::serving)
    return refuse(refusal_code::not_serving, "Start the visit before you change its services.");
  const auto list = changed_list(t, c);
  if (!list) return tl::make_unexpected(list.error());
  if (*list == t.services) return events{};
  const auto known = known_services(*state.rules, *list);
  if (!known) return tl::make_unexpected(known.error());
  services_changed e{t.id, c.counter, *list, seconds(0), {}, t.lane, t.rate, std::nullopt};
  bool sensitive = false;
  for (const auto* s : *known) {
    e.standard += s->standard;
    e.requires_features.insert(s->requires_features.begin(), s->requires_features.end());
    const bool added = std::find(t.services.begin(), t.services.end(), s->id) == t.services.end();
    sensitive = sensitive || (added && s->sensitive);
  }
  sensitive = sensitive && state.rules->of(lane::turning).in_use;
  // Should it wait again, it waits where a turning matter does; only where nobody can tell.
  if (sensitive && t.lane == lane::general) {
    e.lane = lane::turning;
    e.rate = rate_in(*state.rules, e.lane, t.needs);
  }
  if (!handles(*at->rules, e.requires_features) ||
      (sensitive && t.lane != lane::turning && !at->rules->takes.contains(lane::turning)))
    return refuse(refusal_code::lane_not_taken,
                  counter_words(c.counter) +
                      " cannot handle this. Finish what it can and transfer the visit, or let the "
                      "citizen take a ticket for the rest.");
  const auto due = *t.started_at + e.standard;
  if (due > now || !t.overdue) e.overdue_at = due;
  return events{std::move(e)};
}

std::optional<pass_issued> pass_for(const hall_state& state, const ticket& t, const finish_visit& c,
                                    time_point now) {
  if (c.outcome != outcome::supplement || c.pass.empty()) return std::nullopt;
  const auto& office = state.rules->opening;
  const auto last_day = office.date_of(now) + std::chrono::days(state.rules->pass_valid_days);
  return pass_issued{t.id, c.pass, office.at(last_day + std::chrono::days(1), minutes(0))};
}

outcome_of decide_on(const hall_state& state, const use_pass& c, time_point now) {
  const auto* pass = state.find_pass(c.code);
  if (pass == nullptr || pass->valid_until <= now)
    return refuse(refusal_code::unknown_pass,
                  "This return pass is not known here, or no longer valid. Take a new number.");
  if (pass->used_by)
    return refuse(refusal_code::pass_used,
                  "This return pass has been used. Take a new number, or ask at the desk.");
  if (auto closed = door_refuses(state, c.channel, now)) return tl::make_unexpected(*closed);
  std::vector<service_id> offered;  // the office may have dropped one since
  std::copy_if(pass->services.begin(), pass->services.end(), std::back_inserter(offered),
               [&](const auto& s) { return state.rules->find_service(s) != nullptr; });
  if (offered.empty())
    return refuse(refusal_code::unknown_pass,
                  "What this return pass was given for is not offered here any more. Take a new "
                  "number, or ask at the desk.");
  auto next = next_ticket(state, {offered, pass->needs, pass->language}, now, coming::with_pass);
  if (!next) return tl::make_unexpected(next.error());
  ticket_issued& e = *next;
  e.quiet = pass->quiet;
  e.channel = c.channel;
  e.token = c.token;
  e.issued_by = c.issued_by;
  e.wants_clerk = pass->clerk;
  const pass_used used{e.ticket, c.code};
  return events{std::move(e), used};
}

events flow_due(const hall_state& state, time_point now) {
  events happened;
  for (const auto& [at, id] : state.standards) {
    if (at > now) break;
    happened.emplace_back(visit_overdue{id, *state.tickets.at(id).counter});
  }
  for (const auto& [at, id] : state.promises) {
    if (at > now) break;
    happened.emplace_back(promise_passed{id});
  }
  for (const auto& [at, code] : state.pass_ends) {
    if (at > now) break;
    happened.emplace_back(pass_expired{code});
  }
  return happened;
}

std::optional<time_point> next_flow_deadline(const hall_state& state) {
  std::optional<time_point> due;
  const auto at = [&](time_point t) { due = due ? std::min(*due, t) : t; };
  if (!state.standards.empty()) at(state.standards.begin()->first);
  if (!state.promises.empty()) at(state.promises.begin()->first);
  if (!state.pass_ends.empty()) at(state.pass_ends.begin()->first);
  return due;
}

}  // namespace hallcall::engine::deciding
