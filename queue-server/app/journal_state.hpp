// `queue-server journal state`: a hall as it was at any second.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace hallcall::app {

struct state_options {
  std::filesystem::path data;                   // a directory with a journal
  std::optional<std::filesystem::path> office;  // none: the sample Nantun hall
  std::string at;                               // RFC 3339, or the office's local time
  std::string hall;                             // "" where the office has one alone
  bool text = false;                            // a summary for a person instead of all as JSON
};

// Reads alone, so that it works beside a running server. Prints the state, or on standard error
// what is wrong; answers with the exit code.
[[nodiscard]] int print_state(const state_options&);

}  // namespace hallcall::app
