// An office file and its catalogue in a folder of their own, removed at the end of the test.
#pragma once

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

inline std::string shipped(const std::string& name) {
  std::ifstream in{std::filesystem::path{HALLCALL_OFFICES} / name};
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}
inline std::string shipped_catalogue() { return shipped("services.toml"); }

class temporary_office {
 public:
  temporary_office(const std::string& office, const std::string& catalogue) {
    std::string name = (std::filesystem::temp_directory_path() / "office-XXXXXX").string();
    folder_ = ::mkdtemp(name.data());
    std::ofstream{folder_ / "office.toml", std::ios::binary} << office;
    std::ofstream{folder_ / "services.toml", std::ios::binary} << catalogue;
  }
  ~temporary_office() {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }
  temporary_office(const temporary_office&) = delete;
  temporary_office& operator=(const temporary_office&) = delete;

  [[nodiscard]] std::filesystem::path office_file() const { return folder_ / "office.toml"; }
  [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }

 private:
  std::filesystem::path folder_;
};
