// Where the device's secret may lie.
#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include <sys/stat.h>
#include <unistd.h>

#include "proto/net/device_token.hpp"

using hallcall::net::device_token;

namespace {
struct token_file {
  std::string path =
      (std::filesystem::temp_directory_path() / ("hallcall-token-" + std::to_string(getpid())))
          .string();
  token_file(const std::string& text, mode_t mode) {
    std::ofstream(path) << text;
    chmod(path.c_str(), mode);
  }
  ~token_file() { std::filesystem::remove(path); }
};
}  // namespace

TEST_CASE("a file for its owner alone holds the token, without the line feed") {
  const token_file file("abc.DEF-123_\n", 0600);
  CHECK(device_token(file.path)->value() == "abc.DEF-123_");
  chmod(file.path.c_str(), 0400);
  CHECK(device_token(file.path)->value() == "abc.DEF-123_");
}

TEST_CASE("a file that others may read is refused, and its content is not in the message") {
  for (const mode_t mode : {0640, 0604, 0644, 0660, 0700}) {
    const token_file file("secret", mode);
    const auto token = device_token(file.path);
    REQUIRE(!token);
    CHECK(token.error().find("secret") == std::string::npos);
  }
}

TEST_CASE("what is not one token is refused") {
  for (const auto* text : {"", "\n", "two words", "line\nline", "t\xC3\xA4st"}) {
    const token_file file(text, 0600);
    CHECK(!device_token(file.path));
  }
  const token_file longer(std::string(513, 'x'), 0600);
  CHECK(!device_token(longer.path));
  CHECK(!device_token("/no/such/file"));
  CHECK(!device_token("/"));
  CHECK(!device_token("/dev/zero"));
}

TEST_CASE("the environment is used when no file is named, and forgotten") {
  setenv("HALLCALL_TOKEN", "from-environment", 1);
  CHECK(device_token(std::nullopt)->value() == "from-environment");
  CHECK(std::getenv("HALLCALL_TOKEN") == nullptr);
  CHECK(!device_token(std::nullopt)->has_value());
  setenv("HALLCALL_TOKEN", "from-environment", 1);
  const token_file file("from-file", 0600);
  CHECK(device_token(file.path)->value() == "from-file");
}
