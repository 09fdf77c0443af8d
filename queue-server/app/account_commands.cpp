// The commands' options, what they do to the store, and what they print.
#include "app/account_commands.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <fmt/ostream.h>
#include <CLI/CLI.hpp>

#include <memory>

#include "gateway/account_store.hpp"
#include "gateway/password_prompt.hpp"

namespace hallcall::app {
namespace {

using gateway::account_store;
using gateway::open_mode;
using gateway::stored;
using gateway::time_point;

const CLI::Validator one_of_account_roles =
    CLI::IsMember({"greeter", "clerk", "backup", "manager", "administrator", "auditor"});
const CLI::Validator one_of_device_roles = CLI::IsMember({"kiosk", "display"});

// What was typed; each command uses its own part.
struct typed {
  std::string name;
  std::string role;
  std::string shown_name;
  std::string hall;
  std::string url;
};

// One command at work.
struct desk {
  account_console console;
  const std::filesystem::path& directory;
  typed words;

  [[nodiscard]] time_point now() const {
    if (console.now) return console.now();
    return std::chrono::time_point_cast<std::chrono::milliseconds>(
        std::chrono::system_clock::now());
  }
  int refuse(std::string_view why, int code = exit_refused) const {
    fmt::print(*console.err, "{}\n", why);
    return code;
  }
  int refuse(const gateway::store_error& error) const {
    const bool about_words = error.code == gateway::store_fault::exists ||
                             error.code == gateway::store_fault::unknown ||
                             error.code == gateway::store_fault::invalid;
    return refuse(error.what, about_words ? exit_refused : exit_storage);
  }
  // Opens the file and hands it to `work`, which answers with an exit code.
  template <class Work>
  int with_store(open_mode mode, Work work) const {
    if (directory.empty()) return refuse("Say where the hall's data is: --data DIR.", exit_storage);
    auto store = account_store::open(directory, mode);
    return store ? work(*store) : refuse(store.error());
  }
  // Says `done` when `result` is good.
  int finish(const stored<void>& result, std::string_view done) const {
    if (!result) return refuse(result.error());
    fmt::print(*console.out, "{}\n", done);
    return exit_done;
  }
};

std::string moment(time_point t) {
  return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}",
                     std::chrono::time_point_cast<std::chrono::seconds>(t));
}

// The hash of a new password that somebody types, or an exit code.
tl::expected<std::string, int> new_hash(const desk& d) {
  const auto password =
      gateway::ask_new_password(d.console.password_input, d.console.question_output, d.words.name);
  if (!password) return tl::unexpected(d.refuse(password.error()));
  if (const auto fault = gateway::check_password(d.words.name, password->view())) {
    return tl::unexpected(d.refuse(gateway::explain(*fault)));
  }
  auto hash = gateway::hash_password(password->view(), d.console.cost);
  if (!hash) return tl::unexpected(d.refuse("There is no memory for hashing.", exit_storage));
  return *hash;
}

bool has_account(account_store& store, const std::string& name) {
  const auto all = store.accounts();
  return all &&
         std::any_of(all->begin(), all->end(), [&](const auto& a) { return a.name == name; });
}

int account_add(const desk& d) {
  if (!gateway::is_good_name(d.words.name)) {  // before a password is asked for
    return d.refuse("An account's name is 1 to 32 of a-z, 0-9, '.', '_' and '-'.");
  }
  return d.with_store(open_mode::create, [&](account_store& store) {
    if (has_account(store, d.words.name)) {
      return d.refuse("There is an account " + d.words.name + " already.");
    }
    const auto hash = new_hash(d);
    if (!hash) return hash.error();
    const gateway::account added{d.words.name,
                                 *gateway::parse_role(d.words.role),
                                 d.words.shown_name,
                                 false,
                                 false,
                                 d.now(),
                                 {}};
    return d.finish(store.add_account(added, *hash), "Added account " + d.words.name + ".");
  });
}

int account_password(const desk& d) {
  return d.with_store(open_mode::existing, [&](account_store& store) {
    if (!has_account(store, d.words.name))
      return d.refuse("There is no account " + d.words.name + ".");
    const auto hash = new_hash(d);
    if (!hash) return hash.error();
    return d.finish(store.set_password(d.words.name, *hash),
                    "Changed the password of " + d.words.name + "; its sessions have ended.");
  });
}

int account_list(const desk& d) {
  return d.with_store(open_mode::existing, [&](account_store& store) {
    const auto all = store.accounts();
    if (!all) return d.refuse(all.error());
    for (const gateway::account& a : *all) {
      std::string state = a.disabled ? "disabled" : "enabled";
      if (a.sample) state += ", sample";
      if (a.locked_until && *a.locked_until > d.now())
        state += ", locked until " + moment(*a.locked_until);
      fmt::print(*d.console.out, "{:<32} {:<13} {}{}{}\n", a.name, gateway::to_string(a.role),
                 state, a.shown_name.empty() ? "" : "  ", a.shown_name);
    }
    return exit_done;
  });
}

int account_disable(const desk& d) {
  return d.with_store(open_mode::existing, [&](account_store& store) {
    return d.finish(store.set_disabled(d.words.name, true),
                    "Disabled account " + d.words.name + "; its sessions have ended.");
  });
}

int account_enable(const desk& d) {
  return d.with_store(open_mode::existing, [&](account_store& store) {
    return d.finish(store.set_disabled(d.words.name, false),
                    "Enabled account " + d.words.name + ".");
  });
}

