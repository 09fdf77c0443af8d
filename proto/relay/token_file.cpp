// See token_file.hpp.
#include "proto/relay/token_file.hpp"

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <string_view>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace hallcall::relay {
namespace {

constexpr auto own_only = S_IRUSR | S_IWUSR;  // 0600

std::string folder_of(const std::string& file) {
  const auto folder = std::filesystem::path(file).parent_path().string();
  return folder.empty() ? "." : folder;
}

tl::unexpected<std::string> cannot(const std::string& what, int error) {
  return tl::make_unexpected(what + ": " + std::strerror(error));
}

bool write_whole(int fd, std::string_view text) {
  while (!text.empty()) {
    const auto n = write(fd, text.data(), text.size());
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return false;
    text.remove_prefix(static_cast<std::size_t>(n));
  }
  return true;
}

// The new name outlives the power, too.
void flush_folder(const std::string& folder) {
  const int fd = open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) return;
  fsync(fd);
  close(fd);
}

}  // namespace

tl::expected<void, std::string> token_place_is_good(const std::string& file, bool replace) {
  const auto folder = folder_of(file);
  struct stat about {};
  if (stat(folder.c_str(), &about) != 0) return cannot(folder, errno);
  if (!S_ISDIR(about.st_mode)) return tl::make_unexpected(folder + " is no folder");
  if ((about.st_mode & S_IWOTH) != 0 && (about.st_mode & S_ISVTX) == 0)
    return tl::make_unexpected("everybody may write to " + folder + ": chmod o-w it");
  if (about.st_uid != geteuid() && about.st_uid != 0)
    return tl::make_unexpected(folder + " belongs to another user");
  if (access(folder.c_str(), W_OK | X_OK) != 0) return cannot(folder, errno);
  if (lstat(file.c_str(), &about) != 0)
    return errno == ENOENT ? tl::expected<void, std::string>() : cannot(file, errno);
  if (!S_ISREG(about.st_mode)) return tl::make_unexpected(file + " is not a plain file");
  if (about.st_uid != geteuid()) return tl::make_unexpected(file + " belongs to another user");
  if (!replace) return tl::make_unexpected(file + " is there already: --replace writes it anew");
  return {};
}

tl::expected<void, std::string> write_token_file(const std::string& file, const std::string& token,
                                                 bool replace) {
  if (auto good = token_place_is_good(file, replace); !good) return good;
  std::string beside = file + ".XXXXXX";
  const int fd = mkostemp(beside.data(), O_CLOEXEC);
  if (fd < 0) return cannot(folder_of(file), errno);
  const bool written = fchmod(fd, own_only) == 0 && write_whole(fd, token + "\n") && fsync(fd) == 0;
  const int error = errno;
  close(fd);
  // link() does not replace: what was put there meanwhile stays.
  const bool named = written && (replace ? rename(beside.c_str(), file.c_str())
                                         : link(beside.c_str(), file.c_str())) == 0;
  const int why = written ? errno : error;
  if (!named || !replace) unlink(beside.c_str());
  if (!named) return cannot(file, why);
  flush_folder(folder_of(file));
  return {};
}

}  // namespace hallcall::relay
