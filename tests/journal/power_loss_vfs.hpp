// Keeps beside the real files what would be on the disk if the power went now, at its worst:
// nothing that was not synced, and nothing that a failed sync was to write either, for a kernel may
// mark such pages clean, so that a later sync succeeds without writing them.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "faulty_vfs.hpp"

namespace hallcall::journal::test {

class power_loss_vfs : public faulty_vfs {
 public:
  using faulty_vfs::faulty_vfs;

  // Called after each call that changes what is on the disk, on the thread that made it.
  std::function<void()> changed = [] {};

  // Writes the files as they would be found into `directory`.
  void leave_on_disk(const std::filesystem::path& directory) const;

 protected:
  void after(const vfs_request& request, int code) override;

 private:
  struct change {
    bool truncates;
    std::size_t offset;
    std::vector<std::byte> data;
  };
  struct image {
    std::vector<std::byte> durable;
    std::vector<change> pending;
    bool removed = false;          // without the directory's sync: the old content can come back
    bool syncs_directory = false;  // with its next sync
  };

  void sync(image& file);
  void follow(const vfs_request& request, int code);

  mutable std::mutex mutex_;
  std::map<std::string, image> files_;
};

}  // namespace hallcall::journal::test
