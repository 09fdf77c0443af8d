// Who is next, by the words of the rules alone: looks at every
// ticket, shares nothing with the engine but its state, and cares for nothing but being plainly
// right.
#pragma once

#include <optional>

#include "engine/state.hpp"

namespace hallcall::engine::testing {

[[nodiscard]] bool naively_serves(const hall_state&, const counter_rules&, const ticket&);
// called now, the ticket would leave an expected or arrived booking without a free counter.
[[nodiscard]] bool naively_kept(const hall_state&, const counter_rules&, const ticket&,
                                time_point now);
[[nodiscard]] std::optional<ticket_id> naive_next(const hall_state&, const counter_rules&,
                                                  time_point now);

}  // namespace hallcall::engine::testing
