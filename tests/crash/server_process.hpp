// The server as a process of its own: started, waited for, signalled, reaped. It dies with the
// test, whatever happens to that.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace hallcall::crash {

inline constexpr std::chrono::seconds patience{30};

// How a program ended.
struct ended {
  int code = -1;  // -1 when a signal ended it
  int signal = 0;
  std::string out;  // standard output and standard error
};

// Runs the server program with these arguments to its end, with `input` on its standard input.
[[nodiscard]] ended run_program(const std::vector<std::string>& arguments,
                                const std::string& input = "");

class server_process {
 public:
  // Starts it; returns at once.
  explicit server_process(const std::vector<std::string>& arguments);
  server_process(const server_process&) = delete;
  server_process& operator=(const server_process&) = delete;
  // Kills and reaps it when it is still there.
  ~server_process();

  // Waits until it listens; false when it ended before, or takes too long.
  [[nodiscard]] bool listens(std::chrono::milliseconds within = patience);
  [[nodiscard]] std::uint16_t port() const { return port_; }
  void signal(int number) const;
  // Waits until it has ended by itself or by a signal; killed when it takes too long.
  ended end();

 private:
  // Reads what it says until `enough` says so, it closes its output, or the time is over; false for
  // the last.
  template <class Enough>
  bool read_until(Enough enough, std::chrono::milliseconds within);

  pid_t id_ = -1;
  int output_ = -1;
  std::uint16_t port_ = 0;
  std::string said_;
};

}  // namespace hallcall::crash
