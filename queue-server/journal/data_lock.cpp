// flock(2) on a file that is never removed: removing it would let two servers lock two files of one
// name.
#include "journal/data_lock.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <string>

#include "journal/journal.hpp"

namespace hallcall::journal {
namespace {

std::string holder(int file) {
  std::array<char, 32> text{};
  const auto size = pread(file, text.data(), text.size(), 0);
  return size > 0 ? std::string(text.data(), static_cast<std::size_t>(size)) : "unknown";
}

}  // namespace

data_lock::data_lock(const std::filesystem::path& directory) {
  const auto path = directory / "hallcall.lock";
  file_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  if (file_ < 0) {
    throw storage_error(fmt::format("cannot make {}: {}", path.string(), std::strerror(errno)));
  }
  if (flock(file_, LOCK_EX | LOCK_NB) != 0) {
    const int error = errno;
    const auto process = holder(file_);
    ::close(file_);
    if (error != EWOULDBLOCK) {
      throw storage_error(fmt::format("cannot lock {}: {}", path.string(), std::strerror(error)));
    }
    throw storage_error(
        fmt::format("{} is in use by another server (process {})", directory.string(), process));
  }
  // The process id is for the message above alone: a full disk may keep it from being written.
  const auto process = std::to_string(getpid());
  if (ftruncate(file_, 0) == 0) {
    [[maybe_unused]] const auto written = pwrite(file_, process.data(), process.size(), 0);
  }
}

data_lock::~data_lock() { ::close(file_); }

}  // namespace hallcall::journal
