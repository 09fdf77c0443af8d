// A ticket's slip as a picture for thermal paper. Everything on it comes from messages::slip and
// the wording: no service, no lane, no person.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <tl/expected.hpp>

#include "kiosk-client/bitmap.hpp"
#include "kiosk-client/text_painter.hpp"
#include "proto/messages/answers.hpp"

namespace hallcall::kiosk {

// The dots across, at 203 dots an inch.
enum class paper : int { mm58 = 384, mm80 = 576 };
// Large for who chose large type at the kiosk.
enum class lettering : std::uint8_t { ordinary, large };

struct slip_picture {
  bitmap picture;
  std::vector<drawn_text> texts;
  rectangle qr;  // with its quiet zone
};

// Fails, with words for the log, when the url does not fit a QR code or the strip would be longer
// than 30 cm.
[[nodiscard]] tl::expected<slip_picture, std::string> draw_slip(const messages::slip&, paper,
                                                                lettering = lettering::ordinary);

// A slip that shows what a technician looks for: every script, thin and thick lines, both edges, a
// QR code.
[[nodiscard]] tl::expected<slip_picture, std::string> draw_test_slip(const std::string& url, paper);

}  // namespace hallcall::kiosk
