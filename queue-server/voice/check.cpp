// First what is missing, then every file as it is heard.
#include "voice/check.hpp"

#include <algorithm>
#include <cmath>
#include <set>
#include <system_error>

#include <fmt/format.h>

#include "voice/languages.hpp"
#include "voice/loudness.hpp"
#include "voice/sound.hpp"

namespace hallcall::voice {
namespace {

class checker {
 public:
  checker(const std::filesystem::path& folder, checked_pack& pack) : folder_(folder), pack_(pack) {}

  void check() {
    check_languages();
    check_ids();
    for (const auto& [id, one] : pack_.about.clips) check_clip(id, one);
    if (bytes_ > largest_pack)
      error("the pack",
            fmt::format("has {} bytes of sound; {} are the most", bytes_, largest_pack));
  }

 private:
  void error(std::string where, std::string what) {
    pack_.found.push_back({severity::error, std::move(where), std::move(what)});
  }
  void warn(std::string where, std::string what) {
    pack_.found.push_back({severity::warning, std::move(where), std::move(what)});
  }
  [[nodiscard]] bool has(const std::string& id) const { return pack_.about.clips.contains(id); }

  void check_languages() {
    if (!has(std::string(chime)))
      error(std::string(chime), "is missing: a call would begin without a sound to listen up at");
    for (const auto& tag : pack_.about.languages) {
      if (const auto* language = find_language(tag))
        check_language(*language);
      else
        error(std::string(manifest_name),
              fmt::format("names the language {}, which no call is spoken in; those are {}", tag,
                          known_tags()));
    }
  }

  void check_language(const spoken_language& language) {
    for (const auto& name : clip_names(language)) {
      const auto id = clip_id(language.tag, name);
      if (has(id)) continue;
      if (can_be_spelled(name))
        warn(id, "is missing: a board spells the number with digits");
      else
        error(id, fmt::format("is missing: a board leaves out {} in a call that needs it",
                              language.tag));
    }
  }

  // What no call can name, or what belongs to a language that the pack does not promise.
  void check_ids() {
    std::set<std::string, std::less<>> wanted{std::string(chime)};
    for (const auto& language : spoken_languages())
      for (const auto& name : clip_names(language)) wanted.insert(clip_id(language.tag, name));
    std::set<std::string> unpromised;
    for (const auto& [id, one] : pack_.about.clips) {
      if (!wanted.contains(id)) {
        warn(one.file, fmt::format("is the clip {}, which no call names", id));
        continue;
      }
      const auto tag = id.substr(0, id.find('/'));
      if (id != chime && !std::ranges::count(pack_.about.languages, tag)) unpromised.insert(tag);
    }
    for (const auto& tag : unpromised)
      warn(std::string(manifest_name),
           fmt::format("has clips of {}, which is not among its languages: they were not checked "
                       "for being whole",
                       tag));
  }

  void check_clip(const std::string& id, const clip& one) {
    std::error_code failed;
    const auto path = folder_ / one.file;
    const auto size = std::filesystem::file_size(path, failed);
    if (failed) return error(one.file, fmt::format("cannot be read: {}", failed.message()));
    if (size > longest_clip_file)
      return error(one.file, fmt::format("has {} bytes; {} are the most", size, longest_clip_file));
    bytes_ += size;
    const auto read = read_sound(path);
    if (!read) return error(one.file, read.error());
    if (read->content_type.empty())
      return error(one.file,
                   "is in a format that Chromium does not play; Ogg, MP3, WAV and FLAC are right");
    pack_.content_types[one.file] = read->content_type;
    listen(id, one, *read);
  }

  void listen(const std::string& id, const clip& one, const sound& heard) {
    if (heard.seconds() > longest_clip)
      return error(one.file, fmt::format("lasts over {} s, which is the most", longest_clip));
    if (std::abs(heard.seconds() - one.seconds) > seconds_tolerance)
      warn(one.file, fmt::format("lasts {:.3f} s, and its \"seconds\" are {:.3f}", heard.seconds(),
                                 one.seconds));
    const double level = loudness(heard), top = peak(heard);
    if (level <= nothing_at_all) return error(one.file, "is silent from its begin to its end");
    if (std::abs(level - right_loudness) > loudness_tolerance)
      warn(one.file,
           fmt::format("is {:.1f} dB loud; {:.0f} to {:.0f} are right", level,
                       right_loudness - loudness_tolerance, right_loudness + loudness_tolerance));
    if (top > highest_peak)
      warn(one.file, fmt::format("has its peak at {:.1f} dB of full scale, where sound is cut off; "
                                 "{:.1f} or less is right",
                                 top, highest_peak));
    if (const auto head = silent_head(heard); head > longest_silent_head)
      warn(one.file, fmt::format("begins with {:.3f} s of silence; at most {:.2f} are right", head,
                                 longest_silent_head));
    if (const auto tail = silent_tail(heard); tail > longest_silent_tail)
      warn(one.file, fmt::format("ends with {:.3f} s of silence; at most {:.2f} are right", tail,
                                 longest_silent_tail));
    const auto tag = id.substr(0, id.find('/'));
    const auto [first, is_first] = rates_.try_emplace(tag, one.file, heard.rate);
    if (!is_first && first->second.second != heard.rate)
      warn(one.file, fmt::format("has {} samples a second, and {} has {}; all of a language are "
                                 "alike",
                                 heard.rate, first->second.first, first->second.second));
  }

  static std::string known_tags() {
    std::string all;
    for (const auto& language : spoken_languages())
      all.append(all.empty() ? "" : ", ").append(language.tag);
    return all;
  }

  const std::filesystem::path& folder_;
  checked_pack& pack_;
  std::size_t bytes_ = 0;
  std::map<std::string, std::pair<std::string, int>>
      rates_;  // a language's first file, and its rate
};

}  // namespace

checked_pack check_pack(const std::filesystem::path& folder) {
  checked_pack pack;
  pack.about = read_manifest(folder, pack.found);
  // Of a manifest that is none every clip would be missing: one finding is enough.
  if (!pack.about.clips.empty()) checker(folder, pack).check();
  return pack;
}

}  // namespace hallcall::voice
