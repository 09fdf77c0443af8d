// The shapes, drawn as one sees them.
#include "display-client/block_digits.hpp"

#include <algorithm>
#include <array>

namespace hallcall::display {
namespace {

constexpr int glyph_width = 5;
constexpr int glyph_gap = 1;

struct glyph {
  char character;
  std::array<std::string_view, block_height> rows;
};

constexpr std::array glyphs = std::to_array<glyph>({
    {'0', {" ### ", "#   #", "#   #", "#   #", " ### "}},
    {'1', {"  #  ", " ##  ", "  #  ", "  #  ", " ### "}},
    {'2', {"#### ", "    #", " ### ", "#    ", "#####"}},
    {'3', {"#### ", "    #", " ### ", "    #", "#### "}},
    {'4', {"#   #", "#   #", "#####", "    #", "    #"}},
    {'5', {"#####", "#    ", "#### ", "    #", "#### "}},
    {'6', {" ### ", "#    ", "#### ", "#   #", " ### "}},
    {'7', {"#####", "    #", "   # ", "  #  ", "  #  "}},
    {'8', {" ### ", "#   #", " ### ", "#   #", " ### "}},
    {'9', {" ### ", "#   #", " ####", "    #", " ### "}},
    {'A', {" ### ", "#   #", "#####", "#   #", "#   #"}},
    {'B', {"#### ", "#   #", "#### ", "#   #", "#### "}},
    {'C', {" ####", "#    ", "#    ", "#    ", " ####"}},
    {'D', {"#### ", "#   #", "#   #", "#   #", "#### "}},
    {'E', {"#####", "#    ", "###  ", "#    ", "#####"}},
    {'F', {"#####", "#    ", "###  ", "#    ", "#    "}},
    {'G', {" ####", "#    ", "#  ##", "#   #", " ####"}},
    {'H', {"#   #", "#   #", "#####", "#   #", "#   #"}},
    {'I', {" ### ", "  #  ", "  #  ", "  #  ", " ### "}},
    {'J', {"  ###", "   # ", "   # ", "#  # ", " ##  "}},
    {'K', {"#   #", "#  # ", "###  ", "#  # ", "#   #"}},
    {'L', {"#    ", "#    ", "#    ", "#    ", "#####"}},
    {'M', {"#   #", "## ##", "# # #", "#   #", "#   #"}},
    {'N', {"#   #", "##  #", "# # #", "#  ##", "#   #"}},
    {'O', {"#####", "#   #", "#   #", "#   #", "#####"}},
    {'P', {"#### ", "#   #", "#### ", "#    ", "#    "}},
    {'Q', {" ### ", "#   #", "# # #", "#  # ", " ## #"}},
    {'R', {"#### ", "#   #", "#### ", "#  # ", "#   #"}},
    {'S', {" ####", "#    ", " ### ", "    #", "#### "}},
    {'T', {"#####", "  #  ", "  #  ", "  #  ", "  #  "}},
    {'U', {"#   #", "#   #", "#   #", "#   #", " ### "}},
    {'V', {"#   #", "#   #", "#   #", " # # ", "  #  "}},
    {'W', {"#   #", "#   #", "# # #", "## ##", "#   #"}},
    {'X', {"#   #", " # # ", "  #  ", " # # ", "#   #"}},
    {'Y', {"#   #", " # # ", "  #  ", "  #  ", "  #  "}},
    {'Z', {"#####", "   # ", "  #  ", " #   ", "#####"}},
    {'-', {"     ", "     ", "#####", "     ", "     "}},
    {'>', {"  #  ", "   # ", "#####", "   # ", "  #  "}},
});

const glyph* find_glyph(char character) {
  for (const auto& g : glyphs)
    if (g.character == character) return &g;
  return nullptr;
}

}  // namespace

int block_columns(std::string_view text, block_scale scale) {
  const int dots = static_cast<int>(text.size()) * (glyph_width + glyph_gap) - glyph_gap;
  return text.empty() ? 0 : dots * scale.columns;
}

std::vector<block_run> block_runs(std::string_view text, block_scale scale) {
  std::vector<block_run> runs;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto* g = find_glyph(text[i]);
    if (g == nullptr) continue;
    const int left = static_cast<int>(i) * (glyph_width + glyph_gap);
    for (int y = 0; y < block_height; ++y) {
      const auto row = g->rows[static_cast<std::size_t>(y)];
      for (std::size_t x = row.find('#'); x < row.size(); x = row.find('#', x)) {
        const auto end = std::min(row.find(' ', x), row.size());
        for (int line = 0; line < scale.rows; ++line)
          runs.push_back({y * scale.rows + line, (left + static_cast<int>(x)) * scale.columns,
                          static_cast<int>(end - x) * scale.columns});
        x = end;
      }
    }
  }
  return runs;
}

}  // namespace hallcall::display
