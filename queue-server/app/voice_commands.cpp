#include "app/voice_commands.hpp"

#include <algorithm>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <fmt/ostream.h>
#include <CLI/CLI.hpp>

#include "app/options.hpp"
#include "voice/check.hpp"
#include "voice/languages.hpp"
#include "voice/placeholder.hpp"

namespace hallcall::app {
namespace {

// The languages that calls are spoken in and this pack is not for.
std::vector<std::string> languages_without_voice(const voice::manifest& about) {
  std::vector<std::string> tags;
  for (const auto& language : voice::spoken_languages())
    if (std::ranges::count(about.languages, language.tag) == 0) tags.emplace_back(language.tag);
  return tags;
}

int check_voice_pack(const std::filesystem::path& folder, std::ostream& out) {
  const auto pack = voice::check_pack(folder);
  for (const auto& one : pack.found) fmt::print(out, "{}\n", voice::line_of(one));
  const auto errors =
      std::ranges::count(pack.found, voice::severity::error, &voice::finding::weight);
  fmt::print(out, "{} clips in {}: {} error{}, {} warning{}\n", pack.about.clips.size(),
             fmt::join(pack.about.languages, ", "), errors, errors == 1 ? "" : "s",
             pack.found.size() - static_cast<std::size_t>(errors),
             pack.found.size() - static_cast<std::size_t>(errors) == 1 ? "" : "s");
  if (const auto without = languages_without_voice(pack.about);
      !without.empty() && !pack.about.languages.empty())
    fmt::print(out, "no voice, chime and text alone: {}\n", fmt::join(without, ", "));
  return pack.found.empty() ? exit_ok : exit_failed;
}

int make_voice_pack(const std::filesystem::path& folder, const std::vector<std::string>& languages,
                    std::ostream& out, std::ostream& err) {
  const auto made = voice::make_placeholder(folder, languages);
  if (!made) {
    fmt::print(err, "queue-server: {}\n", made.error());
    return exit_failed;
  }
  fmt::print(out, "{}: {} clips in {}, spoken by {}\n", folder.string(), made->clips.size(),
             fmt::join(made->languages, ", "), made->speaker);
  return exit_ok;
}

}  // namespace

void add_voice_commands(CLI::App& app, std::optional<int>& exit_code, std::ostream& out,
                        std::ostream& err) {
  struct typed {
    std::string folder;
    std::vector<std::string> languages = voice::placeholder_languages();
  };
  const auto words = std::make_shared<typed>();
  auto* group = app.add_subcommand("voice", "the boards' voice packs");
  group->require_subcommand(1);
  auto* check = group->add_subcommand(
      "check", "says what a voice pack lacks and which clips sound wrong; changes nothing");
  check->add_option("FOLDER", words->folder, "the pack: manifest.json and its clips")
      ->required()
      ->check(CLI::ExistingDirectory);
  check->callback([words, &exit_code, &out] { exit_code = check_voice_pack(words->folder, out); });
  auto* make = group->add_subcommand("make", "makes a placeholder pack, spoken by espeak-ng");
  make->add_option("FOLDER", words->folder,
                   "made when missing; a placeholder in it is made anew, anything else is left")
      ->required();
  make->add_option("--languages", words->languages, "some of them, such as zh-TW,en")
      ->delimiter(',')
      ->allow_extra_args(false)  // what follows is the folder
      ->check(CLI::IsMember(voice::placeholder_languages()))
      ->capture_default_str();
  make->callback([words, &exit_code, &out, &err] {
    exit_code = make_voice_pack(words->folder, words->languages, out, err);
  });
}

}  // namespace hallcall::app
