// Starts the kiosk program; everything else is in its library.
#include <csignal>
#include <cstdio>
#include <exception>

#include <unistd.h>

#include "kiosk-client/commands.hpp"

int main(int argc, char** argv) {
  namespace kiosk = hallcall::kiosk;
  const auto parsed = kiosk::parse_options(argc, argv);
  if (!parsed.options) return parsed.exit_code;
  try {
    std::signal(SIGPIPE, SIG_IGN);  // a printer or reader that goes away is a fault with a name
    const kiosk::console screen(STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO);
    return static_cast<int>(kiosk::run(*parsed.options, screen));
  } catch (const std::exception& e) {
    std::fprintf(stderr, "kiosk-client: %s\n", e.what());
    return static_cast<int>(kiosk::exit_code::internal);
  }
}
