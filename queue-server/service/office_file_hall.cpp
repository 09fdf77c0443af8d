// Reading a hall. Numbers that the file does not give keep the defaults of engine::hall_rules.
#include "service/office_file_hall.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "service/office_file_bookings.hpp"
#include "service/office_file_lanes.hpp"
#include "service/office_file_roster.hpp"

namespace hallcall::service::office_file {
namespace {

using engine::lane;
using engine::minutes;
using engine::seconds;

std::string hall_name(const table& from) {
  const value* id = from.find("id");
  const auto* text = id ? id->as<std::string>() : nullptr;
  return fmt::format("hall \"{}\"", text ? *text : "");
}

int whole(const section& s, std::string_view key, int fallback, bounds b) {
  return static_cast<int>(s.number(key, fallback, b));
}
seconds in_seconds(const section& s, std::string_view key, seconds fallback, bounds b) {
  return seconds{s.number(key, fallback.count(), b)};
}
seconds in_minutes(const section& s, std::string_view key, seconds fallback, bounds b) {
  return minutes{s.number(key, std::chrono::floor<minutes>(fallback).count(), b)};
}

// Which of the catalogue's services the hall offers, and what it changes about them.
void read_services(const hall_context& context, const section& hall, engine::hall_rules& rules) {
  if (!context.shared) return;
  const auto ids = context.shared->service_ids();
  const auto offered = hall.words("services", ids);
  const auto sensitive = hall.words("sensitive", ids);
  for (const auto& s : context.shared->services) {
    if (hall.has("services") && std::ranges::find(offered, s.rules.id.value) == offered.end())
      continue;
    auto& to = rules.services.emplace_back(s.rules);
    if (!hall.has("sensitive")) continue;
    to.sensitive = std::ranges::find(sensitive, to.id.value) != sensitive.end();
    if (to.sensitive) to.express = false;
  }
  if (hall.has("services") && offered.empty())
    hall.note_at("services", "the hall offers no service");
  const table* changed = hall.inner("standard_minutes");
  if (!changed) return;
  const section s{context.errors, *changed, "hall.standard_minutes",
                  hall.where() + ", standard_minutes"};
  for (const auto& [id, what] : changed->entries) {
    const auto service =
        std::ranges::find(rules.services, id, [](const auto& r) { return r.id.value; });
    if (service == rules.services.end()) {
      s.note(what.line, fmt::format("the hall offers no service \"{}\";{}", id, hint(ids, id)));
    } else {
      service->standard = in_minutes(s, id, service->standard, {1, 240});
    }
  }
}

std::optional<engine::feature_wish> read_wish(const hall_context& context, const section& s) {
  engine::feature_wish wish;
  wish.feature.value = s.text("feature", true);
  wish.how = s.choice("how", wish.how, affinity_words);
  if (wish.feature.value.empty()) return std::nullopt;
  if (context.shared) {
    const auto known = views_of(context.shared->features);
    if (!index_of(known, wish.feature.value)) {
      s.note_at("feature", fmt::format("unknown feature \"{}\";{}", wish.feature.value,
                                       hint(known, wish.feature.value)));
    }
  }
  return wish;
}

void read_wishes(const hall_context& context, const section& hall, engine::hall_rules& rules) {
  if (const table* from = hall.inner("needs")) {
    const section needs{context.errors, *from, "hall.needs", hall.where() + ", needs"};
    for (std::size_t i = 0; i < std::size(need_words); ++i) {
      const table* one = needs.inner(need_words[i]);
      if (!one) continue;
      const section s{context.errors, *one, "hall.needs.<need>",
                      fmt::format("{}, need {}", hall.where(), need_words[i])};
      if (auto wish = read_wish(context, s))
        rules.need_wishes[static_cast<engine::need>(i)] = *wish;
    }
  }
  if (const table* from = hall.inner("language_wishes")) {
    const section wishes{context.errors, *from, "hall.language_wishes",
                         hall.where() + ", language_wishes"};
    for (const auto language : page_languages) {
      const table* one = wishes.inner(language);
      if (!one) continue;
      const section s{context.errors, *one, "hall.language_wishes.<language>",
                      fmt::format("{}, language {}", hall.where(), language)};
      if (auto wish = read_wish(context, s)) rules.language_wishes[std::string{language}] = *wish;
    }
  }
}

void read_calls(const hall_context& context, const section& hall, engine::hall_rules& rules) {
  const table* from = hall.inner("calls");
  if (!from) return;
  const section s{context.errors, *from, "hall.calls", hall.where() + ", calls"};
  rules.max_calls = whole(s, "max_calls", rules.max_calls, {1, 9});
  rules.between_calls = in_seconds(s, "seconds_between_calls", rules.between_calls, {5, 300});
  rules.live_before_first_return =
      whole(s, "live_before_first_return", rules.live_before_first_return, {0, 50});
  rules.live_between_returns =
      whole(s, "live_between_returns", rules.live_between_returns, {0, 50});
}

// Gives the line of each backup.
std::vector<std::uint32_t> read_backup(const hall_context& context, const section& hall,
                                       hall_config& to) {
  std::vector<std::uint32_t> lines;
  const table* from = hall.inner("backup");
  if (!from) return lines;
  auto& rules = to.rules;
  const section s{context.errors, *from, "hall.backup", hall.where() + ", backup"};
  rules.backup_above = whole(s, "call_above", rules.backup_above, {0, 500});
  rules.congested_above = whole(s, "congested_above", rules.congested_above, {1, 1000});
  if (rules.congested_above <= rules.backup_above) {
    s.note_at("congested_above",
              fmt::format("\"congested_above\" ({}) must be greater than \"call_above\" ({})",
                          rules.congested_above, rules.backup_above));
  }
  rules.answer_within = in_seconds(s, "answer_within_seconds", rules.answer_within, {10, 600});
  rules.next_backup_after =
      in_seconds(s, "next_after_seconds", rules.next_backup_after, {10, 3600});
  rules.backup_stays_at_least =
      in_minutes(s, "stays_at_least_minutes", rules.backup_stays_at_least, {0, 240});
  rules.backup_when_wait_above =
      in_minutes(s, "wait_above_minutes", rules.backup_when_wait_above, {0, 480});
  for (const table* t : s.tables("person")) {
    const section person{context.errors, *t, "hall.backup.person", s.where() + ", person"};
    engine::backup_rules backup;
    backup.id.value = person.id("account");
    backup.counter.value = static_cast<std::uint16_t>(person.required_number("counter", {1, 999}));
    const std::string name = person.text("name", true);
    if (!backup.id.value.empty() && !to.backup_names.emplace(backup.id.value, name).second) {
      person.note_at("account", fmt::format("there is another backup \"{}\"", backup.id.value));
    }
    rules.backups.push_back(std::move(backup));
    lines.push_back(t->line);
  }
  return lines;
}

void read_numbers(const section& s, hall_config& to) {
  auto& rules = to.rules;
  rules.promise = in_minutes(s, "promise_minutes", rules.promise, {1, 480});
  rules.pass_valid_days = whole(s, "return_pass_days", rules.pass_valid_days, {0, 365});
  rules.order = s.choice("discipline", rules.order, discipline_words);
  rules.ratio_priority = whole(s, "ratio_priority", rules.ratio_priority, {1, 20});
  rules.ratio_general = whole(s, "ratio_general", rules.ratio_general, {1, 20});
  rules.cap = in_minutes(s, "cap_minutes", rules.cap, {1, 480});
  rules.max_services_per_ticket = static_cast<std::size_t>(whole(
      s, "max_services_per_ticket", static_cast<int>(rules.max_services_per_ticket), {1, 20}));
  rules.phone_may_issue = s.flag("phone_may_issue", rules.phone_may_issue);
  rules.confirm_slip_within =
      in_seconds(s, "confirm_slip_seconds", rules.confirm_slip_within, {10, 600});
  rules.offline_numbers = static_cast<std::uint32_t>(
      whole(s, "offline_numbers", static_cast<int>(rules.offline_numbers), {0, 100}));
  rules.priority_needs = s.choices("priority_needs", rules.priority_needs, need_words);
}

void read_board_languages(const hall_context& context, const section& s, hall_config& to) {
  constexpr std::size_t side_by_side = 2;
  if (!s.has("board_languages")) return;
  to.board_languages = s.words("board_languages", views_of(context.languages));
  if (to.board_languages.empty() || to.board_languages.size() > side_by_side) {
    s.note_at("board_languages",
              "\"board_languages\" must hold one or two of the office's languages");
  }
}

void read_marquee(const hall_context& context, const section& hall, hall_config& to) {
  std::set<std::string> seen;
  for (const table* t : hall.tables("marquee")) {
    const section s{context.errors, *t, "hall.marquee", hall.where() + ", marquee"};
    notice_text notice{s.id("id"), s.in_languages("text", context.languages)};
    if (!notice.id.empty() && !seen.insert(notice.id).second) {
      s.note_at("id", fmt::format("there is another line \"{}\"", notice.id));
    }
    to.marquee.push_back(std::move(notice));
  }
}

std::vector<counter_entry> read_counters(const hall_context& context, const section& s,
                                         hall_config& to) {
  counter_context counters{context.errors,
                           context.shared,
                           {},
                           s.flag("full_function_takes_turning", false),
                           s.flag("turning_takes_general", true),
                           context.languages,
                           to.board_languages};
  for (std::size_t i = 0; i < engine::lane_count; ++i) {
    if (to.rules.lanes[i].in_use) counters.lanes_in_use.insert(static_cast<lane>(i));
  }
  std::vector<counter_entry> entries;
  for (const table* t : s.tables("counter"))
    entries.push_back(read_counter(counters, *t, s.where()));
  std::ranges::stable_sort(entries, {}, [](const counter_entry& e) { return e.rules.number; });
  for (const auto& e : entries) {
    to.rules.counters.push_back(e.rules);
    to.counters.push_back(e.text);
  }
  return entries;
}

}  // namespace

hall_config read_hall(const hall_context& context, const table& from) {
  const section s{context.errors, from, "hall", hall_name(from)};
  hall_config result;
  result.id = s.id("id");
  result.name = s.in_languages("name", context.languages);
  read_numbers(s, result);
  read_board_languages(context, s, result);
  read_lanes(context.errors, s, result.rules);
  read_services(context, s, result.rules);
  read_wishes(context, s, result.rules);
  read_calls(context, s, result.rules);
  read_bookings(context.errors, s, result.rules);
  const auto backup_lines = read_backup(context, s, result);
  read_marquee(context, s, result);
  const hours own_hours = read_hours(context.errors, s, "hall.hours");
  result.rules.opening = combine(context.office_hours, own_hours);
  result.rules.opening.zone = context.zone;
  if (context.shared) result.lane_names = context.shared->lanes;
  auto counters = read_counters(context, s, result);
  read_roster(context.errors, s, counters, result.rules);
  check_hall(s, result, counters, backup_lines, context.office_hours.sound && own_hours.sound);
  return result;
}

}  // namespace hallcall::service::office_file
