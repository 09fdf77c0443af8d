// Who is next at a counter, and why.
#pragma once

#include <optional>
#include <vector>

#include "engine/state.hpp"

namespace hallcall::engine {

struct choice {
  ticket_id ticket;
  reason why;
};

// The ticket that this counter would call at `now`; none when nobody it may serve waits. Costs as
// much as there are strands and returns, not waiting people.
[[nodiscard]] std::optional<choice> choose_next(const hall_state&, const counter_rules&,
                                                time_point now);

// True when the counter has nobody to call only because it is kept free for bookings.
[[nodiscard]] bool keeps_from_all(const hall_state&, const counter_rules&, time_point now);

// True when this counter may serve this waiting ticket now (its lane, its features, its wishes).
[[nodiscard]] bool may_serve(const hall_state&, const counter_rules&, const ticket&);

// The first `most` tickets in the order in which this counter alone would call them.
[[nodiscard]] std::vector<ticket_id> call_order(const hall_state&, const counter_rules&,
                                                time_point now, std::size_t most);

// of the open counters without a ticket, the longest idle one that has somebody to call. None
// if no such.
[[nodiscard]] std::optional<counter_no> proposed_counter(const hall_state&, time_point now);

// Waiting tickets that no open counter may serve (R-15: the greeter is told), at most `most`.
[[nodiscard]] std::vector<ticket_id> nobody_serves(const hall_state&, std::size_t most);

// The strand a waiting ticket belongs to.
[[nodiscard]] strand_key strand_of(const ticket&);

}  // namespace hallcall::engine
