// How many terminal columns a text takes, and cutting a text to columns without breaking a
// character. Widths are glibc's (wcwidth in C.UTF-8): the same data that terminals on the same
// system draw by, kept up to date with Unicode by the distribution. East Asian ambiguous characters
// count as one column.
#pragma once

#include <string>
#include <string_view>

namespace hallcall::display {

// 0 for marks that join the character before them, 1, 2 for wide ones, -1 for control characters.
// Throws std::runtime_error when the system has no C.UTF-8 locale.
[[nodiscard]] int columns_of(char32_t character);

// The columns of a text; control characters and broken bytes count as the one column they are
// replaced with.
[[nodiscard]] int columns_of(std::string_view utf8);

// The text without anything that could steer a terminal: controls, escapes, bidirectional overrides
// and line separators become a space, broken bytes U+FFFD. What comes from the network passes here
// before it is drawn.
[[nodiscard]] std::string printable(std::string_view utf8);

// The longest beginning that fits `width` columns, ending in "…" when something was cut off. Marks
// stay with the character they belong to.
[[nodiscard]] std::string fit(std::string_view utf8, int width);

}  // namespace hallcall::display
