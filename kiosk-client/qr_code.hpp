// A QR code's modules, for the slip and for a terminal.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace hallcall::kiosk {

struct qr_code {
  static constexpr int quiet_zone = 4;  // modules of white that a reader needs on every side

  int size = 0;               // modules a side, without the quiet zone
  std::vector<bool> modules;  // row by row; true is black
  // False outside: the quiet zone may be asked for.
  [[nodiscard]] bool black(int x, int y) const;
};

// Error correction level M (15 %: a crumpled slip still reads). nullopt when the text is empty or
// too long.
[[nodiscard]] std::optional<qr_code> make_qr_code(const std::string& text);

// For a terminal: two modules a character, black on white when `colours`, with the quiet zone; a
// line feed after every row.
[[nodiscard]] std::string half_blocks(const qr_code&, bool colours);

}  // namespace hallcall::kiosk
