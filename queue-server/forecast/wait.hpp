// How long somebody will wait, from what stands in the hall now: the work that is before them,
// shared among the open counters that may do it. A fluid estimate, told as a range.
#pragma once

#include <cstdint>
#include <optional>

#include "engine/state.hpp"

namespace hallcall::forecast {

struct range {
  engine::seconds low{0};  // whole minutes, rounded up; low <= high
  engine::seconds high{0};
};

// For somebody who would join this lane now. None when no open counter takes the lane.
[[nodiscard]] std::optional<range> wait_to_join(const engine::hall_state&, engine::lane,
                                                engine::time_point now);

// For somebody with `ahead` people before them in this lane.
[[nodiscard]] std::optional<range> wait_behind(const engine::hall_state&, engine::lane,
                                               std::int64_t ahead, engine::time_point now);

// Whether the wait may be told at all: of the last predictions at least six in ten came true, or
// there are fewer than eight to judge by.
[[nodiscard]] bool trustworthy(const engine::prediction_record&);

// The lane as the public knows it: turning is general, and so is returning.
[[nodiscard]] engine::lane public_lane(engine::lane);

}  // namespace hallcall::forecast
