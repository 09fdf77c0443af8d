// A real office's files, open all day, with accounts and a kiosk made by the command line, as an
// office would.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace hallcall::crash {

// A directory of its own, gone with the object; in memory where the machine has such a place: what
// a process that is killed loses does not depend on the disk.
class fresh_directory {
 public:
  fresh_directory();
  fresh_directory(const fresh_directory&) = delete;
  fresh_directory& operator=(const fresh_directory&) = delete;
  ~fresh_directory();
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

inline constexpr const char* sample_password = "sample-words-for-a-test-2718";

// Made once; each test gets a copy of its data.
class real_office {
 public:
  [[nodiscard]] static const real_office& get();

  [[nodiscard]] const std::filesystem::path& file() const { return file_; }
  [[nodiscard]] const std::string& kiosk_token() const { return kiosk_token_; }
  // Fresh data with the accounts clerk1 to clerk5 and manager1.
  void copy_data_to(const std::filesystem::path&) const;
  // What starts the server on this data, on a free port.
  [[nodiscard]] std::vector<std::string> arguments(const std::filesystem::path& data) const;

 private:
  real_office();
  fresh_directory directory_;
  std::filesystem::path file_, data_;
  std::string kiosk_token_;
};

// `queue-server journal verify` finds the journal whole; how many entries it has, -1 (and a failed
// check) if not.
long check_whole(const std::filesystem::path& data);

}  // namespace hallcall::crash
