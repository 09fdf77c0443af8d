#include "gateway/person_keys.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>

#include <fmt/format.h>
#include <sodium.h>

#include "gateway/secrets.hpp"

namespace hallcall::gateway {
namespace {

constexpr std::size_t key_bytes = 32;
constexpr std::size_t hash_bytes = 16;
constexpr std::size_t most_keys = 100;

std::string hex_of(const void* bytes, std::size_t size) {
  std::string hex(size * 2 + 1, '\0');
  sodium_bin2hex(hex.data(), hex.size(), static_cast<const unsigned char*>(bytes), size);
  hex.pop_back();
  return hex;
}

std::string hash_under(std::string_view key, std::string_view what, std::string_view text) {
  const auto digest = keyed_digest(fmt::format("{}\n{}", what, text), key);
  return hex_of(digest.data(), hash_bytes);
}

// A file that is whole or not there at all, for its owner's eyes.
bool write_whole(const std::filesystem::path& file, const std::string& content) {
  const auto next = file.string() + ".new";
  const int fd = ::open(next.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (fd < 0) return false;
  const bool written =
      ::fchmod(fd, S_IRUSR | S_IWUSR) == 0 &&
      ::write(fd, content.data(), content.size()) == static_cast<ssize_t>(content.size()) &&
      ::fsync(fd) == 0;
  ::close(fd);
  if (!written || ::rename(next.c_str(), file.c_str()) != 0) return false;
  const auto parent = file.parent_path();
  const int directory = ::open(parent.empty() ? "." : parent.c_str(), O_RDONLY | O_CLOEXEC);
  if (directory < 0) return false;
  const bool kept = ::fsync(directory) == 0;
  ::close(directory);
  return kept;
}

}  // namespace

tl::expected<person_keys, std::string> person_keys::open(std::filesystem::path file,
                                                         person_key_ages ages) {
  ready_sodium();
  person_keys keys;
  keys.file_ = std::move(file);
  keys.ages_ = ages;
  std::ifstream in(keys.file_);
  if (!in) {
    if (!std::filesystem::exists(keys.file_)) return keys;
    return tl::make_unexpected(
        fmt::format("{} cannot be read: {}", keys.file_.string(), std::strerror(errno)));
  }
  std::int64_t made = 0;
  std::string hex;
  while (keys.keys_.size() < most_keys && in >> made >> hex) {
    std::array<unsigned char, key_bytes> bytes{};
    std::size_t size = 0;
    if (sodium_hex2bin(bytes.data(), bytes.size(), hex.data(), hex.size(), nullptr, &size,
                       nullptr) != 0 ||
        size != key_bytes)
      return tl::make_unexpected(fmt::format(
          "{} is damaged; without it nobody's earlier bookings are recognized. Put it back from a "
          "copy, or remove it",
          keys.file_.string()));
    keys.keys_.push_back(
        {time_point(std::chrono::milliseconds(made)), std::string(bytes.begin(), bytes.end())});
  }
  if (!in.eof())
    return tl::make_unexpected(
        fmt::format("{} is damaged; put it back from a copy, or remove it", keys.file_.string()));
  std::ranges::stable_sort(keys.keys_, std::ranges::greater{}, &key::made);
  return keys;
}

bool person_keys::turn(time_point now) {
  auto next = keys_;
  std::erase_if(next,
                [&](const key& k) { return k.made + ages_.used_for + ages_.needed_after <= now; });
  if (next.empty() || next.front().made + ages_.used_for <= now) {
    ready_sodium();
    std::array<char, key_bytes> bytes{};
    randombytes_buf(bytes.data(), bytes.size());
    next.insert(next.begin(), key{now, std::string(bytes.begin(), bytes.end())});
  }
  if (next.size() == keys_.size() && next.front().made == keys_.front().made) return true;
  if (!write(next)) return false;
  keys_ = std::move(next);
  return true;
}

bool person_keys::write(const std::vector<key>& keys) const {
  if (file_.empty()) return true;
  std::string content;
  for (const auto& k : keys)
    content += fmt::format("{} {}\n", k.made.time_since_epoch().count(),
                           hex_of(k.bytes.data(), k.bytes.size()));
  return write_whole(file_, content);
}

std::vector<std::string> person_keys::hashes_of(std::string_view id_number) const {
  std::vector<std::string> all;
  for (const auto& k : keys_) all.push_back(hash_under(k.bytes, "person", id_number));
  return all;
}

std::string person_keys::fingerprint(std::string_view request) const {
  return keys_.empty() ? "" : hash_under(keys_.front().bytes, "request", request);
}

}  // namespace hallcall::gateway