int account_remove(const desk& d) {
  return d.with_store(open_mode::existing, [&](account_store& store) {
    return d.finish(store.remove_account(d.words.name), "Removed account " + d.words.name + ".");
  });
}

void print_link(const desk& d, gateway::role role, const std::string& code) {
  std::string base = d.words.url;
  while (base.ends_with('/')) base.pop_back();
  fmt::print(*d.console.out, "Open once in the device's browser, within 24 hours: {}/{}#enrol={}\n",
             base, role == gateway::role::kiosk ? "kiosk" : "board", code);
  if (base.empty()) fmt::print(*d.console.out, "(after the server's address; --url puts it in)\n");
}

int device_add(const desk& d) {
  return d.with_store(open_mode::create, [&](account_store& store) {
    gateway::device added{d.words.name, *gateway::parse_role(d.words.role), {}, d.now(), {}};
    if (!d.words.hall.empty()) added.hall = d.words.hall;
    const auto secrets = store.add_device(added);
    if (!secrets) return d.refuse(secrets.error());
    fmt::print(*d.console.out,
               "Added device {}. Neither of these is shown again.\nToken for its program: {}\n",
               added.name, secrets->token);
    print_link(d, added.role, secrets->code);
    return exit_done;
  });
}

int device_link(const desk& d) {
  return d.with_store(open_mode::existing, [&](account_store& store) {
    const auto all = store.devices();
    if (!all) return d.refuse(all.error());
    const auto code = store.new_code(d.words.name, d.now());
    if (!code) return d.refuse(code.error());
    for (const gateway::device& known : *all) {
      if (known.name == d.words.name) print_link(d, known.role, *code);
    }
    return exit_done;
  });
}

int device_list(const desk& d) {
  return d.with_store(open_mode::existing, [&](account_store& store) {
    const auto all = store.devices();
    if (!all) return d.refuse(all.error());
    for (const gateway::device& known : *all) {
      fmt::print(*d.console.out, "{:<32} {:<8} {:<12} added {}{}\n", known.name,
                 gateway::to_string(known.role), known.hall.value_or("every hall"),
                 moment(known.created), known.revoked ? ", revoked " + moment(*known.revoked) : "");
    }
    return exit_done;
  });
}

int device_revoke(const desk& d) {
  return d.with_store(open_mode::existing, [&](account_store& store) {
    return d.finish(store.revoke_device(d.words.name, d.now()),
                    "Revoked device " + d.words.name + ".");
  });
}

}  // namespace

void add_account_commands(CLI::App& app, const std::filesystem::path& data_directory,
                          std::optional<int>& exit_code, account_console console) {
  const auto d = std::make_shared<desk>(desk{std::move(console), data_directory, {}});
  const auto add_group = [&app](const char* name, const char* about) {
    CLI::App* const group = app.add_subcommand(name, about);
    group->require_subcommand(1)->fallthrough();
    return group;
  };
  const auto add_command = [&exit_code, d](CLI::App* group, const char* name, const char* about,
                                           int (*work)(const desk&)) {
    CLI::App* const command = group->add_subcommand(name, about);
    command->fallthrough()->final_callback([&exit_code, d, work] { exit_code = work(*d); });
    return command;
  };
  const auto add_named = [&](CLI::App* group, const char* name, const char* about,
                             int (*work)(const desk&)) {
    CLI::App* const command = add_command(group, name, about, work);
    command->add_option("NAME", d->words.name, "a-z, 0-9, '.', '_' and '-', at most 32")
        ->required();
    return command;
  };

  CLI::App* const people = add_group("account", "People who sign in");
  CLI::App* const add =
      add_named(people, "add", "Add an account; asks for its password, or reads a line of input",
                account_add);
  add->add_option("--role", d->words.role)->required()->check(one_of_account_roles);
  add->add_option("--shown-name", d->words.shown_name, "What screens show; default: the name");
  add_command(people, "list", "List accounts", account_list);
  add_named(people, "disable", "Sign somebody out and let them in no more", account_disable);
  add_named(people, "enable", "Let somebody in again, and end a lock", account_enable);
  add_named(people, "password", "Give a new password; ends sessions and a lock", account_password);
  add_named(people, "remove", "Remove an account", account_remove);

  CLI::App* const devices = add_group("device", "Kiosks and displays");
  CLI::App* const enrol = add_named(
      devices, "add", "Add a device; prints its token and a one-time link, once", device_add);
  enrol->add_option("--role", d->words.role)->required()->check(one_of_device_roles);
  enrol->add_option("--hall", d->words.hall, "One hall's id; default: every hall of the office");
  enrol->add_option("--url", d->words.url, "The server's address for the link: http://host:port");
  CLI::App* const link =
      add_named(devices, "link", "Print a new one-time link; ends earlier ones", device_link);
  link->add_option("--url", d->words.url, "The server's address for the link: http://host:port");
  add_command(devices, "list", "List devices", device_list);
  add_named(devices, "revoke", "Let a device in no more", device_revoke);
}

std::string how_to_add_an_account(const std::filesystem::path& data_directory) {
  return fmt::format(
      "Nobody can sign in yet: there is no account. Add the first one with\n"
      "  queue-server account add NAME --role administrator --data {}\n",
      data_directory.string());
}

}  // namespace hallcall::app
