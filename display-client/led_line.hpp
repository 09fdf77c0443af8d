// One line with its panels, kept up on a thread of its own: opened, opened again after a failure,
// with growing waits; told the newest; left blank at the end. The rest of the program only hands
// over what each panel shows and asks how it fares.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "display-client/led_content.hpp"
#include "display-client/led_link.hpp"
#include "display-client/led_panel.hpp"
#include "proto/net/reactor.hpp"
#include "proto/relay/back_off.hpp"

namespace hallcall::display {

class led_port;

class led_line {
 public:
  static constexpr std::chrono::milliseconds open_within{3'000};
  static constexpr std::chrono::milliseconds stuck_after{5'000};  // not a byte was taken
  static constexpr std::chrono::milliseconds farewell{1'500};     // for leaving panels blank

  struct listener {
    // A panel for the hall has acknowledged a text with this call in it; on the reactor's thread.
    std::function<void(const std::string& call)> on_shown;
    // Something became wrong with a panel or well again, in words; on the reactor's thread.
    std::function<void(const std::string&)> on_change;
  };

  // `panels` hang on one line. The listener is not called after this is gone.
  led_line(net::reactor&, std::vector<led_panel> panels, listener);
  // Leaves the panels blank; takes `farewell` at most, and what is left of open_within.
  ~led_line();
  led_line(const led_line&) = delete;
  led_line& operator=(const led_line&) = delete;

  [[nodiscard]] const std::vector<led_panel>& panels() const { return panels_; }
  // Never waits. nullopt: blank.
  void show(std::size_t which, std::optional<led_content>);
  // Begins to leave; the destructor waits for it.
  void leave();

  struct panel_state {
    std::optional<std::chrono::system_clock::time_point> connected;  // since; nullopt: not now
    led_link::panel_state talk;
    std::string trouble;  // of the line; empty when there is none
  };
  [[nodiscard]] panel_state state(std::size_t which) const;

 private:
  using clock = std::chrono::steady_clock;

  void work();
  // Why the conversation ended.
  [[nodiscard]] std::string converse(led_port&);
  void take_wishes();
  void tell_state();
  void pause(std::chrono::milliseconds);
  void wake() const;
  [[nodiscard]] bool leaving() const;

  net::reactor& reactor_;
  std::vector<led_panel> panels_;
  listener listener_;
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);  // of the reactor's thread
  int wake_ = -1;                                               // an eventfd

  mutable std::mutex lock_;  // over what the two threads share:
  std::vector<std::optional<led_content>> wishes_;
  bool changed_ = false;
  bool leaving_ = false;
  std::vector<panel_state> states_;

  // The thread's own.
  led_link link_;
  std::optional<std::chrono::system_clock::time_point> connected_;
  std::string trouble_ = "not opened yet";
  std::vector<std::string> told_calls_;  // the last call that was told as shown, of each panel
  std::vector<std::string> told_words_;  // the last words of on_change, of each panel
  std::mt19937 random_{std::random_device{}()};
  relay::back_off back_off_;
  std::thread thread_;  // last: it uses everything above
};

}  // namespace hallcall::display
