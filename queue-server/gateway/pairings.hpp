// Enrolment of a box by a code (after RFC 8628): the box shows a short code, an administrator who
// sees the box confirms it, and the box takes its token with a secret that nobody else has. The
// code alone gives nobody anything. Values and limits; kept in accounts.sqlite, so that a restart
// of the server and the command line beside it know the same.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "gateway/accounts.hpp"

namespace hallcall::gateway {

inline constexpr std::chrono::minutes pairing_life{10};  // to confirm, and again to take the token
// A token whose answer was lost on its way is taken again with the same secret: a new one, which
// ends the one before.
inline constexpr std::chrono::minutes token_again{2};
inline constexpr std::chrono::seconds pairing_poll{3};  // how often a box should ask
inline constexpr std::size_t max_pairings = 64;         // at once, whatever has become of them

// What a box says of itself. Nothing of it is proven.
struct pairing_wish {
  gateway::role role = role::kiosk;  // is_device_role
  std::optional<std::string> hall;   // is_good_hall; nullopt: every hall
  std::optional<std::string> name;   // is_good_name
  std::string address;               // where it asked from, without port
};

// What it is given, once.
struct pairing_offer {
  std::string code;    // is_good_pairing_code
  std::string secret;  // 256 bits, for the box alone
  time_point expires{};
};

// One that waits for an administrator.
struct pairing {
  std::string code;
  pairing_wish wish;
  time_point since{};
  time_point expires{};
};

// What the box is told that asks for its token.
struct pairing_outcome {
  enum class kind : std::uint8_t {
    unknown,  // no such secret, too late, or the device was revoked
    waits,    // nobody has confirmed it yet
    denied,
    given  // the token, made now
  };
  kind what = kind::unknown;
  time_point expires{};               // waits
  std::string token;                  // given
  std::optional<gateway::device> as;  // given
};

// Eight letters that make no words and are not mistaken for one another; people see them in two
// groups, "BCDF-GHJK".
[[nodiscard]] std::string random_pairing_code();
[[nodiscard]] std::string shown_pairing_code(std::string_view code);
// What somebody typed, however they grouped it; nullopt for what is no code.
[[nodiscard]] std::optional<std::string> read_pairing_code(std::string_view typed);

// What somebody did to a device, as it is kept in accounts.sqlite for who looks into it later.
struct device_act {
  time_point at{};
  std::string who;     // "account:NAME", "device:NAME" or "command line"
  std::string what;    // added, linked, confirmed, denied, took-token, revoked, never-came
  std::string device;  // its name; of a denied one what it called itself
};
inline constexpr std::string_view by_command_line = "command line";

}  // namespace hallcall::gateway
