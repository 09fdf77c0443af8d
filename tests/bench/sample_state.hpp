// A hall in the middle of its day, for benchmarks: the Nantun office with people waiting in its
// lanes.
#pragma once

#include <memory>

#include "engine/commands.hpp"
#include "service/office.hpp"

namespace hallcall::bench {

struct sample_hall {
  std::shared_ptr<const service::office> office;
  engine::hall_state state;
  engine::time_point now;
  std::uint64_t citizens = 0;
};

// `waiting` people, spread over six strands of lanes and wishes; counter 1 open and idle.
[[nodiscard]] sample_hall hall_with_waiting(int waiting);
[[nodiscard]] engine::take_ticket next_citizen(sample_hall&);
// Ends the visit at counter 1 and lets one more citizen come.
void finish_and_refill(sample_hall&);

}  // namespace hallcall::bench
