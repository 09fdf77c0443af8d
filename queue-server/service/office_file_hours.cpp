// Reading opening hours: a text per opening, a list where a day has several, "closed" where it has
// none.
#include "service/office_file_hours.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace hallcall::service::office_file {
namespace {

using engine::minutes;
using engine::opening;

constexpr std::string_view how_to_write_hours =
    R"(allowed: "closed", "08:00-17:00" or "08:00-17:00 last 16:50", or a list of them)";

// Weekdays by name, 0 = Sunday as in the calendar.
constexpr std::string_view day_words[] = {"sunday",   "monday", "tuesday", "wednesday",
                                          "thursday", "friday", "saturday"};

// `count` digits at `at` as a number, or -1.
int digits(std::string_view text, std::size_t at, std::size_t count) {
  if (at + count > text.size()) return -1;
  int number = 0;
  for (const char c : text.substr(at, count)) {
    if (c < '0' || c > '9') return -1;
    number = number * 10 + (c - '0');
  }
  return number;
}

// "HH:MM" at `at`, up to 24:00.
std::optional<minutes> time_of_day(std::string_view text, std::size_t at) {
  const int hour = digits(text, at, 2);
  const int minute = digits(text, at + 3, 2);
  if (hour < 0 || minute < 0 || minute > 59 || text[at + 2] != ':') return std::nullopt;
  const minutes time{hour * 60 + minute};
  if (time > minutes{24 * 60}) return std::nullopt;
  return time;
}

// One day's openings from a text or a list of texts. Notes what is wrong.
std::vector<opening> read_day(const section& s, const std::string& key, const value& day) {
  std::vector<opening> openings;
  const auto read_one = [&](const value& v) {
    const auto* text = v.as<std::string>();
    if (!text)
      return s.note(v.line, fmt::format("\"{}\" must hold texts; {}", key, how_to_write_hours));
    const auto parsed = parse_opening(*text);
    if (!parsed)
      return s.note(v.line, fmt::format("\"{}\" is \"{}\": {}", key, *text, parsed.error()));
    if (!openings.empty() && parsed->from < openings.back().to) {
      return s.note(
          v.line,
          fmt::format("\"{}\": the opening \"{}\" begins before the one in front of it ends; "
                      "openings of a day are in order and do not overlap",
                      key, *text));
    }
    openings.push_back(*parsed);
  };
  if (const auto* text = day.as<std::string>(); text && *text == "closed") return openings;
  if (const auto* list = day.as<array>()) {
    std::ranges::for_each(*list, read_one);
  } else {
    read_one(day);
  }
  return openings;
}

void read_week(const section& s, hours& result) {
  if (const value* all = s.find("weekdays")) {
    const auto openings = read_day(s, "weekdays", *all);
    for (std::size_t day = 1; day <= 5; ++day) result.weekdays[day] = openings;
  }
  for (std::size_t day = 0; day < result.weekdays.size(); ++day) {
    const std::string key{day_words[day]};
    if (const value* one = s.find(key)) result.weekdays[day] = read_day(s, key, *one);
  }
}

void read_dates(const error_list& errors, const table& dates, std::string_view kind,
                hours& result) {
  const section s{errors, dates, kind, std::string{kind}};
  for (const auto& [key, what] : dates.entries) {
    const auto date = parse_date(key);
    if (!date) {
      s.note(what.line, fmt::format("\"{}\" is not a date; write it like 2026-12-25", key));
      continue;
    }
    result.dates[*date] = read_day(s, key, what);
  }
}

}  // namespace

std::optional<minutes> parse_time_of_day(const std::string& text) {
  return text.size() == 5 ? time_of_day(text, 0) : std::nullopt;
}

tl::expected<opening, std::string> parse_opening(const std::string& text) {
  constexpr std::size_t plain = 11;  // "08:00-17:00"
  constexpr std::string_view last = " last ";
  const bool has_last =
      text.size() == plain + last.size() + 5 && text.substr(plain, last.size()) == last;
  if ((text.size() != plain && !has_last) || text[5] != '-') {
    return tl::unexpected(std::string{how_to_write_hours});
  }
  const auto from = time_of_day(text, 0);
  const auto to = time_of_day(text, 6);
  const auto last_ticket = has_last ? time_of_day(text, plain + last.size()) : to;
  if (!from || !to || !last_ticket) return tl::unexpected(std::string{"times are 00:00 to 24:00"});
  if (*from >= *to)
    return tl::unexpected(std::string{"it must end after it begins, on the same day"});
  if (*last_ticket <= *from || *last_ticket > *to) {
    return tl::unexpected(
        std::string{"the last ticket must be after the beginning and not after the end"});
  }
  return opening{*from, *to, *last_ticket};
}

std::optional<engine::business_date> parse_date(const std::string& text) {
  const int year = digits(text, 0, 4);
  const int month = digits(text, 5, 2);
  const int day = digits(text, 8, 2);
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  if (year < 2000 || month < 1 || day < 1) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year{year},
                                         std::chrono::month{static_cast<unsigned>(month)},
                                         std::chrono::day{static_cast<unsigned>(day)}};
  if (!date.ok()) return std::nullopt;
  return engine::business_date{date};
}

hours read_hours(const error_list& errors, const section& owner, std::string_view kind) {
  hours result;
  const std::size_t errors_before = errors.count();
  if (const table* from = owner.inner("hours")) {
    const section s{errors, *from, kind, owner.where() + ", hours"};
    read_week(s, result);
    if (const table* dates = s.inner("dates")) {
      read_dates(errors, *dates, std::string{kind} + ".dates", result);
    }
  }
  result.sound = errors.count() == errors_before;
  return result;
}

engine::calendar combine(const hours& office, const hours& own) {
  engine::calendar result;
  for (std::size_t day = 0; day < result.weekdays.size(); ++day) {
    const auto& said = own.weekdays[day] ? own.weekdays[day] : office.weekdays[day];
    if (said) result.weekdays[day] = *said;
  }
  result.dates = own.dates;
  result.dates.insert(office.dates.begin(), office.dates.end());  // keeps own where both say
  return result;
}

}  // namespace hallcall::service::office_file
