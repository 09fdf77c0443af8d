// Reading bookings. Numbers that the file does not give keep the defaults of engine::booking_rules.
#include "service/office_file_bookings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "service/actors.hpp"
#include "service/office_file_hours.hpp"

namespace hallcall::service::office_file {
namespace {

using engine::booking_plan;
using engine::lane;
using engine::minutes;

constexpr std::string_view slot_days[] = {"sunday",   "monday", "tuesday", "wednesday",
                                          "thursday", "friday", "saturday"};
constexpr minutes end_of_slots{24 * 60};

minutes in_whole_minutes(const section& s, std::string_view key, minutes fallback, bounds b) {
  return minutes{s.number(key, fallback.count(), b)};
}

// Each text of the list under `key`; notes what is no text.
template <class Each>
void each_text(const section& s, std::string_view key, Each each) {
  const value* list = s.find(key);
  if (!list) return;
  const auto* items = list->as<array>();
  if (!items) return s.note_at(key, fmt::format("\"{}\" must be a list of texts", key));
  for (const value& item : *items) {
    if (const auto* text = item.as<std::string>()) {
      each(item.line, *text);
    } else {
      s.note(item.line, fmt::format("\"{}\" must hold texts, not {}", key, item.type_name()));
    }
  }
}

void read_times(const section& s, booking_plan& to) {
  each_text(s, "times", [&](std::uint32_t line, const std::string& text) {
    const auto time = parse_time_of_day(text);
    if (!time || *time >= end_of_slots) {
      s.note(line, fmt::format("\"times\" has \"{}\"; allowed: \"00:00\" to \"23:59\"", text));
    } else if (!to.times.empty() && *time <= to.times.back()) {
      s.note(line, fmt::format("\"times\" has \"{}\" out of order; the times of a day are in "
                               "order, each once",
                               text));
    } else {
      to.times.push_back(*time);
    }
  });
  if (!s.has("times")) s.note(s.line(), "\"times\" is missing: when the slots are");
}

void read_days(const section& s, booking_plan& to) {
  for (const auto& day : s.words("days", slot_days)) to.weekdays[*index_of(slot_days, day)] = true;
  each_text(s, "dates", [&](std::uint32_t line, const std::string& text) {
    const auto date = parse_date(text);
    if (!date) {
      s.note(line,
             fmt::format("\"dates\" has \"{}\"; allowed: a day such as \"2026-12-25\"", text));
    } else if (!to.dates.insert(*date).second) {
      s.note(line, fmt::format("\"dates\" has \"{}\" twice", text));
    }
  });
  if (!s.has("days") && !s.has("dates"))
    s.note(s.line(), "\"days\" or \"dates\" must be given: on which days there are slots");
}

void read_plan_services(const section& s, const engine::hall_rules& rules, booking_plan& to) {
  std::vector<std::string_view> offered;
  for (const auto& service : rules.services) offered.push_back(service.id.value);
  for (const auto& id : s.words("services", offered)) to.services.insert({id});
  const value* list = s.find("services");
  if (list == nullptr || (list->as<array>() != nullptr && list->as<array>()->empty()))
    s.note(s.line_of("services"), "\"services\" must name at least one service of the hall");
}

void read_clerks(const section& s, booking_plan& to) {
  each_text(s, "clerks", [&](std::uint32_t line, const std::string& text) {
    auto clerk = actor_of_account(text);
    if (text.empty() || std::ranges::find(to.clerks, clerk) != to.clerks.end()) {
      s.note(line, "\"clerks\" must hold accounts, each once");
    } else {
      to.clerks.push_back(std::move(clerk));
    }
  });
}

booking_plan read_plan(const section& s, const engine::hall_rules& rules) {
  booking_plan plan;
  plan.id = s.id("id");
  read_plan_services(s, rules, plan);
  read_times(s, plan);
  read_days(s, plan);
  read_clerks(s, plan);
  plan.capacity = static_cast<int>(s.number("capacity", plan.capacity, {1, 50}));
  plan.opens_days_before =
      static_cast<int>(s.number("opens_days_before", plan.opens_days_before, {1, 60}));
  plan.closes_working_days_before = static_cast<int>(
      s.number("closes_working_days_before", plan.closes_working_days_before, {0, 10}));
  if (s.has("closes_at")) {
    const auto text = s.text("closes_at", true);
    const auto time = parse_time_of_day(text);
    if (time && *time > minutes{0}) {
      plan.closes_at = *time;
    } else if (!text.empty()) {
      s.note_at("closes_at",
                fmt::format("\"closes_at\" is \"{}\"; allowed: \"00:01\" to \"24:00\"", text));
    }
  }
  if (plan.closes_working_days_before > plan.opens_days_before)
    s.note_at("closes_working_days_before",
              "bookings would close before they open: \"closes_working_days_before\" is more than "
              "\"opens_days_before\"");
  return plan;
}

}  // namespace

void read_bookings(const error_list& errors, const section& hall, engine::hall_rules& to) {
  const table* from = hall.inner("bookings");
  if (!from) return;
  const section s{errors, *from, "hall.bookings", hall.where() + ", bookings"};
  auto& rules = to.booking;
  rules.check_in_before =
      in_whole_minutes(s, "check_in_minutes_before", rules.check_in_before, {0, 120});
  rules.lapses_after = in_whole_minutes(s, "lapses_after_minutes", rules.lapses_after, {1, 120});
  rules.late_after = in_whole_minutes(s, "late_after_minutes", rules.late_after, {0, 120});
  if (rules.late_after > rules.lapses_after)
    s.note_at("late_after_minutes",
              fmt::format("\"late_after_minutes\" ({}) must not be more than "
                          "\"lapses_after_minutes\" ({})",
                          rules.late_after.count(), rules.lapses_after.count()));
  rules.late_rate = s.decimal("late_rate", rules.late_rate, 0.01, 1000);
  rules.no_shows_allowed =
      static_cast<int>(s.number("no_shows_allowed", rules.no_shows_allowed, {0, 100}));
  rules.suspended_months =
      static_cast<int>(s.number("suspended_months", rules.suspended_months, {1, 24}));
  rules.erased_after =
      std::chrono::days{s.number("erased_after_days", rules.erased_after.count(), {1, 60})};
  if (!to.of(lane::booked).in_use)
    s.note(s.line(),
           "bookings need the lane \"booked\": add [hall.lanes.booked], or set its "
           "\"in_use\" to true");
  std::set<std::string> seen;
  for (const table* t : s.tables("plan")) {
    const section one{errors, *t, "hall.bookings.plan", s.where() + ", plan"};
    auto plan = read_plan(one, to);
    if (!plan.id.empty() && !seen.insert(plan.id).second)
      one.note_at("id", fmt::format("there is another plan \"{}\"", plan.id));
    rules.plans.push_back(std::move(plan));
  }
  if (rules.plans.empty()) s.note(s.line(), "there is no [[hall.bookings.plan]]");
}

}  // namespace hallcall::service::office_file
