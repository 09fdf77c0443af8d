// The box's program without a screen of its own: the board's page for the box's browser, relayed.
#pragma once

#include <optional>
#include <string>

#include "display-client/live_board.hpp"
#include "display-client/options.hpp"
#include "proto/net/reactor.hpp"

namespace hallcall::display {

// Runs until a signal. usage when the address cannot be had or nothing can be kept.
[[nodiscard]] exit_code serve(const display_options&, live_board::options);

}  // namespace hallcall::display
