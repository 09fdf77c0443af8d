// Bytes in and out, as the command reference has them.
#include "kiosk-client/escpos.hpp"

#include <algorithm>

namespace hallcall::kiosk {
namespace {

constexpr char esc = '\x1b';
constexpr char gs = '\x1d';
constexpr char dle = '\x10';
constexpr char eot = '\x04';
constexpr char enq = '\x05';
constexpr char dc4 = '\x14';

void append_16(std::string& out, std::size_t value) {
  out += static_cast<char>(value & 0xFF);
  out += static_cast<char>(value >> 8);
}

// A printer watches its input for real-time commands even inside a picture. A picture that happens
// to hold one gets a dot more, where nobody sees it, rather than an unasked answer or an emptied
// buffer.
void defuse(std::string& out, std::size_t from) {
  for (std::size_t i = from; i + 1 < out.size(); ++i)
    if (out[i] == dle && (out[i + 1] == eot || out[i + 1] == enq || out[i + 1] == dc4))
      out[i + 1] = static_cast<char>(out[i + 1] | 0x02);  // none of the three, whichever it was
}

void append_band(std::string& out, const bitmap& picture, int from, int rows) {
  out += {gs, 'v', '0', '\0'};
  append_16(out, picture.row_bytes());
  append_16(out, static_cast<std::size_t>(rows));
  const auto begin = out.size();
  const auto* first = picture.bits.data() + static_cast<std::size_t>(from) * picture.row_bytes();
  out.append(reinterpret_cast<const char*>(first),
             static_cast<std::size_t>(rows) * picture.row_bytes());
  defuse(out, begin);
}

}  // namespace

std::string print_job(const bitmap& picture) {
  std::string out{esc, '@'};
  for (int row = 0; row < picture.height; row += band_rows)
    append_band(out, picture, row, std::min(band_rows, picture.height - row));
  out += {gs, 'V', 'B', '\x08'};  // feed to the cutter and a little more, partial cut
  return out;
}

std::string ask_status(status_kind kind) { return {dle, eot, static_cast<char>(kind)}; }

void read_answer(printer_status& status, status_kind asked, std::uint8_t b) {
  switch (asked) {
    case status_kind::printer:
      status.offline |= (b & 0x08) != 0;
      break;
    case status_kind::offline_cause:
      status.cover_open |= (b & 0x04) != 0;
      status.paper_out |= (b & 0x20) != 0;
      status.error |= (b & 0x40) != 0;
      break;
    case status_kind::error_cause:
      status.error |= (b & 0x44) != 0;  // recoverable by hand, or by itself
      status.cutter_error |= (b & 0x08) != 0;
      status.broken |= (b & 0x20) != 0;
      break;
    case status_kind::paper:
      status.paper_low |= (b & 0x0C) != 0;
      status.paper_out |= (b & 0x60) != 0;
      break;
  }
}

answer_reader::kind answer_reader::feed(std::uint8_t b) {
  if (!automatic_.empty()) {
    automatic_ += static_cast<char>(b);
    if (automatic_.size() < 4) return kind::nothing;
    const auto byte = [this](std::size_t i) { return static_cast<std::uint8_t>(automatic_[i]); };
    printer_status s;
    s.offline = (byte(0) & 0x08) != 0;
    s.cover_open = (byte(0) & 0x20) != 0;
    s.error = (byte(1) & 0x44) != 0;
    s.cutter_error = (byte(1) & 0x08) != 0;
    s.broken = (byte(1) & 0x20) != 0;
    s.paper_low = (byte(2) & 0x03) != 0;
    s.paper_out = (byte(2) & 0x0C) != 0;
    latest_ = s;
    automatic_.clear();
    return kind::automatic;
  }
  if ((b & 0x93) == 0x12) return kind::real_time;
  if ((b & 0x90) == 0x00) return kind::printed;
  if ((b & 0x93) == 0x10) automatic_ = static_cast<char>(b);
  return kind::nothing;
}

}  // namespace hallcall::kiosk
