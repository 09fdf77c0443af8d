// What the commands about people and about devices share: the words that were typed, the store they
// work on, and how a command is added. For account_commands.cpp and device_commands.cpp alone.
#pragma once

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <fmt/ostream.h>
#include <CLI/CLI.hpp>

#include <memory>
#include <string>
#include <string_view>

#include "app/account_commands.hpp"
#include "gateway/account_store.hpp"

namespace hallcall::app {

// What was typed; each command uses its own part.
struct typed_words {
  std::string name;
  std::string role;
  std::string shown_name;
  std::string hall;
  std::string url;
  std::string code;
};

// One command at work.
struct desk {
  account_console console;
  const std::filesystem::path& directory;
  typed_words words;

  [[nodiscard]] gateway::time_point now() const {
    if (console.now) return console.now();
    return std::chrono::time_point_cast<std::chrono::milliseconds>(
        std::chrono::system_clock::now());
  }
  int refuse(std::string_view why, int code = exit_refused) const {
    fmt::print(*console.err, "{}\n", why);
    return code;
  }
  int refuse(const gateway::store_error& error) const {
    const bool about_words =
        error.code == gateway::store_fault::exists || error.code == gateway::store_fault::unknown ||
        error.code == gateway::store_fault::decided || error.code == gateway::store_fault::invalid;
    return refuse(error.what, about_words ? exit_refused : exit_storage);
  }
  // Opens the file and hands it to `work`, which answers with an exit code.
  template <class Work>
  int with_store(gateway::open_mode mode, Work work) const {
    if (directory.empty()) return refuse("Say where the hall's data is: --data DIR.", exit_storage);
    auto store = gateway::account_store::open(directory, mode);
    return store ? work(*store) : refuse(store.error());
  }
  // Says `done` when `result` is good.
  int finish(const gateway::stored<void>& result, std::string_view done) const {
    if (!result) return refuse(result.error());
    fmt::print(*console.out, "{}\n", done);
    return exit_done;
  }
};

[[nodiscard]] inline std::string moment(gateway::time_point t) {
  return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}",
                     std::chrono::time_point_cast<std::chrono::seconds>(t));
}

// Adds commands that work at one desk.
struct command_adder {
  CLI::App& app;
  std::shared_ptr<desk> at;
  std::optional<int>& exit_code;

  CLI::App* group(const char* name, const char* about) const {
    CLI::App* const added = app.add_subcommand(name, about);
    added->require_subcommand(1)->fallthrough();
    return added;
  }
  CLI::App* command(CLI::App* of, const char* name, const char* about,
                    int (*work)(const desk&)) const {
    CLI::App* const added = of->add_subcommand(name, about);
    added->fallthrough()->final_callback([&code = exit_code, d = at, work] { code = work(*d); });
    return added;
  }
  // One that is about somebody or something.
  CLI::App* named(CLI::App* of, const char* name, const char* about,
                  int (*work)(const desk&)) const {
    CLI::App* const added = command(of, name, about, work);
    added->add_option("NAME", at->words.name, "a-z, 0-9, '.', '_' and '-', at most 32")->required();
    return added;
  }
};

void add_device_commands(const command_adder&);

}  // namespace hallcall::app
