// A whole hall for the gateway's tests: the real journal in a directory of its own, the real
// sequencer, accounts and gateway on a reactor's thread, reached over loopback sockets alone. Time
// is the hall's own: it runs like the machine's from a Friday morning and jumps when a test says
// so. Whatever was secret must not be in the log.
#pragma once

#include <atomic>
#include <chrono>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/account_store.hpp"
#include "gateway/gateway_server.hpp"
#include "tests/net/harness.hpp"

namespace hallcall::gateway::testing {

using namespace std::chrono_literals;
using net::testing::eventually;
using net::testing::patience;

// Of every sample person.
inline constexpr std::string_view password = "a sample pass phrase";

// A directory of its own, gone with the object; in memory where the machine has such a place.
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

// The office that ships, by its own hours, for a test to change; and as the sample hall has it.
[[nodiscard]] std::shared_ptr<service::office> nantun();
[[nodiscard]] std::shared_ptr<service::office> nantun_at_all_hours();
// The same with a second hall, "branch".
[[nodiscard]] std::shared_ptr<service::office> two_halls();

struct hall_options {
  bool sample = false;
  bool secure_cookies = false;
  std::shared_ptr<const service::office> office = nantun_at_all_hours();
  net::http_server_limits limits = {};
  service::service_options service = {};
  std::string vfs = {};
  std::chrono::minutes local_time{10h};  // of the Friday on which it starts
};

// Everything logged by the program at any level, since the first hall.
[[nodiscard]] std::string logged();

class test_hall {
 public:
  explicit test_hall(hall_options = {});
  // Checks that nothing secret was logged.
  ~test_hall();
  test_hall(const test_hall&) = delete;
  test_hall& operator=(const test_hall&) = delete;

  [[nodiscard]] std::uint16_t port() const { return port_; }
  [[nodiscard]] std::string host() const;
  // The hall's time jumps ahead; what is due by then happens within a second, or with the next
  // command.
  void pass(std::chrono::milliseconds t) { jumped_ms_ += t.count(); }
  // Ends in order and starts again on the same data, on another port.
  void restart();
  // Runs on the hall's thread.
  void run(const std::function<void()>& task) { server_.run(task); }
  // Ends the server in order, as Ctrl-C does; false when it does not in time.
  bool close();
  // The first half of that: no more commands are taken.
  void refuse_commands();

  // A new session of one of the sample people: greeter, clerk1 to clerk3, backup1 to backup4,
  // manager, admin, auditor.
  [[nodiscard]] std::string sign_in(const std::string& name);
  // Of the sample devices: kiosk, display, and branch-kiosk, which belongs to the hall "branch".
  [[nodiscard]] const device_secrets& device(const std::string& name) const {
    return devices_.at(name);
  }
  // Another hand on the accounts: what the command line does while the server runs.
  [[nodiscard]] account_store accounts() const;
  // This must never be in the log.
  void keep_secret(std::string);
  [[nodiscard]] std::string log_since_start() const;
  // Where the journal and the persons' keys are.
  [[nodiscard]] const std::filesystem::path& data() const { return directory_.path(); }

  // The gateway's table of calls, without what they do.
  [[nodiscard]] std::vector<route> routes();
  [[nodiscard]] const service::office& office() const { return *options_.office; }

  // Where clients live: not on the hall's thread.
  net::testing::reactor_thread& clients() { return clients_; }

 private:
  void make_accounts();
  void start();
  void stop();

  hall_options options_;
  fresh_directory directory_;
  std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
  std::atomic<std::int64_t> jumped_ms_{0};
  std::map<std::string, device_secrets> devices_;
  std::set<std::string> secrets_;
  std::size_t log_from_ = 0;
  std::uint16_t port_ = 0;
  net::testing::reactor_thread server_;
  net::testing::reactor_thread clients_;
  std::unique_ptr<worker_pool> pool_;
  std::unique_ptr<authenticator> who_;
  std::unique_ptr<service::hall_service> halls_;
  std::unique_ptr<gateway_server> gateway_;
};

// The pages that these tests' gateway serves, in place of the built ones.
[[nodiscard]] const web::asset* find_sample_asset(std::string_view path);

}  // namespace hallcall::gateway::testing
