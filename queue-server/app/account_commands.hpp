// `queue-server account …` and `queue-server device …`: people and devices. Works on the
// accounts file, whether the server runs or not; a running server follows within two
// seconds.
#pragma once

#include <filesystem>
#include <functional>
#include <iosfwd>
#include <iostream>
#include <optional>
#include <string>

#include <CLI/App.hpp>

#include "gateway/accounts.hpp"
#include "gateway/password.hpp"

namespace hallcall::app {

// What the commands talk with.
struct account_console {
  int password_input = 0;  // a terminal, or where a line with the password comes from
  int question_output = 2;
  std::ostream* out = &std::cout;
  std::ostream* err = &std::cerr;
  gateway::hash_cost cost = gateway::usual_hash_cost();  // tests: least_hash_cost()
  std::function<gateway::time_point()> now;              // default: the system's clock
};

// What `exit_code` says after parsing.
inline constexpr int exit_done = 0;
inline constexpr int exit_refused =
    1;  // a wrong name, role or password; nobody of that name; taken
inline constexpr int exit_storage = 3;  // the accounts file cannot be used

// Adds the subcommands. Parsing one of them runs it and sets `exit_code`; otherwise that stays
// empty. `data_directory` is read after parsing: the program's own --data (the subcommands pass it
// on), and must not be empty then. Both must outlive the parsing.
void add_account_commands(CLI::App&, const std::filesystem::path& data_directory,
                          std::optional<int>& exit_code, account_console = {});

// What a real hall's server prints while it has no account: how to add the first one.
[[nodiscard]] std::string how_to_add_an_account(const std::filesystem::path& data_directory);

}  // namespace hallcall::app
