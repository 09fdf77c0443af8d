// A terminal's picture as pieces of styled text at fixed places. Knows nothing of escape sequences:
// a terminal turns it into them, a test and a pipe into plain lines.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace hallcall::display {

enum class style : std::uint8_t {
  plain,
  strong,
  faint,
  bar,        // the head line
  ink,        // dots of a big number: spaces on a coloured ground, "█" in plain text
  ink_flash,  // the same while a new call flashes
  warning,
};

struct piece {
  int column = 0;
  display::style style = style::plain;
  std::string text;  // printable
  int width = 0;
  friend bool operator==(const piece&, const piece&) = default;
};

class canvas {
 public:
  canvas(int columns, int rows) : columns_(columns), lines_(static_cast<std::size_t>(rows)) {}

  // Puts a text, cut to what is left of the row and to `max_width` columns; cleaned of anything
  // that steers a terminal. Returns its width; 0 when the place is outside. Pieces of a row are put
  // from left to right.
  int put(int row, int column, style, std::string_view text, int max_width = 1 << 20);
  int put_right(int row, int right_edge, style, std::string_view text, int max_width = 1 << 20);

  [[nodiscard]] int columns() const { return columns_; }
  [[nodiscard]] int rows() const { return static_cast<int>(lines_.size()); }
  [[nodiscard]] const std::vector<std::vector<piece>>& lines() const { return lines_; }
  // Without styles and trailing blanks, one line each, each ended by a line feed.
  [[nodiscard]] std::string plain_text() const;

 private:
  int columns_;
  std::vector<std::vector<piece>> lines_;
};

}  // namespace hallcall::display
