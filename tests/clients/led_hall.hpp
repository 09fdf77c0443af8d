// A hall for tests of LED panels, as its boards see it.
#pragma once

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include <fmt/format.h>

#include "proto/messages/codec.hpp"
#include "tests/clients/fake_server.hpp"
#include "tests/clients/samples.hpp"

namespace hallcall::tests {

// A hall whose calls are made by the test. Its clock stands still; its heart beats.
class led_hall {
 public:
  led_hall() {
    board_.now.clear();
    board_.recent.clear();
    board_.notices.clear();
    for (auto& counter : board_.counters) counter.number.reset();
    open();
    beats_ = std::thread([this] { beat(); });
  }
  ~led_hall() {
    {
      const std::lock_guard guard(lock_);
      closed_ = true;
    }
    changed_.notify_all();
    beats_.join();
  }
  [[nodiscard]] std::uint16_t port() const { return port_; }
  [[nodiscard]] fake_server& server() { return *server_; }
  void go_away() {
    const std::unique_lock guard(outside_);
    server_.reset();
  }
  void open() {
    fake_server::script s;
    s.on_request = [this](const net::request& asked) -> std::optional<net::response> {
      if (asked.target != "/api/v1/halls") return json(404, "{}");
      messages::hall_info info;
      info.hall = sample_board().hall;
      return json(200, messages::encode(messages::hall_list{{info.hall}}));
    };
    s.greeting = [this] { return std::vector{frame()}; };
    const std::unique_lock guard(outside_);
    server_ = std::make_unique<fake_server>(s, port_);
    port_ = server_->port();
  }
  void say_again() { server_->push(frame()); }
  // Somebody is called, `ago` by the hall's clock; the second time it is a recall.
  void call(const std::string& number, int counter, int repeat = 1,
            std::chrono::seconds ago = std::chrono::seconds(0)) {
    {
      const std::lock_guard guard(lock_);
      std::erase_if(board_.now,
                    [&](const auto& c) { return c.number == number || c.counter == counter; });
      messages::board_call c;
      c.call = "c-" + number;
      c.number = number;
      c.counter = counter;
      c.at = now_ - ago;
      c.repeat = repeat;
      board_.now.insert(board_.now.begin(), c);
      board_.counters[static_cast<std::size_t>(counter - 1)].number = number;
    }
    say_again();
  }

 private:
  std::string frame() {
    const std::lock_guard guard(lock_);
    return view_frame(board_, now_);
  }
  void beat() {
    std::unique_lock guard(lock_);
    while (!changed_.wait_for(guard, std::chrono::seconds(1), [this] { return closed_; })) {
      const auto text = fmt::format(R"({{"type":"beat","seq":7,"at":{}}})", messages::encode(now_));
      guard.unlock();
      {
        const std::unique_lock alone(outside_);
        if (server_) server_->push(text);
      }
      guard.lock();
    }
  }

  std::mutex lock_;  // over the board
  messages::board_view board_ = sample_board();
  const messages::time_point now_ = sample_now();
  bool closed_ = false;
  std::condition_variable changed_;
  std::mutex outside_;  // over whether the server is there
  std::unique_ptr<fake_server> server_;
  std::uint16_t port_ = 0;
  std::thread beats_;
};

}  // namespace hallcall::tests
