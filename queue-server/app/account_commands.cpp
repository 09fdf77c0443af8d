// People: the commands' options, what they do to the store, and what they print.
#include "app/account_commands.hpp"

#include <algorithm>

#include "app/account_desk.hpp"
#include "gateway/password_prompt.hpp"

namespace hallcall::app {
namespace {

const CLI::Validator one_of_account_roles =
    CLI::IsMember({"greeter", "clerk", "backup", "manager", "administrator", "auditor"});

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

bool has_account(gateway::account_store& store, const std::string& name) {
  const auto all = store.accounts();
  return all &&
         std::any_of(all->begin(), all->end(), [&](const auto& a) { return a.name == name; });
}

int account_add(const desk& d) {
  if (!gateway::is_good_name(d.words.name)) {  // before a password is asked for
    return d.refuse("An account's name is 1 to 32 of a-z, 0-9, '.', '_' and '-'.");
  }
  return d.with_store(gateway::open_mode::create, [&](gateway::account_store& store) {
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
  return d.with_store(gateway::open_mode::existing, [&](gateway::account_store& store) {
    if (!has_account(store, d.words.name))
      return d.refuse("There is no account " + d.words.name + ".");
    const auto hash = new_hash(d);
    if (!hash) return hash.error();
    return d.finish(store.set_password(d.words.name, *hash),
                    "Changed the password of " + d.words.name + "; its sessions have ended.");
  });
}

int account_list(const desk& d) {
  return d.with_store(gateway::open_mode::existing, [&](gateway::account_store& store) {
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
  return d.with_store(gateway::open_mode::existing, [&](gateway::account_store& store) {
    return d.finish(store.set_disabled(d.words.name, true),
                    "Disabled account " + d.words.name + "; its sessions have ended.");
  });
}

int account_enable(const desk& d) {
  return d.with_store(gateway::open_mode::existing, [&](gateway::account_store& store) {
    return d.finish(store.set_disabled(d.words.name, false),
                    "Enabled account " + d.words.name + ".");
  });
}

int account_remove(const desk& d) {
  return d.with_store(gateway::open_mode::existing, [&](gateway::account_store& store) {
    return d.finish(store.remove_account(d.words.name), "Removed account " + d.words.name + ".");
  });
}

}  // namespace

void add_account_commands(CLI::App& app, const std::filesystem::path& data_directory,
                          std::optional<int>& exit_code, account_console console) {
  const command_adder to{app, std::make_shared<desk>(desk{std::move(console), data_directory, {}}),
                         exit_code};
  const auto& d = to.at;
  CLI::App* const people = to.group("account", "People who sign in");
  CLI::App* const add =
      to.named(people, "add", "Add an account; asks for its password, or reads a line of input",
               account_add);
  add->add_option("--role", d->words.role)->required()->check(one_of_account_roles);
  add->add_option("--shown-name", d->words.shown_name, "What screens show; default: the name");
  to.command(people, "list", "List accounts", account_list);
  to.named(people, "disable", "Sign somebody out and let them in no more", account_disable);
  to.named(people, "enable", "Let somebody in again, and end a lock", account_enable);
  to.named(people, "password", "Give a new password; ends sessions and a lock", account_password);
  to.named(people, "remove", "Remove an account", account_remove);

  add_device_commands(to);
}

std::string how_to_add_an_account(const std::filesystem::path& data_directory) {
  return fmt::format(
      "Nobody can sign in yet: there is no account. Add the first one with\n"
      "  queue-server account add NAME --role administrator --data {}\n",
      data_directory.string());
}

}  // namespace hallcall::app
