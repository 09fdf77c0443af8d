// A slip printer: asked how it is before a slip, and again until the slip is out. Every way in
// which a slip does not come out has a reason word for the server and the staff.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include <tl/expected.hpp>

#include "kiosk-client/bitmap.hpp"
#include "kiosk-client/escpos.hpp"
#include "kiosk-client/printer_port.hpp"

namespace hallcall::kiosk {

enum class print_fault : std::uint8_t {
  no_printer,       // cannot be opened or connected to
  no_answer,        // connected, but silent or stuck
  connection_lost,  // went away in the middle
  write_failed,     // the file or device refused the bytes (a full disk)
  cover_open,
  paper_out,
  cutter_error,
  printer_broken,  // an error that switching off and on may clear, or a technician
  printer_error,   // any other error the printer reports
  offline,
};
// "paper-out", …: the words of POST …/print-result.
[[nodiscard]] std::string_view reason(print_fault);

// What keeps a printer with this status from printing, the likeliest cause first; nullopt when
// nothing does.
[[nodiscard]] std::optional<print_fault> fault_of(const printer_status&);

struct printer_limits {
  std::chrono::milliseconds connect{3'000};
  std::chrono::milliseconds answer{1'000};  // one status byte, before the slip
  std::chrono::milliseconds stall{3'000};   // no byte taken for so long: something is wrong
  std::chrono::milliseconds send{60'000};   // the whole slip, over a slow serial line too
  std::chrono::milliseconds finish{8'000};  // from the last byte to "printed"
  std::chrono::milliseconds look{200};      // between two looks while it prints
};

// How sure it is that the slip came out.
struct print_report {
  bool confirmed = false;  // the printer itself said that everything was printed
  bool paper_low = false;
};

class printer {
 public:
  [[nodiscard]] static tl::expected<printer, print_fault> open(const printer_target&,
                                                               printer_limits = {});

  // `answered` is false for a file, and for a device that stays silent; a silent network printer is
  // a fault.
  [[nodiscard]] tl::expected<printer_status, print_fault> status();

  // Status, bytes, status. After a fault the printer was told to forget the rest, as far as it
  // listened.
  [[nodiscard]] tl::expected<print_report, print_fault> print(const bitmap&);

 private:
  printer(printer_port port, printer_limits limits, bool must_answer)
      : port_(std::move(port)), limits_(limits), must_answer_(must_answer) {}

  [[nodiscard]] tl::expected<void, print_fault> send(std::string_view bytes);
  [[nodiscard]] tl::expected<void, print_fault> listen();
  [[nodiscard]] tl::expected<std::uint8_t, print_fault> next_answer(printer_port::deadline);
  [[nodiscard]] tl::expected<std::uint8_t, print_fault> ask(status_kind, printer_port::deadline);
  [[nodiscard]] tl::expected<printer_status, print_fault> ask_all(std::chrono::milliseconds each);
  [[nodiscard]] tl::expected<print_report, print_fault> await_printed();
  [[nodiscard]] print_fault silence() const;
  void forget_job();

  printer_port port_;
  printer_limits limits_;
  answer_reader answers_;
  bool must_answer_;
  bool mute_ = false;            // found to answer nothing
  bool printed_answer_ = false;  // the answer to GS r came by
  bool awaits_printed_ = false;  // and is what a wait is for
};

}  // namespace hallcall::kiosk
