#include "service/recorded_day.hpp"

#include <algorithm>
#include <charconv>
#include <map>

#include <fmt/format.h>

#include "forecast/statistics.hpp"
#include "service/record.hpp"

namespace hallcall::service {
namespace {

using engine::time_point;
using std::chrono::milliseconds;

constexpr std::string_view take_ticket_kind = "take-ticket";
constexpr std::size_t days_named = 10;

struct recorded_visit {
  forecast::visitor who;
  engine::lane lane = engine::lane::general;
  std::optional<time_point> called_at, left_at;
  std::optional<time_point> calling_since, serving_since;  // now
  milliseconds walked{0}, missed{0}, served{0};
  engine::seconds standard{0};
  bool ended = false;
};

struct recorded_counter {
  std::optional<time_point> open_since, free_since, called_at;
  bool for_backup = false;
  forecast::counter_told told;
};

// Follows one day's events from day_begun on.
class day_reader {
 public:
  void take(const engine::event& e, time_point at) {
    std::visit([&](const auto& one) { on(one, at); }, e);
  }
  recorded_day finish(engine::business_date date);

 private:
  template <class Event>
  void on(const Event&, time_point) {}  // says nothing of waits

  void on(const engine::ticket_issued& e, time_point at);
  void on(const engine::priority_granted& e, time_point at);
  void on(const engine::ticket_called& e, time_point at);
  void on(const engine::visit_started& e, time_point at);
  void on(const engine::visit_finished& e, time_point at) { leaves(e.ticket, e.counter, at, true); }
  void on(const engine::ticket_missed& e, time_point at) { leaves(e.ticket, e.counter, at, false); }
  void on(const engine::visit_parked& e, time_point at) { leaves(e.ticket, e.counter, at, false); }
  void on(const engine::visit_transferred& e, time_point at) {
    leaves(e.ticket, e.from, at, false);
  }
  void on(const engine::ticket_left& e, time_point at) { gives_up(e.ticket, at); }
  void on(const engine::ticket_voided& e, time_point at) { gives_up(e.ticket, at); }
  void on(const engine::counter_opened& e, time_point at);
  void on(const engine::counter_resumed& e, time_point at) { opens(e.counter, at); }
  void on(const engine::counter_closed& e, time_point at) { closes(e.counter, at); }
  void on(const engine::counter_paused& e, time_point at) { closes(e.counter, at); }
  void on(const engine::backup_called& e, time_point at) { paged_[e.page] = at; }
  void on(const engine::day_ended&, time_point) {
    for (auto& [n, c] : counters_) closes(n, latest_);
  }

  void seen(time_point at) {
    if (!first_) first_ = at;
    latest_ = at;
  }
  void wait_changes(std::int64_t by, time_point at);
  void leaves(engine::ticket_id, engine::counter_no, time_point at, bool finished);
  void gives_up(engine::ticket_id, time_point at);
  void opens(engine::counter_no, time_point at);
  void closes(engine::counter_no, time_point at);

