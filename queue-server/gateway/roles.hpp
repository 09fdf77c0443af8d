// Who somebody is to the server and what they are here for. What a role may do is said with
// the routes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace hallcall::gateway {

enum class role : std::uint8_t {
  kiosk,
  display,  // devices
  greeter,
  clerk,
  backup,
  manager,
  administrator,
  auditor  // people
};

// "kiosk", "display", "greeter", …: as on the wire, in the accounts file and on the command line.
[[nodiscard]] std::string_view to_string(role);
[[nodiscard]] std::optional<role> parse_role(std::string_view);
[[nodiscard]] constexpr bool is_device_role(role r) { return r <= role::display; }

enum class principal_kind : std::uint8_t { account, device };

// Somebody who proved who they are. A value: it stays what it was when the account changes, so look
// it up again (authenticator::find) for every request.
struct principal {
  std::string id;          // "account:NAME" or "device:NAME": the actor of what they do
  std::string name;        // NAME
  std::string shown_name;  // for screens; the name itself where none was given
  gateway::role role = role::auditor;
  std::optional<std::string> hall;  // a device of one hall alone; nullopt: every hall
  principal_kind kind = principal_kind::account;
  friend bool operator==(const principal&, const principal&) = default;
};

}  // namespace hallcall::gateway
