// Walks over a TOML text knowing strings and comments alone.
#include "service/office_file_stray.hpp"

#include <algorithm>

namespace hallcall::service::office_file {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

// Where the string that begins at `at` ends: after its closing quotes, at the end of its line when
// it is not closed, at the end of the text when it has three quotes and is not closed.
std::size_t after_string(std::string_view text, std::size_t at) {
  const char quote = text[at];
  const bool escapes = quote == '"';
  const std::string three(3, quote);
  const bool many_lines = text.substr(at, 3) == three;
  const std::string_view closing = many_lines ? std::string_view{three} : text.substr(at, 1);
  for (std::size_t i = at + closing.size(); i < text.size(); ++i) {
    if (text[i] == '\n' && !many_lines) return i;
    if (text[i] == '\\' && escapes) {
      if (i + 1 < text.size() && text[i + 1] != '\n') ++i;
    } else if (text.substr(i, closing.size()) == closing) {
      return i + closing.size();
    }
  }
  return text.size();
}

// The UTF-8 character that begins at `at`, or "?" when there is none.
std::string character_at(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const std::size_t length = byte(at) >= 0xF0 ? 4 : byte(at) >= 0xE0 ? 3 : 2;
  if (byte(at) < 0xC2 || byte(at) > 0xF4 || at + length > text.size()) return "?";
  for (std::size_t i = at + 1; i < at + length; ++i) {
    if ((byte(i) & 0xC0u) != 0x80u) return "?";
  }
  return std::string{text.substr(at, length)};
}

}  // namespace

std::optional<stray> first_stray(std::string_view toml) {
  std::size_t at = toml.starts_with(byte_order_mark) ? byte_order_mark.size() : 0;
  while (at < toml.size()) {
    const char c = toml[at];
    if (c == '"' || c == '\'') {
      at = after_string(toml, at);
    } else if (c == '#') {
      at = std::min(toml.find('\n', at), toml.size());
    } else if (static_cast<unsigned char>(c) >= 0x80) {
      const auto lines =
          std::count(toml.begin(), toml.begin() + static_cast<std::ptrdiff_t>(at), '\n');
      return stray{static_cast<std::uint32_t>(lines) + 1, character_at(toml, at)};
    } else {
      ++at;
    }
  }
  return std::nullopt;
}

}  // namespace hallcall::service::office_file
