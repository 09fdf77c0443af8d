// Storage that fails on command: the n-th write, sync, open, truncate or remove from now on, once
// or until healed, with any SQLite code, a write also after half of it. Safe to steer from another
// thread than the one that stores. Free of any test framework, so that every test program can link
// it.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <string>

#include "journal/vfs_shim.hpp"

namespace hallcall::journal::test {

class faulty_vfs : public vfs_shim {
 public:
  enum class lasting { once, until_healed };

  // Give `name` as the journal's VFS. Must outlive every connection that uses it.
  explicit faulty_vfs(std::string name, const std::string& beneath = "");

  // The n-th call (1 is the next one) fails with `code`; 0 means the usual code for that call.
  // `short_write`: the first half of a failing write reaches the file.
  void fail(vfs_call call, std::uint64_t nth, lasting how_long, int code = 0,
            bool short_write = false);
  // Everything works again. What failed stays failed.
  void heal();

  // How many of these calls there were since construction, failed ones included.
  [[nodiscard]] std::uint64_t calls(vfs_call call) const;
  // How many calls were made to fail since construction.
  [[nodiscard]] std::uint64_t failures() const { return failures_; }

 protected:
  verdict before(const vfs_request& request) override;

 private:
  struct plan {
    std::atomic<std::uint64_t> calls{0};
    std::atomic<std::uint64_t> fails_at{0};  // a count of calls, 0 for never
    std::atomic<bool> lasts{false};
    std::atomic<bool> short_write{false};
    std::atomic<int> code{SQLITE_OK};
  };

  plan& plan_of(vfs_call call) { return plans_[static_cast<std::size_t>(call)]; }

  std::array<plan, vfs_call_count> plans_;
  std::atomic<std::uint64_t> failures_{0};
};

}  // namespace hallcall::journal::test