  std::map<engine::ticket_id, recorded_visit> visits_;
  std::vector<engine::ticket_id> call_order_;
  std::map<engine::counter_no, recorded_counter> counters_;
  std::map<engine::page_id, time_point> paged_;
  recorded_day day_;
  std::optional<time_point> first_;
  time_point latest_, line_since_;
  std::int64_t waiting_ = 0;
  milliseconds pauses_{0}, answers_{0};
  std::int64_t pause_count_ = 0, answer_count_ = 0;
  std::int64_t mobile_open_ = 0;
  time_point mobile_since_;
};

void day_reader::wait_changes(std::int64_t by, time_point at) {
  day_.told.line_ms += static_cast<double>(waiting_ * (at - line_since_).count());
  waiting_ += by;
  line_since_ = at;
  day_.told.most_waiting = std::max(day_.told.most_waiting, waiting_);
}

void day_reader::on(const engine::ticket_issued& e, time_point at) {
  seen(at);
  if (visits_.empty()) line_since_ = at;
  recorded_visit v;
  v.who.at = e.given_at.value_or(at);
  v.who.services = e.services;
  v.who.needs = e.needs;
  v.who.language = e.language;
  v.who.channel = e.channel;
  v.lane = e.lane;
  v.standard = e.standard;
  visits_.emplace(e.ticket, std::move(v));
  wait_changes(1, at);
}

void day_reader::on(const engine::priority_granted& e, time_point at) {
  const auto it = visits_.find(e.ticket);
  if (it != visits_.end()) it->second.who.granted_after = at - it->second.who.at;
}

void day_reader::on(const engine::ticket_called& e, time_point at) {
  const auto it = visits_.find(e.ticket);
  if (it == visits_.end()) return;
  seen(at);
  auto& v = it->second;
  auto& c = counters_[e.counter];
  if (!v.called_at) {
    v.called_at = at;
    call_order_.push_back(e.ticket);
    wait_changes(-1, at);
    if (c.free_since && v.who.at <= *c.free_since) {
      pauses_ += at - *c.free_since;
      ++pause_count_;
    }
  }
  v.calling_since = at;
  c.called_at = at;
}

void day_reader::on(const engine::visit_started& e, time_point at) {
  const auto it = visits_.find(e.ticket);
  if (it == visits_.end()) return;
  auto& v = it->second;
  if (v.calling_since) v.walked += at - *v.calling_since;
  v.calling_since.reset();
  v.serving_since = at;
}

void day_reader::leaves(engine::ticket_id ticket, engine::counter_no n, time_point at,
                        bool finished) {
  const auto it = visits_.find(ticket);
  if (it == visits_.end()) return;
  seen(at);
  auto& v = it->second;
  if (v.calling_since) v.missed += at - *v.calling_since;
  if (v.serving_since) v.served += at - *v.serving_since;
  v.calling_since.reset();
  v.serving_since.reset();
  auto& c = counters_[n];
  if (c.called_at) c.told.busy += at - *c.called_at;
  c.called_at.reset();
  c.free_since = at;
  if (!finished) return;
  v.ended = true;
  ++c.told.visits;
}

void day_reader::gives_up(engine::ticket_id ticket, time_point at) {
  const auto it = visits_.find(ticket);
  if (it == visits_.end()) return;
  seen(at);
  auto& v = it->second;
  v.ended = true;
  if (v.called_at) return;  // missed, and gone
  v.left_at = at;
  v.who.leaves_after = at - v.who.at;
  wait_changes(-1, at);
}

void day_reader::on(const engine::counter_opened& e, time_point at) {
  auto& c = counters_[e.counter];
  c.for_backup = e.page.has_value();
  opens(e.counter, at);
  if (!e.page) return;
  ++day_.told.backup_openings;
  if (mobile_open_++ == 0) {
    mobile_since_ = at;
    ++day_.told.backup_times;
  }
  if (const auto called = paged_.find(*e.page); called != paged_.end()) {
    answers_ += at - called->second;
    ++answer_count_;
  }
}

void day_reader::opens(engine::counter_no n, time_point at) {
  seen(at);
  auto& c = counters_[n];
  c.open_since = at;
  c.free_since.reset();
}

void day_reader::closes(engine::counter_no n, time_point at) {
  auto& c = counters_[n];
  if (!c.open_since) return;
  seen(at);
  c.told.open += at - *c.open_since;
  if (c.for_backup) {
    if (--mobile_open_ == 0) day_.told.backup_open += at - mobile_since_;
  } else if (at > *c.open_since) {
    day_.shifts.push_back({n, *c.open_since, at, false});
  }
  c.open_since.reset();
  c.for_backup = false;
}

recorded_day day_reader::finish(engine::business_date date) {
  for (auto& [n, c] : counters_) {
    if (c.called_at) c.told.busy += latest_ - *c.called_at;
    closes(n, latest_);
  }
  day_.date = date;
  day_.begin = first_.value_or(latest_);
  day_.end = latest_;
  // Who was there when the last ticket had been taken stays in the re-run while somebody waits.
  time_point last_taken;
  for (const auto& [id, v] : visits_) last_taken = std::max(last_taken, v.who.at);
  for (auto& s : day_.shifts) s.until_empty = s.to >= last_taken;
  std::stable_sort(day_.shifts.begin(), day_.shifts.end(),
                   [](const auto& a, const auto& b) { return a.from < b.from; });
  if (pause_count_ > 0) day_.between = pauses_ / pause_count_;
  if (answer_count_ > 0) day_.answering = answers_ / answer_count_;

  std::map<engine::ticket_id, std::size_t> place;
  for (auto& [id, v] : visits_) {
    place[id] = place.size();
    v.who.walk = v.walked;
    v.who.handling = v.served;
    const bool at_a_counter = v.calling_since || v.serving_since;  // when the journal ends
    if (v.serving_since) v.who.handling += latest_ - *v.serving_since;
    if (!v.called_at || at_a_counter)
      v.who.handling = std::max(v.who.handling, milliseconds(v.standard));
    if (v.called_at && !at_a_counter && v.served.count() == 0) {
      v.who.absent = true;
      v.who.handling = v.missed;
    }
    forecast::visit_told told;
    told.lane = v.lane;
    told.at = v.who.at;
    told.called_at = v.called_at;
    told.waited = v.called_at.value_or(v.left_at.value_or(latest_)) - v.who.at;
    told.left = v.left_at.has_value();
    if (!told.called_at && !told.left) ++day_.told.never_called;
    day_.told.visits.push_back(told);
    day_.visitors.push_back(std::move(v.who));
  }
  std::vector<std::size_t> order;
  for (const auto id : call_order_) order.push_back(place.at(id));
  const auto overtaken = forecast::overtakes(order, place.size());
  for (std::size_t i = 0; i < overtaken.size(); ++i) day_.told.visits[i].overtaken = overtaken[i];
  for (auto& [n, c] : counters_) {
    c.told.counter = n;
    day_.told.counters.push_back(c.told);
  }
  day_.told.measured = day_.end - day_.begin;
  return std::move(day_);
}

engine::time_point instant_of(const journal::entry& e) {
  return engine::time_point(milliseconds(e.at_ms));
}

// The days with tickets, newest last, and how many.
std::map<engine::business_date, std::int64_t> days_with_tickets(journal::journal& j,
                                                                const std::string& hall,
                                                                const engine::calendar& c) {
  std::map<engine::business_date, std::int64_t> days;
  j.read_after(0, [&](const journal::entry& e) {
    if (e.hall == hall && e.kind == take_ticket_kind) ++days[c.date_of(instant_of(e))];
  });
  return days;
}

std::string no_such_day(const std::map<engine::business_date, std::int64_t>& days,
                        engine::business_date date) {
  std::string newest;
  std::size_t named = 0;
  for (auto it = days.rbegin(); it != days.rend() && named < days_named; ++it, ++named)
    newest += (newest.empty() ? "" : ", ") + text_of_date(it->first);
  return fmt::format("the journal has no ticket on {}; the newest days with tickets: {}",
                     text_of_date(date), newest);
}

}  // namespace

std::optional<engine::business_date> date_from(const std::string& text) {
  int y = 0;
  unsigned m = 0, d = 0;
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const auto figure = [&](std::size_t at, std::size_t size, auto& into) {
    const char* end = text.data() + at + size;
    const auto [stopped, failed] = std::from_chars(text.data() + at, end, into);
    return failed == std::errc{} && stopped == end;
  };
  if (!figure(0, 4, y) || !figure(5, 2, m) || !figure(8, 2, d)) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(y), std::chrono::month(m),
                                         std::chrono::day(d)};
  if (!date.ok()) return std::nullopt;
  return engine::business_date(date);
}

