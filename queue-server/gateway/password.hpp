// Passwords: which are good enough, and their argon2id hashes. hash_password and verify_password
// take tens of milliseconds and tens of megabytes by design: never call them on the reactor.
// Thread-safe.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace hallcall::gateway {

inline constexpr std::size_t min_password_characters = 8;
inline constexpr std::size_t max_password_bytes = 256;

// What one hash costs. The hash says it by itself, so that older hashes are checked at their own
// cost.
struct hash_cost {
  unsigned long long passes = 0;
  std::size_t memory_bytes = 0;
};
// libsodium's INTERACTIVE: two passes over 64 MiB.
[[nodiscard]] hash_cost usual_hash_cost();
// The least that libsodium takes: for tests, and for sample PINs, whose million values no cost
// would protect.
[[nodiscard]] hash_cost least_hash_cost();

enum class password_fault : std::uint8_t {
  too_short,
  too_long,
  not_text,
  same_as_name,
  too_common
};

// What is wrong with this password for the account of this name; nullopt when nothing is. Case does
// not save a name or a common password.
[[nodiscard]] std::optional<password_fault> check_password(std::string_view account_name,
                                                           std::string_view password);
// A sentence for a person; never contains the password.
[[nodiscard]] std::string_view explain(password_fault);

// "$argon2id$…" with its own salt and cost; nullopt when there is not enough memory.
[[nodiscard]] std::optional<std::string> hash_password(std::string_view password, hash_cost cost);
// False for another password and for a hash that is none, or whose cost is beyond what this program
// makes.
[[nodiscard]] bool verify_password(const std::string& hash, std::string_view password);

}  // namespace hallcall::gateway
