// The block of numbers that this kiosk may give out while the server is away. Borrowed while
// the server is there, moved ahead with the hall's series, given back at closing; kept on the box's
// disk, so that no number is given twice whatever is switched off.
//
// Nothing is given out of a block from the moment its return or exchange is asked for: the server
// may have given its numbers to others by then.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include <boost/describe.hpp>

#include "proto/messages/answers.hpp"
#include "proto/relay/back_off.hpp"
#include "proto/relay/call_relay.hpp"
#include "proto/relay/kept_file.hpp"

namespace hallcall::kiosk {

// What outlives the box's power.
struct kept_numbers {
  std::string hall;  // that the block is of
  std::optional<messages::number_block> block;
  std::uint32_t next = 0;           // the first that was not given out
  std::int64_t clock_behind_ms = 0;  // the box's clock, behind the server's
  bool leaving = false;             // the block's return or exchange was asked for
  std::string key;                  // under which a block is borrowed; empty: none was asked for
};
BOOST_DESCRIBE_STRUCT(kept_numbers, (), (hall, block, next, clock_behind_ms, leaving, key))

// A number that is out now.
struct given_number {
  std::string hall, block;
  std::uint32_t n = 0;
  std::string number;  // "A023"
  std::string token;   // of its ticket's page
  std::string url;
  messages::time_point at;     // by the server's clock, as far as it is known
  std::string local;  // the same in the office's time, "2026-11-20 09:41"
};
BOOST_DESCRIBE_STRUCT(given_number, (), (hall, block, n, number, token, url, at, local))

class number_keeper {
 public:
  static constexpr std::chrono::seconds look_every{30};
  static constexpr std::chrono::minutes refused_for{1};  // nothing is lent now: closed, or never

  struct tools {
    relay::call_relay& reports;
    std::function<std::optional<std::string>()> hall;  // nullopt: not known yet
    std::function<std::string()> new_key;
    std::function<double()> jitter;                  // [0, 1)
    std::function<std::chrono::system_clock::time_point()> now = std::chrono::system_clock::now;
  };
  // Without a file nothing is given: a number given twice is worse than none.
  number_keeper(tools, std::unique_ptr<relay::kept_file> kept);

  // The next number; durable when it returns. nullopt: there is none to give.
  [[nodiscard]] std::optional<given_number> give();
  // Once a second while the server is there. `all_told`: every ticket out of the block is told.
  void tend(bool all_told);

  // How many could be given now.
  [[nodiscard]] std::uint32_t ready() const;
  // For /status: "A061 to A100, until 16:45".
  [[nodiscard]] std::string in_words() const;

 private:
  using steady = std::chrono::steady_clock;

  [[nodiscard]] messages::time_point server_now() const;
  [[nodiscard]] bool usable() const;
  [[nodiscard]] std::string path(const std::string& what = "") const;
  bool save() const;
  void borrow();
  void look(bool all_told);
  void leave(bool for_another);
  void take_over(const net::response&);
  void drop();
  void later(std::chrono::milliseconds);

  tools tools_;
  std::unique_ptr<relay::kept_file> kept_;
  kept_numbers mine_;
  relay::back_off back_off_;
  steady::time_point next_look_ = steady::now();
  bool asking_ = false;
};

}  // namespace hallcall::kiosk
