// What can be seen of a hall at an instant, as plain values in one canonical order: two halls are
// in the same condition exactly when what is seen of them is equal. The engine's hall and the
// model's are compared by it.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/state.hpp"

namespace hallcall::engine::testing {

struct ticket_seen {
  ticket_id id;
  std::string number;
  engine::lane lane = lane::general;
  double rate = 1;
  ticket_state state = ticket_state::waiting;
  seconds standard{0};
  time_point issued_at, place_at;
  std::optional<counter_no> wants_counter;
  bool counter_only = false;
  bool returning = false;  // while it waits
  std::optional<time_point> confirm_by;
  std::optional<counter_no> counter;
  std::string clerk;
  call_id call;
  int calls = 0, calls_in_all = 0;
  std::optional<time_point> first_called_at, called_at, started_at, ended_at;
  call_rule rule = call_rule::score;  // why it was called
  seconds waited{0};
  std::vector<std::string> passed_over;
  std::string words, note, ended_because;
  std::optional<engine::outcome> outcome;
  std::vector<service_id> services;
  std::string wants_clerk;
  bool head_of_line = false;
  std::string pass, from_pass;
  std::optional<time_point> promise_by, overdue_at;
  bool late = false, overdue = false;
  friend bool operator==(const ticket_seen&, const ticket_seen&) = default;
};

struct counter_seen {
  counter_no number;
  counter_mode mode = counter_mode::closed;
  std::string account, shown, pause_reason, stands_in_for;
  std::optional<time_point> since, idle_since;  // while not closed
  std::optional<ticket_id> current;
  std::optional<page_id> page;
  bool standing_down = false;
  std::int64_t served_today = 0;
  seconds busy_today{0};
  friend bool operator==(const counter_seen&, const counter_seen&) = default;
};

struct page_seen {
  page_id id;
  page_phase now = page_phase::called;
  backup_id backup;
  counter_no counter;
  time_point called_at, answer_by;
  std::optional<time_point> opened_at;
  friend bool operator==(const page_seen&, const page_seen&) = default;
};

struct log_seen {
  time_point at;
  std::string what;
  std::int64_t waiting = 0;
  std::string who;
  friend bool operator==(const log_seen&, const log_seen&) = default;
};

struct pass_seen {
  std::string code, clerk;
  time_point valid_until;
  std::optional<ticket_id> used_by;
  friend bool operator==(const pass_seen&, const pass_seen&) = default;
};

struct booking_seen {
  booking_code code;
  booking_phase phase = booking_phase::booked;
  time_point slot, lapses_at, erased_at;
  std::string clerk, answer, cancelled_because;
  std::optional<ticket_id> ticket;
  friend bool operator==(const booking_seen&, const booking_seen&) = default;
};

struct no_shows_seen {
  std::string person;
  int count = 0;
  time_point until;
  friend bool operator==(const no_shows_seen&, const no_shows_seen&) = default;
};

struct block_seen {
  block_id id;
  std::string holder;
  char series = 'A';
  std::uint32_t first = 0, last = 0;
  time_point lent_at;
  friend bool operator==(const block_seen&, const block_seen&) = default;
};

struct counts_seen {
  std::int64_t issued = 0, called = 0, done = 0, missed = 0, left = 0, voided = 0, expired = 0;
  std::int64_t wait_ms = 0;
  std::map<std::int64_t, std::int64_t> waits_by_minute;
  friend bool operator==(const counts_seen&, const counts_seen&) = default;
};

struct hall_seen {
  time_point latest;
  std::optional<business_date> day;
  std::map<char, std::uint32_t> last_numbers;
  std::vector<ticket_seen> tickets;    // by id
  std::vector<ticket_id> returns;      // missed and back, in the order they came back
  std::vector<counter_seen> counters;  // in the rules' order
  std::vector<page_seen> pages;        // called or open, in the order they were called
  std::vector<std::string> unanswered;
  std::map<std::string, std::int64_t> backups_called_today;
  engine::level level = level::normal;
  counts_seen today;
  std::vector<bool> predictions_held;  // newest first
  std::vector<ticket_id> recent_calls;
  std::vector<log_seen> log;
  std::vector<pass_seen> passes;        // by code
  std::vector<booking_seen> bookings;   // by code
  std::vector<no_shows_seen> no_shows;  // by person
  std::vector<block_seen> blocks;       // in the order they were lent
  friend bool operator==(const hall_seen&, const hall_seen&) = default;
};

// What is seen of the engine's hall.
[[nodiscard]] hall_seen seen_of(const hall_state&);

// The first part that two halls differ in, in words, both versions; empty when they are equal.
[[nodiscard]] std::string difference(const hall_seen&, const hall_seen&);

}  // namespace hallcall::engine::testing
