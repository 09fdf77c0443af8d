// libsndfile does the formats; what is measured here is of the decoded samples.
#include "voice/sound.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>

#include <fmt/format.h>
#include <sndfile.h>

namespace hallcall::voice {
namespace {

struct close_sound_file {
  void operator()(SNDFILE* file) const { sf_close(file); }
};
using sound_file = std::unique_ptr<SNDFILE, close_sound_file>;

// What Chromium plays among what libsndfile reads.
std::string_view content_type_of(int format) {
  switch (format & SF_FORMAT_TYPEMASK) {
    case SF_FORMAT_OGG:
      return "audio/ogg";
    case SF_FORMAT_MPEG:
      return "audio/mpeg";
    case SF_FORMAT_WAV:
    case SF_FORMAT_WAVEX:
      return "audio/wav";
    case SF_FORMAT_FLAC:
      return "audio/flac";
    default:
      return "";
  }
}

bool loud(float sample) { return std::abs(sample) > silence; }

constexpr double vorbis_quality = 0.1;        // of 0 to 1: about 30 kbit/s for one voice
constexpr sf_count_t frames_at_once = 2'048;  // libsndfile's Vorbis keeps a write on its stack

}  // namespace

tl::expected<sound, std::string> read_sound(const std::filesystem::path& path) {
  SF_INFO info{};
  const sound_file file(sf_open(path.c_str(), SFM_READ, &info));
  if (!file)
    return tl::unexpected(fmt::format("is not a sound that can be read: {}", sf_strerror(nullptr)));
  if (info.channels < 1 || info.channels > 2)
    return tl::unexpected(fmt::format("has {} channels; one is right", info.channels));
  if (info.samplerate < 8'000 || info.samplerate > 192'000)
    return tl::unexpected(
        fmt::format("has {} samples a second; 22050 to 48000 are right", info.samplerate));
  sound read;
  read.rate = info.samplerate;
  read.content_type = content_type_of(info.format);
  // By what can really be read: the header of a file that was cut off says more.
  const auto most = static_cast<std::size_t>((longest_clip + 1) * read.rate);
  std::array<float, 2 * frames_at_once> part;
  while (read.samples.size() < most) {
    const auto got = sf_readf_float(file.get(), part.data(), frames_at_once);
    if (got <= 0) break;
    for (sf_count_t i = 0; i < got; ++i) {
      const auto* frame = part.data() + i * info.channels;
      read.samples.push_back(info.channels == 1 ? frame[0] : (frame[0] + frame[1]) / 2);
    }
  }
  if (read.samples.empty()) return tl::unexpected(std::string("has no sound in it"));
  return read;
}

tl::expected<void, std::string> write_ogg(const std::filesystem::path& path, const sound& from) {
  SF_INFO info{};
  info.samplerate = from.rate;
  info.channels = 1;
  info.format = SF_FORMAT_OGG | SF_FORMAT_VORBIS;
  const sound_file file(sf_open(path.c_str(), SFM_WRITE, &info));
  if (!file)
    return tl::unexpected(
        fmt::format("{} cannot be written: {}", path.string(), sf_strerror(nullptr)));
  double quality = vorbis_quality;
  sf_command(file.get(), SFC_SET_VBR_ENCODING_QUALITY, &quality, sizeof quality);
  const auto all = static_cast<sf_count_t>(from.samples.size());
  for (sf_count_t at = 0; at < all;) {
    const auto put =
        sf_writef_float(file.get(), from.samples.data() + at, std::min(frames_at_once, all - at));
    if (put <= 0)
      return tl::unexpected(
          fmt::format("{} cannot be written: {}", path.string(), sf_strerror(file.get())));
    at += put;
  }
  return {};
}

double peak(const sound& of) {
  float highest = 0;
  for (const float sample : of.samples) highest = std::max(highest, std::abs(sample));
  return highest > 0 ? std::max(nothing_at_all, 20 * std::log10(double{highest})) : nothing_at_all;
}

double silent_head(const sound& of) {
  const auto first = std::ranges::find_if(of.samples, loud);
  return static_cast<double>(first - of.samples.begin()) / of.rate;
}

double silent_tail(const sound& of) {
  const auto last = std::find_if(of.samples.rbegin(), of.samples.rend(), loud);
  return static_cast<double>(last - of.samples.rbegin()) / of.rate;
}

}  // namespace hallcall::voice
