// ITU-R BS.1770's two filters for any sample rate, and the loudest window behind them.
#include "voice/loudness.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace hallcall::voice {
namespace {

// y[n] = b0 x[n] + b1 x[n-1] + b2 x[n-2] - a1 y[n-1] - a2 y[n-2]
struct second_order_filter {
  double b0, b1, b2, a1, a2;
  double z1 = 0, z2 = 0;

  double operator()(double x) {
    const double y = b0 * x + z1;
    z1 = b1 * x - a1 * y + z2;
    z2 = b2 * x - a2 * y;
    return y;
  }
};

// The head's shadow: a shelf of 4 dB above 1.7 kHz. BS.1770 gives coefficients for 48 kHz; these
// are the analogue filter behind them, for any rate.
second_order_filter head_shelf(double rate) {
  constexpr double frequency = 1681.974450955533, gain = 3.999843853973347;
  constexpr double q = 0.7071752369554196;
  const double k = std::tan(std::numbers::pi * frequency / rate);
  const double vh = std::pow(10.0, gain / 20), vb = std::pow(vh, 0.4996667741545416);
  const double a0 = 1 + k / q + k * k;
  return {.b0 = (vh + vb * k / q + k * k) / a0,
          .b1 = 2 * (k * k - vh) / a0,
          .b2 = (vh - vb * k / q + k * k) / a0,
          .a1 = 2 * (k * k - 1) / a0,
          .a2 = (1 - k / q + k * k) / a0};
}

// The ear's deafness to what is very low: a high pass at 38 Hz.
second_order_filter high_pass(double rate) {
  constexpr double frequency = 38.13547087602444, q = 0.5003270373238773;
  const double k = std::tan(std::numbers::pi * frequency / rate);
  const double a0 = 1 + k / q + k * k;
  return {.b0 = 1, .b1 = -2, .b2 = 1, .a1 = 2 * (k * k - 1) / a0, .a2 = (1 - k / q + k * k) / a0};
}

}  // namespace

double loudness(const sound& of) {
  const auto window = static_cast<std::size_t>(loudness_window * of.rate);
  auto shelf = head_shelf(of.rate);
  auto low = high_pass(of.rate);
  std::vector<double> squares;  // of the last window, as a ring
  squares.resize(std::max<std::size_t>(window, 1), 0.0);
  double sum = 0, highest = 0;
  for (std::size_t i = 0; i < of.samples.size(); ++i) {
    const double heard = low(shelf(of.samples[i]));
    auto& oldest = squares[i % squares.size()];
    sum += heard * heard - oldest;
    oldest = heard * heard;
    highest = std::max(highest, sum);
  }
  const double mean = highest / static_cast<double>(squares.size());
  return mean > 0 ? std::max(nothing_at_all, -0.691 + 10 * std::log10(mean)) : nothing_at_all;
}

}  // namespace hallcall::voice
