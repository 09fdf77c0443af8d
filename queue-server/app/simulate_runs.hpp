// From words to figures: which hall is meant, whether it makes sense, and its runs.
#pragma once

#include <optional>

#include "app/simulate_report.hpp"
#include "app/simulate_words.hpp"

namespace hallcall::app {

// What the words ask for, or nothing and every complaint there is. Throws std::runtime_error when a
// journal cannot be read.
[[nodiscard]] std::optional<simulate_report> run_simulation(const simulate_words&, complaints&);

}  // namespace hallcall::app
