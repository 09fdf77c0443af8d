// What happened in a hall. Events carry every figure that was decided, so that apply() never
// computes a rule again and an old journal replays the same under new rules. Members may be added
// with defaults, never changed.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/state.hpp"

namespace hallcall::engine {

struct day_begun {  // numbers start at 001
  static constexpr std::string_view type = "day-begun";
  business_date date{};
  std::optional<calling_order> order;  // what the office file says; none in old entries
};
struct day_ended {  // what is left expires
  static constexpr std::string_view type = "day-ended";
  business_date date{};
  std::vector<ticket_id> expired;  // live tickets, by id
};
struct ticket_issued {
  static constexpr std::string_view type = "ticket-issued";
  ticket_id ticket;
  ticket_number number;
  engine::lane lane = lane::general;
  double rate = 1;
  std::vector<service_id> services;
  seconds standard{0};
  enum_set<need> needs;
  std::string language;
  bool quiet = false;
  engine::channel channel = channel::kiosk;
  std::string token;
  std::set<feature_id> requires_features;
  std::set<feature_id> wants_narrow;
  std::set<feature_id> wants_order;
  std::int64_t predicted_low_s = 0, predicted_high_s = 0;
  std::string issued_by;  // actor; empty in entries from before it was kept
  std::string wants_clerk;
  bool head_of_line = false;
  std::optional<time_point> promise_by;
  std::optional<block_id> block;      // its number was given out of it, while the server was away
  std::optional<time_point> given_at;  // then; none: now
};
struct numbers_lent {
  static constexpr std::string_view type = "numbers-lent";
  block_id block;
  std::string holder;
  char series = 'A';
  std::uint32_t first = 0, last = 0;
};
struct numbers_given_back {
  static constexpr std::string_view type = "numbers-given-back";
  block_id block;
};
struct slip_printed {  // printed, or confirmed by the citizen
  static constexpr std::string_view type = "slip-printed";
  ticket_id ticket;
};
struct slip_failed {  // shown on the screen, to be confirmed
  static constexpr std::string_view type = "slip-failed";
  ticket_id ticket;
  std::string reason;
  time_point confirm_by;
};
struct ticket_voided {
  static constexpr std::string_view type = "ticket-voided";
  ticket_id ticket;
  std::string reason;
};
struct ticket_left {
  static constexpr std::string_view type = "ticket-left";
  ticket_id ticket;
};
struct priority_granted {
  static constexpr std::string_view type = "priority-granted";
  ticket_id ticket;
  engine::lane lane = lane::priority;
  double rate = 1;
  std::string reason;
};
struct ticket_called {  // the first call of a round
  static constexpr std::string_view type = "ticket-called";
  ticket_id ticket;
  counter_no counter;
  call_id call;
  reason why;
  std::optional<relief_basis> relief;  // at a backup's counter, where it helps
};
struct ticket_recalled {
  static constexpr std::string_view type = "ticket-recalled";
  ticket_id ticket;
  counter_no counter;
  call_id call;
  int nth = 2;  // 2 or 3
};
struct visit_started {
  static constexpr std::string_view type = "visit-started";
  ticket_id ticket;
  counter_no counter;
  std::optional<time_point> overdue_at;
};
struct visit_finished {
  static constexpr std::string_view type = "visit-finished";
  ticket_id ticket;
  counter_no counter;
  engine::outcome outcome = outcome::finished;
  std::vector<std::string> missing;
};
struct ticket_missed {
  static constexpr std::string_view type = "ticket-missed";
  ticket_id ticket;
  counter_no counter;
};
struct ticket_returned {  // after a missed call: woven in; after parking: to its old place
  static constexpr std::string_view type = "ticket-returned";
  ticket_id ticket;
  bool after_missed = true;
};
struct visit_parked {
  static constexpr std::string_view type = "visit-parked";
  ticket_id ticket;
  counter_no counter;
  std::string note;
};
struct visit_transferred {  // keeps its place
  static constexpr std::string_view type = "visit-transferred";
  ticket_id ticket;
  counter_no from;
  engine::lane lane = lane::general;
  double rate = 1;
  std::optional<counter_no> to;
  std::string note;
  std::string clerk;  // to this account, wherever it is
};
struct counter_opened {
  static constexpr std::string_view type = "counter-opened";
  counter_no counter;
  std::string clerk_account;
  std::string clerk_shown;
  std::optional<page_id> page;
};
struct counter_closed {
  static constexpr std::string_view type = "counter-closed";
  counter_no counter;
};
struct counter_paused {
  static constexpr std::string_view type = "counter-paused";
  counter_no counter;
  std::string reason;
};
struct counter_resumed {
  static constexpr std::string_view type = "counter-resumed";
  counter_no counter;
};
struct level_changed {
  static constexpr std::string_view type = "level-changed";
  engine::level level = level::normal;
  std::int64_t waiting = 0;
};
struct backup_called {
  static constexpr std::string_view type = "backup-called";
  page_id page;
  backup_id backup;
  counter_no counter;
  time_point answer_by;
  std::string because;  // risen, wait, unanswered, declined, still-above, by-hand
  std::int64_t waiting = 0;
};
struct backup_accepted {
  static constexpr std::string_view type = "backup-accepted";
  page_id page;
  counter_no counter;
};
struct backup_declined {
  static constexpr std::string_view type = "backup-declined";
  page_id page;
  std::string reason;
};
struct backup_unanswered {
  static constexpr std::string_view type = "backup-unanswered";
  page_id page;
};
struct backups_exhausted {  // above the limit, and nobody left to ask
  static constexpr std::string_view type = "backups-exhausted";
  std::int64_t waiting = 0;
};
struct backup_stood_down {  // closes now, or after the visit that is open there
  static constexpr std::string_view type = "backup-stood-down";
  page_id page;
  counter_no counter;
  std::string because;  // line-empty, by-hand
};

struct order_changed {  // by a manager, or because the office file says something new
  static constexpr std::string_view type = "order-changed";
  calling_order order;
  bool by_file = false;  // a manager's choice ends with it
  std::string by;        // the manager's shown name
};
struct counter_handed_over {  // to the next clerk, with the visit and the figures
  static constexpr std::string_view type = "counter-handed-over";
  counter_no counter;
  std::string from_account, from_shown;
  std::string to_account, to_shown;
  std::string stands_in_for;  // the clerk whose deputy takes over
};
struct wait_crossed {  // the predicted wait went above its limit, or well below it
  static constexpr std::string_view type = "wait-crossed";
  bool above = false;
  seconds wait{0};
  std::int64_t waiting = 0;
};
struct backup_closed {  // what a backup's counter was worth, told as it closes
  static constexpr std::string_view type = "backup-closed";
  page_id page;
  counter_no counter;
  std::int64_t visits = 0;  // finished there
  seconds saved{0};         // of waiting, estimated: engine/relief.hpp
};
struct pass_issued {  // with the outcome "supplement"
  static constexpr std::string_view type = "pass-issued";
  ticket_id ticket;
  std::string code;
  time_point valid_until;
};
struct pass_used {  // after the ticket_issued of who came back
  static constexpr std::string_view type = "pass-used";
  ticket_id ticket;  // the new one
  std::string code;
};
struct pass_expired {
  static constexpr std::string_view type = "pass-expired";
  std::string code;
};
struct services_changed {  // while served
  static constexpr std::string_view type = "services-changed";
  ticket_id ticket;
  counter_no counter;
  std::vector<service_id> services;
  seconds standard{0};
  std::set<feature_id> requires_features;
  engine::lane lane = lane::general;
  double rate = 1;
  std::optional<time_point> overdue_at;  // none: past it still, and told
};
struct visit_overdue {  // past the standard time, once
  static constexpr std::string_view type = "visit-overdue";
  ticket_id ticket;
  counter_no counter;
};
struct promise_passed {  // waits past the office's promise, once
  static constexpr std::string_view type = "promise-passed";
  ticket_id ticket;
};

struct booking_made {
  static constexpr std::string_view type = "booking-made";
  booking_code code;
  std::string plan;
  service_id service;
  seconds standard{0};
  time_point slot;
  business_date date{};
  std::string person;  // keyed hash
  std::string language;
  enum_set<need> needs;
  std::string clerk;
  time_point lapses_at;
  time_point erased_at;
};
struct booking_amended {  // what the staff's work list says of it from now on
  static constexpr std::string_view type = "booking-amended";
  booking_code code;
  bool confirmed = false;
  std::string clerk;
  std::string answer;
};
struct booking_cancelled {
  static constexpr std::string_view type = "booking-cancelled";
  booking_code code;
  std::string reason;  // empty: by the citizen
};
struct booking_arrived {  // checked in; the ticket was issued just before
  static constexpr std::string_view type = "booking-arrived";
  booking_code code;
  ticket_id ticket;
  bool late = false;
};
struct booking_lapsed {  // nobody came
  static constexpr std::string_view type = "booking-lapsed";
  booking_code code;
  int no_shows = 1;          // of this person by now
  time_point counted_until;  // forgotten then, unless another is added
};
struct booking_erased {  // nothing of it is kept any more, its contact least of all
  static constexpr std::string_view type = "booking-erased";
  booking_code code;
};
struct no_shows_forgotten {
  static constexpr std::string_view type = "no-shows-forgotten";
  std::string person;  // keyed hash
};

using event =
    std::variant<day_begun, day_ended, ticket_issued, slip_printed, slip_failed, ticket_voided,
                 ticket_left, priority_granted, ticket_called, ticket_recalled, visit_started,
                 visit_finished, ticket_missed, ticket_returned, visit_parked, visit_transferred,
                 counter_opened, counter_closed, counter_paused, counter_resumed, level_changed,
                 backup_called, backup_accepted, backup_declined, backup_unanswered,
                 backups_exhausted, backup_stood_down, order_changed, counter_handed_over,
                 wait_crossed, backup_closed, pass_issued, pass_used, pass_expired,
                 services_changed, visit_overdue, promise_passed, booking_made, booking_amended,
                 booking_cancelled, booking_arrived, booking_lapsed, booking_erased,
                 no_shows_forgotten, numbers_lent, numbers_given_back>;

// Changes the state by what happened at `at`. The only place where a hall's state changes. Total:
// an event that was decided on this state always applies; one that was not is a bug and is
// asserted.
void apply(hall_state&, const event&, time_point at);

}  // namespace hallcall::engine
