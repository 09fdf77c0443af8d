// `queue-server simulate`: what would the waits be? Runs the hall's own engine on drawn or recorded
// arrivals and prints what came of it. Reads files, changes none.
#pragma once

#include <iosfwd>
#include <iostream>
#include <optional>

#include <CLI/App.hpp>

#include "app/simulate_words.hpp"

namespace hallcall::app {

// Runs what the words mean: 0; 2 with every error of the words and files on `err`; 3 when a journal
// cannot be read.
int simulate(const simulate_words&, std::ostream& out, std::ostream& err);

// Adds the subcommand. Parsing it runs it and sets `exit_code`, which must outlive the parsing.
void add_simulate_command(CLI::App&, std::optional<int>& exit_code, std::ostream& out = std::cout,
                          std::ostream& err = std::cerr);

}  // namespace hallcall::app
