// The table of what is built into the program (assets.hpp). Generated rows point into one blob;
// both come from build/embed.mjs, sorted by path.
#include "web/assets.hpp"

#include <algorithm>
#include <cstddef>
#include <vector>

extern "C" const char hallcall_web_blob[];

namespace hallcall::web {
namespace {

struct row {
  std::string_view path;
  std::string_view content_type;
  std::string_view etag;
  bool immutable;
  std::size_t at, size;
  std::size_t gzip_at, gzip_size;
};

constexpr row rows[] = {
#include "assets_table.inc"
};

std::vector<asset> make_assets() {
  std::vector<asset> made;
  made.reserve(std::size(rows));
  for (const row& r : rows) {
    made.push_back({r.path,
                    r.content_type,
                    r.etag,
                    r.immutable,
                    {hallcall_web_blob + r.at, r.size},
                    {hallcall_web_blob + r.gzip_at, r.gzip_size}});
  }
  return made;
}

}  // namespace

std::span<const asset> all_assets() {
  static const std::vector<asset> assets = make_assets();
  return assets;
}

const asset* find_asset(std::string_view path) {
  const auto assets = all_assets();
  const auto found = std::ranges::lower_bound(assets, path, {}, &asset::path);
  return found != assets.end() && found->path == path ? &*found : nullptr;
}

}  // namespace hallcall::web
