// What people and timers ask of a hall, and the answer: what happened, or why not. Pure: time, ids
// that must be random, and who asks are arguments.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include <tl/expected.hpp>

#include "engine/events.hpp"

namespace hallcall::engine {

// A number that a kiosk gave out of its block while the server was away.
struct given_offline {
  block_id block;
  std::uint32_t n = 0;
  time_point at;         // by the kiosk's clock; counts from the lending to now
  bool in_hand = true;   // false: no slip, and nobody said "I have my number"
};

struct take_ticket {
  std::vector<service_id> services;
  enum_set<need> needs;
  std::string language;
  bool quiet = false;
  engine::channel channel = channel::kiosk;
  std::string token;                                       // random, from the caller; unique
  std::int64_t predicted_low_s = 0, predicted_high_s = 0;  // the forecast's, 0 = none
  std::string issued_by;  // who asks; "device:…" may speak of its own tickets later
  std::optional<given_offline> offline = {};
};
// A block of numbers for issuing while the server is away. `instead`: the one held so far, which is
// given back with it, unless it still serves; then nothing happens.
struct lend_numbers {
  std::string holder;
  std::optional<block_id> instead;
};
struct give_numbers_back {
  std::string holder;
  block_id block;
};
struct report_slip {
  ticket_id ticket;
  bool printed = false;
  std::string reason;
};
struct void_ticket {
  ticket_id ticket;
  std::string reason;
};
struct leave {
  ticket_id ticket;
};
struct check_in {
  ticket_id ticket;
};  // a missed or parked ticket is back
struct grant_priority {
  ticket_id ticket;
  std::string reason;
};

struct open_counter {
  counter_no counter;
  std::string account;
  std::string shown;
};
struct close_counter {
  counter_no counter;
};
struct pause_counter {
  counter_no counter;
  std::string reason;
};
struct resume_counter {
  counter_no counter;
};
struct call_next {
  counter_no counter;
  bool finish_current = false;
};
struct call_ticket {
  counter_no counter;
  ticket_id ticket;
  std::string reason;
};
struct recall {
  counter_no counter;
};
struct start_visit {
  counter_no counter;
};
struct finish_visit {
  counter_no counter;
  engine::outcome outcome = outcome::finished;
  std::vector<std::string> missing;
  std::string pass;  // random, from the caller, unique: the return pass's code; "" for none
};
struct no_show {
  counter_no counter;
};
struct park {
  counter_no counter;
  std::string note;
};
struct transfer {
  counter_no counter;
  std::optional<engine::lane> lane;
  std::optional<counter_no> to;
  std::string note;
  std::string clerk;  // an account; one of lane, to and clerk
};
struct change_services {  // of the visit that is being served
  counter_no counter;
  std::vector<service_id> add, remove;
};
struct use_pass {  // comes back, and gets a ticket of its own
  std::string code;
  engine::channel channel = channel::kiosk;
  std::string token;  // as of take_ticket
  std::string issued_by;
};

struct call_backup {
  std::optional<backup_id> backup;
};
struct accept_backup {
  page_id page;
  std::optional<counter_no> counter;
  std::string account;
  std::string shown;
};
struct decline_backup {
  page_id page;
  std::string reason;
};
struct stand_down {
  page_id page;
};

// The next clerk takes a counter over, open or paused, with its visit.
struct hand_over {
  counter_no counter;
  std::string account;
  std::string shown;
  bool as_deputy = false;  // stands in for the clerk there
};
// The predicted wait of who joins now, its 90th percentile; none when it cannot be told.
struct report_forecast {
  std::optional<seconds> wait;
};
// Chooses how the next ticket is called, from now until the office file says something new.
// Precondition: the figures are within calling_order's bounds.
struct change_order {
  calling_order order;
  std::string by;  // the shown name
};
struct book {
  booking_code code;  // random, from the caller; unique
  service_id service;
  time_point slot;
  std::string person;                 // keyed hash
  std::vector<std::string> known_as;  // the same person's under older keys
  std::string language;
  enum_set<need> needs;
  bool by_staff = false;  // no-shows suspend online booking alone
};
struct amend_booking {  // R-33; what is left out stays
  booking_code code;
  bool confirm = false;
  std::optional<std::string> clerk;  // account; empty: nobody in particular
  std::optional<std::string> answer;
};
struct cancel_booking {
  booking_code code;
  bool by_staff = false;
  std::string reason;  // the staff's
};
struct check_in_booking {
  booking_code code;
  std::string token;  // of the ticket: random, from the caller; unique
  engine::channel channel = channel::kiosk;
  bool quiet = false;
  std::string issued_by;
};

struct tick {};  // the next step of what is due by now; may make another due

using command = std::variant<take_ticket, report_slip, void_ticket, leave, check_in, grant_priority,
                             open_counter, close_counter, pause_counter, resume_counter, call_next,
                             call_ticket, recall, start_visit, finish_visit, no_show, park,
                             transfer, call_backup, accept_backup, decline_backup, stand_down,
                             change_order, hand_over, report_forecast, tick, change_services,
                             use_pass, book, amend_booking, cancel_booking, check_in_booking,
                             lend_numbers, give_numbers_back>;

// Why a command is refused. The wire's `code` is the word in kebab-case.
enum class refusal_code : std::uint8_t {
  hall_closed,
  unknown_service,
  too_many_services,
  nobody_offers,
  unknown_ticket,
  not_waiting,
  already_ended,
  not_missed,
  unknown_counter,
  counter_closed,
  counter_open,
  counter_paused,
  counter_busy,
  counter_idle,
  not_paused,
  nothing_waiting,
  already_called,
  not_called,
  not_serving,
  too_early,
  no_calls_left,
  lane_not_taken,
  unknown_backup,
  backup_busy,
  no_backup_free,
  unknown_page,
  already_answered,
  reason_needed,
  base_counter,
  counter_not_today,
  unknown_pass,
  pass_used,
  unknown_booking,
  not_bookable,
  no_such_slot,
  slot_full,
  too_late,
  booked_already,
  booking_suspended,
  arrived_already,
  kept_for_booking,
  unknown_block,
  number_taken,
  numbers_not_lent
};
struct refusal {
  refusal_code code = refusal_code::unknown_ticket;
  std::string detail;                  // a sentence for a person: what to do
  std::optional<seconds> retry_after;  // too_early, booking_suspended
};
template <class T>
using result = tl::expected<T, refusal>;

// Decides one command at `now`. Never changes the state. `now` earlier than the state's latest
// counts as that latest.
[[nodiscard]] result<std::vector<event>> decide(const hall_state&, const command&, time_point now);

// A block of numbers is far enough ahead of its series, and less than half used. False: its kiosk is
// to borrow another in its place.
[[nodiscard]] bool still_serves(const hall_state&, const number_block&);

// The lane a ticket for these services and needs would wait in. Unknown services are
// passed over.
[[nodiscard]] lane lane_for(const hall_rules&, const std::vector<service_id>&, enum_set<need>);

// When tick must next be given; may be in the past (at once). None: no timer runs.
[[nodiscard]] std::optional<time_point> next_deadline(const hall_state&);

// A new hall of these rules, before its first day.
[[nodiscard]] hall_state make_hall(std::shared_ptr<const hall_rules>);

}  // namespace hallcall::engine
