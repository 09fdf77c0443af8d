// Which names are names, and which bytes are text.
#include "gateway/accounts.hpp"

namespace hallcall::gateway {
namespace {

bool is_letter_or_digit(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

bool is_made_of(std::string_view text, std::string_view also) {
  if (text.empty() || text.size() > max_name_bytes || !is_letter_or_digit(text.front()))
    return false;
  return std::all_of(text.begin(), text.end(), [also](char c) {
    return is_letter_or_digit(c) || also.find(c) != std::string_view::npos;
  });
}

// How many bytes a character with this lead byte has, and what its second byte may be (Unicode,
// table 3-7).
struct shape {
  std::size_t length = 0;  // 0: no lead byte
  unsigned char second_from = 0x80, second_to = 0xbf;
};

shape shape_of(unsigned char lead) {
  if (lead < 0x80) return {1};
  if (lead < 0xc2) return {};
  if (lead < 0xe0) return {2};
  if (lead == 0xe0) return {3, 0xa0, 0xbf};
  if (lead == 0xed) return {3, 0x80, 0x9f};
  if (lead < 0xf0) return {3};
  if (lead == 0xf0) return {4, 0x90, 0xbf};
  if (lead < 0xf4) return {4};
  if (lead == 0xf4) return {4, 0x80, 0x8f};
  return {};
}

}  // namespace

std::optional<std::size_t> count_characters(std::string_view text) {
  const auto byte = [text](std::size_t at) { return static_cast<unsigned char>(text[at]); };
  std::size_t count = 0;
  for (std::size_t i = 0; i < text.size(); ++count) {
    const shape s = shape_of(byte(i));
    if (byte(i) < 0x20 || byte(i) == 0x7f || s.length == 0 || i + s.length > text.size())
      return std::nullopt;
    for (std::size_t k = 1; k < s.length; ++k) {
      const unsigned char from = k == 1 ? s.second_from : 0x80, to = k == 1 ? s.second_to : 0xbf;
      if (byte(i + k) < from || byte(i + k) > to) return std::nullopt;
    }
    i += s.length;
  }
  return count;
}

bool is_good_shown_name(std::string_view shown_name) {
  return shown_name.size() <= max_shown_name_bytes && count_characters(shown_name).has_value();
}

bool is_good_name(std::string_view name) { return is_made_of(name, "._-"); }
bool is_good_hall(std::string_view hall) { return is_made_of(hall, "-"); }

std::string fold_name(std::string_view typed) {
  std::string out(typed);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

}  // namespace hallcall::gateway
