// The whole of a hall at one instant, as a value. Changed only by apply(); read by everybody.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "engine/booking_state.hpp"
#include "engine/reasons.hpp"
#include "engine/rules.hpp"
#include "engine/types.hpp"
#include "engine/waiting_line.hpp"

namespace hallcall::engine {

// A number as people see it: "A001", past 999 "A1000".
struct ticket_number {
  char series = 'A';
  std::uint32_t n = 0;
  friend auto operator<=>(const ticket_number&, const ticket_number&) = default;
};
[[nodiscard]] std::string to_string(ticket_number);

// Numbers lent to a kiosk, which gives them out while the server is away. While the block
// is held nobody else gets one of them; it ends when it is given back, and with the day.
struct number_block {
  block_id id;
  std::string holder;  // the actor that borrowed it
  char series = 'A';
  std::uint32_t first = 0, last = 0;  // both included
  time_point lent_at;
  [[nodiscard]] bool holds(ticket_number) const;
};

// What tells later how much waiting a visit at a mobile counter spared.
struct relief_basis {
  std::int64_t behind = 0;  // who waited in the counter's lanes after the call
  std::int64_t others = 0;  // other open counters that could have served it, all busy
};

struct ticket {
  ticket_id id;
  ticket_number number;
  engine::lane lane = lane::general;
  double rate = 1;  // the better of its lane's and its needs'
  ticket_state state = ticket_state::waiting;
  std::vector<service_id> services;
  seconds standard{0};  // the sum of its services'
  enum_set<need> needs;
  std::string language;
  bool quiet = false;
  engine::channel channel = channel::kiosk;
  std::string token;  // who holds it may see and leave
  time_point issued_at;
  time_point place_at;                      // its place in the line: kept through park and transfer
  std::set<feature_id> requires_features;   // strict: only counters with these
  std::set<feature_id> wants_narrow;        // narrow, unless no open counter has them
  std::set<feature_id> wants_order;         // such counters first
  std::optional<counter_no> wants_counter;  // transferred to, or parked at (preferred)
  bool counter_only = false;                // transferred to that very counter or clerk
  std::optional<time_point> confirm_by;     // voided then, unless confirmed
  std::string note;
  std::int64_t predicted_low_s = 0, predicted_high_s = 0;  // at issue; 0 = no prediction
  std::string issued_by;  // the actor who took it, whose slip it is

  bool returning = false;              // came back after a missed call
  std::uint64_t returned_at_live = 0;  // live calls of the hall when it came back

  std::optional<counter_no> counter;  // called to, served at, or ended at
  std::string clerk;                  // account there
  call_id call{};                     // the latest
  int calls = 0;                      // of the present round, 1 to 3
  int calls_in_all = 0;
  std::optional<time_point> first_called_at, called_at, started_at, ended_at;
  time_point why_at;  // of the latest round's first call
  reason why;         // why it was called then
  std::optional<engine::outcome> outcome;
  std::vector<std::string> missing;
  std::string ended_because;
  std::optional<relief_basis> relief;  // of the latest round, when a mobile counter's help counts

