// Devices: the commands' options, what they do to the store, and what they print.
#include "app/account_desk.hpp"

namespace hallcall::app {
namespace {

using gateway::account_store;
using gateway::open_mode;

const CLI::Validator one_of_device_roles = CLI::IsMember({"kiosk", "display"});
constexpr std::size_t acts_shown = 1'000;

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

int device_pairings(const desk& d) {
  return d.with_store(open_mode::existing, [&](account_store& store) {
    const auto all = store.pairings(d.now());
    if (!all) return d.refuse(all.error());
    for (const gateway::pairing& p : *all) {
      fmt::print(*d.console.out, "{}  {:<8} {:<12} from {}, calls itself {}, until {}\n",
                 gateway::shown_pairing_code(p.code), gateway::to_string(p.wish.role),
                 p.wish.hall.value_or("every hall"), p.wish.address,
                 p.wish.name.value_or("nothing"), moment(p.expires));
    }
    return exit_done;
  });
}

// The code as it was typed, or an exit code.
tl::expected<std::string, int> typed_code(const desk& d) {
  auto code = gateway::read_pairing_code(d.words.code);
  if (!code) return tl::unexpected(d.refuse("A code has eight letters. Look at the box again."));
  return std::move(*code);
}

int device_confirm(const desk& d) {
  const auto code = typed_code(d);
  if (!code) return code.error();
  return d.with_store(open_mode::existing, [&](account_store& store) {
    const auto hall = d.words.hall.empty() ? std::nullopt : std::optional(d.words.hall);
    const auto added =
        store.confirm_pairing(*code, d.words.name, hall, gateway::by_command_line, d.now());
    if (!added) return d.refuse(added.error());
    fmt::print(*d.console.out, "Confirmed device {} ({}); the box takes its token by itself.\n",
               added->name, gateway::to_string(added->role));
    return exit_done;
  });
}

int device_deny(const desk& d) {
  const auto code = typed_code(d);
  if (!code) return code.error();
  return d.with_store(open_mode::existing, [&](account_store& store) {
    return d.finish(store.deny_pairing(*code, gateway::by_command_line, d.now()), "Denied.");
  });
}

int device_log(const desk& d) {
  return d.with_store(open_mode::existing, [&](account_store& store) {
    const auto acts = store.device_acts(acts_shown);
    if (!acts) return d.refuse(acts.error());
    for (const gateway::device_act& act : *acts) {
      fmt::print(*d.console.out, "{}  {:<10} {:<32} by {}\n", moment(act.at), act.what,
                 act.device.empty() ? "-" : act.device, act.who);
    }
    return exit_done;
  });
}

}  // namespace

void add_device_commands(const command_adder& to) {
  const auto& d = to.at;
  CLI::App* const devices = to.group("device", "Kiosks and displays");
  CLI::App* const enrol = to.named(
      devices, "add", "Add a device; prints its token and a one-time link, once", device_add);
  enrol->add_option("--role", d->words.role)->required()->check(one_of_device_roles);
  enrol->add_option("--hall", d->words.hall, "One hall's id; default: every hall of the office");
  enrol->add_option("--url", d->words.url, "The server's address for the link: http://host:port");
  CLI::App* const link =
      to.named(devices, "link", "Print a new one-time link; ends earlier ones", device_link);
  link->add_option("--url", d->words.url, "The server's address for the link: http://host:port");
  to.command(devices, "list", "List devices", device_list);
  to.named(devices, "revoke", "Let a device in no more", device_revoke);
  to.command(devices, "pairings", "List boxes that show a code and wait", device_pairings);
  CLI::App* const confirm =
      to.command(devices, "confirm", "Let the box in that shows this code", device_confirm);
  confirm->add_option("CODE", d->words.code, "What the box before you shows")->required();
  confirm->add_option("--name", d->words.name, "What the device is to be called")->required();
  confirm->add_option("--hall", d->words.hall, "One hall's id; default: every hall of the office");
  CLI::App* const deny =
      to.command(devices, "deny", "Send a box away that shows this code", device_deny);
  deny->add_option("CODE", d->words.code, "What the box shows")->required();
  to.command(devices, "log", "Who added, confirmed, denied and revoked devices", device_log);
}

}  // namespace hallcall::app
