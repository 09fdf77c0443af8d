// How much waiting a backup's mobile counter spares the hall: an estimate from the shape of
// one shared line, from figures that the history holds.
//
// When the mobile counter takes a visit of s seconds off the line while c other counters that could
// have served it are all busy, the visitor and the n people behind would each have waited for that
// visit to be worked off by the c counters: about s / c longer each. So a finished visit saves
//     (n + 1) * s / c      seconds of waiting, summed over all who waited,
// where s is from the call to the end, n is who waited in the counter's lanes after the call, and c
// counts as one when no other counter was open. Nothing is saved when another counter stood idle
// that could have taken the visit. People who came later gained too, and are left out: the figure
// errs on the low side while the hall stays crowded.
#pragma once

#include <optional>
#include <vector>

#include "engine/events.hpp"

namespace hallcall::engine {

// For a call of this waiting ticket to this counter now. None: the counter was not opened by a
// page, or the call saves nothing.
[[nodiscard]] std::optional<relief_basis> relief_of_call(const hall_state&, counter_no,
                                                         const ticket&);

// Closes an open counter: its page's backup_closed, if it has one, and counter_closed. What
// `happened` has decided just before counts already.
void close_counter_now(const hall_state&, counter_no, time_point now, std::vector<event>& happened);

// What the page's counter has been worth by `now`.
[[nodiscard]] backup_closed worth_of(const hall_state&, const page&, time_point now,
                                     const std::vector<event>& happened);

}  // namespace hallcall::engine
