// A voice pack to break: the build's own placeholder, cut down to the chime and one language, in a
// folder that is removed at the end of the test.
#pragma once

#include <filesystem>
#include <functional>
#include <string>

#include "voice/finding.hpp"
#include "voice/manifest.hpp"
#include "voice/sound.hpp"

namespace hallcall::tests {

class scratch_folder {
 public:
  scratch_folder();
  ~scratch_folder();
  scratch_folder(const scratch_folder&) = delete;
  scratch_folder& operator=(const scratch_folder&) = delete;
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

class sample_pack {
 public:
  explicit sample_pack(const std::string& language = "en");

  [[nodiscard]] const std::filesystem::path& folder() const { return here_.path(); }
  [[nodiscard]] std::filesystem::path file(const std::string& clip) const;
  // Writes the manifest as changed.
  void change(const std::function<void(voice::manifest&)>&);
  // Writes the clip as changed, and its true length into the manifest.
  void change_sound(const std::string& clip, const std::function<void(voice::sound&)>&);
  void write_manifest(const std::string& text) const;

 private:
  scratch_folder here_;
  voice::manifest about_;
};

// The lines of `voice check`, each with its end.
[[nodiscard]] std::string lines_of(const voice::findings&);

}  // namespace hallcall::tests
