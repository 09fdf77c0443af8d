// Tables over Unicode's blocks, as far as Latin languages of the hall and Chinese punctuation need
// them.
#include "display-client/led_ascii.hpp"

#include <array>
#include <cstdint>

#include "display-client/text_width.hpp"

namespace hallcall::display {
namespace {

// U+00C0 to U+00FF; the two signs among them are × and ÷.
constexpr std::string_view latin_1 =
    "AAAAAAACEEEEIIIIDNOOOOOxOUUUUYTs"
    "aaaaaaaceeeeiiiidnooooo/ouuuuyty";

struct run_of_letters {
  char32_t first, last;
  char capital;  // even code points; odd ones are the small letter
};
// Vietnamese (U+1EA0 to U+1EF9), and its letters elsewhere.
constexpr std::array<run_of_letters, 11> letters{{
    {0x0102, 0x0103, 'A'},
    {0x0110, 0x0111, 'D'},
    {0x0128, 0x0129, 'I'},
    {0x0168, 0x0169, 'U'},
    {0x01A0, 0x01A1, 'O'},
    {0x1EA0, 0x1EB7, 'A'},
    {0x1EB8, 0x1EC7, 'E'},
    {0x1EC8, 0x1ECB, 'I'},
    {0x1ECC, 0x1EE3, 'O'},
    {0x1EE4, 0x1EF1, 'U'},
    {0x1EF2, 0x1EF9, 'Y'},
}};

std::string_view sign_of(char32_t c) {
  switch (c) {
    case 0x2010:
    case 0x2011:
    case 0x2013:
    case 0x2014:
      return "-";
    case 0x2018:
    case 0x2019:
      return "'";
    case 0x201C:
    case 0x201D:
      return "\"";
    case 0x2026:
      return "...";
    case 0x2192:
      return ">";
    case 0x00A0:
    case 0x3000:
      return " ";
    case 0x3001:
      return ", ";
    case 0x3002:
      return ". ";
    default:
      return {};
  }
}

// A whole character of a text that `printable` has made sound.
char32_t next_character(std::string_view& rest) {
  const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(rest[i]); };
  const std::size_t length = byte(0) < 0x80 ? 1 : byte(0) < 0xE0 ? 2 : byte(0) < 0xF0 ? 3 : 4;
  char32_t c = length == 1 ? byte(0) : byte(0) & (0xFFU >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) c = (c << 6) | (byte(i) & 0x3FU);
  rest.remove_prefix(length);
  return c;
}

void append_ascii(std::string& out, char32_t c) {
  if (c < 0x80) {
    out += static_cast<char>(c);
  } else if (c >= 0xC0 && c <= 0xFF) {
    out += latin_1[c - 0xC0];
  } else if (c >= 0xFF01 && c <= 0xFF5E) {
    out += static_cast<char>(c - 0xFF01 + '!');
  } else if (c == 0x01AF || c == 0x01B0) {  // the one pair that begins odd
    out += c == 0x01AF ? 'U' : 'u';
  } else {
    out += sign_of(c);
    for (const auto& run : letters)
      if (c >= run.first && c <= run.last)
        out += static_cast<char>(c % 2 == 0 ? run.capital : run.capital + ('a' - 'A'));
  }
}

}  // namespace

std::string to_ascii(std::string_view utf8) {
  const auto sound = printable(utf8);
  std::string out;
  for (std::string_view rest = sound; !rest.empty();) append_ascii(out, next_character(rest));
  // What was left out leaves no gap behind.
  std::string tidy;
  for (const char c : out)
    if (c != ' ' || (!tidy.empty() && tidy.back() != ' ')) tidy += c;
  while (!tidy.empty() && tidy.back() == ' ') tidy.pop_back();
  return tidy;
}

}  // namespace hallcall::display
