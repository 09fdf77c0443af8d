// What the program does, one function per subcommand. They end in an exit code and explain
// themselves.
#pragma once

#include "kiosk-client/console.hpp"
#include "kiosk-client/exit_code.hpp"
#include "kiosk-client/options.hpp"

namespace hallcall::kiosk {

[[nodiscard]] exit_code run(const kiosk_options&, const console&);

}  // namespace hallcall::kiosk
