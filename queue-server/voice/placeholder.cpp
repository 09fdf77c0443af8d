// As many clips at once as there are processors; the manifest last.
#include "voice/placeholder.hpp"

#include <algorithm>
#include <atomic>
#include <fstream>
#include <mutex>
#include <optional>
#include <system_error>
#include <thread>

#include <fmt/format.h>

#include "voice/languages.hpp"
#include "voice/placeholder_words.hpp"
#include "voice/speech.hpp"
#include "voice/studio.hpp"

namespace hallcall::voice {
namespace {

namespace fs = std::filesystem;
using done = tl::expected<void, std::string>;

constexpr int bell_rate = 22'050;  // Hz, as espeak-ng's voices

struct task {
  const reader* who = nullptr;  // null: the bell
  std::string id, text;
};

// Nothing but a placeholder is written over.
done clear(const fs::path& folder) {
  std::error_code failed;
  fs::create_directories(folder, failed);
  if (failed)
    return tl::unexpected(fmt::format("{} cannot be made: {}", folder.string(), failed.message()));
  if (fs::is_empty(folder, failed)) return {};
  findings ignored;
  const auto there = read_manifest(folder, ignored);
  if (there.speaker != speech_program)
    return tl::unexpected(
        fmt::format("{} has something else than a placeholder in it, which stays as it is. Name "
                    "another folder.",
                    folder.string()));
  fs::remove(folder / manifest_name, failed);
  for (const auto& [id, one] : there.clips) fs::remove(folder / one.file, failed);
  return {};
}

tl::expected<clip, std::string> make_clip(const fs::path& folder, const task& one) {
  const clip made{one.id + ".ogg", 0};
  auto spoken = one.who == nullptr ? tl::expected<sound, std::string>(bell(bell_rate))
                                   : read_aloud(*one.who, one.text, folder / (one.id + ".wav"));
  if (!spoken) return tl::unexpected(spoken.error());
  const auto even = made_even(std::move(*spoken));
  if (const auto written = write_ogg(folder / made.file, even); !written)
    return tl::unexpected(written.error());
  return clip{made.file, even.seconds()};
}

// What the threads share.
class work {
 public:
  work(const fs::path& folder, std::vector<task> tasks)
      : folder_(folder), tasks_(std::move(tasks)) {}

  tl::expected<std::map<std::string, clip, std::less<>>, std::string> finish() {
    {
      std::vector<std::jthread> hands;
      const auto count = std::clamp(std::thread::hardware_concurrency(), 1U, 8U);
      for (unsigned i = 0; i < count; ++i) hands.emplace_back([this] { run(); });
    }
    if (failure_) return tl::unexpected(*failure_);
    return std::move(clips_);
  }

 private:
  void run() {
    for (auto next = next_++; next < tasks_.size(); next = next_++) {
      auto made = make_clip(folder_, tasks_[next]);
      const std::scoped_lock held(lock_);
      if (failure_) return;
      if (!made) {
        failure_ = made.error();
        return;
      }
      clips_.emplace(tasks_[next].id, std::move(*made));
    }
  }

  const fs::path& folder_;
  const std::vector<task> tasks_;
  std::atomic<std::size_t> next_{0};
  std::mutex lock_;
  std::map<std::string, clip, std::less<>> clips_;
  std::optional<std::string> failure_;
};

}  // namespace

std::vector<std::string> placeholder_languages() {
  std::vector<std::string> tags;
  for (const auto& one : readers()) tags.emplace_back(one.tag);
  return tags;
}

tl::expected<manifest, std::string> make_placeholder(const fs::path& folder,
                                                     const std::vector<std::string>& languages) {
  std::vector<task> tasks{{nullptr, std::string(chime), ""}};
  manifest about;
  about.speaker = speech_program;
  for (const auto& tag : languages) {
    const auto who = std::ranges::find(readers(), tag, &reader::tag);
    if (who == readers().end())
      return tl::unexpected(fmt::format("there is no placeholder for the language {}; {} have one",
                                        tag, fmt::join(placeholder_languages(), ", ")));
    if (std::ranges::count(about.languages, tag) != 0) continue;
    about.languages.push_back(tag);
    for (auto& [id, text] : words_of(tag)) tasks.push_back({&*who, id, std::move(text)});
  }
  if (const auto cleared = clear(folder); !cleared) return tl::unexpected(cleared.error());
  std::error_code failed;
  for (const auto& tag : about.languages) fs::create_directories(folder / tag, failed);
  auto made = work(folder, std::move(tasks)).finish();
  if (!made) return tl::unexpected(made.error());
  about.clips = std::move(*made);
  const auto unfinished = folder / (std::string(manifest_name) + ".new");
  std::ofstream(unfinished) << text_of(about);
  fs::rename(unfinished, folder / manifest_name, failed);
  if (failed) return tl::unexpected(fmt::format("{}: {}", folder.string(), failed.message()));
  return about;
}

}  // namespace hallcall::voice
