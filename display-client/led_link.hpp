// The conversation on one line with the panels that hang on it: whose turn it is, what to say, what
// the answer means. No I/O: time and bytes are given. One order is under way at a time; a panel's
// next one always says the newest, so that nothing piles up.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "display-client/led_content.hpp"
#include "display-client/led_driver.hpp"

namespace hallcall::display {

class led_link {
 public:
  using clock = std::chrono::steady_clock;
  static constexpr std::chrono::milliseconds beat_every{2'000};
  static constexpr int hold_seconds = 10;                         // without orders: five beats
  static constexpr std::chrono::milliseconds answer_within{500};  // beside the time on the line
  static constexpr int attempts = 3;
  static constexpr std::chrono::milliseconds silent_after{10'000};  // nobody answers: a new line

  // `speed`: of the line, in baud.
  led_link(std::unique_ptr<led_driver>, const std::vector<int>& addresses, int speed);

  // What panel `which` shows from now on; nullopt: nothing.
  void want(std::size_t which, const std::optional<led_content>&);
  // A new connection: everybody is told everything, and no call that was sent flashes again.
  void opened(clock::time_point now);
  // What to write now; nullopt: nothing yet.
  [[nodiscard]] std::optional<std::string> next(clock::time_point now);
  // All of it has been taken by the line.
  void written(clock::time_point now);
  void received(std::string_view bytes, clock::time_point now);
  // When next() has something to say by itself, or silent() may become true.
  [[nodiscard]] clock::time_point wake() const;
  // Nobody has answered for silent_after.
  [[nodiscard]] bool silent(clock::time_point now) const;
  // Somebody has answered since opened().
  [[nodiscard]] bool answered() const { return answered_; }
  // Every panel has acknowledged what it was last told, or does not answer.
  [[nodiscard]] bool settled() const;

  struct panel_state {
    bool answering = false;
    std::optional<clock::time_point> acknowledged;  // its latest answer
    std::string shown;                              // the text that it acknowledged
    std::string shown_call;                         // the id of the call in it
    std::string fault;                              // the last one, in words; of any connection
    bool well = false;                              // that fault is over
  };
  [[nodiscard]] const panel_state& state(std::size_t which) const { return panels_[which].state; }

 private:
  struct panel {
    int address = 0;
    std::optional<led_content> wanted;
    bool told = false;  // it has acknowledged `wanted`
    std::string flashed;
    int turn = 0;
    clock::time_point due;
    panel_state state;
  };

  [[nodiscard]] led_order order_for(panel&);
  void missed(clock::time_point now);
  void took(panel&, const led_answer&, clock::time_point now);
  static void fault(panel&, std::string why);

  std::unique_ptr<led_driver> driver_;
  int speed_;
  std::vector<panel> panels_;
  std::size_t turn_of_ = 0;  // the panel that was spoken to last
  // The order under way.
  bool under_way_ = false;
  bool stale_ = false;  // its panel shall show something else by now
  led_order order_;
  std::string bytes_;
  int tried_ = 0;
  clock::time_point answer_by_ = clock::time_point::max();  // max while it is being written
  clock::time_point heard_;
  bool answered_ = false;
};

}  // namespace hallcall::display
