#include "tests/voice/sample_pack.hpp"

#include <unistd.h>

#include <fstream>
#include <system_error>

#include <doctest/doctest.h>

namespace hallcall::tests {

namespace fs = std::filesystem;

scratch_folder::scratch_folder() {
  std::string name = (fs::temp_directory_path() / "voice-XXXXXX").string();
  path_ = ::mkdtemp(name.data());
}

scratch_folder::~scratch_folder() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

sample_pack::sample_pack(const std::string& language) {
  voice::findings found;
  const fs::path whole = HALLCALL_VOICE_PACK;
  about_ = voice::read_manifest(whole, found);
  REQUIRE(found.empty());
  about_.languages = {language};
  std::erase_if(about_.clips, [&](const auto& one) {
    return one.first != "chime" && !one.first.starts_with(language + "/");
  });
  fs::create_directory(folder() / language);
  for (const auto& [id, one] : about_.clips) fs::copy_file(whole / one.file, folder() / one.file);
  change([](auto&) {});
}

fs::path sample_pack::file(const std::string& clip) const {
  return folder() / about_.clips.at(clip).file;
}

void sample_pack::change(const std::function<void(voice::manifest&)>& how) {
  how(about_);
  write_manifest(voice::text_of(about_));
}

void sample_pack::change_sound(const std::string& clip,
                               const std::function<void(voice::sound&)>& how) {
  auto heard = voice::read_sound(file(clip));
  REQUIRE(heard);
  how(*heard);
  REQUIRE(voice::write_ogg(file(clip), *heard));
  change([&](auto& about) { about.clips.at(clip).seconds = heard->seconds(); });
}

void sample_pack::write_manifest(const std::string& text) const {
  std::ofstream(folder() / voice::manifest_name) << text;
}

std::string lines_of(const voice::findings& found) {
  std::string lines;
  for (const auto& one : found) lines += voice::line_of(one) + "\n";
  return lines;
}

}  // namespace hallcall::tests
