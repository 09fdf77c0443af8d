// One citizen: a ticket is issued, its slip printed, and the server told how that went.
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>

#include <tl/expected.hpp>

#include "kiosk-client/console.hpp"
#include "kiosk-client/exit_code.hpp"
#include "kiosk-client/printer.hpp"
#include "kiosk-client/slip_picture.hpp"
#include "kiosk-client/ticket_desk.hpp"

namespace hallcall::kiosk {

struct take_tools {
  ticket_desk& desk;
  // Opens the printer and prints; a fault's reason word otherwise.
  std::function<tl::expected<print_report, std::string>(const messages::slip&)> print;
  kiosk::console console;
  std::chrono::milliseconds confirm_time{30'000};
};

// Prints a slip on the printer of this kiosk; "slip-not-drawn" when it cannot be drawn.
[[nodiscard]] tl::expected<print_report, std::string> print_slip(const messages::slip&, paper,
                                                                 lettering, const printer_target&,
                                                                 printer_limits = {});

// done, not_confirmed, or what the desk said.
[[nodiscard]] exit_code take(take_tools, const std::string& hall, const messages::take_ticket&);

}  // namespace hallcall::kiosk
