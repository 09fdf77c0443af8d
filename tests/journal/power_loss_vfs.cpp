// A write waits until a sync succeeds; a failed sync forgets it. Sizes and names are the file
// system's own journal's matter: they wait for a sync as well but are not forgotten.
#include "power_loss_vfs.hpp"

#include <algorithm>
#include <fstream>
#include <string_view>

namespace hallcall::journal::test {

void power_loss_vfs::sync(image& file) {
  if (file.removed)
    file.durable.clear();  // the new file of that name is in the directory from here on
  file.removed = false;
  for (const auto& change : file.pending) {
    if (change.truncates) {
      file.durable.resize(change.offset);
    } else {
      file.durable.resize(std::max(file.durable.size(), change.offset + change.data.size()));
      std::ranges::copy(change.data,
                        file.durable.begin() + static_cast<std::ptrdiff_t>(change.offset));
    }
  }
  file.pending.clear();
  if (file.syncs_directory)
    std::erase_if(files_, [](const auto& other) { return other.second.removed; });
  file.syncs_directory = false;
}

void power_loss_vfs::after(const vfs_request& request, int code) {
  if (*request.path == '\0') return;
  follow(request, code);
  if (request.what == vfs_call::sync || request.what == vfs_call::remove) changed();
}

void power_loss_vfs::follow(const vfs_request& request, int code) {
  const std::lock_guard lock(mutex_);
  auto& file = files_[request.path];
  if (request.what == vfs_call::open) {
    // SQLite's own VFS syncs the directory with a log's first sync after it was opened.
    file.syncs_directory = !std::string_view(request.path).ends_with(".db");
    return;
  }
  if (request.what == vfs_call::sync) {
    if (code != SQLITE_OK)
      std::erase_if(file.pending, [](const change& c) { return !c.truncates; });
    else
      sync(file);
    return;
  }
  if (code != SQLITE_OK) return;
  const auto offset = static_cast<std::size_t>(request.offset);
  if (request.what == vfs_call::write) {
    file.pending.push_back({false, offset, {request.data.begin(), request.data.end()}});
  } else if (request.what == vfs_call::truncate) {
    file.pending.push_back({true, offset, {}});
  } else if (request.directory_synced) {
    files_.erase(request.path);
  } else {
    file.pending.clear();
    file.removed = true;
  }
}

void power_loss_vfs::leave_on_disk(const std::filesystem::path& directory) const {
  const std::lock_guard lock(mutex_);
  for (const auto& [path, file] : files_) {
    std::ofstream out(directory / std::filesystem::path(path).filename(), std::ios::binary);
    out.write(reinterpret_cast<const char*>(file.durable.data()),
              static_cast<std::streamsize>(file.durable.size()));
  }
}

}  // namespace hallcall::journal::test
