// Random numbers that are the same on every machine: a generator and its variates from basic
// arithmetic alone, because what the standard library's distributions (and even its logarithm) give
// is each implementation's own. For simulations, never for secrets.
#pragma once

#include <array>
#include <cstdint>

namespace hallcall::forecast {

// The natural logarithm of x > 0 and e to the power of x, within 1e-14 of the true value.
[[nodiscard]] double log_of(double x);
[[nodiscard]] double exp_of(double x);

// One independent stream of random numbers (xoshiro256++, Blackman and Vigna), from a seed and the
// stream's own number.
class random_stream {
 public:
  random_stream(std::uint64_t seed, std::uint64_t stream);

  std::uint64_t bits();
  double uniform();                 // above 0, below 1
  double exponential(double mean);  // mean > 0
  double normal();                  // mean 0, variance 1
  // With this mean > 0 and coefficient of variation >= 0.
  double lognormal(double mean, double variation);

 private:
  std::array<std::uint64_t, 4> state_{};
  double kept_normal_ = 0;
  bool has_normal_ = false;
};

}  // namespace hallcall::forecast
