// Tickets of the kiosk's page, with the box's printer in between. The page asks for a ticket
// and then says, as a page without a printer does, that it printed nothing: that is when the slip
// is printed, and the answer tells the page how it went. The server hears what really happened,
// from here, once, whatever is cut off in between:
//
// - a wish is on this box's disk before it leaves, its outcome before the page has it;
// - after a restart a wish whose fate is open is asked for again under its key, and a slip that may
//   not have come out is told as not printed: the server voids the ticket unless somebody at the
//   kiosk says "I have my number";
// - while the server is away a walk-in gets a number out of the block that the kiosk holds, and the
//   server is told of it afterwards, once it is known whether somebody has it in hand.
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "kiosk-client/number_keeper.hpp"
#include "kiosk-client/offline_ticket.hpp"
#include "kiosk-client/print_worker.hpp"
#include "kiosk-client/slip_book.hpp"
#include "proto/net/reactor.hpp"
#include "proto/relay/back_off.hpp"
#include "proto/relay/call_relay.hpp"

namespace hallcall::kiosk {

class slip_desk {
 public:
  // A page whose attempt is given up sooner than this asks again.
  static constexpr std::chrono::milliseconds hold_answer{4'500};
  static constexpr std::chrono::milliseconds look_every{1'000};

  struct tools {
    relay::call_relay& calls;    // the page's
    relay::call_relay& reports;  // this desk's own, in order
    print_worker& printer;
    std::function<std::string()> new_key;
    std::function<double()> jitter;                   // [0, 1)
    std::chrono::milliseconds orphan_after{120'000};  // nothing heard of the page: it is gone
    number_keeper* numbers = nullptr;                 // null: nobody gets a number offline
    std::function<bool()> server_is_away = [] { return false; };  // known: it is not asked first
    std::function<std::optional<std::string>()> hall_info =
        [] { return std::nullopt; };  // the hall, as last read
  };
  slip_desk(net::reactor&, tools, std::unique_ptr<relay::kept_file> kept);

  void start();
  // POST …/tickets
  void take(const net::request&, const net::responder&);
  // POST …/tickets/{ticket}/print-result; with ?slip=large the slip is printed in large letters.
  void print_result(const net::request&, const std::string& ticket, const net::responder&);
  // POST …/tickets/{ticket}/void
  void void_ticket(const net::request&, const std::string& ticket, const net::responder&);

  [[nodiscard]] std::size_t open() const { return book_.unsettled(); }
  [[nodiscard]] const std::string& last_slip() const { return last_slip_; }
  // Given while the server was away: not told yet; told and refused.
  [[nodiscard]] std::size_t untold() const { return book_.untold(); }
  [[nodiscard]] std::size_t refused() const { return refused_; }

 private:
  using steady = std::chrono::steady_clock;
  struct waiter {
    net::responder reply;
    net::timer patience;
  };

  void took(const std::string& key, const net::response&);
  void print(slip_book::line&, lettering);
  void printed(const std::string& ticket, const print_worker::outcome&);
  void tell_page(const std::string& ticket);
  void look();
  void tell_server(const slip_entry&);
  void find_out(const slip_entry&);
  void settle(const std::string& key);
  [[nodiscard]] std::optional<net::response> give_offline(const std::string& key);
  [[nodiscard]] std::optional<net::response> offline_answer(slip_book::line&) const;
  void have_offline(slip_book::line&, const net::responder&);
  void void_offline(slip_book::line&, const net::request&, const net::responder&);
  [[nodiscard]] bool is_decided(slip_book::line&);
  void tell_offline(const slip_entry&);
  void told_offline(const std::string& key, const offline_teller::outcome&);
  void try_again();

  net::reactor& reactor_;
  tools tools_;
  slip_book book_;
  std::map<std::string, std::vector<std::shared_ptr<waiter>>> waiting_;  // by ticket
  offline_teller teller_;
  std::size_t refused_ = 0;
  std::map<std::string, bool> printing_;                                 // by ticket
  relay::back_off back_off_;
  steady::time_point next_try_;
  bool telling_ = false;
  net::timer look_;
  std::string last_slip_ = "none yet";
};

}  // namespace hallcall::kiosk
