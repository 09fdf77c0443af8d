// What is kept about people, devices and their sessions, as plain values, with every limit and time
// of R-91.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/roles.hpp"
#include "gateway/secrets.hpp"

namespace hallcall::gateway {

// The wall clock, UTC: these times outlive the process.
using time_point = std::chrono::sys_time<std::chrono::milliseconds>;

inline constexpr int failures_until_locked = 5;
inline constexpr std::chrono::minutes lock_time{15};
inline constexpr std::chrono::hours code_life{24};
inline constexpr std::chrono::hours session_idle_life{12};  // an account's, since last used
inline constexpr std::chrono::hours session_life{24};       // an account's, in all
inline constexpr std::chrono::hours device_session_life{365 * 24};
inline constexpr std::size_t max_sessions_each = 32;  // an account's or device's; the newest stay
inline constexpr std::size_t max_unknown_names = 4'096;  // whose failures are remembered
inline constexpr std::size_t max_name_bytes = 32;
inline constexpr std::size_t max_shown_name_bytes = 120;

struct account {
  std::string name;  // is_good_name
  gateway::role role = role::auditor;
  std::string shown_name;  // empty: the name
  bool disabled = false;
  bool sample = false;  // of the sample hall: never signs in to a real one
  time_point created{};
  std::optional<time_point> locked_until;
};

struct device {
  std::string name;  // is_good_name
  gateway::role role = role::kiosk;
  std::optional<std::string> hall;
  time_point created{};
  std::optional<time_point> revoked;
};

// What a new device is given, once.
struct device_secrets {
  std::string token;  // for a program: Authorization: Bearer
  std::string code;   // for a page: the one-time link
};

// A token that signs somebody in: a device's own, or a browser's session.
struct known_token {
  token_digest digest{};
  gateway::principal principal;
  bool session = true;  // false: a device's own token, which lasts until it is revoked
  time_point created{};
  time_point used{};
};

// When it stops to be one; only an account's session depends on its last use.
[[nodiscard]] inline time_point expires_at(const known_token& t) {
  if (!t.session) return time_point::max();
  if (t.principal.kind == principal_kind::device) return t.created + device_session_life;
  return std::min<time_point>(t.created + session_life, t.used + session_idle_life);
}

// When it stops even if it is used all the time: how long a browser may keep it.
[[nodiscard]] inline time_point latest_end(const known_token& t) {
  if (!t.session) return time_point::max();
  const bool person = t.principal.kind == principal_kind::account;
  return t.created + (person ? session_life : device_session_life);
}

// Lower-case letters, digits, '.', '_' and '-', beginning with a letter or digit, at most 32.
[[nodiscard]] bool is_good_name(std::string_view name);
// A hall's id: lower-case letters, digits and '-', at most 32.
[[nodiscard]] bool is_good_hall(std::string_view hall);
// Words for a screen: text of at most 120 bytes, may be empty.
[[nodiscard]] bool is_good_shown_name(std::string_view shown_name);
// How many characters; nullopt for what is not UTF-8 or holds a control character.
[[nodiscard]] std::optional<std::size_t> count_characters(std::string_view text);
// Capitals (A-Z) as small letters: names and common passwords are the same in both.
[[nodiscard]] std::string fold_name(std::string_view typed);

}  // namespace hallcall::gateway
