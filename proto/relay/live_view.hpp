// One view of a hall as it happens: finds the hall, keeps a WebSocket to it, and comes back after
// every failure. Lives on the reactor's thread. Before the first view a refusal is final (a wrong
// address should be seen at once) unless told to persist; after it nothing is: a board that hangs
// on the wall keeps trying.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "proto/messages/common.hpp"
#include "proto/net/http_client.hpp"
#include "proto/net/reactor.hpp"
#include "proto/relay/back_off.hpp"

namespace hallcall::relay {

enum class refusal : std::uint8_t { wrong_server, unknown_hall, not_allowed };

class live_view {
 public:
  struct options {
    net::server_url server;
    std::optional<std::string> hall;           // the first one of the server's list when absent
    std::optional<std::string> token;          // of an enrolled device; sent with every request
    std::function<double()> jitter;            // [0, 1)
    std::chrono::milliseconds timeout{5'000};  // one connect, one answer
    std::chrono::milliseconds silence{
        10'000};  // no frame for so long: connect anew (beats come every 2 s)
    std::shared_ptr<net::tls_trust> trust;  // for https; null: this machine's authorities
    std::string view = "board";
    bool persist = false;  // no refusal is final
  };
  // A frame of type view: its text, as it came, and what is in its head.
  struct frame {
    std::string_view text;
    std::uint64_t seq = 0;
    messages::time_point at;
  };
  struct callbacks {
    std::function<void(const frame&)> on_view;  // also when it did not change
    std::function<void(std::string_view)> on_beat;
    std::function<void()> on_connected;  // a new connection: acknowledge again
    std::function<void(refusal, std::string why)> on_refused;  // final; nothing is called after it
    std::function<void(std::string why, std::chrono::milliseconds again_in)> on_lost;
    std::function<void()> on_unknown_token = nullptr;  // 401, each time
  };

  live_view(net::reactor&, options, callbacks);
  ~live_view();

  void start();
  // Tells the server something; false when it could not be sent now.
  bool send(std::string text);
  [[nodiscard]] const std::optional<std::string>& hall() const { return hall_; }
  // Since the latest frame of the server; since start() before the first.
  [[nodiscard]] std::chrono::milliseconds since_heard() const;
  // The server's clock, carried on by this machine's steady one: the view's time does not need this
  // machine's date to be right.
  [[nodiscard]] messages::time_point server_now() const;

 private:
  using steady = std::chrono::steady_clock;

  void find_hall();
  void connect();
  [[nodiscard]] net::header_list credentials() const;
  void take(std::string_view text);
  void closed(int http_status, std::uint16_t code, const std::string& reason);
  void lost(const std::string& why);
  void refused(refusal, const std::string& why);
  void watch();
  void heard(messages::time_point server_time);

  net::reactor& reactor_;
  options options_;
  callbacks callbacks_;
  back_off back_off_;
  std::optional<std::string> hall_;
  std::unique_ptr<net::http_client> http_;
  std::unique_ptr<net::ws_client> socket_;
  net::timer retry_;
  net::timer watch_;
  steady::time_point heard_at_;
  steady::time_point connection_heard_at_;  // of this connection
  messages::time_point server_time_;
  std::chrono::milliseconds asked_to_wait_{0};  // by the server's "bye"
  bool connected_ = false;
  bool ever_live_ = false;
  bool finished_ = false;
};

}  // namespace hallcall::relay
