// A real HTTP server on loopback that plays an office's webhook, well or badly: on plain sockets
// and a thread of its own, so that it shares nothing with the program it listens to.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace hallcall::service::testing {

struct delivery {
  std::string target;
  std::string signature;  // the header's value
  std::string body;
  std::string answer;  // what it was told: a status, "closed" or "kept waiting"
};

class webhook_receiver {
 public:
  // What to answer the nth request (from 0).
  struct conduct {
    int status = 200;
    std::string headers = {};  // whole lines
    bool close = false;        // without an answer
    bool stall = false;        // no answer, the connection stays
  };
  using script = std::function<conduct(std::size_t nth, const delivery&)>;

  // On a free port, or on this one.
  explicit webhook_receiver(script, std::uint16_t port = 0);
  ~webhook_receiver();
  webhook_receiver(const webhook_receiver&) = delete;
  webhook_receiver& operator=(const webhook_receiver&) = delete;

  [[nodiscard]] std::uint16_t port() const { return port_; }
  // What came in until now.
  [[nodiscard]] std::vector<delivery> seen() const;
  // Waits until `enough` holds of it; the last look at it when that takes too long.
  std::vector<delivery> await(const std::function<bool(const std::vector<delivery>&)>& enough,
                              std::chrono::seconds within = std::chrono::seconds(20));

 private:
  void accept_all();
  void serve(int socket);
  [[nodiscard]] bool answer(int socket, delivery);  // false: the connection ends

  script script_;
  int listening_ = -1;
  std::uint16_t port_ = 0;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<delivery> seen_;
  std::vector<int> open_;
  std::vector<std::thread> serving_;
  bool over_ = false;
  std::thread accepting_;
};

// A member of a flat JSON object, as text without its quotes; empty when it is not there.
[[nodiscard]] std::string member_of(const std::string& json, const std::string& key);
// Of those that were received with a 2xx: one line each of these members.
[[nodiscard]] std::vector<std::string> received(const std::vector<delivery>&,
                                                const std::vector<std::string>& keys);

}  // namespace hallcall::service::testing
