// What the files of decide_*.cpp share. For the engine alone.
#pragma once

#include <algorithm>
#include <string>

#include "engine/commands.hpp"

namespace hallcall::engine::deciding {

using events = std::vector<event>;
using outcome_of = result<events>;

[[nodiscard]] inline tl::unexpected<refusal> refuse(refusal_code code, std::string detail) {
  return tl::make_unexpected(refusal{code, std::move(detail), std::nullopt});
}

[[nodiscard]] inline tl::unexpected<refusal> refuse_until(refusal_code code, std::string detail,
                                                          seconds wait) {
  return tl::make_unexpected(refusal{code, std::move(detail), wait});
}

// A counter of the hall in a given state with what stands there, or why not.
struct at_counter {
  const counter_rules* rules = nullptr;
  const engine::counter* counter = nullptr;  // null while it never opened
  const ticket* current = nullptr;
};
[[nodiscard]] result<at_counter> known_counter(const hall_state&, counter_no);
[[nodiscard]] result<at_counter> open_counter_at(const hall_state&, counter_no);  // open or paused
// Open, with a ticket called to it or served there.
[[nodiscard]] result<at_counter> counter_with_ticket(const hall_state&, counter_no);

// When a counter loses its ticket: a mobile counter that was stood down closes.
void after_release(const hall_state&, const at_counter&, time_point now, events&);
// A pop-up counter opens on its days alone; why not today.
[[nodiscard]] std::optional<refusal> not_today(const hall_state&, counter_no, time_point now);

// the lane's rate, or priority's when a need gives it and that is more.
[[nodiscard]] double rate_in(const hall_rules&, lane, enum_set<need>);

// The office file says another order than the hall's history knows.
[[nodiscard]] bool order_of_file_is_new(const hall_state&);
// What somebody wrote, short enough to be said back to them.
[[nodiscard]] std::string cut(const std::string&);
// The office's local "2026-11-20 08:00" for a person.
[[nodiscard]] std::string local_text(const calendar&, time_point);

// The services of the hall that are meant, each once; unknown, none or too many are refused.
[[nodiscard]] result<std::vector<const service_rules*>> known_services(
    const hall_rules&, const std::vector<service_id>&);
[[nodiscard]] lane lane_of(const hall_rules&, const std::vector<const service_rules*>&,
                           enum_set<need>);
// Why nobody is let in now; nothing when the hall issues tickets.
[[nodiscard]] std::optional<refusal> door_refuses(const hall_state&, channel, time_point now);

struct visitor {
  const std::vector<service_id>& services;
  enum_set<need> needs;
  const std::string& language;
};
// With a return pass: the head of the line. Booked: the lane of bookings, if there is one.
enum class coming : std::uint8_t { as_walk_in, with_pass, booked };
// A ticket for these services, as it would be issued next: its number, lane, features and wishes.
// Whether the door is open is asked apart.
[[nodiscard]] result<ticket_issued> next_ticket(const hall_state&, const visitor&, time_point now,
                                                coming = coming::as_walk_in);

// what time does to bookings.
[[nodiscard]] events due_bookings(const hall_state&, time_point);

outcome_of decide_on(const hall_state&, const take_ticket&, time_point);
outcome_of decide_on(const hall_state&, const report_slip&, time_point);
outcome_of decide_on(const hall_state&, const void_ticket&, time_point);
outcome_of decide_on(const hall_state&, const leave&, time_point);
outcome_of decide_on(const hall_state&, const check_in&, time_point);
outcome_of decide_on(const hall_state&, const grant_priority&, time_point);
outcome_of decide_on(const hall_state&, const open_counter&, time_point);
outcome_of decide_on(const hall_state&, const close_counter&, time_point);
outcome_of decide_on(const hall_state&, const pause_counter&, time_point);
outcome_of decide_on(const hall_state&, const resume_counter&, time_point);
outcome_of decide_on(const hall_state&, const call_next&, time_point);
outcome_of decide_on(const hall_state&, const call_ticket&, time_point);
outcome_of decide_on(const hall_state&, const recall&, time_point);
outcome_of decide_on(const hall_state&, const start_visit&, time_point);
outcome_of decide_on(const hall_state&, const finish_visit&, time_point);
outcome_of decide_on(const hall_state&, const no_show&, time_point);
outcome_of decide_on(const hall_state&, const park&, time_point);
outcome_of decide_on(const hall_state&, const transfer&, time_point);
outcome_of decide_on(const hall_state&, const call_backup&, time_point);
outcome_of decide_on(const hall_state&, const accept_backup&, time_point);
outcome_of decide_on(const hall_state&, const decline_backup&, time_point);
outcome_of decide_on(const hall_state&, const stand_down&, time_point);
outcome_of decide_on(const hall_state&, const change_order&, time_point);
outcome_of decide_on(const hall_state&, const hand_over&, time_point);
outcome_of decide_on(const hall_state&, const report_forecast&, time_point);
outcome_of decide_on(const hall_state&, const book&, time_point);
outcome_of decide_on(const hall_state&, const amend_booking&, time_point);
outcome_of decide_on(const hall_state&, const cancel_booking&, time_point);
outcome_of decide_on(const hall_state&, const check_in_booking&, time_point);
outcome_of decide_on(const hall_state&, const tick&, time_point);
outcome_of decide_on(const hall_state&, const change_services&, time_point);
outcome_of decide_on(const hall_state&, const use_pass&, time_point);
outcome_of decide_on(const hall_state&, const lend_numbers&, time_point);
outcome_of decide_on(const hall_state&, const give_numbers_back&, time_point);

// the series' next number that is nobody's, and in no block.
[[nodiscard]] ticket_number next_number(const hall_state&, char series);
// The number of a ticket that was given while the server was away, when, and out of which block, in
// place of the next one. Refused when it is not this kiosk's to give.
[[nodiscard]] std::optional<refusal> number_from_block(const hall_state&, const take_ticket&,
                                                       time_point now, ticket_issued&);

// the pass that an outcome gives; none without a code.
[[nodiscard]] std::optional<pass_issued> pass_for(const hall_state&, const ticket&,
                                                  const finish_visit&, time_point now);
// what has become due of visits, promises and passes; the earliest that will.
[[nodiscard]] events flow_due(const hall_state&, time_point now);
[[nodiscard]] std::optional<time_point> next_flow_deadline(const hall_state&);

}  // namespace hallcall::engine::deciding
