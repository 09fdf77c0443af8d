// `display-client pair`: the display's box is enrolled by a code.
#pragma once

#include <functional>
#include <memory>

#include "display-client/options.hpp"
#include "proto/relay/pairing.hpp"

namespace hallcall::display {

// How this box asks to be enrolled, here and with --serve.
[[nodiscard]] relay::pairing::options pairing_of(const display_options&,
                                                 std::shared_ptr<net::tls_trust>,
                                                 std::function<double()> jitter);
[[nodiscard]] exit_code pair(const display_options&, std::shared_ptr<net::tls_trust>,
                             std::function<double()> jitter);

}  // namespace hallcall::display
