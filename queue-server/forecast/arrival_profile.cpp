#include "forecast/arrival_profile.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <utility>

namespace hallcall::forecast {
namespace {

using engine::need;
using engine::seconds;

constexpr std::array<std::pair<std::string_view, need>, 7> need_words{
    {{"senior", need::senior},
     {"pregnant", need::pregnant},
     {"wheelchair", need::wheelchair},
     {"small-child", need::small_child},
     {"hard-of-hearing", need::hard_of_hearing},
     {"hard-of-seeing", need::hard_of_seeing},
     {"interpreter", need::interpreter}}};

std::string_view trimmed(std::string_view s) {
  const auto from = s.find_first_not_of(" \t\r");
  if (from == std::string_view::npos) return {};
  return s.substr(from, s.find_last_not_of(" \t\r") - from + 1);
}

std::vector<std::string_view> parts_of(std::string_view s, char by) {
  std::vector<std::string_view> parts;
  for (;;) {
    const auto end = s.find(by);
    parts.push_back(trimmed(s.substr(0, end)));
    if (end == std::string_view::npos) return parts;
    s.remove_prefix(end + 1);
  }
}

std::optional<double> number_of(std::string_view s) {
  double value = 0;
  const auto [end, failed] = std::from_chars(s.data(), s.data() + s.size(), value);
  if (failed != std::errc{} || end != s.data() + s.size() || !std::isfinite(value))
    return std::nullopt;
  return value;
}

// HH:MM or HH:MM:SS, up to 24:00.
std::optional<seconds> clock_of(std::string_view s) {
  const auto parts = parts_of(s, ':');
  if (parts.size() < 2 || parts.size() > 3) return std::nullopt;
  std::array<int, 3> figures{};
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const auto p = parts[i];
    if (p.empty() || p.size() > 2) return std::nullopt;
    const auto [end, failed] = std::from_chars(p.data(), p.data() + p.size(), figures[i]);
    if (failed != std::errc{} || end != p.data() + p.size() || figures[i] < 0) return std::nullopt;
  }
  const auto [h, m, sec] = figures;
  if (m > 59 || sec > 59 || h * 3600 + m * 60 + sec > 86'400) return std::nullopt;
  return seconds(h * 3600 + m * 60 + sec);
}

struct profile_reader {
  const engine::hall_rules& rules;
  arrival_profile profile;
  std::vector<profile_error> errors;
  std::vector<std::string> columns;
  std::size_t line = 0;

  void wrong(std::string what) { errors.push_back({line, std::move(what)}); }

  [[nodiscard]] bool has(std::string_view name) const {
    return std::find(columns.begin(), columns.end(), name) != columns.end();
  }

  void head(const std::vector<std::string_view>& cells) {
    columns.assign(cells.begin(), cells.end());
    profile.of_times = has("time");
    const std::vector<std::string_view> wanted =
        profile.of_times ? std::vector<std::string_view>{"time", "services"}
                         : std::vector<std::string_view>{"from", "to", "per_hour", "services"};
    for (const auto w : wanted)
      if (!has(w))
        wrong("the first line lacks the column " + std::string(w) +
              "; it is \"from,to,per_hour,services,needs,language\" or "
              "\"time,services,needs,language,seconds\"");
    for (std::size_t i = 0; i < columns.size(); ++i) {
      const std::string& c = columns[i];
      const bool known = std::find(wanted.begin(), wanted.end(), c) != wanted.end() ||
                         c == "needs" || c == "language" || (profile.of_times && c == "seconds");
      if (!known) wrong("\"" + c + "\" is no column here");
      if (std::find(columns.begin(), columns.begin() + static_cast<std::ptrdiff_t>(i), c) !=
          columns.begin() + static_cast<std::ptrdiff_t>(i))
        wrong("the column " + c + " stands twice");
    }
  }

  void services(profile_row& row, std::string_view cell) {
    for (const auto id : parts_of(cell, '+')) {
      const auto* s = rules.find_service({std::string(id)});
      if (s == nullptr) {
        wrong("this hall does not offer the service \"" + std::string(id) + "\"");
        continue;
      }
      row.like.services.push_back(s->id);
      row.mean_handling += s->standard;
    }
    if (row.like.services.size() > rules.max_services_per_ticket)
      wrong("one ticket carries at most " + std::to_string(rules.max_services_per_ticket) +
            " services");
  }

  void clock(seconds& into, std::string_view cell, const char* name) {
    if (const auto t = clock_of(cell))
      into = *t;
    else
      wrong(std::string(name) + " is a time such as 08:30, not \"" + std::string(cell) + "\"");
  }

