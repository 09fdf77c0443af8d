// Runs a hall: opens the data, starts the server, and ends in order on Ctrl-C.
#pragma once

#include "app/options.hpp"

namespace hallcall::app {

// Returns an exit code of options.hpp.
[[nodiscard]] int serve(const serve_options&);
// `queue-server journal verify`: says whether the journal is whole.
[[nodiscard]] int verify_journal(const verify_options&);

}  // namespace hallcall::app
