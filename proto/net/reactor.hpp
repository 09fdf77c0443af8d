// The one thread on which the network and the hall's state live, without showing Asio to its users.
// Everything in proto/net calls back on this thread; only post() may be called from another.
#pragma once

#include <chrono>
#include <functional>
#include <memory>

namespace hallcall::net {

class reactor;

// A timer that fires once. Destroying or cancelling it guarantees that its callback will not run.
// Owned by who armed it; must be destroyed on the reactor's thread, before the reactor.
class timer {
 public:
  timer();
  timer(timer&&) noexcept;
  timer& operator=(timer&&) noexcept;
  ~timer();
  void cancel();

 private:
  friend class reactor;
  struct impl;
  std::shared_ptr<impl> impl_;
};

class reactor {
 public:
  reactor();
  ~reactor();
  reactor(const reactor&) = delete;
  reactor& operator=(const reactor&) = delete;

  // Runs callbacks until stop(). An exception from a callback leaves run(): it is a bug.
  void run();
  void stop();  // from any thread
  // Runs `task` on the reactor's thread, after what is already waiting. From any thread.
  void post(std::function<void()> task);
  // Runs `task` once after `delay` (steady clock, not the wall's). On the reactor's thread.
  [[nodiscard]] timer after(std::chrono::milliseconds delay, std::function<void()> task);
  // Calls `task(signal number)` for each SIGINT, SIGTERM or SIGHUP from now on.
  void on_signals(std::function<void(int)> task);

  struct impl;  // defined in reactor_impl.hpp, for proto/net alone
  impl& internals() { return *impl_; }

 private:
  std::unique_ptr<impl> impl_;
};

}  // namespace hallcall::net
