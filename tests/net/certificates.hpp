// Certificates for tests, made by the openssl command in a directory of their own, which goes with
// them.
#pragma once

#include <filesystem>
#include <string>

#include "proto/net/tls.hpp"

namespace hallcall::net::testing {

// An authority and what it signs.
class test_authority {
 public:
  test_authority();
  ~test_authority();
  test_authority(const test_authority&) = delete;
  test_authority& operator=(const test_authority&) = delete;

  // A certificate and its key (mode 0600) for names such as "DNS:localhost,IP:127.0.0.1"; `days` of
  // life from now on, none when negative.
  [[nodiscard]] tls_files issue(const std::string& names = "DNS:localhost,IP:127.0.0.1",
                                int days = 30);
  [[nodiscard]] std::string file() const { return (folder_ / "ca.pem").string(); }
  [[nodiscard]] std::shared_ptr<tls_trust> trust() const;
  [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }

 private:
  std::filesystem::path folder_;
  int issued_ = 0;
};

// The command's exit code; what it printed, on either stream, into `said`.
int run_command(const std::string& command, std::string* said = nullptr);

// An identity that must be sound.
[[nodiscard]] std::shared_ptr<tls_identity> identity_of(const tls_files&);

}  // namespace hallcall::net::testing
