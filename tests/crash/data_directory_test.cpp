// What is kept beside a running server: a second start changes nothing of it, and nobody else reads
// it.
#include <doctest/doctest.h>
#include <signal.h>

#include <fstream>
#include <map>

#include "real_office.hpp"
#include "server_process.hpp"

namespace hallcall::crash {
namespace {

std::vector<std::string> sample_on(const std::filesystem::path& data) {
  return {"--data", data.string(), "--listen", "127.0.0.1:0", "--log-level", "error"};
}

// What is kept of accounts, byte by byte; the index that readers share is none of it.
std::map<std::string, std::string> accounts_in(const std::filesystem::path& data) {
  std::map<std::string, std::string> files;
  for (const auto& file : std::filesystem::recursive_directory_iterator(data)) {
    const auto name = file.path().filename().string();
    if (!name.starts_with("accounts") || name.ends_with("-shm")) continue;
    std::ifstream in(file.path(), std::ios::binary);
    files[name].assign(std::istreambuf_iterator<char>(in), {});
  }
  return files;
}

}  // namespace

TEST_CASE("a second sample server is refused before it gives the sample accounts new PINs") {
  const fresh_directory place;
  server_process first(sample_on(place.path()));
  REQUIRE(first.listens());
  const auto before = accounts_in(place.path());
  REQUIRE(!before.empty());
  const auto second = run_program(sample_on(place.path()));
  CHECK_MESSAGE(second.code == 3, second.out);
  CHECK(second.out.find("in use by another server") != std::string::npos);
  CHECK(accounts_in(place.path()) == before);
  first.signal(SIGTERM);
  CHECK(first.end().code == 0);
}

TEST_CASE(
    "what the server keeps is for the account that runs it alone: it holds lanes and the holders' "
    "tokens") {
  const fresh_directory place;
  server_process server(sample_on(place.path() / "data"));
  REQUIRE(server.listens());
  using std::filesystem::perms;
  int files = 0;
  for (const auto& file : std::filesystem::recursive_directory_iterator(place.path() / "data")) {
    CAPTURE(file.path().string());
    CHECK((file.status().permissions() & (perms::group_all | perms::others_all)) == perms::none);
    if (file.is_regular_file()) ++files;
  }
  CHECK(files >= 2);
  server.signal(SIGTERM);
  CHECK(server.end().code == 0);
}

}  // namespace hallcall::crash
