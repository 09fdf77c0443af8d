// The table of an office file's keys, and how a message names what would have been right.
#include "service/office_file_keys.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <numeric>

namespace hallcall::service::office_file {
namespace {

using keys = std::string_view[];

constexpr keys office_file_keys = {"office", "hall", "webhook"};
constexpr keys office_keys = {"id", "name", "time_zone", "languages", "catalogue", "hours"};
constexpr keys hours_keys = {"weekdays", "monday",   "tuesday", "wednesday", "thursday",
                             "friday",   "saturday", "sunday",  "dates"};
constexpr keys hall_keys = {"id",
                            "name",
                            "services",
                            "sensitive",
                            "standard_minutes",
                            "board_languages",
                            "promise_minutes",
                            "return_pass_days",
                            "discipline",
                            "ratio_priority",
                            "ratio_general",
                            "cap_minutes",
                            "max_services_per_ticket",
                            "phone_may_issue",
                            "confirm_slip_seconds",
                            "offline_numbers",
                            "priority_needs",
                            "full_function_takes_turning",
                            "turning_takes_general",
                            "hours",
                            "lanes",
                            "counter",
                            "needs",
                            "language_wishes",
                            "calls",
                            "backup",
                            "marquee",
                            "roster",
                            "season",
                            "bookings"};
constexpr keys lane_keys = {"in_use", "series", "rate", "walk_in"};
constexpr keys counter_keys = {"n",          "kind",   "functions",   "languages",
                               "accessible", "sign",   "public_sign", "takes",
                               "prefers",    "deputy", "zone"};
constexpr keys wish_keys = {"feature", "how"};
constexpr keys calls_keys = {"max_calls", "seconds_between_calls", "live_before_first_return",
                             "live_between_returns"};
constexpr keys backup_keys = {
    "call_above",         "congested_above",        "answer_within_seconds",
    "next_after_seconds", "stays_at_least_minutes", "person",
    "wait_above_minutes"};
constexpr keys person_keys = {"account", "name", "counter"};
constexpr keys roster_keys = {"id", "days", "hours", "counters"};
constexpr keys season_keys = {"id", "dates", "counters"};
constexpr keys webhook_keys = {"url",        "secret_file",     "ca_file",
                               "plain_http", "give_up_minutes", "most_waiting"};
constexpr keys marquee_keys = {"id", "text"};
constexpr keys bookings_keys = {
    "check_in_minutes_before", "late_after_minutes", "lapses_after_minutes", "late_rate",
    "no_shows_allowed",        "suspended_months",   "erased_after_days",    "plan"};
constexpr keys plan_keys = {"id",
                            "services",
                            "times",
                            "days",
                            "dates",
                            "capacity",
                            "clerks",
                            "opens_days_before",
                            "closes_working_days_before",
                            "closes_at"};
constexpr keys catalogue_keys = {"functions", "lanes", "group", "document", "service"};
constexpr keys group_keys = {"id", "icon", "name"};
constexpr keys service_keys = {"id",       "group", "minutes",   "sensitive", "express",
                               "requires", "name",  "documents", "keywords"};

constexpr section_keys sections[] = {
    {"office file", office_file_keys},
    {"office", office_keys},
    {"office.hours", hours_keys},
    {"office.hours.dates", {}},
    {"hall", hall_keys},
    {"hall.hours", hours_keys},
    {"hall.hours.dates", {}},
    {"hall.standard_minutes", {}},
    {"hall.lanes", lane_words},
    {"hall.lanes.<lane>", lane_keys},
    {"hall.counter", counter_keys},
    {"hall.needs", need_words},
    {"hall.needs.<need>", wish_keys},
    {"hall.language_wishes", page_languages},
    {"hall.language_wishes.<language>", wish_keys},
    {"hall.calls", calls_keys},
    {"hall.backup", backup_keys},
    {"hall.backup.person", person_keys},
    {"hall.marquee", marquee_keys},
    {"hall.roster", roster_keys},
    {"hall.season", season_keys},
    {"webhook", webhook_keys},
    {"hall.bookings", bookings_keys},
    {"hall.bookings.plan", plan_keys},
    {"catalogue", catalogue_keys},
    {"lanes", lane_words},
    {"group", group_keys},
    {"document", {}},
    {"service", service_keys},
    {"service.keywords", page_languages},
};

// How many letters must be added, dropped or changed to make one word of the other.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t above = row[j];
      const std::size_t changed = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      row[j] = std::min({above + 1, row[j - 1] + 1, changed});
      diagonal = above;
    }
  }
  return row[b.size()];
}

}  // namespace

std::span<const section_keys> all_sections() { return sections; }

std::span<const std::string_view> keys_of(std::string_view section) {
  const auto it = std::ranges::find(sections, section, &section_keys::section);
  assert(it != std::end(sections));
  return it->keys;
}

std::optional<std::size_t> index_of(std::span<const std::string_view> words,
                                    std::string_view word) {
  const auto it = std::ranges::find(words, word);
  if (it == words.end()) return std::nullopt;
  return static_cast<std::size_t>(it - words.begin());
}

std::string listed(std::span<const std::string_view> words) {
  return words.empty() ? "(none)" : fmt::format("{}", fmt::join(words, ", "));
}

std::string hint(std::span<const std::string_view> words, std::string_view word) {
  constexpr std::size_t longest_compared = 64;  // a bound on the work for an absurd word
  std::string_view nearest;
  std::size_t best = std::max<std::size_t>(1, word.size() / 2) + 1;
  if (word.size() <= longest_compared) {
    for (const std::string_view candidate : words) {
      const std::size_t d = distance(word, candidate);
      if (d < best) {
        best = d;
        nearest = candidate;
      }
    }
  }
  if (!nearest.empty()) return fmt::format(" did you mean \"{}\"?", nearest);
  return fmt::format(" allowed: {}", listed(words));
}

std::vector<std::string_view> views_of(std::span<const std::string> words) {
  return {words.begin(), words.end()};
}

}  // namespace hallcall::service::office_file
