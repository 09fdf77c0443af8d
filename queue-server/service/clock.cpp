#include "service/clock.hpp"

#include <algorithm>

namespace hallcall::service {

using std::chrono::milliseconds;

hall_clock::hall_clock()
    : hall_clock([] { return std::chrono::floor<milliseconds>(std::chrono::system_clock::now()); },
                 [] {
                   return std::chrono::floor<milliseconds>(
                       std::chrono::steady_clock::now().time_since_epoch());
                 }) {}

hall_clock::hall_clock(wall w, steady s)
    : wall_(std::move(w)), steady_(std::move(s)), latest_steady_(steady_()) {}

void hall_clock::run_from(engine::time_point start, double factor) {
  base_ = start;
  base_steady_ = steady_();
  factor_ = factor;
  scaled_ = true;
}

void hall_clock::not_before(engine::time_point t) { latest_ = std::max(latest_, t); }

engine::time_point hall_clock::now() {
  const milliseconds steady = steady_();
  engine::time_point t;
  if (scaled_) {
    t = base_ + std::chrono::floor<milliseconds>((steady - base_steady_) * factor_);
  } else {
    t = wall_();
  }
  if (t < latest_) {
    behind_ = latest_ - t;
    t = latest_ + std::max(steady - latest_steady_, milliseconds(0));
  } else {
    behind_ = milliseconds(0);
  }
  latest_ = t;
  latest_steady_ = steady;
  return t;
}

milliseconds hall_clock::real(milliseconds hall) const {
  return std::chrono::ceil<milliseconds>(std::chrono::duration<double, std::milli>(hall) / factor_);
}

}  // namespace hallcall::service
