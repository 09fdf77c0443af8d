// The codes: what they are made of, how they are shown and read back.
#include "gateway/pairings.hpp"

#include <sodium.h>

#include "gateway/secrets.hpp"

namespace hallcall::gateway {
namespace {

// As in RFC 8628, 6.1: no vowels, no digits. 20^8 codes, of which 64 at most are in use.
constexpr std::string_view code_letters = "BCDFGHJKLMNPQRSTVWXZ";
constexpr std::size_t code_length = 8;

}  // namespace

std::string random_pairing_code() {
  ready_sodium();
  std::string code(code_length, '\0');
  for (char& c : code)
    c = code_letters[randombytes_uniform(static_cast<std::uint32_t>(code_letters.size()))];
  return code;
}

std::string shown_pairing_code(std::string_view code) {
  std::string shown(code);
  if (shown.size() == code_length) shown.insert(code_length / 2, 1, '-');
  return shown;
}

std::optional<std::string> read_pairing_code(std::string_view typed) {
  std::string code;
  for (char c : typed) {
    if (c == '-' || c == ' ') continue;
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    if (code_letters.find(c) == std::string_view::npos || code.size() == code_length)
      return std::nullopt;
    code += c;
  }
  if (code.size() != code_length) return std::nullopt;
  return code;
}

}  // namespace hallcall::gateway
