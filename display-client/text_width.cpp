// Widths by glibc, and a UTF-8 reader that never fails: what is broken becomes U+FFFD.
#include "display-client/text_width.hpp"

#include <clocale>
#include <cstdint>
#include <cwchar>
#include <stdexcept>

namespace hallcall::display {
namespace {

constexpr char32_t replacement = 0xFFFD;

// wcwidth reads the thread's locale; it is set for the length of one call only, so that nothing
// else in the program (number formats above all) depends on it.
class utf8_locale {
 public:
  utf8_locale() : before_(uselocale(instance())) {}
  ~utf8_locale() { uselocale(before_); }
  utf8_locale(const utf8_locale&) = delete;
  utf8_locale& operator=(const utf8_locale&) = delete;

 private:
  static locale_t instance() {
    static const locale_t made = newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr);
    if (made == nullptr) throw std::runtime_error("the system has no C.UTF-8 locale");
    return made;
  }
  locale_t before_;
};

struct decoded {
  char32_t character = replacement;
  std::size_t bytes = 1;
};

decoded decode_one(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
  const std::uint8_t first = byte(0);
  if (first < 0x80) return {first, 1};
  const std::size_t length = first >= 0xF0 && first <= 0xF4   ? 4
                             : first >= 0xE0 && first <= 0xEF ? 3
                             : first >= 0xC2 && first <= 0xDF ? 2
                                                              : 0;
  if (length == 0 || text.size() < length) return {};
  char32_t value = first & (0xFF >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return {};
    value = (value << 6) | (byte(i) & 0x3F);
  }
  const bool overlong = (length == 3 && value < 0x800) || (length == 4 && value < 0x10000);
  const bool surrogate = value >= 0xD800 && value <= 0xDFFF;
  if (overlong || surrogate || value > 0x10FFFF) return {};
  return {value, length};
}

// Line and paragraph separators, and the characters that reorder what stands around them.
bool steers(char32_t c) {
  return c == 0x2028 || c == 0x2029 || (c >= 0x202A && c <= 0x202E) ||
         (c >= 0x2066 && c <= 0x2069) || c == 0x200E || c == 0x200F || c == 0x061C;
}

void append_utf8(std::string& out, char32_t c) {
  if (c < 0x80) {
    out += static_cast<char>(c);
  } else if (c < 0x800) {
    out += static_cast<char>(0xC0 | (c >> 6));
    out += static_cast<char>(0x80 | (c & 0x3F));
  } else if (c < 0x10000) {
    out += static_cast<char>(0xE0 | (c >> 12));
    out += static_cast<char>(0x80 | ((c >> 6) & 0x3F));
    out += static_cast<char>(0x80 | (c & 0x3F));
  } else {
    out += static_cast<char>(0xF0 | (c >> 18));
    out += static_cast<char>(0x80 | ((c >> 12) & 0x3F));
    out += static_cast<char>(0x80 | ((c >> 6) & 0x3F));
    out += static_cast<char>(0x80 | (c & 0x3F));
  }
}

}  // namespace

int columns_of(char32_t character) {
  if (character == 0) return -1;
  const utf8_locale guard;
  return wcwidth(static_cast<wchar_t>(character));
}

int columns_of(std::string_view utf8) {
  const utf8_locale guard;
  int total = 0;
  while (!utf8.empty()) {
    const auto one = decode_one(utf8);
    const int width = one.character == 0 ? -1 : wcwidth(static_cast<wchar_t>(one.character));
    total += width < 0 ? 1 : width;
    utf8.remove_prefix(one.bytes);
  }
  return total;
}

std::string printable(std::string_view utf8) {
  const utf8_locale guard;
  std::string out;
  out.reserve(utf8.size());
  while (!utf8.empty()) {
    const auto one = decode_one(utf8);
    utf8.remove_prefix(one.bytes);
    const bool control = one.character == 0 || wcwidth(static_cast<wchar_t>(one.character)) < 0;
    append_utf8(out, control || steers(one.character) ? U' ' : one.character);
  }
  return out;
}

std::string fit(std::string_view utf8, int width) {
  if (width <= 0) return {};
  if (columns_of(utf8) <= width) return std::string(utf8);
  const utf8_locale guard;
  std::size_t end = 0;
  int used = 0;
  while (end < utf8.size()) {
    const auto one = decode_one(utf8.substr(end));
    const int wide = one.character == 0 ? -1 : wcwidth(static_cast<wchar_t>(one.character));
    const int step = wide < 0 ? 1 : wide;
    if (used + step > width - 1) break;  // one column is kept for the "…"
    used += step;
    end += one.bytes;
  }
  return std::string(utf8.substr(0, end)) + "…";
}

}  // namespace hallcall::display
