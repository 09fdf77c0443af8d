// What must be true of a hall at every instant. Run after every apply in tests; costs time.
#pragma once

#include <string>
#include <vector>

#include "engine/state.hpp"

namespace hallcall::engine {

// Every broken invariant in words; empty when the hall is sound.
[[nodiscard]] std::vector<std::string> broken_invariants(const hall_state&);

}  // namespace hallcall::engine
