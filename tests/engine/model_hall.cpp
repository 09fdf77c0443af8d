// The model's commands and time: every command first, then everything that is due by then.
#include "model_hall.hpp"

#include <algorithm>
#include <stdexcept>

namespace hallcall::engine::testing {

bool model_hall::knows(const command& c) {
  return std::visit(
      [](const auto& one) {
        return requires(model_hall & m) { m.on(one); };
      },
      c);
}

std::optional<refusal_code> model_hall::give(const command& c, time_point now) {
  at_ = std::max(now, latest_);
  const bool first_ever = !day_;
  const auto latest_before = latest_;
  if (first_ever || date_at(at_) > *day_) begin_day();
  const auto refused = std::visit(
      [&](const auto& one) -> answer {
        if constexpr (requires { on(one); })
          return on(one);
        else
          throw std::logic_error("the model has no rule for this command");
      },
      c);
  if (first_ever && refused) {  // a hall's first day begins with the first thing that happens there
    day_.reset();
    latest_ = latest_before;
    return refused;
  }
  while (next_step_of_what_is_due()) continue;
  return refused;
}

void model_hall::advance_to(time_point t) {
  for (auto due = next_due(); due && *due <= t; due = next_due()) {
    at_ = std::max(*due, latest_);
    while (next_step_of_what_is_due()) continue;
  }
  at_ = std::max(t, latest_);
}

std::optional<time_point> model_hall::next_due() const {
  if (!day_) return std::nullopt;
  auto due = instant_of(*day_ + std::chrono::days(1), minutes(0));
  for (const auto& v : book_.visitors) {
    if (v.seen.confirm_by) due = std::min(due, *v.seen.confirm_by);
    if (v.seen.promise_by && !v.seen.late) due = std::min(due, *v.seen.promise_by);
    if (v.seen.overdue_at && !v.seen.overdue) due = std::min(due, *v.seen.overdue_at);
  }
  if (const auto t = booking_due()) due = std::min(due, *t);
  for (const auto& p : passes_) due = std::min(due, p.seen.valid_until);
  for (const auto& p : book_.pagings) {
    if (p.now == fate::called) due = std::min(due, p.seen.answer_by);
    if (const auto t = stand_down_due(p)) due = std::min(due, *t);
  }
  if (level_by_count() != level_) due = std::min(due, latest_);
  if (const auto t = another_is_due()) due = std::min(due, *t);
  return due;
}

// What people let lapse comes first, then what the count says, then whom to call and whom to let
// go.
bool model_hall::next_step_of_what_is_due() {
  if (day_ && date_at(at_) > *day_) {
    begin_day();
    return true;
  }
  if (void_what_nobody_confirmed() || tell_what_takes_too_long() || let_bookings_lapse() ||
      give_up_on_the_unanswered())
    return true;
  if (day_ && level_by_count() != level_) {
    change_level();
    return true;
  }
  return call_another() || stand_down_the_idle();
}

// nothing of yesterday is left, and every counter is closed.
void model_hall::begin_day() {
  day_ = date_at(at_);
  book_ = {};
  for (const auto& r : rules_.counters) book_.desks.push_back({&r});
  level_ = level::normal;
  crowd_ = 0;
  nobody_left_in_.reset();
  happened();
}

}  // namespace hallcall::engine::testing
