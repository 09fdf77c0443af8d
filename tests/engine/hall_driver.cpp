// Driving a hall by hand.
#include "hall_driver.hpp"

#include <algorithm>

#include "engine/invariants.hpp"
#include "text_of.hpp"

namespace hallcall::engine::testing {

// Timers that are due at once may follow one another (unanswered, then the next call), but not for
// ever.
constexpr int most_ticks_at_once = 100;

hall_driver::hall_driver(hall_rules rules, time_point start)
    : state_(make_hall(std::make_shared<const hall_rules>(std::move(rules)))), now_(start) {}

result<std::vector<event>> hall_driver::give(const command& c) {
  auto answer = decide(state_, c, now_);
  if (answer) happen(*answer);
  give_ticks();
  return answer;
}

void hall_driver::pass(std::chrono::milliseconds for_so_long) {
  const time_point end = now_ + for_so_long;
  while (const auto due = next_deadline(state_)) {
    if (*due > end) break;
    now_ = std::max(now_, *due);
    give_ticks();
  }
  now_ = end;
}

void hall_driver::adopt(hall_rules rules) {
  state_.rules = std::make_shared<const hall_rules>(std::move(rules));
  give_ticks();
}

void hall_driver::happen(const std::vector<event>& events) {
  for (const event& e : events) {
    const time_point at = std::max(now_, state_.latest);
    apply(state_, e, at);
    journal_.push_back({e, at});
    const auto broken = broken_invariants(state_);
    if (!broken.empty()) throw broken_hall("after " + text_of(e) + ": " + text_of(broken));
  }
}

void hall_driver::give_ticks() {
  for (int i = 0; i < most_ticks_at_once; ++i) {
    const auto due = next_deadline(state_);
    if (!due || *due > std::max(now_, state_.latest)) return;
    const auto answer = decide(state_, tick{}, now_);
    if (!answer) throw broken_hall("a tick was refused: " + answer.error().detail);
    if (answer->empty())
      throw broken_hall("a deadline passed and nothing happened at " + text_of(*due));
    happen(*answer);
  }
  throw broken_hall("ticks do not settle");
}

hall_state replayed(std::shared_ptr<const hall_rules> rules,
                    const std::vector<journal_entry>& journal) {
  hall_state state = make_hall(std::move(rules));
  for (const auto& entry : journal) apply(state, entry.what, entry.at);
  return state;
}

}  // namespace hallcall::engine::testing
