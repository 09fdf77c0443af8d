// The command line of queue-server.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

namespace hallcall::app {

enum class demo_mode : std::uint8_t { none, live, fast };

struct serve_options {
  std::optional<std::filesystem::path> office;  // none: the sample Nantun hall
  std::filesystem::path data;                   // a directory, made when missing
  std::string listen = "127.0.0.1:8080";
  std::string public_url;  // of ticket pages; default: from `listen`
  bool plain_http_beyond_this_machine = false;
  std::string tls_certificate, tls_key;  // PEM files, both or neither: without them plain HTTP
  std::optional<std::filesystem::path> voice;  // a pack's folder; none: the pack that is built in
  demo_mode demo = demo_mode::none;
  std::string log_level = "info";
  // For benchmarks.
  bool memory_journal = false;
  std::size_t group_limit = 1'024;
  std::chrono::microseconds sync_delay{0};

  [[nodiscard]] bool sample() const { return !office; }
  [[nodiscard]] bool tls() const { return !tls_certificate.empty(); }
};

struct verify_options {
  std::filesystem::path data;
};

// "127.0.0.1:8080", "[::1]:8080"; nullopt when it is neither an address nor has a port.
struct listen_address {
  std::string address;
  std::uint16_t port = 0;
  [[nodiscard]] bool loopback() const { return address == "::1" || address.starts_with("127."); }
};
[[nodiscard]] std::optional<listen_address> parse_listen(const std::string&);

// DATA/journal.sqlite
[[nodiscard]] inline std::filesystem::path journal_file(const std::filesystem::path& data) {
  return data / "journal.sqlite";
}

inline constexpr int exit_ok = 0;
inline constexpr int exit_failed =
    1;  // the server could not go on; verify: the journal is not whole
inline constexpr int exit_usage = 2;       // the command line, or the office file
inline constexpr int exit_no_storage = 3;  // the data directory cannot be used
inline constexpr int exit_no_address = 4;  // the address cannot be listened on

}  // namespace hallcall::app
