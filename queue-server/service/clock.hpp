// The hall's clock: the wall's, but never backwards, and faster than it for a demonstration.
// When the wall clock jumps back the hall's time runs on steadily until the wall has caught up.
#pragma once

#include <chrono>
#include <functional>

#include "engine/types.hpp"

namespace hallcall::service {

class hall_clock {
 public:
  using wall = std::function<engine::time_point()>;
  using steady = std::function<std::chrono::milliseconds()>;
  // The machine's clocks.
  hall_clock();
  // For tests: clocks of their own.
  hall_clock(wall, steady);

  // From now on time runs `factor` times as fast, starting at `start`. For the fast demonstration.
  void run_from(engine::time_point start, double factor);
  // Never earlier than `t` from now on: the newest time in the journal at start.
  void not_before(engine::time_point t);

  [[nodiscard]] engine::time_point now();
  // How far the wall clock is behind the hall's, zero when it is not: for the operator's log.
  [[nodiscard]] std::chrono::milliseconds wall_behind() const { return behind_; }
  // The real time in which `hall` of the hall's time passes.
  [[nodiscard]] std::chrono::milliseconds real(std::chrono::milliseconds hall) const;

 private:
  wall wall_;
  steady steady_;
  engine::time_point base_{};  // with factor: the start
  std::chrono::milliseconds base_steady_{0};
  double factor_ = 1;
  bool scaled_ = false;
  engine::time_point latest_{};
  std::chrono::milliseconds latest_steady_{0};
  std::chrono::milliseconds behind_{0};
};

}  // namespace hallcall::service
