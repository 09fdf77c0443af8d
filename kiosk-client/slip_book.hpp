// What became of each ticket that was asked for at this kiosk, from the page's wish to the server's
// knowing about the slip. Kept on the box, so that a power cut leaves no ghost in the line
// and voids nobody's printed slip.
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>

#include <boost/describe.hpp>

#include "kiosk-client/number_keeper.hpp"
#include "proto/messages/answers.hpp"
#include "proto/relay/kept_file.hpp"

namespace hallcall::kiosk {

enum class slip_state : std::uint8_t {
  asked,    // the server may have issued it
  issued,   // it has; whether its slip came out is not known
  printed,  // the slip is out
  failed,   // it is not
};
BOOST_DESCRIBE_ENUM(slip_state, asked, issued, printed, failed)

// The number of the wish was given here, while the server was away.
struct offline_part {
  given_number given;
  std::optional<bool> in_hand;  // whether the citizen has it; none: not known yet
  std::string tell_key;         // under which the server is told of the ticket
  std::string told_as;          // the server's id of it, once told
};
BOOST_DESCRIBE_STRUCT(offline_part, (), (given, in_hand, tell_key, told_as))

struct slip_entry {
  std::string key;     // the wish's idempotency key
  std::string target;  // and what was asked with it
  std::string body;
  slip_state state = slip_state::asked;
  std::string hall, ticket;  // once issued
  std::string reason;        // failed: why
  std::string report_key;    // under which the server is told; once printed or failed
  std::int64_t at = 0;       // of the wish, seconds since 1970
  std::optional<offline_part> offline;
};
BOOST_DESCRIBE_STRUCT(slip_entry, (),
                      (key, target, body, state, hall, ticket, reason, report_key, at, offline))

class slip_book {
 public:
  static constexpr std::size_t most = 160;  // the oldest settled ones go; a block has up to 100
  static constexpr std::int64_t longest_seconds =
      24 * 3600;  // keys are forgotten by the server then

  // so long a number without a slip waits for "I have my number", as the server's do.
  static constexpr std::chrono::seconds confirm_within{30};

  struct line {
    slip_entry entry;
    bool settled = false;     // nothing is left to tell the server
    bool asked_here = false;  // since the program began: the page may still be there
    std::optional<messages::slip> slip;
    std::chrono::steady_clock::time_point heard_at;    // of the page; while asked_here
    std::chrono::steady_clock::time_point confirm_by;  // offline, and failed
  };

  // Null: nothing is kept. `now`: seconds since 1970.
  slip_book(std::unique_ptr<relay::kept_file> kept, std::int64_t now);

  // The lines stay where they are until they are pushed out.
  [[nodiscard]] line* by_key(const std::string& key);
  [[nodiscard]] line* by_ticket(const std::string& ticket);
  line& add(slip_entry);
  void remove(const std::string& key);
  // On disk when it returns true. False: the disk does not take it.
  bool save() const;
  [[nodiscard]] std::deque<line>& lines() { return lines_; }
  [[nodiscard]] std::size_t unsettled() const;
  // Of tickets that were given while the server was away.
  [[nodiscard]] std::size_t untold() const;

 private:
  std::unique_ptr<relay::kept_file> kept_;
  std::deque<line> lines_;
};

}  // namespace hallcall::kiosk
