#include "service/past_state.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <set>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <boost/json.hpp>

#include "engine/commands.hpp"
#include "proto/messages/codec.hpp"
#include "service/engine_describe.hpp"
#include "service/record.hpp"

namespace hallcall::service {
namespace {

namespace json = boost::json;

std::string local_second(const engine::calendar& c, engine::time_point t) {
  const auto local = std::chrono::floor<std::chrono::seconds>(t + c.offset_at(t));
  const auto day = std::chrono::floor<std::chrono::days>(local);
  const std::chrono::year_month_day date{day};
  const std::chrono::hh_mm_ss clock{local - day};
  return fmt::format("{:04}-{:02}-{:02} {:02}:{:02}:{:02}", int(date.year()),
                     unsigned(date.month()), unsigned(date.day()), clock.hours().count(),
                     clock.minutes().count(), clock.seconds().count());
}

std::string utc_text(engine::time_point t) {
  std::string text;
  messages::encode_into(text, t);
  return text.substr(1, text.size() - 2);  // without the quotes
}

void indent_into(std::string& out, const json::value& v, std::size_t depth) {
  const auto line = [&](std::size_t d) { out.append("\n").append(2 * d, ' '); };
  const auto* object = v.if_object();
  const auto* array = v.if_array();
  if (object != nullptr && !object->empty()) {
    out += '{';
    for (const auto& [key, value] : *object) {
      if (&value != &object->begin()->value()) out += ',';
      line(depth + 1);
      out += json::serialize(json::string_view(key)) + ": ";
      indent_into(out, value, depth + 1);
    }
    line(depth);
    out += '}';
  } else if (array != nullptr && !array->empty()) {
    out += '[';
    for (const auto& value : *array) {
      if (&value != &array->front()) out += ',';
      line(depth + 1);
      indent_into(out, value, depth + 1);
    }
    line(depth);
    out += ']';
  } else {
    out += json::serialize(v);
  }
}

// "A012, A017", by number.
std::string numbers_in(const engine::hall_state& s, engine::ticket_state wanted) {
  std::set<engine::ticket_number> found;
  for (const auto& [id, t] : s.tickets)
    if (t.state == wanted) found.insert(t.number);
  std::vector<std::string> words;
  for (const auto& n : found) words.push_back(to_string(n));
  return fmt::format("{}", fmt::join(words, ", "));
}

void tell_lanes(std::string& out, const past_state& p) {
  const auto& s = p.state;
  out +=
      fmt::format("waiting: {}\n", s.line.waiting() + static_cast<std::int64_t>(s.returns.size()));
  for (std::size_t i = 0; i < engine::lane_count; ++i) {
    const auto l = static_cast<engine::lane>(i);
    if (!s.rules->lanes[i].in_use && s.line.by_lane[i] == 0) continue;
    out += fmt::format("  {:<10} {}", messages::enum_name(l), s.line.by_lane[i]);
    if (const auto oldest = s.line.oldest(l))
      out += fmt::format(", oldest {} since {}", to_string(s.tickets.at(oldest->second).number),
                         local_second(s.rules->opening, oldest->first));
    out += '\n';
  }
  if (!s.returns.empty()) {
    std::vector<std::string> words;
    for (auto id : s.returns) words.push_back(to_string(s.tickets.at(id).number));
    out += fmt::format("  back after a missed call: {}\n", fmt::join(words, ", "));
  }
}

void tell_counters(std::string& out, const past_state& p) {
  const auto& s = p.state;
  out += "counters:\n";
  std::vector<int> closed;
  for (const auto& [n, c] : s.counters) {
    if (c.mode == engine::counter_mode::closed) {
      closed.push_back(n.value);
      continue;
    }
    out += fmt::format("  {:<3} {} by {}", n.value, messages::enum_name(c.mode),
                       c.clerk_account.empty() ? c.clerk_shown : c.clerk_account);
    if (!c.pause_reason.empty()) out += fmt::format(" ({})", c.pause_reason);
    if (const auto* t = c.current ? s.find(*c.current) : nullptr)
      out += fmt::format(
          ", {} {} since {}", messages::enum_name(t->state), to_string(t->number),
          local_second(s.rules->opening, t->state == engine::ticket_state::serving && t->started_at
                                             ? *t->started_at
                                             : t->why_at));
    out += '\n';
  }
  if (!closed.empty()) out += fmt::format("  closed: {}\n", fmt::join(closed, ", "));
}

// Reads `digits` figures at the front of `text` and what must follow them.
std::optional<int> figures(std::string_view& text, std::size_t digits, std::string_view then) {
  if (text.size() < digits + then.size()) return std::nullopt;
  int n = 0;
  for (std::size_t i = 0; i < digits; ++i) {
    if (text[i] < '0' || text[i] > '9') return std::nullopt;
    n = n * 10 + (text[i] - '0');
  }
  if (text.substr(digits, then.size()) != then) return std::nullopt;
  text.remove_prefix(digits + then.size());
  return n;
}

// RFC 3339 with the office's own offset: "2026-11-20T09:30:00+08:00".
std::optional<engine::time_point> with_offset(const std::string& text) {
  constexpr std::size_t offset_size = 6;
  if (text.size() <= offset_size) return std::nullopt;
  const auto local = messages::detail::parse_time(text.substr(0, text.size() - offset_size) + "Z");
  std::string_view rest = std::string_view(text).substr(text.size() - offset_size);
  const char sign = rest.front();
  rest.remove_prefix(1);
  const auto hours = figures(rest, 2, ":"), minutes = figures(rest, 2, "");
  if (!local || !hours || !minutes || *hours > 23 || *minutes > 59) return std::nullopt;
  const auto offset = engine::minutes(*hours * 60 + *minutes);
  if (sign == '+') return *local - offset;
  if (sign == '-') return *local + offset;
  return std::nullopt;
}

}  // namespace

tl::expected<past_state, std::string> state_at(journal::journal& j, const std::string& hall,
                                               std::shared_ptr<const engine::hall_rules> rules,
                                               engine::time_point at) {
  past_state p{engine::make_hall(rules), at, {}};
  for (const auto& snap : j.load_snapshots(hall)) {
    auto restored = decode_snapshot(snap);
    if (!restored || restored->latest > at) continue;
    p.state = std::move(*restored);
    p.state.rules = rules;
    p.entry_at = p.state.latest;
    break;
  }
  std::optional<engine::time_point> begins;
  j.read_while(p.state.seq, [&](const journal::entry& e) {
    if (e.hall != hall) return true;
    const engine::time_point entry_at{std::chrono::milliseconds(e.at_ms)};
    if (!begins) begins = entry_at;
    if (entry_at > at) return false;
    for (const auto& event : decode_events(e)) engine::apply(p.state, event, entry_at);
    p.state.seq = e.seq;
    p.entry_at = entry_at;
    return true;
  });
  if (p.state.seq > 0) return p;
  if (!begins)
    return tl::make_unexpected(fmt::format("the journal has nothing of the hall \"{}\"", hall));
  return tl::make_unexpected(
      fmt::format("the journal of the hall \"{}\" begins at {} ({} in the office), after {}", hall,
                  utc_text(*begins), local_second(rules->opening, *begins), utc_text(at)));
}

std::string json_of(const past_state& p, const std::string& hall) {
  auto state = json::parse(encode_snapshot(p.state)).as_object();
  for (auto& t : state.at("tickets").as_array())
    for (const auto* secret : {"token", "pass", "fromPass"}) t.as_object().erase(secret);
  for (const auto* held : {"passes", "bookings"})
    for (auto& p : state.at(held).as_array()) p.as_object().erase("code");
  json::object all;
  all["hall"] = hall;
  all["at"] = utc_text(p.at);
  all["seq"] = p.state.seq;
  all["entryAt"] = utc_text(p.entry_at);
  all["state"] = std::move(state);
  std::string out;
  indent_into(out, all, 0);
  out += '\n';
  return out;
}

std::string summary_of(const past_state& p, const std::string& hall) {
  const auto& s = p.state;
  const auto& c = s.rules->opening;
  auto out = fmt::format("hall {} at {} ({}), after entry {} of {}\n", hall, local_second(c, p.at),
                         utc_text(p.at), s.seq, local_second(c, p.entry_at));
  out += fmt::format("level: {}\n", messages::enum_name(s.level));
  tell_lanes(out, p);
  tell_counters(out, p);
  for (const auto state : {engine::ticket_state::missed, engine::ticket_state::parked})
    if (const auto numbers = numbers_in(s, state); !numbers.empty())
      out += fmt::format("{}: {}\n", messages::enum_name(state), numbers);
  for (const auto& page : s.backup.pages)
    out += fmt::format("backup {}: {} for counter {}\n", page.backup.value,
                       messages::enum_name(page.now), page.counter.value);
  const auto& d = s.today;
  out += fmt::format(
      "this day: {} issued, {} called, {} done, {} missed, {} left, {} voided, {} expired\n",
      d.issued, d.called, d.done, d.missed, d.left, d.voided, d.expired);
  return out;
}

std::optional<engine::time_point> parse_instant(const std::string& text,
                                                const engine::calendar& office) {
  if (const auto t = messages::detail::parse_time(text)) return t;
  if (const auto t = with_offset(text)) return t;
  std::string_view rest = text;
  const auto year = figures(rest, 4, "-"), month = figures(rest, 2, "-"),
             day = figures(rest, 2, " "), hour = figures(rest, 2, ":");
  const bool to_the_minute = rest.size() == 2;
  const auto minute = figures(rest, 2, to_the_minute ? "" : ":");
  const auto second = to_the_minute ? std::optional(0) : figures(rest, 2, "");
  if (!year || !month || !day || !hour || !minute || !second || !rest.empty()) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(*year),
                                         std::chrono::month(static_cast<unsigned>(*month)),
                                         std::chrono::day(static_cast<unsigned>(*day))};
  if (!date.ok() || *hour > 23 || *minute > 59 || *second > 59) return std::nullopt;
  return office.at(std::chrono::sys_days(date), engine::minutes(*hour * 60 + *minute)) +
         engine::seconds(*second);
}

}  // namespace hallcall::service
