// Placing and cutting; the plain rendering.
#include "display-client/canvas.hpp"

#include <algorithm>

#include "display-client/text_width.hpp"

namespace hallcall::display {

int canvas::put(int row, int column, style how, std::string_view text, int max_width) {
  if (row < 0 || row >= rows() || column < 0 || column >= columns_) return 0;
  auto shown = fit(printable(text), std::min(max_width, columns_ - column));
  const int width = columns_of(shown);
  if (width == 0) return 0;
  lines_[static_cast<std::size_t>(row)].push_back({column, how, std::move(shown), width});
  return width;
}

int canvas::put_right(int row, int right_edge, style how, std::string_view text, int max_width) {
  const auto shown = fit(printable(text), std::min(max_width, right_edge));
  return put(row, right_edge - columns_of(shown), how, shown);
}

std::string canvas::plain_text() const {
  std::string all;
  for (const auto& line : lines_) {
    std::string text;
    int at = 0;
    for (const auto& p : line) {
      if (p.column > at) text.append(static_cast<std::size_t>(p.column - at), ' ');
      const bool dots = p.style == style::ink || p.style == style::ink_flash;
      if (dots) {
        for (int i = 0; i < p.width; ++i) text += "█";
      } else {
        text += p.text;
      }
      at = std::max(at, p.column) + p.width;
    }
    text.erase(text.find_last_not_of(' ') + 1);
    all += text;
    all += '\n';
  }
  return all;
}

}  // namespace hallcall::display
