// Makes a placeholder pack: every clip of the languages that espeak-ng reads right.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include <tl/expected.hpp>

#include "voice/manifest.hpp"

namespace hallcall::voice {

// Every language with a placeholder.
[[nodiscard]] std::vector<std::string> placeholder_languages();

// Makes the folder's pack, or makes it anew when it holds a placeholder. Leaves a folder with
// anything else in it as it is, recordings above all. Until the last clip is there the folder has
// no manifest. The error is a sentence.
[[nodiscard]] tl::expected<manifest, std::string> make_placeholder(
    const std::filesystem::path& folder, const std::vector<std::string>& languages);

}  // namespace hallcall::voice
