// Letters and digits five rows high, for a number that is read from across the hall.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace hallcall::display {

inline constexpr int block_height = 5;

// One dot of a big character takes this many terminal columns and rows.
struct block_scale {
  int columns = 2;
  int rows = 1;
};

// The columns of a text at a scale. '>' is an arrow; characters without a shape take a blank.
[[nodiscard]] int block_columns(std::string_view text, block_scale scale);

// One run of dots in a row, in terminal columns from the text's left edge.
struct block_run {
  int row = 0;
  int column = 0;
  int length = 0;
};
[[nodiscard]] std::vector<block_run> block_runs(std::string_view text, block_scale scale);

}  // namespace hallcall::display
