// Argon2id by libsodium, and the rules for a new password.
#include "gateway/password.hpp"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "gateway/accounts.hpp"
#include "gateway/secrets.hpp"

namespace hallcall::gateway {
namespace {

// The commonest ones of eight characters or more, with those of Taiwanese keyboards; lower case.
constexpr std::array<std::string_view, 56> common_passwords{
    "12345678",   "123456789",  "1234567890",   "0123456789", "87654321",     "987654321",
    "123123123",  "12341234",   "11223344",     "12344321",   "123456780",    "147258369",
    "159753159",  "password",   "password1",    "password12", "password123",  "passw0rd",
    "p@ssw0rd",   "p@ssword",   "qwertyui",     "qwertyuiop", "qwerty123",    "qwer1234",
    "asdf1234",   "asdfghjkl",  "zxcvbnm1",     "1qaz2wsx",   "1qaz2wsx3edc", "zaq12wsx",
    "1q2w3e4r",   "1q2w3e4r5t", "q1w2e3r4",     "abcd1234",   "abc12345",     "abcdefgh",
    "a1234567",   "a12345678",  "aa123456",     "a1b2c3d4",   "iloveyou",     "5201314520",
    "woaini1314", "woaini520",  "ji32k7au4a83", "sunshine",   "princess",     "football",
    "baseball",   "superman",   "letmein1",     "welcome1",   "changeme",     "administrator",
    "admin123",   "hallcall"};

// A hash from a file that somebody wrote into could ask for hours of work: its cost is read first.
bool cost_is_sane(std::string_view hash) {
  constexpr std::string_view start = "$argon2id$v=19$m=";
  constexpr unsigned long max_kib = 1024UL * 1024, max_passes = 16;
  if (!hash.starts_with(start)) return false;
  const char* at = hash.data() + start.size();
  const char* const end = hash.data() + hash.size();
  unsigned long kib = 0, passes = 0;
  const auto memory = std::from_chars(at, end, kib);
  if (memory.ec != std::errc{} || !std::string_view(memory.ptr, end).starts_with(",t="))
    return false;
  const auto time = std::from_chars(memory.ptr + 3, end, passes);
  return time.ec == std::errc{} && std::string_view(time.ptr, end).starts_with(",p=1$") &&
         kib <= max_kib && passes <= max_passes;
}

}  // namespace

hash_cost usual_hash_cost() {
  return {crypto_pwhash_OPSLIMIT_INTERACTIVE, crypto_pwhash_MEMLIMIT_INTERACTIVE};
}

hash_cost least_hash_cost() { return {crypto_pwhash_OPSLIMIT_MIN, crypto_pwhash_MEMLIMIT_MIN}; }

std::optional<password_fault> check_password(std::string_view account_name,
                                             std::string_view password) {
  if (password.size() > max_password_bytes) return password_fault::too_long;
  const auto characters = count_characters(password);
  if (!characters) return password_fault::not_text;
  if (*characters < min_password_characters) return password_fault::too_short;
  const std::string lower = fold_name(password);
  if (lower == fold_name(account_name)) return password_fault::same_as_name;
  const bool one_character = lower.find_first_not_of(lower.front()) == std::string::npos;
  const auto* const found = std::find(common_passwords.begin(), common_passwords.end(), lower);
  if (one_character || found != common_passwords.end()) return password_fault::too_common;
  return std::nullopt;
}

std::string_view explain(password_fault fault) {
  switch (fault) {
    case password_fault::too_short:
      return "The password needs at least 8 characters.";
    case password_fault::too_long:
      return "The password has more than 256 bytes.";
    case password_fault::not_text:
      return "The password must be UTF-8 text without control characters.";
    case password_fault::same_as_name:
      return "The password must not be the account's name.";
    case password_fault::too_common:
      return "The password is one of the commonest; choose another.";
  }
  return "";
}

std::optional<std::string> hash_password(std::string_view password, hash_cost cost) {
  ready_sodium();
  std::array<char, crypto_pwhash_STRBYTES> out;
  if (crypto_pwhash_str_alg(out.data(), password.data(), password.size(), cost.passes,
                            cost.memory_bytes, crypto_pwhash_ALG_ARGON2ID13) != 0) {
    return std::nullopt;
  }
  return std::string(out.data());
}

bool verify_password(const std::string& hash, std::string_view password) {
  ready_sodium();
  if (hash.size() >= crypto_pwhash_STRBYTES || !cost_is_sane(hash)) return false;
  std::array<char, crypto_pwhash_STRBYTES> in{};  // the check reads the whole array
  std::copy(hash.begin(), hash.end(), in.begin());
  return crypto_pwhash_str_verify(in.data(), password.data(), password.size()) == 0;
}

}  // namespace hallcall::gateway
