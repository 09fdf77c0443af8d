// A TCP proxy that cuts the wire where a test says: before a request got through, after it got
// through but before its answer, or in the middle of the answer.
#pragma once

#include <atomic>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace hallcall::tests {

enum class cut : std::uint8_t { before_request, before_answer, within_answer };

class cutting_proxy {
 public:
  explicit cutting_proxy(std::uint16_t to);
  ~cutting_proxy();
  cutting_proxy(const cutting_proxy&) = delete;
  cutting_proxy& operator=(const cutting_proxy&) = delete;

  [[nodiscard]] std::uint16_t port() const { return port_; }
  // Once, at the next request that has this text in its first bytes.
  void cut_next(cut where, std::string request);
  // True when that has happened.
  [[nodiscard]] bool has_cut();
  // Cuts all there is and lets nobody through until told otherwise.
  void away(bool yes);

 private:
  void accept_all();
  void carry(int client, int server);

  std::uint16_t to_;
  std::uint16_t port_ = 0;
  int listener_ = -1;
  std::mutex lock_;
  std::optional<cut> where_;
  std::string request_;
  std::atomic<bool> away_ = false;
  std::atomic<bool> closed_ = false;
  std::vector<std::thread> carriers_;
  std::thread thread_;
};

}  // namespace hallcall::tests
