// Counts calls and fails those that the plan names.
#include "faulty_vfs.hpp"

namespace hallcall::journal::test {
namespace {

int usual_code(vfs_call call) {
  switch (call) {
    case vfs_call::open:
      return SQLITE_CANTOPEN;
    case vfs_call::write:
      return SQLITE_IOERR_WRITE;
    case vfs_call::sync:
      return SQLITE_IOERR_FSYNC;
    case vfs_call::truncate:
      return SQLITE_IOERR_TRUNCATE;
    case vfs_call::remove:
      return SQLITE_IOERR_DELETE;
  }
  return SQLITE_IOERR;
}

}  // namespace

faulty_vfs::faulty_vfs(std::string name, const std::string& beneath)
    : vfs_shim(std::move(name), beneath) {}

// The count that fails is written last: a call on another thread that sees it sees the rest as
// well.
void faulty_vfs::fail(vfs_call call, std::uint64_t nth, lasting how_long, int code,
                      bool short_write) {
  auto& plan = plan_of(call);
  plan.fails_at = 0;
  plan.code = code == 0 ? usual_code(call) : code;
  plan.lasts = how_long == lasting::until_healed;
  plan.short_write = short_write;
  plan.fails_at = plan.calls + nth;
}

void faulty_vfs::heal() {
  for (auto& plan : plans_) plan.fails_at = 0;
}

std::uint64_t faulty_vfs::calls(vfs_call call) const {
  return plans_[static_cast<std::size_t>(call)].calls;
}

vfs_shim::verdict faulty_vfs::before(const vfs_request& request) {
  auto& plan = plan_of(request.what);
  const auto number = ++plan.calls;
  const auto fails_at = plan.fails_at.load();
  if (fails_at == 0 || (plan.lasts ? number < fails_at : number != fails_at)) return {};
  ++failures_;
  return {.code = plan.code, .written = plan.short_write ? request.data.size() / 2 : 0};
}

}  // namespace hallcall::journal::test
