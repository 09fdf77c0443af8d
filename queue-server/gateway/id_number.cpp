#include "gateway/id_number.hpp"

#include <algorithm>

namespace hallcall::gateway {
namespace {

constexpr std::size_t id_length = 10;
constexpr std::size_t longest_typed = 20;  // with blanks

// What the letters A to Z stand for in the check sum.
constexpr int letter_values[] = {10, 11, 12, 13, 14, 15, 16, 17, 34, 18, 19, 20, 21,
                                 22, 35, 23, 24, 25, 26, 27, 28, 29, 32, 30, 31, 33};

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return c >= 'A' && c <= 'Z'; }
int value_of(char letter) { return letter_values[letter - 'A']; }

bool adds_up(std::string_view number) {
  const int area = value_of(number[0]);
  int sum = area / 10 + area % 10 * 9;
  for (std::size_t i = 1; i < id_length; ++i) {
    const int digit = is_letter(number[i]) ? value_of(number[i]) % 10 : number[i] - '0';
    sum += digit * std::max(static_cast<int>(id_length) - 1 - static_cast<int>(i), 1);
  }
  return sum % 10 == 0;
}

}  // namespace

std::optional<std::string> valid_id_number(std::string_view text) {
  std::string number;
  if (text.size() > longest_typed) return std::nullopt;
  for (const char c : text)
    if (c != ' ') number += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  if (number.size() != id_length || !is_letter(number[0]) ||
      !std::all_of(number.begin() + 2, number.end(), is_digit))
    return std::nullopt;
  const char kind = number[1];
  const bool known =
      kind == '1' || kind == '2' || kind == '8' || kind == '9' || (kind >= 'A' && kind <= 'D');
  if (!known || !adds_up(number)) return std::nullopt;
  return number;
}

}  // namespace hallcall::gateway
