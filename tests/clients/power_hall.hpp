// A hall of real programs that can lose their power one by one: the server on a real office's data,
// the board's box, the kiosk's box with a simulated printer; and those who live in it, who remember
// what they were told and complain about what cannot be.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "proto/messages/answers.hpp"
#include "tests/clients/printer_simulator.hpp"
#include "tests/clients/process.hpp"
#include "tests/crash/real_office.hpp"

namespace hallcall::tests {

// Waits until it holds, at most 30 s.
[[nodiscard]] bool eventually(const std::function<bool()>& holds);

// Something with a plug.
struct powered {
  std::vector<std::string> command;
  std::string log;
  std::uint16_t port = 0;
  std::string alive_path;
  std::unique_ptr<process> program;

  void on() { program = std::make_unique<process>(command, log); }
  void off();
  [[nodiscard]] bool answers() const;
};

struct powered_hall {
  crash::fresh_directory place;
  std::string data = place.path() / "data";
  printer_simulator printer{printer_simulator::wire::tcp, {}};
  powered server, board, kiosk;

  powered_hall();
  std::vector<powered*> all() { return {&server, &board, &kiosk}; }
  void check_journal() const;
};

// What the people in the hall were told.
struct told_in_hall {
  std::mutex lock;
  std::map<std::string, messages::ticket_issued> by_key;
  std::map<std::string, std::string> numbers;  // number → ticket
  std::map<std::string, int> called;           // ticket → counter
  std::vector<std::string> wrong;
  std::atomic<bool> over = false;

  void complain(const std::string& what) {
    const std::lock_guard guard(lock);
    wrong.push_back(what);
  }
  std::size_t tickets() {
    const std::lock_guard guard(lock);
    return by_key.size();
  }
};

// Visitors at the kiosk, one after the other; a clerk at counter 1; a board's browser. Until end().
class hall_life {
 public:
  hall_life(powered_hall&, told_in_hall&, std::uint64_t seed);
  ~hall_life() { end(); }
  hall_life(const hall_life&) = delete;
  hall_life& operator=(const hall_life&) = delete;
  // Waits for what was begun: everything must have its power.
  void end();
  // The newest `seq` that the board has shown.
  [[nodiscard]] std::uint64_t shown() const { return shown_; }

 private:
  told_in_hall& told_;
  std::atomic<std::uint64_t> shown_{0};
  std::vector<std::thread> threads_;  // last: they use everything above
};

}  // namespace hallcall::tests
