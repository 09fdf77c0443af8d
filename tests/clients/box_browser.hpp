// The browser on the box, as far as its calls and its socket go: blocking, for tests.
#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "proto/net/http_client.hpp"
#include "proto/net/reactor.hpp"

namespace hallcall::tests {

class box_browser {
 public:
  explicit box_browser(std::uint16_t port);
  ~box_browser();
  box_browser(const box_browser&) = delete;
  box_browser& operator=(const box_browser&) = delete;

  // One attempt; status 0 when no answer came within 6 s.
  net::response ask(net::request);
  net::response get(const std::string& target, net::header_list = {});
  net::response post(const std::string& target, const std::string& body, const std::string& key);
  // As the pages do: again under the same key while the answer is lost, for at most `most`.
  net::response send(const std::string& target, const std::string& body, const std::string& key,
                     std::chrono::milliseconds most = std::chrono::seconds(20));

  // Opens the live view anew; false when it is refused.
  bool watch(const std::string& view);
  // The next frame; nullopt when none comes in time.
  std::optional<std::string> frame(std::chrono::milliseconds within = std::chrono::seconds(10));
  bool say(const std::string& text);
  // The socket was closed from the other end, and no frame is left.
  [[nodiscard]] bool closed();
  // Waits until the socket is closed from the other end.
  bool ended();

 private:
  void run(const std::function<void()>& task);

  std::uint16_t port_;
  net::reactor reactor_;
  std::unique_ptr<net::http_client> client_;
  std::unique_ptr<net::ws_client> socket_;
  std::mutex lock_;
  std::condition_variable changed_;
  std::deque<std::string> frames_;
  bool open_ = false;
  bool closed_ = false;
  std::thread thread_;
};

[[nodiscard]] inline std::string body_of(const net::response& r) {
  return r.body ? *r.body : std::string();
}
// The number after "seq": in a frame; 0 when there is none.
[[nodiscard]] std::uint64_t seq_of(const std::string& frame);

}  // namespace hallcall::tests
