// Random halls and random days in them, for the properties that hold whatever people do. A day is
// two lists of plain numbers, which RapidCheck shrinks: the fewer and smaller they are, the plainer
// the hall and the day.
#pragma once

#include <cstdint>
#include <iosfwd>
#include <string>
#include <vector>

#include "hall_driver.hpp"

namespace hallcall::engine::testing {

struct random_day {
  std::vector<std::uint64_t> hall;   // the first: the hall's rules; each further one: a counter
  std::vector<std::uint64_t> steps;  // one command each, and the time before it
};

// Shown by RapidCheck beside the day's story, which says more.
std::ostream& operator<<(std::ostream&, const random_day&);

// Small numbers read off one big one, each below its bound; 0 for ever once it is used up.
class dice {
 public:
  explicit dice(std::uint64_t number) : rest_(number) {}
  int operator()(int below) {
    const auto n = static_cast<std::uint64_t>(below);
    const int result = static_cast<int>(rest_ % n);
    rest_ /= n;
    return result;
  }
  bool one_in(int n) { return (*this)(n) == n - 1; }  // not for 0

 private:
  std::uint64_t rest_;
};

[[nodiscard]] hall_rules rules_of(const random_day&);

struct random_step {
  std::chrono::milliseconds wait{0};  // negative: the clock is set back
  bool timers_late = false;           // the clock jumps over the wait instead of running through it
  command what;
};
// The step that a number means in a hall as it is then.
[[nodiscard]] random_step step_of(std::uint64_t number, const hall_state&, int& tokens);

// What a property looks at while a day goes by.
struct watcher {
  virtual ~watcher() = default;
  virtual bool allows(const command&) { return true; }  // else time alone goes by
  virtual void time_passed(const hall_driver&) {}  // up to a timer that ran, or to the next step
  virtual void before(const hall_driver&, const command&) {}
  virtual void after(const hall_driver&, const command&, const result<std::vector<event>>&) {}
  virtual void at_end(const hall_driver&) {}
};

// Lives through the day; the hall's own invariants are checked after every event. Whatever the
// watcher throws comes out with the day's story in RapidCheck's log.
void live_through(const random_day&, watcher&);

}  // namespace hallcall::engine::testing
