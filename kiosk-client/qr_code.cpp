// libqrencode makes the code.
#include "kiosk-client/qr_code.hpp"

#include <memory>

#include <qrencode.h>

namespace hallcall::kiosk {

bool qr_code::black(int x, int y) const {
  if (x < 0 || y < 0 || x >= size || y >= size) return false;
  return modules[static_cast<std::size_t>(y) * static_cast<std::size_t>(size) +
                 static_cast<std::size_t>(x)];
}

std::optional<qr_code> make_qr_code(const std::string& text) {
  const std::unique_ptr<QRcode, decltype(&QRcode_free)> made(
      QRcode_encodeString8bit(text.c_str(), 0, QR_ECLEVEL_M), &QRcode_free);
  if (!made) return std::nullopt;
  qr_code out;
  out.size = made->width;
  const auto count = static_cast<std::size_t>(made->width) * static_cast<std::size_t>(made->width);
  for (std::size_t i = 0; i < count; ++i) out.modules.push_back((made->data[i] & 1) != 0);
  return out;
}

std::string half_blocks(const qr_code& code, bool colours) {
  const int from = -qr_code::quiet_zone;
  const int to = code.size + qr_code::quiet_zone;
  std::string out;
  for (int y = from; y < to; y += 2) {
    if (colours) out += "\x1b[30;107m";
    for (int x = from; x < to; ++x) {
      const bool upper = code.black(x, y);
      const bool lower = code.black(x, y + 1);
      out += upper && lower ? "█" : upper ? "▀" : lower ? "▄" : " ";
    }
    if (colours) out += "\x1b[0m";
    out += '\n';
  }
  return out;
}

}  // namespace hallcall::kiosk
