// One server per data directory: holds `hallcall.lock` there from construction to destruction. The
// kernel lets go of it with the process, however that ends. Says nothing to readers, which need no
// lock.
#pragma once

#include <filesystem>

namespace hallcall::journal {

class data_lock {
 public:
  // Throws storage_error when another holder is alive (named by its process id) or the file cannot
  // be made.
  explicit data_lock(const std::filesystem::path& directory);
  data_lock(const data_lock&) = delete;
  data_lock& operator=(const data_lock&) = delete;
  ~data_lock();

 private:
  int file_;
};

}  // namespace hallcall::journal
