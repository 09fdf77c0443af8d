// `queue-server voice check` and `queue-server voice make`: an office's voice pack. The format is
// in voice/README.md.
#pragma once

#include <iosfwd>
#include <iostream>
#include <optional>

#include <CLI/App.hpp>

namespace hallcall::app {

// Adds the subcommands. Parsing one of them runs it and sets `exit_code`, which must outlive the
// parsing: 0 fine or made; 1 findings, or why nothing was made; wrong words are 2, as everywhere.
void add_voice_commands(CLI::App&, std::optional<int>& exit_code, std::ostream& out = std::cout,
                        std::ostream& err = std::cerr);

}  // namespace hallcall::app
