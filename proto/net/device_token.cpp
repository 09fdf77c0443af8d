// Checks the opened file, not the name: nobody can swap it in between.
#include "proto/net/device_token.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace hallcall::net {
namespace {

constexpr std::size_t longest = 512;

tl::expected<std::optional<std::string>, std::string> checked(std::string token,
                                                              const std::string& from) {
  while (!token.empty() && (token.back() == '\n' || token.back() == '\r')) token.pop_back();
  const bool one_word =
      std::all_of(token.begin(), token.end(), [](char c) { return c > ' ' && c < '\x7f'; });
  if (token.empty() || token.size() > longest || !one_word)
    return tl::make_unexpected(from + " does not hold one token");
  return std::optional(std::move(token));
}

}  // namespace

tl::expected<std::optional<std::string>, std::string> device_token(
    const std::optional<std::string>& file) {
  std::optional<std::string> environment;
  if (const char* given = std::getenv("HALLCALL_TOKEN"); given != nullptr && *given != '\0')
    environment = given;
  unsetenv("HALLCALL_TOKEN");  // children need not know it
  if (!file) {
    if (environment) return checked(std::move(*environment), "HALLCALL_TOKEN");
    return std::optional<std::string>();
  }
  const int fd = open(file->c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (fd < 0) return tl::make_unexpected(*file + ": " + std::strerror(errno));
  struct stat about {};
  std::string text(longest + 2, '\0');
  const bool plain = fstat(fd, &about) == 0 && S_ISREG(about.st_mode);
  const auto n = plain ? read(fd, text.data(), text.size()) : -1;
  close(fd);
  if (!plain || n < 0) return tl::make_unexpected(*file + " is not a plain file that can be read");
  if ((about.st_mode & 0177) != 0)
    return tl::make_unexpected(*file + " may be read by others: chmod 600 it");
  text.resize(static_cast<std::size_t>(n));
  return checked(std::move(text), *file);
}

}  // namespace hallcall::net
