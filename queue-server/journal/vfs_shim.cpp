// The C functions behind vfs_shim: files carry the shim's own header in front of the real file.
#include "journal/vfs_shim.hpp"

#include <new>

#include "journal/journal.hpp"

namespace hallcall::journal {
namespace {

// What SQLite holds; the file of the VFS beneath lies directly behind it. SQLite aligns to 8 bytes.
struct shim_file {
  sqlite3_file base;
  vfs_shim* owner;
  const char* path;  // SQLite keeps it alive until the file is closed
};

shim_file& shim(sqlite3_file* file) { return *reinterpret_cast<shim_file*>(file); }
sqlite3_file* real(sqlite3_file* file) {
  return reinterpret_cast<sqlite3_file*>(reinterpret_cast<shim_file*>(file) + 1);
}
const sqlite3_io_methods& methods(sqlite3_file* file) { return *real(file)->pMethods; }

}  // namespace

struct vfs_shim_calls {
  static vfs_shim& shim_of(sqlite3_vfs* vfs) { return *static_cast<vfs_shim*>(vfs->pAppData); }
  static sqlite3_vfs* beneath(sqlite3_vfs* vfs) { return shim_of(vfs).beneath_; }

  // Asks the hook, makes the call unless refused, tells the hook.
  template <class Call>
  static int observed(vfs_shim& owner, const vfs_request& request, Call call) {
    const auto verdict = owner.before(request);
    const int code = verdict.code == SQLITE_OK ? call() : verdict.code;
    owner.after(request, code);
    return code;
  }

  static int close(sqlite3_file* f) { return methods(f).xClose(real(f)); }
  static int read(sqlite3_file* f, void* to, int amount, sqlite3_int64 offset) {
    return methods(f).xRead(real(f), to, amount, offset);
  }
  static int write(sqlite3_file* f, const void* from, int amount, sqlite3_int64 offset) {
    auto& owner = *shim(f).owner;
    const std::span data(static_cast<const std::byte*>(from), static_cast<std::size_t>(amount));
    const vfs_request request{
        .what = vfs_call::write, .path = shim(f).path, .data = data, .offset = offset};
    const auto verdict = owner.before(request);
    int code = verdict.code;
    if (code == SQLITE_OK) {
      code = methods(f).xWrite(real(f), from, amount, offset);
    } else if (verdict.written > 0) {
      methods(f).xWrite(real(f), from, static_cast<int>(verdict.written), offset);
    }
    owner.after(request, code);
    return code;
  }
  static int truncate(sqlite3_file* f, sqlite3_int64 size) {
    const vfs_request request{.what = vfs_call::truncate, .path = shim(f).path, .offset = size};
    return observed(*shim(f).owner, request, [&] { return methods(f).xTruncate(real(f), size); });
  }
  static int sync(sqlite3_file* f, int flags) {
    const vfs_request request{.what = vfs_call::sync, .path = shim(f).path};
    return observed(*shim(f).owner, request, [&] { return methods(f).xSync(real(f), flags); });
  }
  static int file_size(sqlite3_file* f, sqlite3_int64* size) {
    return methods(f).xFileSize(real(f), size);
  }
  static int lock(sqlite3_file* f, int level) { return methods(f).xLock(real(f), level); }
  static int unlock(sqlite3_file* f, int level) { return methods(f).xUnlock(real(f), level); }
  static int check_lock(sqlite3_file* f, int* out) {
    return methods(f).xCheckReservedLock(real(f), out);
  }
  static int control(sqlite3_file* f, int op, void* arg) {
    return methods(f).xFileControl(real(f), op, arg);
  }
  static int sector_size(sqlite3_file* f) { return methods(f).xSectorSize(real(f)); }
  static int characteristics(sqlite3_file* f) { return methods(f).xDeviceCharacteristics(real(f)); }
  static int shm_map(sqlite3_file* f, int region, int size, int extend, void volatile** out) {
    return methods(f).xShmMap(real(f), region, size, extend, out);
  }
  static int shm_lock(sqlite3_file* f, int offset, int n, int flags) {
    return methods(f).xShmLock(real(f), offset, n, flags);
  }
  static void shm_barrier(sqlite3_file* f) { methods(f).xShmBarrier(real(f)); }
  static int shm_unmap(sqlite3_file* f, int remove) {
    return methods(f).xShmUnmap(real(f), remove);
  }

