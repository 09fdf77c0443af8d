// Backups: when the hall is crowded enough to call one, whom, and when to let them go (R-40 to
//
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/commands.hpp"

namespace hallcall::engine {

// The next step about levels and backups that is due at `now`; empty when nothing is. A step may
// make another due: who drives gives ticks until next_deadline() has passed `now`.
[[nodiscard]] std::vector<event> escalate(const hall_state&, time_point now);

// When escalate() may next have something to say if nothing else happens; `state.latest` when at
// once.
[[nodiscard]] std::optional<time_point> next_escalation(const hall_state&);

// The next backup to ask: not called or open now, not asked in this episode, least called today
// first.
[[nodiscard]] const backup_rules* next_backup(const hall_state&);

}  // namespace hallcall::engine
