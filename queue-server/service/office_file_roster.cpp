// Reading shifts and seasons. Their counters must be the hall's, so the counters are read before.
#include "service/office_file_roster.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

namespace hallcall::service::office_file {
namespace {

using engine::counter_no;
using engine::date_span;

// A weekday by its name, 0 = Sunday as in the calendar; "weekdays" is five of them.
constexpr std::string_view day_names[] = {"sunday",   "monday", "tuesday", "wednesday",
                                          "thursday", "friday", "saturday"};
constexpr std::string_view how_to_write_days =
    R"(allowed: "weekdays", "monday" to "sunday", "2027-01-21" or "2027-01-21 to 2027-02-10")";
constexpr std::string_view how_to_write_dates =
    R"(allowed: "2027-01-21" or "2027-01-21 to 2027-02-10")";

// Every item of a list under `key`; notes when there is no list, or nothing in it.
template <class Each>
void each_of(const section& s, std::string_view key, std::string_view of_what, Each each) {
  const value* from = s.find(key);
  if (from == nullptr)
    return s.note(s.line(), fmt::format("\"{}\" is missing; it is a list of {}", key, of_what));
  const auto* list = from->as<array>();
  if (list == nullptr || list->empty())
    return s.note(from->line,
                  fmt::format("\"{}\" must be a list of {}, with at least one", key, of_what));
  std::ranges::for_each(*list, each);
}

std::set<counter_no> read_counter_numbers(const section& s,
                                          std::span<const counter_entry> counters) {
  std::set<counter_no> all;
  each_of(s, "counters", "counters' numbers", [&](const value& item) {
    const auto* n = item.as<std::int64_t>();
    const auto is_it = [&](const counter_entry& c) {
      return n != nullptr && c.rules.number.value == *n;
    };
    if (n == nullptr) {
      s.note(item.line,
             fmt::format("\"counters\" must hold whole numbers, but holds {}", item.type_name()));
    } else if (std::ranges::none_of(counters, is_it)) {
      s.note(item.line, fmt::format("\"counters\" names {}, and the hall has no such counter", *n));
    } else if (!all.insert({static_cast<std::uint16_t>(*n)}).second) {
      s.note(item.line, fmt::format("\"counters\" names {} twice", *n));
    }
  });
  return all;
}

// One item of "days" into the shift; false when it is nothing of the kind.
bool read_day_word(const std::string& word, engine::shift& to) {
  if (word == "weekdays") {
    for (std::size_t day = 1; day <= 5; ++day) to.weekdays[day] = true;
    return true;
  }
  if (const auto day = index_of(day_names, word)) {
    to.weekdays[*day] = true;
    return true;
  }
  if (const auto span = parse_days(word)) {
    to.dates.push_back(*span);
    return true;
  }
  return false;
}

void read_days(const section& s, engine::shift& to) {
  if (!s.has("days")) return to.weekdays.fill(true);
  each_of(s, "days", "days", [&](const value& item) {
    const auto* word = item.as<std::string>();
    if (word == nullptr || !read_day_word(*word, to))
      s.note(item.line, fmt::format("\"days\" holds {}; {}",
                                    word ? fmt::format("\"{}\"", *word) : item.type_name(),
                                    how_to_write_days));
  });
}

void read_shift_hours(const section& s, engine::shift& to) {
  const std::string text = s.text("hours", true);
  if (text.empty()) return;
  const auto hours = parse_opening(text);
  constexpr std::size_t plain = 11;  // no "last": that is the hall's
  if (!hours || text.size() != plain) {
    s.note_at("hours",
              fmt::format("\"hours\" is \"{}\"; allowed: \"12:00-13:30\", within one day", text));
    return;
  }
  to.from = hours->from;
  to.to = hours->to;
}

bool may_meet(const engine::shift& a, const engine::shift& b) {
  for (std::size_t day = 0; day < a.weekdays.size(); ++day)
    if (a.weekdays[day] && b.weekdays[day]) return true;
  return std::ranges::any_of(a.dates, [&](const date_span& x) {
    return std::ranges::any_of(
        b.dates, [&](const date_span& y) { return x.from <= y.to && y.from <= x.to; });
  });
}

// The first counter that two shifts name for the same time.
std::optional<counter_no> clash(const engine::shift& a, const engine::shift& b) {
  if (a.to <= b.from || b.to <= a.from || !may_meet(a, b)) return std::nullopt;
  const auto both =
      std::ranges::find_if(a.counters, [&](counter_no n) { return b.counters.contains(n); });
  return both == a.counters.end() ? std::nullopt : std::optional(*both);
}

void read_shifts(const error_list& errors, const section& hall,
                 std::span<const counter_entry> counters, engine::hall_rules& rules) {
  std::set<std::string> seen;
  for (const table* t : hall.tables("roster")) {
    const section s{errors, *t, "hall.roster", hall.where() + ", roster"};
    engine::shift shift;
    shift.id = s.id("id");
    if (!shift.id.empty() && !seen.insert(shift.id).second)
      s.note_at("id", fmt::format("there is another shift \"{}\"", shift.id));
    read_days(s, shift);
    read_shift_hours(s, shift);
    shift.counters = read_counter_numbers(s, counters);
    for (const auto& other : rules.roster)
      if (const auto n = clash(other, shift))
        s.note_at("hours", fmt::format("the shift \"{}\" has counter {} at the same time as the "
                                       "shift \"{}\"; shifts of one counter do not overlap",
                                       shift.id, n->value, other.id));
    rules.roster.push_back(std::move(shift));
  }
}

std::vector<date_span> read_season_dates(const section& s) {
  std::vector<date_span> dates;
  each_of(s, "dates", "dates", [&](const value& item) {
    const auto* text = item.as<std::string>();
    const auto span = text ? parse_days(*text) : std::nullopt;
    if (span) return dates.push_back(*span);
    s.note(item.line,
           fmt::format("\"dates\" holds {}; {}",
                       text ? fmt::format("\"{}\"", *text) : item.type_name(), how_to_write_dates));
  });
  return dates;
}

// A counter that a backup opens whenever the hall is crowded has no season.
void check_no_backups(const section& s, const engine::season& season,
                      const engine::hall_rules& rules) {
  for (const auto& b : rules.backups)
    if (season.counters.contains(b.counter))
      s.note_at("counters", fmt::format("counter {} is the backup \"{}\"'s, who may be called on "
                                        "any day; give the season a counter of its own",
                                        b.counter.value, b.id.value));
}

void read_seasons(const error_list& errors, const section& hall, std::span<counter_entry> counters,
                  engine::hall_rules& rules) {
  std::set<std::string> seen;
  for (const table* t : hall.tables("season")) {
    const section s{errors, *t, "hall.season", hall.where() + ", season"};
    engine::season season{s.id("id"), read_season_dates(s), read_counter_numbers(s, counters)};
    if (!season.id.empty() && !seen.insert(season.id).second)
      s.note_at("id", fmt::format("there is another season \"{}\"", season.id));
    check_no_backups(s, season, rules);
    const auto pops_up = [&](engine::counter_rules& c) {
      if (season.counters.contains(c.number)) c.base = false;
    };
    for (auto& c : counters) pops_up(c.rules);
    for (auto& c : rules.counters) pops_up(c);
    rules.seasons.push_back(std::move(season));
  }
}

}  // namespace

std::optional<date_span> parse_days(const std::string& text) {
  constexpr std::size_t date = 10;  // "2027-01-21"
  constexpr std::string_view to = " to ";
  if (text.size() == date) {
    const auto day = parse_date(text);
    return day ? std::optional(date_span{*day, *day}) : std::nullopt;
  }
  if (text.size() != 2 * date + to.size() || text.substr(date, to.size()) != to)
    return std::nullopt;
  const auto first = parse_date(text.substr(0, date));
  const auto last = parse_date(text.substr(date + to.size()));
  if (!first || !last || *last < *first) return std::nullopt;
  return date_span{*first, *last};
}

void read_roster(const error_list& errors, const section& hall, std::span<counter_entry> counters,
                 engine::hall_rules& rules) {
  read_seasons(errors, hall, counters, rules);
  read_shifts(errors, hall, counters, rules);
}

}  // namespace hallcall::service::office_file