  static int open(sqlite3_vfs* vfs, const char* path, sqlite3_file* f, int flags, int* out_flags);
  static int remove(sqlite3_vfs* vfs, const char* path, int sync_directory) {
    const vfs_request request{
        .what = vfs_call::remove, .path = path, .directory_synced = sync_directory != 0};
    return observed(shim_of(vfs), request,
                    [&] { return beneath(vfs)->xDelete(beneath(vfs), path, sync_directory); });
  }
  static int access(sqlite3_vfs* vfs, const char* path, int flags, int* out) {
    return beneath(vfs)->xAccess(beneath(vfs), path, flags, out);
  }
  static int full_path(sqlite3_vfs* vfs, const char* path, int size, char* out) {
    return beneath(vfs)->xFullPathname(beneath(vfs), path, size, out);
  }
  static int randomness(sqlite3_vfs* vfs, int size, char* out) {
    return beneath(vfs)->xRandomness(beneath(vfs), size, out);
  }
  static int sleep(sqlite3_vfs* vfs, int microseconds) {
    return beneath(vfs)->xSleep(beneath(vfs), microseconds);
  }
  static int time(sqlite3_vfs* vfs, double* out) {
    return beneath(vfs)->xCurrentTime(beneath(vfs), out);
  }
  static int time64(sqlite3_vfs* vfs, sqlite3_int64* out) {
    return beneath(vfs)->xCurrentTimeInt64(beneath(vfs), out);
  }
  static int last_error(sqlite3_vfs* vfs, int size, char* out) {
    return beneath(vfs)->xGetLastError(beneath(vfs), size, out);
  }
};

namespace {

// Version 2, that is without memory-mapped reads: all of a database's traffic passes the hooks.
constexpr sqlite3_io_methods shim_methods{
    .iVersion = 2,
    .xClose = vfs_shim_calls::close,
    .xRead = vfs_shim_calls::read,
    .xWrite = vfs_shim_calls::write,
    .xTruncate = vfs_shim_calls::truncate,
    .xSync = vfs_shim_calls::sync,
    .xFileSize = vfs_shim_calls::file_size,
    .xLock = vfs_shim_calls::lock,
    .xUnlock = vfs_shim_calls::unlock,
    .xCheckReservedLock = vfs_shim_calls::check_lock,
    .xFileControl = vfs_shim_calls::control,
    .xSectorSize = vfs_shim_calls::sector_size,
    .xDeviceCharacteristics = vfs_shim_calls::characteristics,
    .xShmMap = vfs_shim_calls::shm_map,
    .xShmLock = vfs_shim_calls::shm_lock,
    .xShmBarrier = vfs_shim_calls::shm_barrier,
    .xShmUnmap = vfs_shim_calls::shm_unmap,
    .xFetch = nullptr,
    .xUnfetch = nullptr,
};

}  // namespace

int vfs_shim_calls::open(sqlite3_vfs* vfs, const char* path, sqlite3_file* f, int flags,
                         int* out_flags) {
  auto& owner = shim_of(vfs);
  auto* file =
      new (f) shim_file{.base = {.pMethods = nullptr}, .owner = &owner, .path = path ? path : ""};
  const vfs_request request{.what = vfs_call::open, .path = file->path};
  const int code = observed(owner, request, [&] {
    real(f)->pMethods = nullptr;
    return beneath(vfs)->xOpen(beneath(vfs), path, real(f), flags, out_flags);
  });
  // SQLite closes a file whose methods are set, even one that failed to open.
  if (code == SQLITE_OK) file->base.pMethods = &shim_methods;
  return code;
}

vfs_shim::vfs_shim(std::string name, const std::string& beneath)
    : name_(std::move(name)),
      beneath_(sqlite3_vfs_find(beneath.empty() ? nullptr : beneath.c_str())) {
  if (beneath_ == nullptr) throw storage_error("no SQLite VFS is called '" + beneath + "'");
  vfs_ = {
      .iVersion = 2,
      .szOsFile = static_cast<int>(sizeof(shim_file)) + beneath_->szOsFile,
      .mxPathname = beneath_->mxPathname,
      .pNext = nullptr,
      .zName = name_.c_str(),
      .pAppData = this,
      .xOpen = vfs_shim_calls::open,
      .xDelete = vfs_shim_calls::remove,
      .xAccess = vfs_shim_calls::access,
      .xFullPathname = vfs_shim_calls::full_path,
      .xDlOpen = nullptr,
      .xDlError = nullptr,
      .xDlSym = nullptr,
      .xDlClose = nullptr,
      .xRandomness = vfs_shim_calls::randomness,
      .xSleep = vfs_shim_calls::sleep,
      .xCurrentTime = vfs_shim_calls::time,
      .xGetLastError = vfs_shim_calls::last_error,
      .xCurrentTimeInt64 = vfs_shim_calls::time64,
  };
  sqlite3_vfs_register(&vfs_, 0);
}

vfs_shim::~vfs_shim() { sqlite3_vfs_unregister(&vfs_); }

}  // namespace hallcall::journal
