// Loudness against BS.1770's own reference tone, and what the studio makes of raw sound.
#include <algorithm>
#include <cmath>
#include <numbers>

#include <doctest/doctest.h>

#include "tests/voice/sample_pack.hpp"
#include "voice/check.hpp"
#include "voice/loudness.hpp"
#include "voice/studio.hpp"

using namespace hallcall::voice;

namespace {

sound tone(double frequency, double seconds, double amplitude, int rate = 48'000) {
  sound made;
  made.rate = rate;
  for (int i = 0; i < seconds * rate; ++i)
    made.samples.push_back(
        static_cast<float>(amplitude * std::sin(2 * std::numbers::pi * frequency * i / rate)));
  return made;
}

void add_silence(sound& it, double before, double after) {
  it.samples.insert(it.samples.begin(), static_cast<std::size_t>(before * it.rate), 0.0F);
  it.samples.insert(it.samples.end(), static_cast<std::size_t>(after * it.rate), 0.0F);
}

}  // namespace

TEST_CASE("a sine of 997 Hz at full scale is -3.01, at any sample rate") {
  for (const int rate : {22'050, 44'100, 48'000}) {
    CAPTURE(rate);
    CHECK(loudness(tone(997, 1, 1, rate)) == doctest::Approx(-3.01).epsilon(0.02));
    CHECK(loudness(tone(997, 1, 0.1, rate)) == doctest::Approx(-23.01).epsilon(0.005));
  }
}

TEST_CASE("what is low counts less and what is high counts more, as to the ear") {
  CHECK(loudness(tone(30, 1, 1)) < loudness(tone(997, 1, 1)) - 5);
  CHECK(loudness(tone(4'000, 1, 1)) > loudness(tone(997, 1, 1)) + 2);
}

TEST_CASE("the loudest moment counts, not the silence around it; what is shorter is softer") {
  auto word = tone(997, 0.4, 0.5);
  const auto alone = loudness(word);
  add_silence(word, 0.7, 2);
  CHECK(loudness(word) == doctest::Approx(alone).epsilon(0.01));
  CHECK(loudness(tone(997, 0.1, 0.5)) == doctest::Approx(alone - 3.01).epsilon(0.02));
  CHECK(loudness(tone(997, 0.4, 0)) == nothing_at_all);
}

TEST_CASE("whatever comes into the studio leaves it at the one loudness, below the highest peak") {
  for (const double amplitude : {0.01, 0.1, 0.9}) {
    CAPTURE(amplitude);
    auto raw = tone(440, 0.5, amplitude, 22'050);
    raw.samples[5'000] = 0.95F;  // a click
    add_silence(raw, 0.2, 0.4);
    const auto even = made_even(raw);
    CHECK(loudness(even) == doctest::Approx(right_loudness).epsilon(0.02));
    CHECK(peak(even) < highest_peak);
    CHECK(silent_head(even) < 0.01);
    CHECK(silent_tail(even) == doctest::Approx(rest_behind).epsilon(0.4));
    CHECK(even.seconds() == doctest::Approx(0.5 + rest_behind).epsilon(0.05));
  }
}

TEST_CASE("a clip is as long after the file as before it, to the sample") {
  const hallcall::tests::scratch_folder here;
  for (const int samples : {5'000, 9'999, 44'100}) {
    auto made = tone(600, 3, 0.3, 22'050);
    made.samples.resize(static_cast<std::size_t>(samples));
    REQUIRE(write_ogg(here.path() / "a.ogg", made));
    const auto read = read_sound(here.path() / "a.ogg");
    REQUIRE(read);
    CHECK(read->samples.size() == made.samples.size());
    CHECK(read->rate == made.rate);
  }
  CHECK(!write_ogg(here.path() / "no" / "folder.ogg", tone(600, 1, 0.3)));
}
