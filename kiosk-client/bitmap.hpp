// A picture of black dots on white paper, one bit a dot, as a thermal printer takes it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace hallcall::kiosk {

struct bitmap {
  int width = 0;  // dots, a multiple of 8
  int height = 0;
  std::vector<std::uint8_t>
      bits;  // rows from the top, the leftmost dot is the highest bit; 1 is black

  bitmap() = default;
  bitmap(int w, int h)
      : width(w), height(h), bits(static_cast<std::size_t>(w / 8) * static_cast<std::size_t>(h)) {}

  [[nodiscard]] std::size_t row_bytes() const { return static_cast<std::size_t>(width / 8); }
  [[nodiscard]] bool black(int x, int y) const { return (bits[index(x, y)] & mask(x)) != 0; }
  void blacken(int x, int y) { bits[index(x, y)] |= mask(x); }
  friend bool operator==(const bitmap&, const bitmap&) = default;

 private:
  [[nodiscard]] std::size_t index(int x, int y) const {
    return static_cast<std::size_t>(y) * row_bytes() + static_cast<std::size_t>(x / 8);
  }
  static std::uint8_t mask(int x) { return static_cast<std::uint8_t>(0x80 >> (x % 8)); }
};

}  // namespace hallcall::kiosk
