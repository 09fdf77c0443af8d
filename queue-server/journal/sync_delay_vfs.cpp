// Sleeps on the thread that syncs, as a slow disk would make it wait.
#include "journal/sync_delay_vfs.hpp"

#include <fmt/format.h>

#include <atomic>
#include <thread>

namespace hallcall::journal {
namespace {

std::string fresh_name() {
  static std::atomic<unsigned> made{0};
  return fmt::format("hallcall-sync-delay-{}", ++made);
}

}  // namespace

sync_delay_vfs::sync_delay_vfs(std::chrono::microseconds delay, const std::string& beneath)
    : vfs_shim(fresh_name(), beneath), delay_(delay) {}

vfs_shim::verdict sync_delay_vfs::before(const vfs_request& request) {
  if (request.what == vfs_call::sync) std::this_thread::sleep_for(delay_);
  return {};
}

}  // namespace hallcall::journal
