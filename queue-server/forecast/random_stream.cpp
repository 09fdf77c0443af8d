#include "forecast/random_stream.hpp"

#include <bit>
#include <cmath>

namespace hallcall::forecast {
namespace {

constexpr double ln_2 = 0.693147180559945309417232121458;

std::uint64_t split_mix(std::uint64_t& seed) {
  std::uint64_t z = (seed += 0x9e3779b97f4a7c15U);
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
  return z ^ (z >> 31);
}

}  // namespace

// x = m · 2^e with m about 1; ln m = 2 artanh((m - 1) / (m + 1)), whose series ends quickly there.
double log_of(double x) {
  int e = 0;
  double m = std::frexp(x, &e);
  if (m < 0.70710678118654752) {
    m *= 2;
    --e;
  }
  const double s = (m - 1) / (m + 1), square = s * s;
  double sum = 0;
  for (int k = 23; k >= 1; k -= 2) sum = sum * square + 1.0 / k;
  return 2 * s * sum + e * ln_2;
}

// x = k ln 2 + r with r small; e^r by its series.
double exp_of(double x) {
  if (x < -700) return 0;
  if (x > 700) x = 700;
  const double k = std::floor(x / ln_2 + 0.5);
  const double r = x - k * ln_2;
  double sum = 1;
  for (int i = 16; i >= 1; --i) sum = 1 + sum * r / i;
  return std::ldexp(sum, static_cast<int>(k));
}

random_stream::random_stream(std::uint64_t seed, std::uint64_t stream) {
  std::uint64_t mixed = seed;
  mixed = split_mix(mixed) ^ (stream * 0xd1342543de82ef95U + 1);
  for (auto& word : state_) word = split_mix(mixed);
}

std::uint64_t random_stream::bits() {
  auto& s = state_;
  const std::uint64_t result = std::rotl(s[0] + s[3], 23) + s[0];
  const std::uint64_t t = s[1] << 17;
  s[2] ^= s[0];
  s[3] ^= s[1];
  s[1] ^= s[2];
  s[0] ^= s[3];
  s[2] ^= t;
  s[3] = std::rotl(s[3], 45);
  return result;
}

double random_stream::uniform() { return (static_cast<double>(bits() >> 11) + 0.5) * 0x1.0p-53; }

double random_stream::exponential(double mean) { return -mean * log_of(uniform()); }

// Marsaglia's polar method: two at a time.
double random_stream::normal() {
  if (has_normal_) {
    has_normal_ = false;
    return kept_normal_;
  }
  double u = 0, v = 0, s = 0;
  do {
    u = 2 * uniform() - 1;
    v = 2 * uniform() - 1;
    s = u * u + v * v;
  } while (s >= 1 || s == 0);
  const double factor = std::sqrt(-2 * log_of(s) / s);
  kept_normal_ = v * factor;
  has_normal_ = true;
  return u * factor;
}

double random_stream::lognormal(double mean, double variation) {
  const double variance = log_of(1 + variation * variation);
  return mean * exp_of(std::sqrt(variance) * normal() - variance / 2);
}

}  // namespace hallcall::forecast
