// A real HTTP and WebSocket server on loopback with answers given by the test: what the programs
// meet when the hall's server is slow, gone, or loses a reply.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "proto/net/http_server.hpp"
#include "proto/net/reactor.hpp"

namespace hallcall::tests {

class fake_server {
 public:
  struct script {
    // On the server's thread. nullopt: the request is kept unanswered.
    std::function<std::optional<net::response>(const net::request&)> on_request;
    // The status to refuse an upgrade with; 0 accepts.
    std::function<int(const net::request&)> on_upgrade = [](const net::request&) { return 0; };
    // Sent to each WebSocket once it is open.
    std::function<std::vector<std::string>()> greeting = [] { return std::vector<std::string>(); };
  };

  explicit fake_server(script, std::uint16_t port = 0);
  ~fake_server();

  [[nodiscard]] std::uint16_t port() const { return port_; }
  [[nodiscard]] std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }
  // To every open WebSocket.
  void push(std::string text);
  // Waits until so many text messages have come in, at most 20 s; returns them all.
  [[nodiscard]] std::vector<std::string> received(std::size_t at_least);
  [[nodiscard]] bool await_sessions(std::size_t opened_at_least);
  [[nodiscard]] std::vector<std::string> upgrade_targets() const;

 private:
  struct watcher {
    std::shared_ptr<net::ws_session> session;
    std::deque<std::string> waiting;
  };
  void opened(const std::shared_ptr<net::ws_session>&);
  static void flush(watcher&);

  script script_;
  net::reactor reactor_;
  std::unique_ptr<net::http_server> server_;
  std::uint16_t port_ = 0;
  std::vector<std::shared_ptr<watcher>> watchers_;
  std::vector<net::responder> kept_;
  mutable std::mutex lock_;
  std::condition_variable changed_;
  std::vector<std::string> received_;
  std::vector<std::string> targets_;
  std::size_t opened_ = 0;
  std::thread thread_;
};

[[nodiscard]] net::response json(int status, std::string body);

}  // namespace hallcall::tests
