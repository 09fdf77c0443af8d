// `kiosk-client pair`: the kiosk's box is enrolled by a code.
#pragma once

#include <functional>
#include <memory>

#include "kiosk-client/exit_code.hpp"
#include "kiosk-client/options.hpp"
#include "proto/relay/pairing.hpp"

namespace hallcall::kiosk {

// How this box asks to be enrolled, here and with serve.
[[nodiscard]] relay::pairing::options pairing_of(const kiosk_options&,
                                                 std::shared_ptr<net::tls_trust>,
                                                 std::function<double()> jitter);
[[nodiscard]] exit_code pair(const kiosk_options&, std::shared_ptr<net::tls_trust>,
                             std::function<double()> jitter);

}  // namespace hallcall::kiosk
