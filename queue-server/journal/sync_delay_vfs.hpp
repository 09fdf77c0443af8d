// A disk that syncs slowly, made from one that does not: adds a fixed time to every sync. For
// benchmarks.
#pragma once

#include <chrono>

#include "journal/vfs_shim.hpp"

namespace hallcall::journal {

// Gives itself a name of its own, so that several can be in use at once.
class sync_delay_vfs final : public vfs_shim {
 public:
  sync_delay_vfs(std::chrono::microseconds delay, const std::string& beneath);

 private:
  verdict before(const vfs_request& request) override;

  std::chrono::microseconds delay_;
};

}  // namespace hallcall::journal
