// An office's own voice pack, served in place of the one that is built in. Read whole when the
// server starts: what is changed in the folder later counts from the next start.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include <tl/expected.hpp>

#include "voice/finding.hpp"
#include "web/assets.hpp"

namespace hallcall::app {

class voice_folder {
 public:
  // The findings when a board would leave something out with this pack; else `warnings` are added.
  [[nodiscard]] static tl::expected<std::unique_ptr<const voice_folder>, voice::findings> open(
      const std::filesystem::path& folder, voice::findings& warnings);

  // By exact path, "/voice/manifest.json" or "/voice/zh-TW/digit-0.ogg"; null for all that the
  // manifest does not name.
  [[nodiscard]] const web::asset* find(std::string_view path) const;
  [[nodiscard]] std::size_t clips() const { return files_.size() - 1; }

  voice_folder(const voice_folder&) = delete;
  voice_folder& operator=(const voice_folder&) = delete;

 private:
  voice_folder() = default;
  void add(const std::filesystem::path& folder, const std::string& file,
           std::string_view content_type);

  struct served_file {
    std::string path, content_type, etag, bytes;
    web::asset asset;  // refers to the above
  };
  std::map<std::string, std::unique_ptr<const served_file>, std::less<>> files_;  // by path
};

}  // namespace hallcall::app
