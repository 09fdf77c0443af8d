// What turns raw speech into a clip: nothing before it, a short rest behind it, as loud as all
// others, never cut off.
#pragma once

#include "voice/sound.hpp"

namespace hallcall::voice {

inline constexpr double rest_behind = 0.05;  // seconds: keeps digits apart

// The loudness is right_loudness (loudness.hpp) within a tenth of a dB, the peak below highest_peak
// (check.hpp).
[[nodiscard]] sound made_even(sound);
// Two bell tones, high then low, the second over the end of the first; not yet even.
[[nodiscard]] sound bell(int rate);

}  // namespace hallcall::voice
