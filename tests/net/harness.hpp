// What the network's tests share: a reactor on a thread of its own, a server on it, and a peer that
// speaks raw bytes, so that it can say what no decent client says. Every wait is bounded by
// `patience`.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "proto/net/http_server.hpp"
#include "proto/net/reactor.hpp"

namespace hallcall::net::testing {

inline constexpr auto patience = std::chrono::seconds(20);

// Runs a reactor until it goes out of scope.
class reactor_thread {
 public:
  reactor_thread();
  ~reactor_thread();
  reactor_thread(const reactor_thread&) = delete;
  reactor_thread& operator=(const reactor_thread&) = delete;

  // Runs `task` on the reactor's thread and waits for it.
  void run(const std::function<void()>& task);
  reactor& get() { return reactor_; }

 private:
  reactor reactor_;
  std::thread thread_;
};

// A server on a free loopback port, made and destroyed on its reactor's thread.
class test_server {
 public:
  test_server(http_server_limits limits, http_server_handlers handlers,
              std::shared_ptr<tls_identity> identity = nullptr);
  ~test_server();

  [[nodiscard]] std::uint16_t port() const { return port_; }
  [[nodiscard]] http_server_stats stats();
  void run(const std::function<void()>& task) { thread_.run(task); }
  reactor& get_reactor() { return thread_.get(); }
  http_server& get() { return *server_; }
  // Destroys the server; the reactor goes on.
  void destroy();

 private:
  reactor_thread thread_;
  std::unique_ptr<http_server> server_;
  std::uint16_t port_ = 0;
};

// Waits until `holds`, for what no event tells; false when it never does.
bool eventually(const std::function<bool()>& holds);

// Things that happened on the reactor's thread, for the test's thread to wait for.
template <class Thing>
class mailbox {
 public:
  void put(Thing thing) {
    const std::lock_guard lock(mutex_);
    things_.push_back(std::move(thing));
    changed_.notify_all();
  }
  // The next one; nullopt when none comes.
  std::optional<Thing> take() {
    std::unique_lock lock(mutex_);
    if (!changed_.wait_for(lock, patience, [&] { return !things_.empty(); })) return std::nullopt;
    Thing first = std::move(things_.front());
    things_.erase(things_.begin());
    return first;
  }
  [[nodiscard]] bool empty() {
    const std::lock_guard lock(mutex_);
    return things_.empty();
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Thing> things_;
};

struct raw_response {
  int status = 0;
  std::string head;
  std::string body;
  [[nodiscard]] std::string header(std::string_view name) const;
};

struct raw_frame {
  int opcode = 0;
  std::string payload;
  [[nodiscard]] int close_code() const;
};

// A blocking socket.
class raw_peer {
 public:
  // `from` is the loopback address to come from; a small receive buffer makes a reader that stalls
  // soon.
  explicit raw_peer(std::uint16_t port, const char* from = "127.0.0.1", int receive_buffer = 0);
  ~raw_peer();
  raw_peer(raw_peer&&) noexcept;
  raw_peer& operator=(raw_peer&&) = delete;

  // Gives up silently when the server has closed.
  void send(std::string_view bytes);
  void half_close();
  // Closes with a reset, as a machine that vanished and came back would.
  void reset();
  // One response; nullopt at the end of the stream. `head_only` for the answer to HEAD.
  std::optional<raw_response> response(bool head_only = false);
  // True when the server closes the connection, whatever it said before.
  bool ends();

  // Asks for a WebSocket at `path`; the answer to the handshake.
  std::optional<raw_response> upgrade(std::string_view path = "/live",
                                      std::string_view extra_headers = "");
  void send_frame(int opcode, std::string_view payload, bool final = true);
  std::optional<raw_frame> frame();

 private:
  bool fill();  // reads some more; false at the end
  bool need(std::size_t bytes);

  int socket_ = -1;
  std::string buffer_;
};

// "GET <target> HTTP/1.1" with a Host.
std::string get(std::string_view target, std::string_view extra_headers = "");
std::string post(std::string_view target, std::string_view body);

// Answers every request with its target, and echoes a body.
http_server_handlers echo_handlers();

}  // namespace hallcall::net::testing
