// See real_office.hpp.
#include "real_office.hpp"

#include <stdlib.h>
#include <unistd.h>

#include <chrono>
#include <fstream>
#include <regex>
#include <sstream>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "server_process.hpp"

namespace hallcall::crash {
namespace {

std::string content_of(const std::filesystem::path& file) {
  std::ifstream in(file);
  std::ostringstream all;
  all << in.rdbuf();
  return all.str();
}

// A zone in which it is morning now, so that no test runs over midnight.
std::string zone_of_morning() {
  const auto now = std::chrono::system_clock::now();
  const auto hour =
      std::chrono::duration_cast<std::chrono::hours>(now.time_since_epoch()).count() % 24;
  const auto offset = 9 - hour;  // local = UTC + offset
  const auto shown = offset > 12 ? offset - 24 : offset < -12 ? offset + 24 : offset;
  return fmt::format("Etc/GMT{}{}", shown > 0 ? "-" : "+",
                     shown > 0 ? shown : -shown);  // POSIX: the sign turned
}

}  // namespace

fresh_directory::fresh_directory() {
  const bool in_memory = access("/dev/shm", W_OK) == 0;
  const auto parent =
      in_memory ? std::filesystem::path("/dev/shm") : std::filesystem::temp_directory_path();
  auto name = (parent / "hallcall-crash-XXXXXX").string();
  REQUIRE(mkdtemp(name.data()) != nullptr);
  path_ = name;
}

fresh_directory::~fresh_directory() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

const real_office& real_office::get() {
  static const real_office one;
  return one;
}

real_office::real_office()
    : file_(directory_.path() / "nantun.toml"), data_(directory_.path() / "data") {
  const std::filesystem::path offices = HALLCALL_OFFICES;
  std::filesystem::copy_file(offices / "services.toml", directory_.path() / "services.toml");
  auto text = content_of(offices / "nantun.toml");
  text = std::regex_replace(text, std::regex("(weekdays|saturday|sunday|20[0-9-]+) = \"[^\"]*\""),
                            "$1 = \"00:00-24:00\"");
  text = std::regex_replace(text, std::regex("time_zone = \"[^\"]*\""),
                            "time_zone = \"" + zone_of_morning() + "\"");
  std::ofstream(file_) << text;

  const auto add = [&](const std::string& name, const std::string& role) {
    const auto e = run_program({"account", "add", name, "--role", role, "--shown-name",
                                "Sample " + name, "--data", data_.string()},
                               std::string(sample_password) + "\n");
    REQUIRE_MESSAGE(e.code == 0, e.out);
  };
  for (int n = 1; n <= 5; ++n) add(fmt::format("clerk{}", n), "clerk");
  add("manager1", "manager");
  const auto kiosk =
      run_program({"device", "add", "kiosk1", "--role", "kiosk", "--data", data_.string()});
  REQUIRE_MESSAGE(kiosk.code == 0, kiosk.out);
  std::smatch found;
  REQUIRE(std::regex_search(kiosk.out, found, std::regex("program: (\\S+)")));
  kiosk_token_ = found[1];
}

void real_office::copy_data_to(const std::filesystem::path& to) const {
  std::filesystem::copy(data_, to, std::filesystem::copy_options::recursive);
}

std::vector<std::string> real_office::arguments(const std::filesystem::path& data) const {
  return {"--office", file_.string(), "--data", data.string(), "--listen", "127.0.0.1:0"};
}

long check_whole(const std::filesystem::path& data) {
  const auto e = run_program({"journal", "verify", "--data", data.string()});
  CHECK_MESSAGE(e.code == 0, e.out);
  std::smatch found;
  if (e.code != 0 || !std::regex_search(e.out, found, std::regex("whole: ([0-9]+) entries")))
    return -1;
  return std::stol(found[1]);
}

}  // namespace hallcall::crash
