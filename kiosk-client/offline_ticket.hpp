// A ticket whose number this box gave while the server was away: what its page gets, and how the
// server is told of it afterwards.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <variant>

#include "kiosk-client/slip_book.hpp"
#include "proto/messages/answers.hpp"
#include "proto/relay/call_relay.hpp"

namespace hallcall::kiosk {

// The wish may become a number here: a walk-in's, POST …/tickets, whose body can be read.
[[nodiscard]] bool is_walk_in(const slip_entry&);

// What the server would have answered. `hall_info`: GET of the hall, as last read. nullopt when it
// cannot be read.
[[nodiscard]] std::optional<messages::ticket_issued> ticket_of(const slip_entry&,
                                                               const std::string& hall_info);

// Tells the server of one ticket. A ticket that the wish itself became before the line broke is
// voided first: nobody has its number.
class offline_teller {
 public:
  struct told {
    std::string id;  // the server's; empty when it was told before
  };
  struct ask_later {};
  struct with_new_key {};         // the first was used by the wish itself
  struct with_fewer_services {};  // no counter does them together: the first alone
  struct refused {
    std::string code;
  };
  using outcome = std::variant<told, ask_later, with_new_key, with_fewer_services, refused>;
  using done = std::function<void(const outcome&)>;

  offline_teller(relay::call_relay& reports, std::function<std::string()> new_key)
      : reports_(reports), new_key_(std::move(new_key)) {}

  // `in_hand` is known, and the key is on the disk.
  void tell(const slip_entry&, done);

 private:
  void void_the_wish(const slip_entry&, done);

  relay::call_relay& reports_;
  std::function<std::string()> new_key_;
};

}  // namespace hallcall::kiosk
