// Who is at a counter: the next clerk takes it over, and pop-up counters have their days (R-60,
//
#include "engine/decide.hpp"
#include "engine/roster.hpp"

namespace hallcall::engine::deciding {
namespace {

std::string date_text(business_date d) {
  const std::chrono::year_month_day date{d};
  const auto two = [](unsigned n) { return (n < 10 ? "0" : "") + std::to_string(n); };
  return std::to_string(int(date.year())) + "-" + two(unsigned(date.month())) + "-" +
         two(unsigned(date.day()));
}

}  // namespace

std::optional<refusal> not_today(const hall_state& state, counter_no n, time_point now) {
  const auto today = state.rules->opening.date_of(now);
  if (opens_on(*state.rules, n, today)) return std::nullopt;
  std::string words = "Counter " + std::to_string(n.value) + " opens on certain days only.";
  if (const auto next = next_day_of(*state.rules, n, today))
    words += " The next is " + date_text(*next) + ".";
  return refusal{refusal_code::counter_not_today, std::move(words), std::nullopt};
}

outcome_of decide_on(const hall_state& state, const hand_over& c, time_point) {
  const auto at = open_counter_at(state, c.counter);
  if (!at) return tl::make_unexpected(at.error());
  const counter& here = *at->counter;
  if (here.clerk_account == c.account)
    return refuse(refusal_code::counter_open,
                  "You are at this counter already. The next clerk "
                  "takes it over under their own name.");
  counter_handed_over e{c.counter, here.clerk_account, here.clerk_shown, c.account, c.shown, ""};
  // Deputies may follow each other; it is the clerk at first whom they stand in for.
  if (c.as_deputy)
    e.stands_in_for = here.stands_in_for.empty() ? here.clerk_shown : here.stands_in_for;
  return events{std::move(e)};
}

}  // namespace hallcall::engine::deciding
