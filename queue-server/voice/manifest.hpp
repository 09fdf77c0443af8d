// A voice pack's manifest.json: reading and writing. Promises that every file it names lies inside
// the pack's folder and can be asked for by a browser under its own name.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "voice/finding.hpp"

namespace hallcall::voice {

inline constexpr int format_version = 1;
inline constexpr std::string_view manifest_name = "manifest.json";
inline constexpr std::size_t longest_manifest = 1024 * 1024;  // bytes
inline constexpr std::size_t most_clips = 4'096;
inline constexpr std::size_t longest_clip_file = 2 * 1024 * 1024;  // bytes
inline constexpr std::size_t largest_pack = 64 * 1024 * 1024;      // bytes, of all clips

struct clip {
  std::string file;  // "zh-TW/digit-0.ogg", relative to the folder
  double seconds = 0;
};

struct manifest {
  std::vector<std::string> languages;
  std::string speaker;  // who speaks; "espeak-ng" marks a placeholder, which may be made anew
  std::map<std::string, clip, std::less<>> clips;  // by id
};

// What can be read of it; the findings say what cannot, and leave that out.
[[nodiscard]] manifest read_manifest(const std::filesystem::path& folder, findings&);
[[nodiscard]] std::string text_of(const manifest&);

}  // namespace hallcall::voice
