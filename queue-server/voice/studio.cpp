// Level, limiter, trimming and the bell.
#include "voice/studio.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "voice/loudness.hpp"

namespace hallcall::voice {
namespace {

constexpr double ceiling = 0.84;         // -1.5 dB: an encoder adds a little to a peak
constexpr double limiter_reach = 0.003;  // seconds: shorter is heard as a crackle
constexpr double near_enough = 0.1;      // dB
constexpr int most_rounds = 8;
constexpr double fade_in = 0.003, fade_out = 0.012;  // seconds: no click

void amplify(sound& it, double decibels) {
  const auto factor = static_cast<float>(std::pow(10.0, decibels / 20));
  for (float& sample : it.samples) sample *= factor;
}

// Turns the sound down around each peak above the ceiling, smoothly: the gain at a sample is the
// mean of what its neighbours need at most, so it is never more than what the sample itself needs.
void limit(sound& it) {
  const auto reach = static_cast<std::ptrdiff_t>(limiter_reach * it.rate);
  const auto size = static_cast<std::ptrdiff_t>(it.samples.size());
  std::vector<double> needed(it.samples.size(), 1.0);
  for (std::ptrdiff_t i = 0; i < size; ++i) {
    const double high = std::abs(it.samples[static_cast<std::size_t>(i)]);
    if (high <= ceiling) continue;
    for (auto k = std::max<std::ptrdiff_t>(0, i - reach); k <= std::min(size - 1, i + reach); ++k)
      needed[static_cast<std::size_t>(k)] =
          std::min(needed[static_cast<std::size_t>(k)], ceiling / high);
  }
  std::vector<double> sums(it.samples.size() + 1, 0.0);
  for (std::size_t i = 0; i < needed.size(); ++i) sums[i + 1] = sums[i] + needed[i];
  for (std::ptrdiff_t i = 0; i < size; ++i) {
    const auto from = std::max<std::ptrdiff_t>(0, i - reach), to = std::min(size, i + reach + 1);
    const double mean =
        (sums[static_cast<std::size_t>(to)] - sums[static_cast<std::size_t>(from)]) /
        static_cast<double>(to - from);
    it.samples[static_cast<std::size_t>(i)] *= static_cast<float>(mean);
  }
}

// Limiting takes a little loudness away: given back until both are right.
void level(sound& it) {
  for (int round = 0; round < most_rounds; ++round) {
    const double off = right_loudness - loudness(it);
    if (std::abs(off) < near_enough && peak(it) <= 20 * std::log10(ceiling) + near_enough) return;
    amplify(it, off);
    limit(it);
  }
}

void trim(sound& it) {
  const auto loud = [](float sample) { return std::abs(sample) > silence; };
  const auto last = std::find_if(it.samples.rbegin(), it.samples.rend(), loud);
  it.samples.erase(last.base(), it.samples.end());
  const auto first = std::ranges::find_if(it.samples, loud);
  const auto kept = std::min<std::ptrdiff_t>(first - it.samples.begin(),
                                             static_cast<std::ptrdiff_t>(fade_in * it.rate));
  it.samples.erase(it.samples.begin(), first - kept);
}

void fade(sound& it) {
  const auto ramp = [&](double seconds, auto begin) {
    const auto length = std::min(it.samples.size(), static_cast<std::size_t>(seconds * it.rate));
    for (std::size_t i = 0; i < length; ++i, ++begin)
      *begin *= static_cast<float>(i) / static_cast<float>(length);
  };
  ramp(fade_in, it.samples.begin());
  ramp(fade_out, it.samples.rbegin());
}

// One tone with its octave, dying away.
void strike(sound& it, double from, double frequency, double seconds) {
  const auto first = static_cast<std::size_t>(from * it.rate);
  const auto length = static_cast<std::size_t>(seconds * it.rate);
  it.samples.resize(std::max(it.samples.size(), first + length), 0.0F);
  for (std::size_t i = 0; i < length; ++i) {
    const double t = static_cast<double>(i) / it.rate, turn = 2 * std::numbers::pi * frequency * t;
    const double dying = std::min(1.0, t / 0.005) * (1 - t / seconds);
    it.samples[first + i] +=
        static_cast<float>(0.25 * dying * (std::sin(turn) + std::sin(2 * turn)));
  }
}

}  // namespace

sound made_even(sound it) {
  level(it);
  trim(it);
  fade(it);
  level(it);
  it.samples.resize(it.samples.size() + static_cast<std::size_t>(rest_behind * it.rate), 0.0F);
  return it;
}

sound bell(int rate) {
  sound made;
  made.rate = rate;
  strike(made, 0, 880, 1.1);
  strike(made, 0.5, 698.46, 1.5);
  return made;
}

}  // namespace hallcall::voice
