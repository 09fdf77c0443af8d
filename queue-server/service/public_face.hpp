// The one place that decides what the public may learn of a hall. A turning ticket is a general one
// to everybody but staff; a quiet ticket is called on its phone page alone.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "engine/state.hpp"
#include "forecast/wait.hpp"
#include "service/office.hpp"

namespace hallcall::service {

using forecast::public_lane;

// So many or fewer before a ticket: it is nearly its turn.
inline constexpr std::int64_t nearly_there = 3;

// The lanes that are told apart in public and in use, in their order.
[[nodiscard]] std::vector<engine::lane> public_lanes(const engine::hall_rules&);
// How many wait in a public lane, turning and returns counted where the public knows them.
[[nodiscard]] std::int64_t public_waiting(const engine::hall_state&, engine::lane);
// The wait of somebody who joins that lane, unless it cannot be told truthfully.
[[nodiscard]] std::optional<forecast::range> public_wait(const engine::hall_state&, engine::lane,
                                                         engine::time_point now);
// How many are before this waiting ticket as the public can know it: those whose public lane
// gathers score faster, and those of an equal rate with an earlier place.
[[nodiscard]] std::int64_t ahead_of(const engine::hall_state&, const engine::ticket&);
// The same for the ticket that was issued last, without looking at everybody.
[[nodiscard]] std::int64_t ahead_of_newest(const engine::hall_state&, const engine::ticket&);
// The same for one that was missed and came back: who is woven in before it.
[[nodiscard]] std::int64_t ahead_of_return(const engine::hall_state&, const engine::ticket&);
// Whether the boards show and the voice speaks this ticket's calls.
[[nodiscard]] bool called_in_public(const engine::ticket&);

}  // namespace hallcall::service
