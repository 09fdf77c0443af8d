// Is this folder a voice pack that a board can use, and does it sound as one? Reads every clip.
#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "voice/finding.hpp"
#include "voice/manifest.hpp"

namespace hallcall::voice {

// Beyond these a call is heard in pieces.
inline constexpr double longest_silent_head = 0.03;  // seconds
inline constexpr double longest_silent_tail = 0.15;
inline constexpr double seconds_tolerance = 0.02;
inline constexpr double highest_peak = -0.3;  // dB of full scale: above, something was cut off

struct checked_pack {
  manifest about;
  findings found;                                    // what is missing first, then file by file
  std::map<std::string, std::string> content_types;  // by file; of those that could be read
};

[[nodiscard]] checked_pack check_pack(const std::filesystem::path& folder);

}  // namespace hallcall::voice
