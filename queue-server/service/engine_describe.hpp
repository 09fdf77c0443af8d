// The engine's words and members, named for the codec. Kept here so that the engine depends on
// nothing.
#pragma once

#include <boost/describe.hpp>

#include "engine/commands.hpp"

namespace hallcall::engine {

BOOST_DESCRIBE_ENUM(lane, general, express, priority, turning, booked, returning)
BOOST_DESCRIBE_ENUM(counter_kind, full_function, express, priority, turning, booked, mobile)
BOOST_DESCRIBE_ENUM(need, senior, pregnant, wheelchair, small_child, hard_of_hearing,
                    hard_of_seeing, interpreter)
BOOST_DESCRIBE_ENUM(ticket_state, waiting, called, serving, missed, parked, done, left, voided,
                    expired)
BOOST_DESCRIBE_ENUM(outcome, finished, referred, supplement)
BOOST_DESCRIBE_ENUM(channel, kiosk, greeter, counter, phone, hand)
BOOST_DESCRIBE_ENUM(call_rule, score, head_of_line, returned, cap, preferred_lane, fifo, strict,
                    ratio, out_of_order)
BOOST_DESCRIBE_ENUM(discipline, apq, fifo, strict, ratio)
BOOST_DESCRIBE_ENUM(counter_mode, closed, open, paused)
BOOST_DESCRIBE_ENUM(page_phase, called, open)
BOOST_DESCRIBE_ENUM(level, normal, busy, congested)
BOOST_DESCRIBE_ENUM(refusal_code, hall_closed, unknown_service, too_many_services, nobody_offers,
                    unknown_ticket, not_waiting, already_ended, not_missed, unknown_counter,
                    counter_closed, counter_open, counter_paused, counter_busy, counter_idle,
                    not_paused, nothing_waiting, already_called, not_called, not_serving, too_early,
                    no_calls_left, lane_not_taken, unknown_backup, backup_busy, no_backup_free,
                    unknown_page, already_answered, reason_needed, base_counter, counter_not_today,
                    unknown_pass, pass_used, unknown_booking, not_bookable, no_such_slot, slot_full,
                    too_late, booked_already, booking_suspended, arrived_already, kept_for_booking,
                    unknown_block, number_taken, numbers_not_lent)
BOOST_DESCRIBE_ENUM(booking_phase, booked, confirmed, arrived, lapsed, cancelled)

BOOST_DESCRIBE_STRUCT(ticket_number, (), (series, n))
BOOST_DESCRIBE_STRUCT(number_block, (), (id, holder, series, first, last, lent_at))
BOOST_DESCRIBE_STRUCT(passed_over_line, (), (number, lane, score, waited))
BOOST_DESCRIBE_STRUCT(reason, (), (rule, lane, rate, score, waited, passed_over, words))
BOOST_DESCRIBE_STRUCT(relief_basis, (), (behind, others))
BOOST_DESCRIBE_STRUCT(ticket, (),
                      (id, number, lane, rate, state, services, standard, needs, language, quiet,
                       channel, token, issued_at, place_at, requires_features, wants_narrow,
                       wants_order, wants_counter, counter_only, confirm_by, note, predicted_low_s,
                       predicted_high_s, issued_by, returning, returned_at_live, counter, clerk,
                       call, calls, calls_in_all, first_called_at, called_at, started_at, ended_at,
                       why_at, why, outcome, missing, ended_because, relief, wants_clerk, head_of_line,
                       pass, from_pass, promise_by, late, overdue_at, overdue))
BOOST_DESCRIBE_STRUCT(return_pass, (),
                      (code, ticket, services, needs, language, quiet, missing, clerk, valid_until,
                       used_by))
BOOST_DESCRIBE_STRUCT(counter, (),
                      (number, mode, clerk_account, clerk_shown, pause_reason, since, idle_since,
                       current, page, standing_down, served_today, busy_today, ratio_run,
                       stands_in_for))
BOOST_DESCRIBE_STRUCT(page, (), (id, backup, now, called_at, answer_by, counter, opened_at))
BOOST_DESCRIBE_STRUCT(backup_state, (),
                      (pages, asked, armed, ask_next, last_opened_at, exhausted, unanswered,
                       called_today, wait_above, saved_today))
BOOST_DESCRIBE_STRUCT(calling_order, (), (how, ratio_priority, ratio_general, cap))
BOOST_DESCRIBE_STRUCT(order_state, (), (of_file, chosen, chosen_by, chosen_at))
BOOST_DESCRIBE_STRUCT(log_line, (), (at, what, waiting, who, figure))
BOOST_DESCRIBE_STRUCT(prediction_record, (), (held, count))
BOOST_DESCRIBE_STRUCT(booking, (),
                      (code, phase, plan, service, standard, slot, date, person, language, needs,
                       clerk, answer, cancelled_because, made_at, lapses_at, erased_at, ticket))
BOOST_DESCRIBE_STRUCT(no_show_record, (), (person, count, until))

BOOST_DESCRIBE_STRUCT(day_begun, (), (date, order))
BOOST_DESCRIBE_STRUCT(day_ended, (), (date, expired))
BOOST_DESCRIBE_STRUCT(ticket_issued, (),
                      (ticket, number, lane, rate, services, standard, needs, language, quiet,
                       channel, token, requires_features, wants_narrow, wants_order,
                       predicted_low_s, predicted_high_s, issued_by, wants_clerk, head_of_line,
                       promise_by, block, given_at))
BOOST_DESCRIBE_STRUCT(numbers_lent, (), (block, holder, series, first, last))
BOOST_DESCRIBE_STRUCT(numbers_given_back, (), (block))
BOOST_DESCRIBE_STRUCT(slip_printed, (), (ticket))
BOOST_DESCRIBE_STRUCT(slip_failed, (), (ticket, reason, confirm_by))
BOOST_DESCRIBE_STRUCT(ticket_voided, (), (ticket, reason))
BOOST_DESCRIBE_STRUCT(ticket_left, (), (ticket))
BOOST_DESCRIBE_STRUCT(priority_granted, (), (ticket, lane, rate, reason))
BOOST_DESCRIBE_STRUCT(ticket_called, (), (ticket, counter, call, why, relief))
BOOST_DESCRIBE_STRUCT(ticket_recalled, (), (ticket, counter, call, nth))
BOOST_DESCRIBE_STRUCT(visit_started, (), (ticket, counter, overdue_at))
BOOST_DESCRIBE_STRUCT(visit_finished, (), (ticket, counter, outcome, missing))
BOOST_DESCRIBE_STRUCT(ticket_missed, (), (ticket, counter))
BOOST_DESCRIBE_STRUCT(ticket_returned, (), (ticket, after_missed))
BOOST_DESCRIBE_STRUCT(visit_parked, (), (ticket, counter, note))
BOOST_DESCRIBE_STRUCT(visit_transferred, (), (ticket, from, lane, rate, to, note, clerk))
BOOST_DESCRIBE_STRUCT(counter_opened, (), (counter, clerk_account, clerk_shown, page))
BOOST_DESCRIBE_STRUCT(counter_closed, (), (counter))
BOOST_DESCRIBE_STRUCT(counter_paused, (), (counter, reason))
BOOST_DESCRIBE_STRUCT(counter_resumed, (), (counter))
BOOST_DESCRIBE_STRUCT(level_changed, (), (level, waiting))
BOOST_DESCRIBE_STRUCT(backup_called, (), (page, backup, counter, answer_by, because, waiting))
BOOST_DESCRIBE_STRUCT(backup_accepted, (), (page, counter))
BOOST_DESCRIBE_STRUCT(backup_declined, (), (page, reason))
BOOST_DESCRIBE_STRUCT(backup_unanswered, (), (page))
BOOST_DESCRIBE_STRUCT(backups_exhausted, (), (waiting))
BOOST_DESCRIBE_STRUCT(backup_stood_down, (), (page, counter, because))
BOOST_DESCRIBE_STRUCT(order_changed, (), (order, by_file, by))
BOOST_DESCRIBE_STRUCT(counter_handed_over, (),
                      (counter, from_account, from_shown, to_account, to_shown, stands_in_for))
BOOST_DESCRIBE_STRUCT(wait_crossed, (), (above, wait, waiting))
BOOST_DESCRIBE_STRUCT(backup_closed, (), (page, counter, visits, saved))
BOOST_DESCRIBE_STRUCT(pass_issued, (), (ticket, code, valid_until))
BOOST_DESCRIBE_STRUCT(pass_used, (), (ticket, code))
BOOST_DESCRIBE_STRUCT(pass_expired, (), (code))
BOOST_DESCRIBE_STRUCT(services_changed, (),
                      (ticket, counter, services, standard, requires_features, lane, rate,
                       overdue_at))
BOOST_DESCRIBE_STRUCT(visit_overdue, (), (ticket, counter))
BOOST_DESCRIBE_STRUCT(promise_passed, (), (ticket))
BOOST_DESCRIBE_STRUCT(booking_made, (),
                      (code, plan, service, standard, slot, date, person, language, needs, clerk,
                       lapses_at, erased_at))
BOOST_DESCRIBE_STRUCT(booking_amended, (), (code, confirmed, clerk, answer))
BOOST_DESCRIBE_STRUCT(booking_cancelled, (), (code, reason))
BOOST_DESCRIBE_STRUCT(booking_arrived, (), (code, ticket, late))
BOOST_DESCRIBE_STRUCT(booking_lapsed, (), (code, no_shows, counted_until))
BOOST_DESCRIBE_STRUCT(booking_erased, (), (code))
BOOST_DESCRIBE_STRUCT(no_shows_forgotten, (), (person))

}  // namespace hallcall::engine