  std::string wants_clerk;    // account: preferred, with counter_only alone
  bool head_of_line = false;  // came with a return pass
  std::string pass;           // the code that its outcome gave
  std::string from_pass;      // the code that it came with
  std::optional<time_point> promise_by;  // until its first call
  bool late = false;                     // waits past the promise
  std::optional<time_point> overdue_at;  // while served
  bool overdue = false;                  // served past the standard time
};

// comes back once with the documents that were missing, at the head of the line.
struct return_pass {
  std::string code;  // who has it may come back
  ticket_id ticket;  // the visit that it goes on with
  std::vector<service_id> services;
  enum_set<need> needs;
  std::string language;
  bool quiet = false;
  std::vector<std::string> missing;
  std::string clerk;       // account, preferred when present
  time_point valid_until;  // not at that instant any more
  std::optional<ticket_id> used_by;
};

enum class counter_mode : std::uint8_t { closed, open, paused };

struct counter {
  counter_no number;
  counter_mode mode = counter_mode::closed;
  std::string clerk_account;
  std::string clerk_shown;
  std::string pause_reason;
  time_point since;                  // of the mode
  time_point idle_since;             // of having no ticket, while open
  std::optional<ticket_id> current;  // called to it or served at it
  std::optional<page_id> page;       // the paging that opened it
  bool standing_down = false;        // closes after the current visit
  std::int64_t served_today = 0;
  seconds busy_today{0};
  int ratio_run = 0;          // discipline ratio: favoured calls in a row, or minus ordinary ones
  std::string stands_in_for;  // the clerk whose deputy is here now
};

enum class page_phase : std::uint8_t { called, open };

// One paging of one backup.
struct page {
  using phase = page_phase;
  page_id id;
  backup_id backup;
  page_phase now = page_phase::called;
  time_point called_at;
  time_point answer_by;
  counter_no counter;
  time_point opened_at;
};

enum class level : std::uint8_t { normal, busy, congested };

struct backup_state {
  std::vector<page> pages;    // called or open ones
  std::set<backup_id> asked;  // since the count last was at or below the limit
  bool armed = true;          // the next rise above the limit calls at once
  std::string ask_next;       // "declined" or "unanswered": another is to be asked at once
  std::optional<time_point> last_opened_at;
  bool exhausted = false;               // above the limit, and nobody left to ask
  std::vector<std::string> unanswered;  // of this episode, for the manager's alert
  std::map<std::string, std::int64_t> called_today;
  bool wait_above = false;                          // the predicted wait was last above its limit
  std::map<std::string, std::int64_t> saved_today;  // seconds of waiting, estimated, by backup
};

// The order of calling as the hall's history knows it.
struct order_state {
  std::optional<calling_order> of_file;  // what the office file said when that was last noted
  std::optional<calling_order> chosen;   // a manager's, until the office file says something new
  std::string chosen_by;                 // their shown name
  time_point chosen_at;
};

struct log_line {
  time_point at;
  std::string what;
  std::int64_t waiting = 0;
  std::string who;
  seconds figure{0};  // "closed": waiting saved; "wait-above", "wait-below": the predicted wait
};

struct day_counts {
  std::int64_t issued = 0, called = 0, done = 0, missed = 0, left = 0, voided = 0, expired = 0;
  std::int64_t wait_ms = 0;                              // summed over first calls
  std::map<std::int64_t, std::int64_t> waits_by_minute;  // first calls by whole minutes waited
};

// How well the last predictions came true: one bit each, newest lowest.
struct prediction_record {
  std::uint32_t held = 0;
  int count = 0;  // at most 20
};

struct hall_state {
  std::shared_ptr<const hall_rules> rules;  // not part of the history; set before anything else
  std::uint64_t seq = 0;                    // of the last entry applied
  time_point latest;                        // the hall's time never goes back
  std::optional<business_date> day;         // open day; none before the first
  std::uint64_t last_ticket = 0, last_call = 0, last_page = 0;
  std::map<char, std::uint32_t> series;           // last number given of each letter, this day
  std::map<char, std::set<std::uint32_t>> given_ahead;  // beyond it: out of blocks
  std::uint64_t last_block = 0;
  std::vector<number_block> blocks;  // held ones, in the order in which they were lent
  std::unordered_map<ticket_id, ticket> tickets;  // this day's, ended ones too
  std::unordered_map<std::string, ticket_id> by_token;
  waiting_line line;              // who waits, by lane
  std::deque<ticket_id> returns;  // missed and back, in the order they came back
  std::uint64_t live_calls = 0;   // first calls of tickets that were not returns
  std::uint64_t live_at_last_return = 0;
  std::set<std::pair<time_point, ticket_id>> unconfirmed;  // R-3 deadlines
  std::set<std::pair<time_point, ticket_id>> promises;     // of those who wait
  std::set<std::pair<time_point, ticket_id>> standards;    // of those who are served
  std::map<std::string, return_pass> passes;               // R-51, by code; also over days
  std::set<std::pair<time_point, std::string>> pass_ends;
  std::map<counter_no, counter> counters;
  order_state order;
  backup_state backup;
  engine::level level = level::normal;
  day_counts today;
  prediction_record predictions;
  std::deque<ticket_id> recent_calls;  // newest first, at most 20, for boards and managers
  std::deque<log_line> log;            // newest first, at most 30
  booking_book bookings;               // of this day, of days to come, and past ones until erased

  // How the next ticket is chosen now: as a manager said, else as the office file says.
  [[nodiscard]] calling_order order_in_force() const;
  [[nodiscard]] const ticket* find(ticket_id) const;
  [[nodiscard]] const counter* find(counter_no) const;
  [[nodiscard]] const ticket* find_token(const std::string&) const;
  [[nodiscard]] const ticket* find_number(ticket_number) const;
  [[nodiscard]] const number_block* find_block(block_id, const std::string& holder) const;
  // By its code, used or not; null once it is no longer valid.
  [[nodiscard]] const return_pass* find_pass(const std::string& code) const;
  // Tickets waiting in walk-in lanes, returns among them: what R-40 counts.
  [[nodiscard]] std::int64_t walk_ins_waiting() const;
};

}  // namespace hallcall::engine
