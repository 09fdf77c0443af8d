// espeak-ng, run as a program.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include <tl/expected.hpp>

#include "voice/placeholder_words.hpp"
#include "voice/sound.hpp"

namespace hallcall::voice {

inline constexpr std::string_view speech_program = "espeak-ng";

// Lets it read the text; `scratch` is a file that is written and removed. The error is a sentence
// that names the Debian package when the program is not there.
[[nodiscard]] tl::expected<sound, std::string> read_aloud(const reader&, const std::string& text,
                                                          const std::filesystem::path& scratch);

}  // namespace hallcall::voice