std::string text_of_date(engine::business_date date) {
  const std::chrono::year_month_day d{date};
  return fmt::format("{:04}-{:02}-{:02}", int(d.year()), unsigned(d.month()), unsigned(d.day()));
}

tl::expected<recorded_day, std::string> read_recorded_day(
    journal::journal& j, const std::string& hall, const engine::calendar& calendar,
    std::optional<engine::business_date> date) {
  const auto days = days_with_tickets(j, hall, calendar);
  if (days.empty())
    return tl::make_unexpected(fmt::format("the journal has no ticket of the hall {}", hall));
  const auto chosen = date.value_or(days.rbegin()->first);
  if (!days.contains(chosen)) return tl::make_unexpected(no_such_day(days, chosen));

  day_reader reader;
  bool on_that_day = false;
  // The day begins with its first command and ends with the next day's, hours before and after.
  const auto from = calendar.at(chosen, engine::minutes(0)) - std::chrono::hours(1);
  const auto to = calendar.at(chosen + std::chrono::days(1), engine::minutes(0));
  j.read_after(0, [&](const journal::entry& e) {
    const auto at = instant_of(e);
    if (e.hall != hall || at < from || (at >= to && !on_that_day)) return;
    for (const auto& event : decode_events(e)) {
      if (const auto* begun = std::get_if<engine::day_begun>(&event)) {
        on_that_day = begun->date == chosen;
      } else if (on_that_day) {
        reader.take(event, at);
      }
    }
  });
  return reader.finish(chosen);
}

}  // namespace hallcall::service
