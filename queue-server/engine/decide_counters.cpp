// Commands at a counter: opening, calling, serving, handing on.
#include "engine/decide.hpp"
#include "engine/dispatch.hpp"
#include "engine/relief.hpp"

namespace hallcall::engine::deciding {
namespace {

std::string named(counter_no n) { return "Counter " + std::to_string(n.value); }

seconds left_until(time_point t, time_point now) { return std::chrono::ceil<seconds>(t - now); }

// Open, not paused, and free for a ticket; or why not.
std::optional<refusal> not_ready(const at_counter& at) {
  if (at.counter->mode == counter_mode::paused)
    return refusal{refusal_code::counter_paused,
                   named(at.counter->number) + " is paused. Resume it first.",
                   {}};
  if (at.counter->standing_down)
    return refusal{
        refusal_code::counter_closed, named(at.counter->number) + " is being stood down.", {}};
  return std::nullopt;
}

std::optional<refusal> busy_with(const at_counter& at) {
  if (at.current == nullptr) return std::nullopt;
  return refusal{refusal_code::counter_busy,
                 named(at.counter->number) + " still has " + to_string(at.current->number) +
                     ". Finish, park or transfer that visit first.",
                 {}};
}

ticket_called calling(const hall_state& state, counter_no n, choice next) {
  const auto relief = relief_of_call(state, n, state.tickets.at(next.ticket));
  return {next.ticket, n, call_id{state.last_call + 1}, std::move(next.why), relief};
}

}  // namespace

result<at_counter> known_counter(const hall_state& state, counter_no n) {
  const auto* rules = state.rules->find_counter(n);
  if (rules == nullptr)
    return refuse(refusal_code::unknown_counter,
                  "This hall has no counter " + std::to_string(n.value) + ".");
  at_counter at{rules, state.find(n), nullptr};
  if (at.counter != nullptr && at.counter->current) at.current = state.find(*at.counter->current);
  return at;
}

result<at_counter> open_counter_at(const hall_state& state, counter_no n) {
  auto at = known_counter(state, n);
  if (at && (at->counter == nullptr || at->counter->mode == counter_mode::closed))
    return refuse(refusal_code::counter_closed, named(n) + " is closed. Open it first.");
  return at;
}

result<at_counter> counter_with_ticket(const hall_state& state, counter_no n) {
  auto at = open_counter_at(state, n);
  if (at && at->current == nullptr)
    return refuse(refusal_code::counter_idle,
                  named(n) + " has no ticket. Call the next one first.");
  return at;
}

void after_release(const hall_state& state, const at_counter& at, time_point now,
                   events& happened) {
  if (at.counter->standing_down) close_counter_now(state, at.counter->number, now, happened);
}

outcome_of decide_on(const hall_state& state, const open_counter& c, time_point now) {
  const auto at = known_counter(state, c.counter);
  if (!at) return tl::make_unexpected(at.error());
  if (at->counter != nullptr && at->counter->mode != counter_mode::closed)
    return refuse(refusal_code::counter_open,
                  named(c.counter) + " is open already, by " + at->counter->clerk_shown + ".");
  if (auto refused = not_today(state, c.counter, now)) return tl::make_unexpected(*refused);
  return events{counter_opened{c.counter, c.account, c.shown, std::nullopt}};
}

outcome_of decide_on(const hall_state& state, const close_counter& c, time_point now) {
  const auto at = open_counter_at(state, c.counter);
  if (!at) return tl::make_unexpected(at.error());
  if (auto busy = busy_with(*at)) return tl::make_unexpected(*busy);
  events happened;
  close_counter_now(state, c.counter, now, happened);
  return happened;
}

outcome_of decide_on(const hall_state& state, const pause_counter& c, time_point) {
  const auto at = open_counter_at(state, c.counter);
  if (!at) return tl::make_unexpected(at.error());
  if (auto refused = not_ready(*at)) return tl::make_unexpected(*refused);
  if (auto busy = busy_with(*at)) return tl::make_unexpected(*busy);
  if (c.reason.empty()) return refuse(refusal_code::reason_needed, "Say why the counter pauses.");
  return events{counter_paused{c.counter, c.reason}};
}

outcome_of decide_on(const hall_state& state, const resume_counter& c, time_point) {
  const auto at = open_counter_at(state, c.counter);
  if (!at) return tl::make_unexpected(at.error());
  if (at->counter->mode != counter_mode::paused)
    return refuse(refusal_code::not_paused, named(c.counter) + " is not paused.");
  return events{counter_resumed{c.counter}};
}

outcome_of decide_on(const hall_state& state, const call_next& c, time_point now) {
  const auto at = open_counter_at(state, c.counter);
  if (!at) return tl::make_unexpected(at.error());
  if (auto refused = not_ready(*at)) return tl::make_unexpected(*refused);
  events happened;
  if (at->current != nullptr) {
    if (!c.finish_current || at->current->state != ticket_state::serving)
      return tl::make_unexpected(*busy_with(*at));
    happened.emplace_back(visit_finished{at->current->id, c.counter, outcome::finished, {}});
  }
  auto next = choose_next(state, *at->rules, now);
  if (!next && keeps_from_all(state, *at->rules, now))
    return refuse(refusal_code::kept_for_booking,
                  named(c.counter) +
                      " is kept free for a booking. Whoever waits would keep it busy past the "
                      "booked time.");
  if (!next)
    return refuse(refusal_code::nothing_waiting,
                  "Nobody whom " + named(c.counter) + " may serve is waiting.");
  happened.emplace_back(calling(state, c.counter, std::move(*next)));
  return happened;
}

outcome_of decide_on(const hall_state& state, const call_ticket& c, time_point now) {
  const auto at = open_counter_at(state, c.counter);
  if (!at) return tl::make_unexpected(at.error());
  if (auto refused = not_ready(*at)) return tl::make_unexpected(*refused);
  if (auto busy = busy_with(*at)) return tl::make_unexpected(*busy);
  if (c.reason.empty())
    return refuse(refusal_code::reason_needed, "Say why this ticket is called out of order.");
  const ticket* t = state.find(c.ticket);
  if (t == nullptr) return refuse(refusal_code::unknown_ticket, "There is no such ticket today.");
  if (has_ended(t->state))
    return refuse(refusal_code::already_ended, to_string(t->number) + " has ended already.");
  if (t->state == ticket_state::called || t->state == ticket_state::serving)
    return refuse(
        refusal_code::already_called,
        to_string(t->number) + " is at counter " + std::to_string(t->counter->value) + " already.");
  if (!std::includes(at->rules->features.begin(), at->rules->features.end(),
                     t->requires_features.begin(), t->requires_features.end()))
    return refuse(refusal_code::lane_not_taken,
                  named(c.counter) + " cannot handle what " + to_string(t->number) + " came for.");
  choice chosen{c.ticket, reason{}};
  chosen.why.rule = call_rule::out_of_order;
  chosen.why.lane = t->lane;
  chosen.why.rate = t->rate;
  chosen.why.waited =
      std::chrono::floor<seconds>(std::max(now - t->place_at, std::chrono::milliseconds(0)));
  chosen.why.score = static_cast<double>(chosen.why.waited.count()) * t->rate;
  chosen.why.words = c.reason;
  if (auto usual = choose_next(state, *at->rules, now); usual && usual->ticket != c.ticket) {
    const ticket& first = state.tickets.at(usual->ticket);
    chosen.why.passed_over.push_back(
        {to_string(first.number), first.lane, usual->why.score, usual->why.waited});
  }
  return events{calling(state, c.counter, std::move(chosen))};
}

outcome_of decide_on(const hall_state& state, const recall& c, time_point now) {
  const auto at = counter_with_ticket(state, c.counter);
  if (!at) return tl::make_unexpected(at.error());
  const ticket& t = *at->current;
  if (t.state != ticket_state::called)
    return refuse(refusal_code::not_called, to_string(t.number) + " is at the counter already.");
  if (t.calls >= state.rules->max_calls)
    return refuse(refusal_code::no_calls_left, to_string(t.number) + " has been called " +
                                                   std::to_string(t.calls) +
                                                   " times. Press \"not here\" if nobody comes.");
  if (const auto earliest = *t.called_at + state.rules->between_calls; now < earliest)
    return refuse_until(refusal_code::too_early,
                        "Give the citizen time to walk: call again in " +
                            std::to_string(left_until(earliest, now).count()) + " seconds.",
                        left_until(earliest, now));
  return events{ticket_recalled{t.id, c.counter, call_id{state.last_call + 1}, t.calls + 1}};
}

outcome_of decide_on(const hall_state& state, const start_visit& c, time_point now) {
  const auto at = counter_with_ticket(state, c.counter);
  if (!at) return tl::make_unexpected(at.error());
  if (at->current->state != ticket_state::called)
    return refuse(refusal_code::not_called, "This visit has started already.");
  return events{visit_started{at->current->id, c.counter, now + at->current->standard}};
}

outcome_of decide_on(const hall_state& state, const finish_visit& c, time_point now) {
  const auto at = counter_with_ticket(state, c.counter);
  if (!at) return tl::make_unexpected(at.error());
  if (at->current->state != ticket_state::serving)
    return refuse(refusal_code::not_serving,
                  "Start the visit before you finish it, or press \"not here\".");
  if (c.outcome == outcome::supplement && c.missing.empty())
    return refuse(refusal_code::reason_needed,
                  "Name the documents that are missing, so that the citizen knows.");
  events happened{visit_finished{at->current->id, c.counter, c.outcome, c.missing}};
  if (auto pass = pass_for(state, *at->current, c, now)) happened.emplace_back(std::move(*pass));
  after_release(state, *at, now, happened);
  return happened;
}

outcome_of decide_on(const hall_state& state, const no_show& c, time_point now) {
  const auto at = counter_with_ticket(state, c.counter);
  if (!at) return tl::make_unexpected(at.error());
  const ticket& t = *at->current;
  if (t.state != ticket_state::called)
    return refuse(refusal_code::not_called,
                  to_string(t.number) + " is at the counter. Finish the visit instead.");
  if (const auto earliest = *t.called_at + state.rules->between_calls; now < earliest)
    return refuse_until(refusal_code::too_early,
                        "Give the citizen time to walk: wait another " +
                            std::to_string(left_until(earliest, now).count()) + " seconds.",
                        left_until(earliest, now));
  events happened{ticket_missed{t.id, c.counter}};
  after_release(state, *at, now, happened);
  return happened;
}

outcome_of decide_on(const hall_state& state, const park& c, time_point now) {
  const auto at = counter_with_ticket(state, c.counter);
  if (!at) return tl::make_unexpected(at.error());
  events happened{visit_parked{at->current->id, c.counter, c.note}};
  after_release(state, *at, now, happened);
  return happened;
}

}  // namespace hallcall::engine::deciding
