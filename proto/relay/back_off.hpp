// How long to wait before the next attempt: doubling from half a second to ten, each time somewhere
// in the upper half of the step, so that the devices of a hall do not all come back in the same
// instant.
#pragma once

#include <algorithm>
#include <chrono>
#include <functional>

namespace hallcall::relay {

class back_off {
 public:
  static constexpr std::chrono::milliseconds first{500};
  static constexpr std::chrono::milliseconds last{10'000};

  // `uniform` gives a number in [0, 1).
  explicit back_off(std::function<double()> uniform) : uniform_(std::move(uniform)) {}

  // In [step/2, step]; the step doubles up to `last`.
  [[nodiscard]] std::chrono::milliseconds next() {
    const auto step = step_;
    step_ = std::min(step_ * 2, last);
    return step / 2 +
           std::chrono::milliseconds(static_cast<std::int64_t>(uniform_() * step.count() / 2));
  }
  void reset() { step_ = first; }

 private:
  std::function<double()> uniform_;
  std::chrono::milliseconds step_ = first;
};

}  // namespace hallcall::relay
