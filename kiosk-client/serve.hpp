// The kiosk's page for the box's own browser, relayed, with the box's printer in between.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "kiosk-client/console.hpp"
#include "kiosk-client/exit_code.hpp"
#include "kiosk-client/options.hpp"

namespace hallcall::kiosk {

// Runs until a signal. usage when the address cannot be had.
[[nodiscard]] exit_code serve(const kiosk_options&, const console&,
                              std::optional<std::string> token, std::shared_ptr<net::tls_trust>);

}  // namespace hallcall::kiosk
