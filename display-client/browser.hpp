// Keeps the box's browser running: starts the command, and starts it again when it ends, each time
// a little later until it has run for a while. Ends it, with all that it has started, when told to.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <functional>
#include <string>

#include "proto/net/reactor.hpp"
#include "proto/relay/back_off.hpp"

namespace hallcall::display {

class browser {
 public:
  // One that ran for so long was well: the next start after its end comes soon.
  static constexpr std::chrono::seconds well_after{30};
  static constexpr std::chrono::milliseconds look_every{250};
  static constexpr std::chrono::seconds patience{3};  // after SIGTERM, before SIGKILL

  // `command` is the shell's. `jitter` gives [0, 1).
  browser(net::reactor&, std::string command, std::function<double()> jitter);
  // Kills what is left.
  ~browser();
  browser(const browser&) = delete;
  browser& operator=(const browser&) = delete;

  void start();
  // SIGTERM, then SIGKILL; `done` once it is gone.
  void stop(std::function<void()> done);
  [[nodiscard]] int starts() const { return starts_; }
  [[nodiscard]] bool running() const { return group_ > 0; }

 private:
  using steady = std::chrono::steady_clock;

  void launch();
  void look();
  [[nodiscard]] bool has_ended();

  net::reactor& reactor_;
  std::string command_;
  relay::back_off back_off_;
  pid_t group_ = 0;  // the process, first of its group
  int starts_ = 0;
  steady::time_point started_at_;
  steady::time_point kill_at_;
  net::timer look_, again_;
  std::function<void()> stopped_;
};

}  // namespace hallcall::display
