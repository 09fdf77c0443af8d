// How loud a clip is to the ear, one number for clips of 0.2 s as for clips of 3 s.
#pragma once

#include "voice/sound.hpp"

namespace hallcall::voice {

// The ear adds up sound over about so long. A whole word's mean would be pulled down by its end.
inline constexpr double loudness_window = 0.2;  // seconds
// Every clip of a pack lies this near to one level.
inline constexpr double right_loudness = -16;  // dB, as loudness() measures
inline constexpr double loudness_tolerance = 2;

// The loudest window of the clip, weighted as ITU-R BS.1770 weights what the ear hears (a sine of
// 997 Hz at full scale is -3.01). BS.1770's own windows of 0.4 s and its gate are for programmes:
// a digit is shorter than one. A clip shorter than the window counts as followed by silence.
[[nodiscard]] double loudness(const sound&);

}  // namespace hallcall::voice
