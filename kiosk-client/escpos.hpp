// The ESC/POS words of a thermal printer: a picture as bytes, and what its status bytes mean. No
// I/O. Sources: Epson's ESC/POS command reference (DLE EOT, GS r, GS v 0, GS V, DLE DC4); most
// other makers follow it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "kiosk-client/bitmap.hpp"

namespace hallcall::kiosk {

// Rows of one raster command. Small, because a printer with a small buffer waits for a whole band.
inline constexpr int band_rows = 128;

// Initialise, the picture in bands, feed and cut. A printer without a cutter ignores the cut.
[[nodiscard]] std::string print_job(const bitmap&);

// Asks for one byte when everything before it has been printed (GS r 1); DLE EOT answers at once,
// whatever is still in the buffer, and so cannot tell that.
inline constexpr std::string_view ask_when_printed{"\x1dr\x01", 3};

// From now on tell by yourself when something changes (GS a: online, errors, paper): a printer that
// ran out of paper with a full buffer reads no more questions. And the end of it.
inline constexpr std::string_view tell_changes{
    "\x1d"
    "a\x0e",
    3};
inline constexpr std::string_view tell_nothing{
    "\x1d"
    "a\0",
    3};

// Throws away what is still buffered (DLE DC4 8), so that a slip that failed is not printed by
// itself when somebody puts in paper: its ticket may be void by then.
inline constexpr std::string_view clear_buffer{"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08", 10};

// The four real-time questions.
enum class status_kind : std::uint8_t {
  printer = 1,
  offline_cause = 2,
  error_cause = 3,
  paper = 4
};
[[nodiscard]] std::string ask_status(status_kind);

// What the printer said; all false is a printer that is ready.
struct printer_status {
  bool answered = true;  // false: it never answers, nothing is known
  bool offline = false;
  bool cover_open = false;
  bool paper_out = false;
  bool paper_low = false;  // prints, but soon will not
  bool cutter_error = false;
  bool broken = false;  // an error that only a technician clears
  bool error = false;   // any other error, such as a hot print head
};

// Adds one answer to a question.
void read_answer(printer_status&, status_kind asked, std::uint8_t answer);

// Sorts the bytes that a printer sends by their fixed bits: to DLE EOT 0xx1xx10, to GS r 0xx0xxxx,
// automatic status four bytes of which the first is 0xx1xx00. XON and XOFF are nothing.
class answer_reader {
 public:
  enum class kind : std::uint8_t { nothing, real_time, printed, automatic };
  [[nodiscard]] kind feed(std::uint8_t);
  // The latest automatic status, whole.
  [[nodiscard]] const std::optional<printer_status>& latest() const { return latest_; }

 private:
  std::string automatic_;  // the bytes of one that is not whole yet
  std::optional<printer_status> latest_;
};

}  // namespace hallcall::kiosk