  void cell(profile_row& row, const std::string& column, std::string_view text) {
    if (column == "from") clock(row.from, text, "from");
    if (column == "to") clock(row.to, text, "to");
    if (column == "time") {
      clock(row.from, text, "time");
      row.to = row.from;
    }
    if (column == "services") services(row, text);
    if (column == "language") row.like.language = std::string(text);
    if (column == "needs") {
      if (const auto needs = needs_of(text))
        row.like.needs = *needs;
      else
        wrong("\"" + std::string(text) +
              "\" are no needs; they are senior, pregnant, wheelchair, small-child, "
              "hard-of-hearing, hard-of-seeing and interpreter, joined by +");
    }
    if (column == "per_hour") {
      const auto n = number_of(text);
      if (n && *n >= 0 && *n <= most_per_hour)
        row.per_hour = *n;
      else
        wrong("per_hour is a number from 0 to 100000, not \"" + std::string(text) + "\"");
    }
    if (column == "seconds" && !text.empty()) {
      const auto n = number_of(text);
      if (n && *n >= 0 && *n <= 86'400) {
        row.like.handling = milliseconds(static_cast<std::int64_t>(*n * 1000 + 0.5));
        row.handling_given = true;
      } else {
        wrong("seconds is a number from 0 to 86400, not \"" + std::string(text) + "\"");
      }
    }
  }

  void add(const std::vector<std::string_view>& cells) {
    if (cells.size() != columns.size())
      return wrong("this line has " + std::to_string(cells.size()) + " columns, the first one " +
                   std::to_string(columns.size()));
    const auto errors_before = errors.size();
    profile_row row;
    for (std::size_t i = 0; i < cells.size(); ++i) cell(row, columns[i], cells[i]);
    if (errors.size() == errors_before && !profile.of_times && row.from >= row.to)
      wrong("\"from\" is not before \"to\"");
    profile.rows.push_back(std::move(row));
  }
};

engine::time_point local_instant(const engine::calendar& c, engine::business_date date,
                                 seconds after_midnight) {
  const auto whole = std::chrono::floor<engine::minutes>(after_midnight);
  return c.at(date, whole) + (after_midnight - whole);
}

bool open_at(const engine::calendar& c, engine::business_date date, engine::time_point t) {
  const auto& openings = c.openings_on(date);
  return std::any_of(openings.begin(), openings.end(), [&](const engine::opening& o) {
    return t >= c.at(date, o.from) && t < c.at(date, o.to);
  });
}

}  // namespace

std::optional<engine::enum_set<need>> needs_of(std::string_view words) {
  engine::enum_set<need> needs;
  if (trimmed(words).empty()) return needs;
  for (const auto word : parts_of(words, '+')) {
    const auto it = std::find_if(need_words.begin(), need_words.end(),
                                 [&](const auto& w) { return w.first == word; });
    if (it == need_words.end()) return std::nullopt;
    needs.insert(it->second);
  }
  return needs;
}

tl::expected<arrival_profile, std::vector<profile_error>> read_profile(
    std::string_view text, const engine::hall_rules& rules) {
  profile_reader reader{rules, {}, {}, {}, 0};
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);  // as spreadsheets write it
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    const auto line = trimmed(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    ++reader.line;
    if (line.empty() || line.front() == '#') continue;
    if (reader.columns.empty()) {
      reader.head(parts_of(line, ','));
      if (!reader.errors.empty()) break;
    } else if (reader.profile.rows.size() == most_profile_rows) {
      reader.wrong("more than " + std::to_string(most_profile_rows) + " lines");
      break;
    } else {
      reader.add(parts_of(line, ','));
    }
  }
  if (reader.errors.empty() && reader.profile.rows.empty())
    reader.wrong("there is no arrival in this file");
  if (!reader.errors.empty()) return tl::make_unexpected(std::move(reader.errors));
  return std::move(reader.profile);
}

std::vector<visitor> visitors_on(const arrival_profile& profile, const engine::hall_rules& rules,
                                 engine::business_date date, const visit_manner& manner,
                                 std::uint64_t seed, std::uint64_t replication) {
  std::vector<visitor> all;
  std::uint64_t number = replication << 20U;
  for (const auto& row : profile.rows) {
    random_stream random(seed, number++);
    const auto comes = [&](engine::time_point t) {
      visitor v = row.like;
      v.at = t;
      v.walk = manner.walk;
      if (!row.handling_given) v.handling = manner.handling.draw(random, row.mean_handling);
      if (open_at(rules.opening, date, t)) all.push_back(std::move(v));
    };
    const auto from = local_instant(rules.opening, date, row.from);
    if (profile.of_times) {
      comes(from);
      continue;
    }
    if (row.per_hour <= 0) continue;
    const auto to = local_instant(rules.opening, date, row.to);
    double ms = 0;
    for (;;) {
      ms += random.exponential(3'600'000 / row.per_hour);
      const auto t = from + milliseconds(static_cast<std::int64_t>(std::min(ms, 1e9)));
      if (t >= to) break;
      comes(t);
    }
  }
  std::stable_sort(all.begin(), all.end(), [](auto& a, auto& b) { return a.at < b.at; });
  return all;
}

}  // namespace hallcall::forecast
