// A hall as a server would drive it, with a clock that only the test moves: commands in, events
// applied, timers run when they are due, every entry kept. Checks the hall after every event: a
// broken rule of engine/invariants.hpp is thrown as broken_hall, in whatever test it happens.
#pragma once

#include <memory>
#include <stdexcept>
#include <vector>

#include "engine/commands.hpp"
#include "engine/state.hpp"

namespace hallcall::engine::testing {

struct broken_hall : std::logic_error {
  using std::logic_error::logic_error;
};

struct journal_entry {
  event what;
  time_point at;
};

class hall_driver {
 public:
  hall_driver(hall_rules rules, time_point start);

  [[nodiscard]] const hall_state& state() const { return state_; }
  [[nodiscard]] const hall_rules& rules() const { return *state_.rules; }
  [[nodiscard]] time_point now() const { return now_; }
  [[nodiscard]] const std::vector<journal_entry>& journal() const { return journal_; }

  // Decides the command now, applies what happened, then gives ticks while one is due. The answer
  // holds the command's own events; those of the ticks are in the journal.
  result<std::vector<event>> give(const command&);

  // Time goes by; every timer on the way runs at its instant.
  void pass(std::chrono::milliseconds);

  // The office file was read again: these rules hold from now on.
  void adopt(hall_rules);

  // The clock is set, forwards or back; no timer runs before the next command. As after a machine's
  // sleep.
  void set_clock(time_point t) { now_ = t; }

 private:
  void happen(const std::vector<event>&);
  void give_ticks();

  hall_state state_;
  time_point now_;
  std::vector<journal_entry> journal_;
};

// The hall that a journal describes.
[[nodiscard]] hall_state replayed(std::shared_ptr<const hall_rules>,
                                  const std::vector<journal_entry>&);

}  // namespace hallcall::engine::testing
