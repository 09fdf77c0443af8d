// Goes through SQLite's VFS, as the journal's own writes do, so that it meets the same storage.
#include "journal/log_rewrite.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>
#include <cstddef>
#include <new>
#include <span>
#include <vector>

#include "journal/sqlite_handle.hpp"

namespace hallcall::journal {
namespace {

// SQLite's own VFS takes no more than 128 KiB less one byte at once.
constexpr sqlite3_int64 piece_bytes = 64 << 10;

// One open file of a VFS.
class vfs_file {
 public:
  // `create` makes SQLite's VFS sync the directory with the first sync, for a file that was there
  // as well.
  vfs_file(sqlite3_vfs& vfs, const char* path)
      : path_(path),
        memory_(static_cast<std::size_t>(vfs.szOsFile) / sizeof(std::max_align_t) + 1) {
    const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_WAL;
    int opened = 0;
    const int code = vfs.xOpen(&vfs, path, file(), flags, &opened);
    if (code != SQLITE_OK) {
      close();
      check("open", code);
    }
  }
  vfs_file(const vfs_file&) = delete;
  vfs_file& operator=(const vfs_file&) = delete;
  ~vfs_file() { close(); }

  sqlite3_int64 size() {
    sqlite3_int64 size = 0;
    check("measure", file()->pMethods->xFileSize(file(), &size));
    return size;
  }
  void read(std::span<std::byte> to, sqlite3_int64 offset) {
    check("read", file()->pMethods->xRead(file(), to.data(), static_cast<int>(to.size()), offset));
  }
  void write(std::span<const std::byte> from, sqlite3_int64 offset) {
    check("write",
          file()->pMethods->xWrite(file(), from.data(), static_cast<int>(from.size()), offset));
  }
  void sync() { check("sync", file()->pMethods->xSync(file(), SQLITE_SYNC_NORMAL)); }

 private:
  sqlite3_file* file() { return reinterpret_cast<sqlite3_file*>(memory_.data()); }
  void close() {
    if (file()->pMethods != nullptr) file()->pMethods->xClose(file());
  }
  void check(const char* operation, int code) const {
    if (code == SQLITE_OK) return;
    throw sqlite_error(fmt::format("{} the log: {} (SQLite {}) in {}", operation,
                                   sqlite3_errstr(code), code, path_),
                       code);
  }

  const char* path_;
  std::vector<std::max_align_t> memory_;  // zeroed: a file that never opened has no methods
};

// A file's names in SQLite's own form, which its VFS insists on: absolute and followed by room for
// parameters.
class file_names {
 public:
  file_names(sqlite3_vfs& vfs, const std::filesystem::path& file) {
    std::string full(static_cast<std::size_t>(vfs.mxPathname) + 1, '\0');
    const int code =
        vfs.xFullPathname(&vfs, file.c_str(), static_cast<int>(full.size()), full.data());
    // A link that was followed is told in the upper bits.
    if ((code & 0xff) != SQLITE_OK)
      throw storage_error(fmt::format("{} is no usable path", file.string()));
    const std::string path = full.c_str();
    names_ = sqlite3_create_filename(path.c_str(), (path + "-journal").c_str(),
                                     (path + "-wal").c_str(), 0, nullptr);
    if (names_ == nullptr) throw std::bad_alloc();
  }
  file_names(const file_names&) = delete;
  file_names& operator=(const file_names&) = delete;
  ~file_names() { sqlite3_free_filename(names_); }

  [[nodiscard]] const char* log() const { return sqlite3_filename_wal(names_); }

 private:
  decltype(sqlite3_create_filename(nullptr, nullptr, nullptr, 0, nullptr)) names_;
};

}  // namespace

void rewrite_log(const std::filesystem::path& file, const std::string& vfs_name) {
  auto* vfs = sqlite3_vfs_find(vfs_name.empty() ? nullptr : vfs_name.c_str());
  if (vfs == nullptr) throw storage_error(fmt::format("no SQLite VFS is called '{}'", vfs_name));
  const file_names names(*vfs, file);
  int there = 0;
  vfs->xAccess(vfs, names.log(), SQLITE_ACCESS_EXISTS, &there);
  if (there == 0) return;

  vfs_file log(*vfs, names.log());
  const auto size = log.size();
  std::vector<std::byte> piece(static_cast<std::size_t>(std::min(size, piece_bytes)));
  for (sqlite3_int64 at = 0; at < size; at += piece_bytes) {
    const std::span part(piece.data(), static_cast<std::size_t>(std::min(size - at, piece_bytes)));
    log.read(part, at);
    log.write(part, at);
  }
  log.sync();
}

}  // namespace hallcall::journal
