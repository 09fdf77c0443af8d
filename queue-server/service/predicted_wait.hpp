// What the service tells the engine of the wait: how long who comes now would wait, where it
// is longest.
#pragma once

#include <optional>

#include "engine/state.hpp"

namespace hallcall::service {

// The upper end of the wait told to who joins a walk-in lane now, the longest of them: it stands
// for the forecast's 90th percentile. None when no open counter takes any of these lanes, or when
// the forecasts have lately not come true.
[[nodiscard]] std::optional<engine::seconds> predicted_wait(const engine::hall_state&,
                                                            engine::time_point now);

}  // namespace hallcall::service
