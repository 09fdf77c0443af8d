// Views for clerks and managers: they see lanes as they are, and why each ticket was called.
#include <algorithm>

#include "engine/dispatch.hpp"
#include "engine/roster.hpp"
#include "proto/messages/codec.hpp"
#include "service/engine_describe.hpp"
#include "service/public_face.hpp"
#include "service/view_parts.hpp"
#include "service/views.hpp"

namespace hallcall::service {
namespace {

constexpr std::size_t line_shown_at_counter = 30;
constexpr std::size_t line_shown_to_manager = 60;
constexpr std::size_t alerts_shown = 12;
constexpr std::size_t set_aside_shown = 30;      // missed and parked tickets
constexpr std::chrono::seconds shown_within{3};
constexpr engine::minutes late_to_open{5};       // a shift's counter that is closed still

std::vector<messages::staff_lane> staff_lanes(const view_context& c,
                                              const engine::counter_rules* mine) {
  std::vector<messages::staff_lane> lanes;
  for (std::size_t i = 0; i < engine::lane_count; ++i) {
    const auto l = static_cast<engine::lane>(i);
    if (!c.config.rules.lanes[i].in_use && c.state.line.by_lane[i] == 0) continue;
    messages::staff_lane s;
    s.id = messages::enum_name(l);
    s.name = c.config.lane_names[i];
    s.waiting = c.state.line.by_lane[i];
    if (const auto oldest = c.state.line.oldest(l)) {
      s.oldest_at = oldest->first;
      s.next = to_string(c.state.tickets.at(oldest->second).number);
    }
    if (l != engine::lane::returning)  // the head of the line: no range tells how soon
      s.wait = wire_range(forecast::wait_to_join(c.state, l, c.now));
    s.mine = mine != nullptr && mine->takes.contains(l);
    lanes.push_back(std::move(s));
  }
  return lanes;
}

messages::visit visit_of(const view_context& c, const engine::ticket& t) {
  messages::visit v;
  const auto& rules = c.config.rules;
  v.ticket = staff_ticket_of(t);
  v.call = wire_id(t.call);
  v.calls = t.calls;
  v.called_at = *t.called_at;
  v.first_called_at = t.why_at;
  if (t.calls < rules.max_calls) v.may_recall_at = *t.called_at + rules.between_calls;
  v.may_miss_at = *t.called_at + rules.between_calls;
  if (t.state == engine::ticket_state::serving) v.started_at = t.started_at;
  v.standard_seconds = t.standard.count();
  v.waited_seconds = t.why.waited.count();
  v.why = why_of(t.why);
  v.shown = c.reports.shown.contains(t.call.value);
  v.spoken = c.reports.spoken.contains(t.call.value);
  v.overdue = t.overdue;
  return v;
}

std::vector<messages::staff_ticket> in_state(const view_context& c, engine::ticket_state wanted,
                                             std::size_t most) {
  std::vector<const engine::ticket*> found;
  for (const auto& [id, t] : c.state.tickets)
    if (t.state == wanted) found.push_back(&t);
  std::sort(found.begin(), found.end(), [](auto* a, auto* b) {
    return a->place_at != b->place_at ? a->place_at < b->place_at : a->id < b->id;
  });
  std::vector<messages::staff_ticket> tickets;
  for (const auto* t : found) {
    if (tickets.size() == most) break;
    tickets.push_back(staff_ticket_of(*t));
  }
  return tickets;
}

std::string name_of(const hall_config& config, const engine::backup_id& id) {
  const auto it = config.backup_names.find(id.value);
  return it == config.backup_names.end() ? id.value : it->second;
}

// The roster's word on a counter, and its deputy's: the same to its clerk and to a
// manager.
template <class View>
void tell_shift(const view_context& c, engine::counter_no n, View& v) {
  const auto& rules = c.config.rules;
  if (const auto duty = engine::duty_at(rules, n, c.now))
    v.shift = messages::shift{duty->shift, duty->until, duty->handed_over};
  const auto* counter = c.state.find(n);
  if (counter == nullptr || counter->mode == engine::counter_mode::closed) return;
  v.off_roster = !v.shift && engine::is_rostered(rules, n, rules.opening.date_of(c.now));
  if (!counter->stands_in_for.empty()) v.stands_in_for = counter->stands_in_for;
}

messages::manager_counter manager_counter_of(const view_context& c,
                                             const engine::counter_rules& r) {
  messages::manager_counter m;
  m.n = r.number.value;
  m.sign = text_of(c.config, r.number).sign;
  m.kind = messages::enum_name(r.kind);
  m.state = "closed";
  tell_shift(c, r.number, m);
  const auto* counter = c.state.find(r.number);
  if (counter == nullptr) return m;
  m.state = messages::enum_name(counter->mode);
  m.since = counter->mode == engine::counter_mode::open ? counter->idle_since : counter->since;
  if (!counter->clerk_shown.empty()) m.clerk = counter->clerk_shown;
  m.served_today = counter->served_today;
  m.busy_seconds_today = counter->busy_today.count();
  if (const auto* t = counter->current ? c.state.find(*counter->current) : nullptr) {
    m.number = to_string(t->number);
    m.visit_state = messages::enum_name(t->state);
    m.since = t->why_at;
    m.standard_seconds = t->standard.count();
    m.overdue = t->overdue;
  }
  return m;
}

messages::manager_backup manager_backup_of(const view_context& c, const engine::backup_rules& r) {
  messages::manager_backup m;
  m.id = r.id.value;
  m.name = name_of(c.config, r.id);
  m.counter = r.counter.value;
  m.state = "free";
  const auto called = c.state.backup.called_today.find(r.id.value);
  if (called != c.state.backup.called_today.end()) m.called_today = called->second;
  const auto saved = c.state.backup.saved_today.find(r.id.value);
  if (saved != c.state.backup.saved_today.end()) m.saved_seconds_today = saved->second;
  for (const auto& p : c.state.backup.pages) {
    if (p.backup != r.id) continue;
    m.page = wire_id(p.id);
    m.counter = p.counter.value;
    const bool open = p.now == engine::page_phase::open;
    const auto* counter = c.state.find(p.counter);
    m.state = !open                                          ? "called"
              : counter != nullptr && counter->standing_down ? "standing-down"
                                                             : "open";
    m.since = open ? p.opened_at : p.called_at;
    if (!open) m.answer_by = p.answer_by;
  }
  return m;
}

// When the log last said this, of this backup or of any; the log is short, and what it no longer
// holds is older than what it does.
engine::time_point last_logged(const engine::hall_state& state, std::string_view what,
                               const std::string& who = "") {
  for (const auto& line : state.log)
    if (line.what == what && (who.empty() || line.who == who)) return line.at;
  return state.log.empty() ? state.latest : state.log.back().at;
}

std::vector<messages::alert> alerts_of(const view_context& c) {
  std::vector<messages::alert> alerts;
  const auto about = [&](const char* code, const engine::ticket& t) {
    alerts.push_back(
        {code, to_string(t.number), messages::enum_name(t.lane), std::nullopt, t.place_at});
  };
  for (auto id : engine::nobody_serves(c.state, alerts_shown))
    about("nobody-serves", c.state.tickets.at(id));
  for (const auto& [key, strand] : c.state.line.strands) {
    const auto& [place, id] = *strand.places.begin();
    const auto& t = c.state.tickets.at(id);
    const bool late = t.late || c.now - place > c.config.rules.promise;
    if (late && alerts.size() < alerts_shown) about("promise-passed", t);
  }
  for (const auto& who : c.state.backup.unanswered)
    alerts.push_back({"backup-unanswered",
                      {},
                      {},
                      name_of(c.config, {who}),
                      last_logged(c.state, "unanswered", who)});
  if (c.state.backup.exhausted)
    alerts.push_back({"backups-exhausted", {}, {}, {}, last_logged(c.state, "exhausted")});
  for (const auto& [n, counter] : c.state.counters) {
    const auto* t = counter.current ? c.state.find(*counter.current) : nullptr;
    if (t != nullptr && t->state == engine::ticket_state::called && called_in_public(*t) &&
        c.now - *t->called_at > shown_within && !c.reports.shown.contains(t->call.value))
      alerts.push_back(
          {"call-not-shown", to_string(t->number), {}, std::to_string(n.value), *t->called_at});
  }
  for (const auto& r : c.config.rules.counters) {
    const auto duty = engine::duty_at(c.config.rules, r.number, c.now);
    const auto* counter = c.state.find(r.number);
    const bool closed = counter == nullptr || counter->mode == engine::counter_mode::closed;
    if (!duty || !closed || alerts.size() >= alerts_shown) continue;
    const auto since = counter == nullptr ? duty->from : std::max(duty->from, counter->since);
    if (c.now - since >= late_to_open)
      alerts.push_back({"counter-not-open", {}, {}, std::to_string(r.number.value), since});
  }
  return alerts;
}

messages::day_figures figures_of(const view_context& c) {
  const auto& d = c.state.today;
  messages::day_figures f;
  f.issued = d.issued;
  f.called = d.called;
  f.done = d.done;
  f.missed = d.missed;
  f.left = d.left;
  f.voided = d.voided;
  f.waiting = c.state.line.waiting() + static_cast<std::int64_t>(c.state.returns.size());
  for (const auto& [n, counter] : c.state.counters)
    if (counter.current) ++f.serving;
  if (d.called > 0) f.mean_wait_seconds = d.wait_ms / d.called / 1000;
  f.promise_seconds = c.config.rules.promise.count();
  for (const auto& [minute, calls] : d.waits_by_minute)
    if (minute * 60 < f.promise_seconds) f.within_promise += calls;
  return f;
}

messages::calling_order wire_order(const engine::hall_state& state) {
  const auto order = state.order_in_force();
  messages::calling_order o{messages::enum_name(order.how),
                            order.ratio_priority,
                            order.ratio_general,
                            order.cap.count(),
                            std::nullopt,
                            std::nullopt};
  if (state.order.chosen) {
    o.by = state.order.chosen_by;
    o.since = state.order.chosen_at;
  }
  return o;
}

}  // namespace

messages::staff_ticket staff_ticket_of(const engine::ticket& t) {
  messages::staff_ticket s;
  s.id = wire_id(t.id);
  s.number = to_string(t.number);
  s.lane = messages::enum_name(t.lane);
  s.state = messages::enum_name(t.state);
  for (const auto& service : t.services) s.services.push_back(service.value);
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<engine::need>>([&](auto d) {
    if (t.needs.contains(d.value)) s.needs.push_back(messages::enum_name(d.value));
  });
  s.language = t.language;
  s.quiet = t.quiet;
  s.channel = messages::enum_name(t.channel);
  s.issued_at = t.issued_at;
  if (!t.note.empty()) s.note = t.note;
  const bool at_counter =
      t.state == engine::ticket_state::called || t.state == engine::ticket_state::serving;
  const auto n = at_counter ? t.counter : t.wants_counter;
  if (n) s.counter = n->value;
  s.returning = t.returning;
  return s;
}

messages::why why_of(const engine::reason& r) {
  messages::why w;
  w.rule = messages::enum_name(r.rule);
  w.lane = messages::enum_name(r.lane);
  w.rate = r.rate;
  w.score = r.score;
  w.waited_seconds = r.waited.count();
  for (const auto& p : r.passed_over)
    w.passed_over.push_back({p.number, messages::enum_name(p.lane), p.score, p.waited.count()});
  if (!r.words.empty()) w.reason = r.words;
  return w;
}

messages::counter_view counter_of(const view_context& c, const engine::counter_rules& r) {
  messages::counter_view v;
  v.hall = status_of(c);
  v.n = r.number.value;
  v.sign = text_of(c.config, r.number).sign;
  v.kind = messages::enum_name(r.kind);
  v.state = "closed";
  v.since = c.state.latest;
  if (const auto* counter = c.state.find(r.number)) {
    v.state = messages::enum_name(counter->mode);
    v.since = counter->mode == engine::counter_mode::open && !counter->current ? counter->idle_since
                                                                               : counter->since;
    if (!counter->clerk_shown.empty()) v.clerk = counter->clerk_shown;
    if (!counter->pause_reason.empty()) v.pause_reason = counter->pause_reason;
    if (counter->current) v.visit = visit_of(c, c.state.tickets.at(*counter->current));
    v.standing_down = counter->standing_down;
    if (counter->page) v.open_page = wire_id(*counter->page);
    v.served_today = counter->served_today;
    const bool idle = counter->mode == engine::counter_mode::open && !counter->current;
    v.proposed = idle && engine::proposed_counter(c.state, c.now) == r.number;
  }
  tell_shift(c, r.number, v);
  v.lanes = staff_lanes(c, &r);
  for (auto id : engine::call_order(c.state, r, c.now, line_shown_at_counter))
    v.line.push_back(staff_ticket_of(c.state.tickets.at(id)));
  v.missed = in_state(c, engine::ticket_state::missed, set_aside_shown);
  v.parked = in_state(c, engine::ticket_state::parked, set_aside_shown);
  v.level = messages::enum_name(c.state.level);
  for (const auto& p : c.state.backup.pages)
    if (p.counter == r.number && p.now == engine::page_phase::called)
      v.page = messages::backup_page{wire_id(p.id), p.backup.value, name_of(c.config, p.backup),
                                     p.called_at, p.answer_by};
  v.boards = c.boards;
  return v;
}

messages::manager_view manager_of(const view_context& c) {
  messages::manager_view v;
  v.hall = status_of(c);
  v.level = messages::enum_name(c.state.level);
  v.lanes = staff_lanes(c, nullptr);
  for (const auto& r : c.config.rules.counters) v.counters.push_back(manager_counter_of(c, r));
  for (const auto& r : c.config.rules.backups) v.backups.push_back(manager_backup_of(c, r));
  v.alerts = alerts_of(c);
  v.today = figures_of(c);
  for (auto id : c.state.recent_calls) {
    const auto* t = c.state.find(id);
    if (t == nullptr || !t->counter || !t->called_at) continue;
    v.calls.push_back(
        {wire_id(t->id), to_string(t->number), t->counter->value, t->why_at, why_of(t->why)});
  }
  for (const auto& l : c.state.log) {
    messages::level_entry e{l.at, l.what, l.waiting, std::nullopt, std::nullopt};
    if (l.what == "closed" || l.what == "wait-above" || l.what == "wait-below")
      e.seconds = l.figure.count();
    if (!l.who.empty()) e.who = name_of(c.config, {l.who});
    v.log.push_back(std::move(e));
  }
  v.line = in_state(c, engine::ticket_state::waiting, line_shown_to_manager);
  v.boards = c.boards;
  v.kiosks = c.kiosks;
  v.order = wire_order(c.state);
  return v;
}

}  // namespace hallcall::service
