#include "service/predicted_wait.hpp"

#include <algorithm>

#include "forecast/wait.hpp"

namespace hallcall::service {

std::optional<engine::seconds> predicted_wait(const engine::hall_state& state,
                                              engine::time_point now) {
  std::optional<engine::seconds> longest;
  if (!forecast::trustworthy(state.predictions)) return longest;
  for (std::size_t i = 0; i < engine::lane_count; ++i) {
    const auto l = static_cast<engine::lane>(i);
    const auto& rules = state.rules->of(l);
    if (!rules.in_use || !rules.walk_in || l == engine::lane::returning) continue;
    const auto wait = forecast::wait_to_join(state, l, now);
    if (wait) longest = std::max(longest.value_or(engine::seconds{0}), wait->high);
  }
  return longest;
}

}  // namespace hallcall::service
