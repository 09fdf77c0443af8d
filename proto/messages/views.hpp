// What is pushed: each view whole. Durations that grow are told as the instant they began, so that
// a view changes only when something happened.
#pragma once

#include "proto/messages/answers.hpp"
#include "proto/messages/common.hpp"

namespace hallcall::messages {

// ---- board: public
struct board_call {
  std::string call;  // an id: announced once, whatever reconnects
  std::string number;
  int counter = 0;
  localized label;
  time_point at;
  int repeat = 1;                         // 1 first call, 2 and 3 recalls
  std::vector<std::string> speak;         // clips to play, in order
  std::optional<std::int64_t> quiet_for;  // reserved for a quiet call, seconds
};
BOOST_DESCRIBE_STRUCT(board_call, (), (call, number, counter, label, at, repeat, speak, quiet_for))

struct board_lane {
  std::string id;
  localized name;
  std::int64_t waiting = 0;
  std::optional<wait_range> wait;
};
BOOST_DESCRIBE_STRUCT(board_lane, (), (id, name, waiting, wait))

struct counter_sign {
  localized function;
  std::optional<std::string> clerk;
  std::optional<std::string> deputy;
};
BOOST_DESCRIBE_STRUCT(counter_sign, (), (function, clerk, deputy))

struct board_counter {
  int n = 0;
  counter_sign sign;
  std::string zone;
  std::string state;                  // closed, open, paused
  std::optional<std::string> number;  // being called or served there
};
BOOST_DESCRIBE_STRUCT(board_counter, (), (n, sign, zone, state, number))

struct board_view {
  hall_status hall;
  std::vector<std::string> languages;  // the two of the board
  std::string level;                   // normal, busy, congested
  std::vector<board_call> now;         // called and not yet at the counter, newest first, at most 8
  std::vector<board_call> recent;      // the calls before those, newest first, at most 8
  std::vector<board_lane> lanes;
  std::vector<board_counter> counters;
  std::vector<notice> notices;
};
BOOST_DESCRIBE_STRUCT(board_view, (),
                      (hall, languages, level, now, recent, lanes, counters, notices))

// ---- kiosk: public
struct kiosk_view {
  hall_status hall;
  std::string revision;  // of GET H
  std::int64_t waiting = 0;
  std::vector<board_lane> lanes;
  int open_counters = 0;
  std::vector<notice> notices;
};
BOOST_DESCRIBE_STRUCT(kiosk_view, (), (hall, revision, waiting, lanes, open_counters, notices))

// ---- ticket:{token}: who holds the token
struct ticket_view {
  hall_status hall;
  std::string number;
  std::string state;  // waiting, called, serving, missed, parked, done, left, voided, expired
  std::string language;
  time_point issued_at;
  std::int64_t ahead = 0;          // while waiting
  std::optional<wait_range> wait;  // while waiting
  bool near = false;               // three or fewer ahead
  std::optional<int> counter;      // called or serving
  std::optional<localized> label;  // that counter's public sign
  std::optional<std::string> call;
  std::optional<time_point> called_at;
  int calls = 0;
  bool returning = false;              // checked in again after a missed call
  std::optional<std::string> outcome;  // done: finished, referred, supplement
  std::vector<std::string> missing;    // to be supplemented
  bool may_leave = false;
  bool may_check_in = false;
  std::optional<return_pass> pass;  // done: to come back with
};
BOOST_DESCRIBE_STRUCT(ticket_view, (),
                      (hall, number, state, language, issued_at, ahead, wait, near, counter, label,
                       call, called_at, calls, returning, outcome, missing, may_leave, may_check_in,
                       pass))

// ---- staff
struct staff_ticket {
  std::string id;
  std::string number;
  std::string lane;
  std::string state;
  std::vector<std::string> services;
  std::vector<std::string> needs;
  std::string language;
  bool quiet = false;
  std::string channel;
  time_point issued_at;
  std::optional<std::string> note;
  std::optional<int> counter;  // called, serving, parked at, or wanted
  bool returning = false;
};
BOOST_DESCRIBE_STRUCT(staff_ticket, (),
                      (id, number, lane, state, services, needs, language, quiet, channel,
                       issued_at, note, counter, returning))

// GET H/tickets?state=.
struct ticket_list {
  std::vector<staff_ticket> tickets;
};
BOOST_DESCRIBE_STRUCT(ticket_list, (), (tickets))

struct visit {
  staff_ticket ticket;
  std::string call;
  int calls = 0;
  time_point called_at;  // the latest call
  time_point first_called_at;
  std::optional<time_point> may_recall_at;  // absent when no call is left
  time_point may_miss_at;                   // "not here" is possible from then on
  std::optional<time_point> started_at;
  std::int64_t standard_seconds = 0;
  std::int64_t waited_seconds = 0;
  messages::why why;
  bool shown = false;  // a board said it showed the latest call
  bool spoken = false;
  bool overdue = false;  // being served longer than the standard time
};
BOOST_DESCRIBE_STRUCT(visit, (),
                      (ticket, call, calls, called_at, first_called_at, may_recall_at, may_miss_at,
                       started_at, standard_seconds, waited_seconds, why, shown, spoken, overdue))

struct staff_lane {
  std::string id;
  localized name;
  std::int64_t waiting = 0;
  std::optional<time_point> oldest_at;  // since when its oldest ticket waits
  std::optional<std::string> next;      // the number at its head
  std::optional<wait_range> wait;
  bool mine = false;  // counter view: this counter takes it
};
BOOST_DESCRIBE_STRUCT(staff_lane, (), (id, name, waiting, oldest_at, next, wait, mine))

struct backup_page {
  std::string page;
  std::string backup;
  std::string name;
  time_point called_at;
  time_point answer_by;
};
BOOST_DESCRIBE_STRUCT(backup_page, (), (page, backup, name, called_at, answer_by))

// A counter's present shift.
struct shift {
  std::string id;  // from the office file: "noon"
  time_point ends_at;
  bool hands_over = false;  // the counter's next shift begins as this one ends
};
BOOST_DESCRIBE_STRUCT(shift, (), (id, ends_at, hands_over))

// Something a person should do. `code`: nobody-serves, promise-passed, backup-unanswered,
// backups-exhausted, call-not-shown, counter-not-open.
struct alert {
  std::string code;
  std::optional<std::string> number;
  std::optional<std::string> lane;
  std::optional<std::string> who;
  time_point since;
};
BOOST_DESCRIBE_STRUCT(alert, (), (code, number, lane, who, since))

struct counter_view {
  hall_status hall;
  int n = 0;
  localized sign;  // the staff's own
  std::string kind;
  std::string state;                 // closed, open, paused
  std::optional<std::string> clerk;  // the name shown
  std::optional<std::string> pause_reason;
  time_point since;  // of the state, or of being idle
  std::optional<messages::visit> visit;
  bool proposed = false;  // longest idle of those who may take the next
  std::vector<staff_lane> lanes;
  std::vector<staff_ticket> line;  // in the order this counter would call them, at most 30
  std::vector<staff_ticket> missed;
  std::vector<staff_ticket> parked;
  std::string level;
  std::optional<backup_page> page;       // ringing for this mobile counter
  std::optional<std::string> open_page;  // the page by which this mobile counter was opened
  bool standing_down = false;            // closes after this visit
  std::int64_t served_today = 0;
  int boards = 0;                        // boards connected now
  std::optional<messages::shift> shift;  // absent: nobody is expected here now
  bool off_roster = false;               // open, though today's roster has it manned at other times
  std::optional<std::string> stands_in_for;  // the clerk whose deputy is here
  std::optional<return_pass> pass;  // in the answer of finish alone: for the citizen
};
BOOST_DESCRIBE_STRUCT(counter_view, (),
                      (hall, n, sign, kind, state, clerk, pause_reason, since, visit, proposed,
                       lanes, line, missed, parked, level, page, open_page, standing_down,
                       served_today, boards, shift, off_roster, stands_in_for, pass))

// 200 of call-next and call.
struct called {
  std::string ticket;
  std::string call;
  messages::why why;
  counter_view counter;
};
BOOST_DESCRIBE_STRUCT(called, (), (ticket, call, why, counter))

struct manager_counter {
  int n = 0;
  localized sign;
  std::string kind;
  std::string state;
  std::optional<std::string> clerk;
  time_point since;  // of the state, or of the visit, or of being idle
  std::optional<std::string> number;
  std::optional<std::string> visit_state;  // called or serving
  bool overdue = false;                    // being served longer than the standard time
  std::int64_t standard_seconds = 0;
  std::int64_t served_today = 0;
  std::int64_t busy_seconds_today = 0;  // ended visits, from call to end
  std::optional<messages::shift> shift;
  bool off_roster = false;
  std::optional<std::string> stands_in_for;
};
BOOST_DESCRIBE_STRUCT(manager_counter, (),
                      (n, sign, kind, state, clerk, since, number, visit_state, overdue,
                       standard_seconds, served_today, busy_seconds_today, shift, off_roster,
                       stands_in_for))

struct manager_backup {
  std::string id;
  std::string name;
  int counter = 0;
  std::string state;  // free, called, open, standing-down
  std::optional<std::string> page;
  std::optional<time_point> since;
  std::optional<time_point> answer_by;
  std::int64_t called_today = 0;
  std::int64_t saved_seconds_today = 0;  // of waiting, estimated, by what has closed
};
BOOST_DESCRIBE_STRUCT(manager_backup, (),
                      (id, name, counter, state, page, since, answer_by, called_today,
                       saved_seconds_today))

struct manager_call {
  std::string ticket;
  std::string number;
  int counter = 0;
  time_point at;
  messages::why why;
};
BOOST_DESCRIBE_STRUCT(manager_call, (), (ticket, number, counter, at, why))

struct level_entry {
  time_point at;
  // busy, congested, normal, called, accepted, declined, unanswered, exhausted, stood-down, closed,
  // wait-above, wait-below
  std::string what;
  std::int64_t waiting = 0;
  std::optional<std::string> who;
  std::optional<std::int64_t> seconds;  // closed: waiting saved; wait-…: the predicted wait
};
BOOST_DESCRIBE_STRUCT(level_entry, (), (at, what, waiting, who, seconds))

struct day_figures {
  std::int64_t issued = 0;
  std::int64_t called = 0;
  std::int64_t done = 0;
  std::int64_t missed = 0;
  std::int64_t left = 0;
  std::int64_t voided = 0;
  std::int64_t waiting = 0;
  std::int64_t serving = 0;
  std::int64_t mean_wait_seconds = 0;  // of the called ones
  std::int64_t within_promise = 0;     // called ones that waited no longer than the promise
  std::int64_t promise_seconds = 0;
};
BOOST_DESCRIBE_STRUCT(day_figures, (),
                      (issued, called, done, missed, left, voided, waiting, serving,
                       mean_wait_seconds, within_promise, promise_seconds))

// How the next ticket is chosen now.
struct calling_order {
  std::string discipline;  // apq, fifo, strict, ratio
  int ratio_priority = 0;
  int ratio_general = 0;
  std::int64_t cap_seconds = 0;
  std::optional<std::string> by;    // the manager who chose it; absent: the office file says so
  std::optional<time_point> since;  // of a manager's choice
};
BOOST_DESCRIBE_STRUCT(calling_order, (),
                      (discipline, ratio_priority, ratio_general, cap_seconds, by, since))

struct manager_view {
  hall_status hall;
  std::string level;
  std::vector<staff_lane> lanes;
  std::vector<manager_counter> counters;
  std::vector<manager_backup> backups;
  std::vector<alert> alerts;
  day_figures today;
  std::vector<manager_call> calls;  // newest first, at most 20
  std::vector<level_entry> log;     // R-44, newest first, at most 30
  std::vector<staff_ticket> line;   // all who wait, oldest first, at most 60
  int boards = 0;
  int kiosks = 0;
  calling_order order;
};
BOOST_DESCRIBE_STRUCT(manager_view, (),
                      (hall, level, lanes, counters, backups, alerts, today, calls, log, line,
                       boards, kiosks, order))

// ---- frames
struct beat_frame {
  std::string type = "beat";
  std::uint64_t seq = 0;
  time_point at;
};
BOOST_DESCRIBE_STRUCT(beat_frame, (), (type, seq, at))

struct bye_frame {
  std::string type = "bye";
  std::string code;
  std::int64_t retry_seconds = 0;
};
BOOST_DESCRIBE_STRUCT(bye_frame, (), (type, code, retry_seconds))

}  // namespace hallcall::messages
