// LED panels made of software, on a pseudo-terminal or a TCP port, that know led-protocol.md and
// nothing else: they take apart every byte that comes, note each breach of it, remember what they
// showed, and fail when told to. Written from the document, not from the program's own code.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "tests/clients/process.hpp"

namespace hallcall::tests {

class virtual_led {
 public:
  enum class wire : std::uint8_t { pseudo_terminal, tcp };
  struct look {
    char effect = 'N';  // N, F, R; B: blank
    std::string text;
    friend bool operator==(const look&, const look&) = default;
  };

  // Panels with these addresses, all on one line.
  explicit virtual_led(wire, const std::vector<int>& addresses = {1});
  ~virtual_led();
  virtual_led(const virtual_led&) = delete;
  virtual_led& operator=(const virtual_led&) = delete;

  // "dev:PATH" or "tcp:127.0.0.1:PORT", for --led. Stays the same over unplug() and plug().
  [[nodiscard]] std::string port() const;

  void mute(bool);    // reads, and does what it is told, but answers nothing
  void deaf(bool);    // reads nothing
  void babble(bool);  // noise before and behind each answer
  void refuse(bool);  // refuses every text
  void unplug();      // the line hangs up, and is not there
  void plug();        // it is there again
  void off_and_on();  // the panels forget what they showed; the line stays

  // What stands on the panel now: "--" when it was told nothing for too long.
  [[nodiscard]] std::string shown(int address = 1);
  // Waits until it shows this, at most 25 s.
  [[nodiscard]] bool shows(const std::string& text, int address = 1);
  // Everything that it was told to show, without repetitions of an order.
  [[nodiscard]] std::vector<look> looks(int address = 1);
  // How often it was told to flash this.
  [[nodiscard]] long flashes(const std::string& text, int address = 1);
  // Orders that came whole, repetitions too. Waits for so many, at most 25 s.
  [[nodiscard]] bool heard(std::size_t orders);
  [[nodiscard]] std::size_t orders();
  // Breaches of the protocol, in words.
  [[nodiscard]] std::vector<std::string> breaches();
  // The line's baud rate and character size, as the program has set them (pseudo-terminal).
  [[nodiscard]] std::string line_setting();

 private:
  using clock = std::chrono::steady_clock;
  struct panel {
    std::string text;
    bool blank = false;
    bool outdated = true;  // nothing was heard yet
    int hold = 0;
    clock::time_point heard;
    std::string last_order;
    std::vector<look> looks;
  };

  void open();
  void serve();
  void take(std::string_view bytes);
  void take_order(const std::string& frame);
  void obey(panel&, const std::string& inner);
  void answer(int address, char turn, char state, const panel&, const std::string& word);
  static bool is_outdated(const panel&);
  void breach(const std::string& what);
  void wake() const;

  wire wire_;
  folder here_;
  std::string path_;
  std::uint16_t port_ = 0;
  int listener_ = -1;
  int line_ = -1;   // the pseudo-terminal's master, or the connection
  int slave_ = -1;  // kept open, so that the master sees no hang-up between two programs
  int wake_ = -1;

  std::mutex lock_;
  std::condition_variable changed_;
  std::map<int, panel> panels_;
  std::string frame_;
  bool inside_ = false;
  std::size_t orders_ = 0;
  std::vector<std::string> breaches_;
  bool mute_ = false, deaf_ = false, babble_ = false, refuse_ = false, closed_ = false;
  std::thread thread_;  // last: it uses everything above
};

}  // namespace hallcall::tests
