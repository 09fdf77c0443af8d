// The wire to a printer: bytes out, bytes in, and a deadline on everything. Nothing here blocks for
// longer.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <tl/expected.hpp>

namespace hallcall::kiosk {

struct printer_target {
  enum class kind : std::uint8_t { tcp, device, file };
  kind what = kind::file;
  std::string host;  // tcp
  std::uint16_t port = 0;
  std::string path;  // device, file
};

// "tcp:HOST:PORT", "dev:PATH", "file:PATH"; an IPv6 host stands in brackets. nullopt for anything
// else.
[[nodiscard]] std::optional<printer_target> parse_printer_target(std::string_view text);

// Why bytes do not flow.
enum class port_error : std::uint8_t { cannot_open, closed, timeout, failed };

class printer_port {
 public:
  using deadline = std::chrono::steady_clock::time_point;

  // Connects, or opens for reading and writing (a device that cannot be read, for writing alone). A
  // file is emptied. A name is resolved on a thread of its own, which is left behind when it takes
  // too long.
  [[nodiscard]] static tl::expected<printer_port, port_error> open(const printer_target&, deadline);
  ~printer_port();
  printer_port(printer_port&&) noexcept;
  printer_port& operator=(printer_port&&) = delete;

  // Writes as much as is taken now or, when nothing is, until the deadline; returns how many bytes.
  [[nodiscard]] tl::expected<std::size_t, port_error> write_some(std::string_view bytes, deadline);
  // One byte that the printer sent.
  [[nodiscard]] tl::expected<std::uint8_t, port_error> read_byte(deadline);
  // False for a file and a write-only device: nothing will ever be read.
  [[nodiscard]] bool can_answer() const { return can_answer_; }

 private:
  printer_port(int fd, bool can_answer) : fd_(fd), can_answer_(can_answer) {}
  [[nodiscard]] tl::expected<void, port_error> wait(short events, deadline) const;

  int fd_ = -1;
  bool can_answer_ = false;
};

}  // namespace hallcall::kiosk
