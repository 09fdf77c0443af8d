// A SQLite VFS that passes every call to another one and lets a subclass look at, refuse or follow
// those that decide durability. Slow storage (sync_delay_vfs) and failing storage (the tests) are
// built on it.
#pragma once

#include <sqlite3.h>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace hallcall::journal {

enum class vfs_call { open, write, sync, truncate, remove };
inline constexpr std::size_t vfs_call_count = 5;

struct vfs_request {
  vfs_call what;
  const char* path = "";              // empty for a temporary file
  std::span<const std::byte> data{};  // write
  std::int64_t offset = 0;            // write: where; truncate: the new size
  bool directory_synced = false;      // remove: with the directory made durable as well
};

// Registered with SQLite under its name from construction to destruction; every connection that
// uses it must be closed before. Hooks are called on the thread that uses the connection, at once
// from several if there are.
class vfs_shim {
 public:
  // `beneath` names the VFS to pass calls to, empty for SQLite's own. Throws storage_error when
  // there is none.
  vfs_shim(std::string name, const std::string& beneath);
  vfs_shim(const vfs_shim&) = delete;
  vfs_shim& operator=(const vfs_shim&) = delete;
  virtual ~vfs_shim();

  [[nodiscard]] const std::string& name() const { return name_; }

 protected:
  struct verdict {
    int code = SQLITE_OK;     // anything else is returned to SQLite instead of making the call
    std::size_t written = 0;  // of a refused write, this many bytes are written all the same
  };
  virtual verdict before(const vfs_request&) { return {}; }
  // `code` is what SQLite is told.
  virtual void after(const vfs_request&, int /*code*/) {}

 private:
  friend struct vfs_shim_calls;

  std::string name_;
  sqlite3_vfs* beneath_;
  sqlite3_vfs vfs_{};
};

}  // namespace hallcall::journal
