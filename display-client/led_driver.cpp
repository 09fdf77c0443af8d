// led-protocol.md, version 1.
#include "display-client/led_driver.hpp"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

namespace hallcall::display {
namespace {

constexpr char stx = '\x02';
constexpr char etx = '\x03';
constexpr std::size_t longest_answer = 64;  // between STX and CR

// CRC-16/CCITT-FALSE: polynomial 0x1021, begins with 0xFFFF.
std::uint16_t crc_of(std::string_view bytes) {
  std::uint32_t crc = 0xFFFF;
  for (const char c : bytes) {
    crc ^= static_cast<std::uint32_t>(static_cast<std::uint8_t>(c)) << 8;
    for (int bit = 0; bit < 8; ++bit) crc = (crc & 0x8000U) != 0 ? (crc << 1) ^ 0x1021U : crc << 1;
    crc &= 0xFFFFU;
  }
  return static_cast<std::uint16_t>(crc);
}

template <class Int>
std::optional<Int> number_in(std::string_view text, int base) {
  Int n = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), n, base);
  if (text.empty() || failed != std::errc() || end != text.data() + text.size())
    return std::nullopt;
  return n;
}

class hallcall_led final : public led_driver {
 public:
  [[nodiscard]] std::string bytes_of(const led_order& order) const override {
    constexpr std::string_view effects = "NFR";
    std::string inner = fmt::format("{:02}{}", order.address, order.turn);
    if (order.task == led_order::what::blank) inner += 'B';
    if (order.task == led_order::what::ask) inner += 'Q';
    if (order.task == led_order::what::show)
      inner += fmt::format("S{}{:03}{}", effects[static_cast<std::size_t>(order.effect)],
                           order.hold_seconds, order.text);
    inner += etx;
    return fmt::format("{}{}{:04X}\r", stx, inner, crc_of(inner));
  }

  [[nodiscard]] std::optional<led_answer> feed(std::uint8_t byte) override {
    const char c = static_cast<char>(byte);
    if (c == stx) {
      inside_ = true;
      frame_.clear();
      return std::nullopt;
    }
    if (!inside_) return std::nullopt;
    if (c != '\r') {
      frame_ += c;
      inside_ = frame_.size() <= longest_answer;
      return std::nullopt;
    }
    inside_ = false;
    return read(frame_);
  }

  [[nodiscard]] std::uint16_t digest_of(std::string_view text) const override {
    return crc_of(text);
  }

 private:
  // aa n A state digest word ETX hhhh
  static std::optional<led_answer> read(std::string_view frame) {
    constexpr std::size_t least = 14;
    if (frame.size() < least || frame[frame.size() - 5] != etx) return std::nullopt;
    const auto inner = frame.substr(0, frame.size() - 4);
    const auto check = number_in<std::uint16_t>(frame.substr(frame.size() - 4), 16);
    const auto address = number_in<int>(inner.substr(0, 2), 10);
    const auto turn = number_in<int>(inner.substr(2, 1), 10);
    const auto digest = number_in<std::uint16_t>(inner.substr(5, 4), 16);
    const auto state = std::string_view("TBOXF").find(inner[4]);
    if (check != crc_of(inner) || !address || !turn || !digest || inner[3] != 'A' ||
        state == std::string_view::npos)
      return std::nullopt;
    led_answer out;
    out.address = *address;
    out.turn = *turn;
    out.says = static_cast<led_answer::state>(state);
    out.digest = *digest;
    for (const char c : inner.substr(9, inner.size() - 10))
      out.why += c >= ' ' && c <= '~' ? c : ' ';
    return out;
  }

  std::string frame_;
  bool inside_ = false;
};

}  // namespace

std::unique_ptr<led_driver> make_led_driver() { return std::make_unique<hallcall_led>(); }

}  // namespace hallcall::display
