// A thermal printer made of software: reads ESC/POS from a TCP port or a pseudo-terminal, answers
// status questions with the bytes a real one sends, turns rasters back into pictures, and breaks
// down when told to.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "kiosk-client/bitmap.hpp"
#include "kiosk-client/printer_port.hpp"

namespace hallcall::tests {

enum class trouble : std::uint8_t { none, cover_open, paper_out, offline, cutter, broken, hot };

struct simulated_printer {
  trouble fault = trouble::none;             // from the beginning, or …
  std::optional<int> fault_after_rows;       // … when so many rows are on paper, or …
  std::optional<std::size_t> fault_at_byte;  // … when exactly so many bytes have come
  bool paper_low = false;
  bool answers = true;             // false: reads everything, says nothing
  bool says_printed = true;        // knows GS r
  bool tells_changes = true;       // knows GS a
  std::size_t buffer = 64 * 1024;  // bytes kept while it cannot print; it reads no more when full
  std::optional<std::size_t> hang_at_byte;  // reads and says nothing from then on
  std::optional<std::size_t> disconnect_at_byte;
};

class printer_simulator {
 public:
  enum class wire : std::uint8_t { tcp, pseudo_terminal };

  printer_simulator(wire, simulated_printer);
  ~printer_simulator();

  [[nodiscard]] kiosk::printer_target target() const { return target_; }

  // Somebody put in paper, closed the cover: it goes on, with what is still in its buffer.
  void repair();

  // What has happened so far.
  [[nodiscard]] std::vector<kiosk::bitmap> slips() const;  // cut off
  [[nodiscard]] int rows_on_paper() const;                 // of the slip that is not cut yet, too
  [[nodiscard]] bool cleared() const;                      // DLE DC4 8 came
  [[nodiscard]] std::size_t bytes_read() const;

 private:
  void serve();
  void talk(int fd);
  [[nodiscard]] std::size_t most_now() const;
  bool take(int fd, std::uint8_t byte);
  void answer_real_time(int fd);
  void parse(int fd);
  std::size_t command_length() const;
  void execute(int fd, std::string_view command);
  [[nodiscard]] bool stopped() const;
  [[nodiscard]] std::uint8_t status(int kind) const;
  void tell(int fd);
  void reply(int fd, std::string_view bytes) const;

  simulated_printer how_;
  kiosk::printer_target target_;
  int listener_ = -1;
  int master_ = -1;
  int slave_ = -1;  // kept open, so that the master never sees a hang-up
  int stop_ = -1;

  mutable std::mutex lock_;
  std::vector<kiosk::bitmap> slips_;
  std::vector<std::uint8_t> paper_;  // rows since the last cut
  std::size_t row_bytes_ = 0;
  int rows_ = 0;
  bool cleared_ = false;
  std::size_t bytes_ = 0;

  std::string buffer_;
  std::string tail_;  // the latest bytes, for real-time commands
  bool telling_ = false;
  trouble now_ = trouble::none;
  std::thread thread_;  // last: it uses everything above
};

}  // namespace hallcall::tests
