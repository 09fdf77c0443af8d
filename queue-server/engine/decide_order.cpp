// Choosing the order of calling while the hall is open: by a manager, and by a new office
// file. Nobody's place changes by it; the next call alone is decided otherwise.
#include "engine/decide.hpp"

namespace hallcall::engine::deciding {

// A history from before the order was noted learns it when its next day begins.
bool order_of_file_is_new(const hall_state& state) {
  return state.order.of_file && *state.order.of_file != state.rules->order_of_file();
}

outcome_of decide_on(const hall_state& state, const change_order& c, time_point) {
  if (c.order == state.order_in_force()) return events{};
  return events{order_changed{c.order, false, c.by}};
}

}  // namespace hallcall::engine::deciding
