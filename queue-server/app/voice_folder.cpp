#include "app/voice_folder.hpp"

#include <array>
#include <fstream>
#include <iterator>
#include <utility>

#include <fmt/format.h>
#include <openssl/sha.h>

#include "voice/check.hpp"

namespace hallcall::app {
namespace {

std::string etag_of(const std::string& bytes) {
  std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
  ::SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), digest.data());
  return fmt::format("\"{:02x}\"", fmt::join(digest.begin(), digest.begin() + 10, ""));
}

}  // namespace

tl::expected<std::unique_ptr<const voice_folder>, voice::findings> voice_folder::open(
    const std::filesystem::path& folder, voice::findings& warnings) {
  auto pack = voice::check_pack(folder);
  if (voice::has_error(pack.found)) return tl::unexpected(std::move(pack.found));
  warnings.insert(warnings.end(), std::make_move_iterator(pack.found.begin()),
                  std::make_move_iterator(pack.found.end()));
  std::unique_ptr<voice_folder> made(new voice_folder);
  made->add(folder, std::string(voice::manifest_name), "application/json");
  for (const auto& [file, content_type] : pack.content_types) made->add(folder, file, content_type);
  return made;
}

void voice_folder::add(const std::filesystem::path& folder, const std::string& file,
                       std::string_view content_type) {
  auto one = std::make_unique<served_file>();
  std::ifstream in(folder / file, std::ios::binary);
  one->path = "/voice/" + file;
  one->content_type = content_type;
  one->bytes.assign(std::istreambuf_iterator<char>(in), {});
  one->etag = etag_of(one->bytes);
  one->asset = {one->path, one->content_type, one->etag, false, one->bytes, {}};
  const auto& path = one->path;
  files_.emplace(path, std::move(one));
}

const web::asset* voice_folder::find(std::string_view path) const {
  const auto found = files_.find(path);
  return found == files_.end() ? nullptr : &found->second->asset;
}

}  // namespace hallcall::app
