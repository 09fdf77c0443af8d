// A text that outlives the program and the box's power: replaced as a whole, mode 0600, and known
// by its digest, so that half a file is never taken for one.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace hallcall::relay {

class kept_file {
 public:
  static constexpr std::size_t longest = 4 * 1024 * 1024;

  explicit kept_file(std::filesystem::path file) : file_(std::move(file)) {}

  // What was kept last; nullopt when there is nothing whole.
  [[nodiscard]] std::optional<std::string> read() const;
  // Returns when a killed program would find it, with `to_disk` when a box without power would,
  // too. False, and the old text stays, when the disk does not take it.
  bool write(std::string_view text, bool to_disk) const;

 private:
  std::filesystem::path file_;
};

}  // namespace hallcall::relay
