// A clip's sound: read from a file whatever its format, measured, and written as Ogg Vorbis.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

namespace hallcall::voice {

struct sound {
  int rate = 0;                // Hz
  std::vector<float> samples;  // mono, 1 is full scale; several channels are averaged
  std::string content_type;    // "audio/ogg"; empty when no browser plays the file

  [[nodiscard]] double seconds() const {
    return rate == 0 ? 0 : static_cast<double>(samples.size()) / rate;
  }
};

inline constexpr double longest_clip = 10;      // seconds
inline constexpr float silence = 0.00316F;      // -50 dB of full scale: nobody hears it in a hall
inline constexpr double nothing_at_all = -120;  // dB, of silence

// The error is a sentence's end: "is not a sound: …".
[[nodiscard]] tl::expected<sound, std::string> read_sound(const std::filesystem::path&);
// Mono Ogg Vorbis; the error says why not.
[[nodiscard]] tl::expected<void, std::string> write_ogg(const std::filesystem::path&, const sound&);

// dB of full scale.
[[nodiscard]] double peak(const sound&);
// Seconds before the first and after the last sample that is no silence; all of it when none is.
[[nodiscard]] double silent_head(const sound&);
[[nodiscard]] double silent_tail(const sound&);

}  // namespace hallcall::voice
