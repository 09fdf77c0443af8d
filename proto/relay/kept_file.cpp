// A file beside it is written whole and then takes its name.
#include "proto/relay/kept_file.hpp"

#include <array>
#include <cstdio>

#include <fcntl.h>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <openssl/evp.h>
#include <sys/stat.h>
#include <unistd.h>

namespace hallcall::relay {
namespace {

constexpr std::size_t digest_line = 65;  // hex of SHA-256, and a line feed

std::string digest_of(std::string_view text) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> raw{};
  unsigned length = 0;
  EVP_Digest(text.data(), text.size(), raw.data(), &length, EVP_sha256(), nullptr);
  return fmt::format("{:02x}\n", fmt::join(raw.begin(), raw.begin() + length, ""));
}

bool write_all(int fd, std::string_view rest) {
  while (!rest.empty()) {
    const auto n = ::write(fd, rest.data(), rest.size());
    if (n <= 0) return false;
    rest.remove_prefix(static_cast<std::size_t>(n));
  }
  return true;
}

void sync_folder(const std::filesystem::path& folder) {
  const int fd = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) return;
  ::fsync(fd);
  ::close(fd);
}

}  // namespace

std::optional<std::string> kept_file::read() const {
  const int fd = ::open(file_.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (fd < 0) return std::nullopt;
  struct stat about {};
  std::string all;
  if (fstat(fd, &about) == 0 && S_ISREG(about.st_mode) &&
      about.st_size <= static_cast<off_t>(longest + digest_line)) {
    all.resize(static_cast<std::size_t>(about.st_size));
    const auto n = ::read(fd, all.data(), all.size());
    all.resize(n > 0 ? static_cast<std::size_t>(n) : 0);
  }
  ::close(fd);
  if (all.size() < digest_line) return std::nullopt;
  auto text = all.substr(digest_line);
  if (digest_of(text) != all.substr(0, digest_line)) return std::nullopt;
  return text;
}

bool kept_file::write(std::string_view text, bool to_disk) const {
  if (text.size() > longest) return false;
  const auto beside = file_.string() + ".new";
  const int fd = ::open(beside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (fd < 0) return false;
  bool good = write_all(fd, digest_of(text)) && write_all(fd, text);
  if (good && to_disk) good = ::fdatasync(fd) == 0;
  good = ::close(fd) == 0 && good;
  good = good && std::rename(beside.c_str(), file_.c_str()) == 0;
  if (good && to_disk) sync_folder(file_.parent_path());
  return good;
}

}  // namespace hallcall::relay
