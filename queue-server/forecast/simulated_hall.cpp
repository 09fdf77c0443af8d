#include "forecast/simulated_hall.hpp"

#include <algorithm>
#include <cassert>
#include <cstdio>
#include <cstdlib>

#include "engine/dispatch.hpp"
#include "forecast/agenda.hpp"
#include "forecast/statistics.hpp"

namespace hallcall::forecast {
namespace {

using engine::counter_mode;
using engine::time_point;

// A command that a hall must obey was refused: the simulator is wrong about the engine.
void must(bool obeyed, const char* what) {
  if (obeyed) return;
  std::fprintf(stderr, "hallcall simulator: the engine refused to %s\n", what);
  std::abort();
}

// One counter and who works there.
struct desk {
  const engine::counter_rules* rules = nullptr;
  bool open = false;
  bool idle = false;          // open, no visit, and the clerk is ready to call
  bool closing = false;       // the shift is over
  bool for_backup = false;    // open, by a backup who was called
  std::uint32_t version = 0;  // of what is on the agenda for it; older entries are void
  std::size_t who = 0;        // the visit's place among all, while there is one
  bool occupied = false;
  time_point opened_at, called_at, finishes_at;
  std::vector<shift> shifts;
  std::size_t next_shift = 0;
  counter_told told;
};

// What is kept of everybody who took a ticket.
struct person {
  milliseconds walk{0}, handling{0};
  bool absent = false, counted = false;
  time_point waits_since;
  visit_told told;
};

class runner {
 public:
  runner(const run_plan& plan, visitor_source& visitors);
  run_told run();

 private:
  // The engine's clock and the simulator's are one.
  bool give(const engine::command& c);
  void pass_to(time_point t);
  void tick_what_is_due();
  void heed_timers();

  void handle(const agenda_entry&);
  void arrive(visitor v);
  void open(desk&);
  void end_shift(desk&);
  void close(desk&);
  void call(desk&);
  void begin(desk&);
  void end_visit(desk&);
  void become_free(desk&);
  void become_idle(desk&);
  void put_idle_to_work();
  void answer(engine::page_id);
  void open_all_backups();
  void release_backups();
  void hand_back(desk&);
  void mobile_opened(desk&);
  void watch_backups();

  [[nodiscard]] bool finished() const;
  [[nodiscard]] std::int64_t waiting() const;
  [[nodiscard]] milliseconds measured(time_point from, time_point to) const;
  [[nodiscard]] bool is_measured(time_point t) const {
    return t >= plan_.measure_from && t < plan_.measure_to;
  }
  desk& at(engine::counter_no n);
  run_told summary();

  const run_plan& plan_;
  visitor_source& visitors_;
  engine::hall_state state_;
  std::vector<engine::event> happened_;  // of the latest command
  agenda agenda_;
  std::vector<desk> desks_;
  std::vector<std::size_t> desk_of_number_;
  std::vector<std::size_t> idle_;  // desks, the longest idle first
  std::vector<person> people_;     // by ticket, whose ids count from 1
  std::vector<std::size_t> call_order_;
  std::optional<visitor> coming_;
  std::int64_t inside_ = 0;     // waiting or at a counter
  std::int64_t unsettled_ = 0;  // measured ones who wait for their first call
  std::size_t mobile_open_ = 0;
  time_point backup_since_;
  std::uint64_t tokens_ = 0;
  bool fruitless_ = false;  // what is due by now has been asked for, and was nothing
  time_point now_;
  run_told told_;
};

runner::runner(const run_plan& plan, visitor_source& visitors)
    : plan_(plan), visitors_(visitors), state_(engine::make_hall(plan.rules)), now_(plan.begin) {
  happened_ = {engine::day_begun{plan.day}};
  engine::apply(state_, happened_.front(), now_);
  if (plan_.heard) plan_.heard(happened_, now_);
  for (const auto& r : plan.rules->counters) {
    desk d;
    d.rules = &r;
    d.told.counter = r.number;
    if (desk_of_number_.size() <= r.number.value) desk_of_number_.resize(r.number.value + 1U, 0);
    desk_of_number_[r.number.value] = desks_.size();
    desks_.push_back(std::move(d));
  }
  for (const auto& s : plan.shifts) {
    desk& d = at(s.counter);
    if (d.shifts.empty()) agenda_.add(s.from, duty::open, d.rules->number.value);
    d.shifts.push_back(s);
  }
  coming_ = visitors_.next();
}

desk& runner::at(engine::counter_no n) { return desks_[desk_of_number_[n.value]]; }

bool runner::give(const engine::command& c) {
  auto decided = engine::decide(state_, c, now_);
  if (!decided) {
    happened_.clear();
    if (std::holds_alternative<engine::take_ticket>(c)) {
      ++(decided.error().code == engine::refusal_code::hall_closed ? told_.turned_away
                                                                   : told_.refused);
      if (told_.refused > 0 && told_.first_refusal.empty())
        told_.first_refusal = decided.error().detail;
    }
    return false;
  }
  happened_ = std::move(*decided);
  if (!happened_.empty()) fruitless_ = false;
  for (const auto& e : happened_) engine::apply(state_, e, now_);
  if (plan_.heard) plan_.heard(happened_, now_);
  return true;
}

std::int64_t runner::waiting() const {
  return state_.line.waiting() + static_cast<std::int64_t>(state_.returns.size());
}

milliseconds runner::measured(time_point from, time_point to) const {
  from = std::max(from, plan_.measure_from);
  to = std::min(to, plan_.measure_to);
  return from < to ? to - from : milliseconds(0);
}

void runner::pass_to(time_point t) {
  const auto waits = waiting();
  const auto step = measured(now_, t);
  if (step.count() > 0) {
    told_.line_ms += static_cast<double>(step.count()) * static_cast<double>(waits);
    told_.most_waiting = std::max(told_.most_waiting, waits);
  }
  now_ = t;
}

bool runner::finished() const {
  if (coming_) return now_ >= plan_.measure_to && unsettled_ == 0;
  return inside_ == 0 && mobile_open_ == 0;
}

run_told runner::run() {
  while (!finished()) {
    std::optional<time_point> next;
    const auto at_the_latest = [&](time_point t) { next = next ? std::min(*next, t) : t; };
    if (coming_) at_the_latest(coming_->at);
    if (!agenda_.empty()) at_the_latest(agenda_.first().at);
    auto deadline = engine::next_deadline(state_);
    if (fruitless_ && deadline && *deadline <= now_) deadline.reset();
    if (deadline) at_the_latest(*deadline);
    if (!next || *next > plan_.stop) {
      pass_to(std::max(now_, plan_.stop));
      break;
    }
    pass_to(std::max(*next, now_));
    if (deadline && *deadline <= now_) {
      tick_what_is_due();
    } else if (!agenda_.empty() && agenda_.first().at <= now_) {
      handle(agenda_.take());
    } else {
      visitor v = std::move(*coming_);
      coming_ = visitors_.next();
      arrive(std::move(v));
    }
    watch_backups();
  }
  return summary();
}

void runner::tick_what_is_due() {
  for (auto due = engine::next_deadline(state_); due && *due <= now_;
       due = engine::next_deadline(state_)) {
    if (!give(engine::tick{}) || happened_.empty()) {
      fruitless_ = true;  // until something else happens
      return;
    }
    heed_timers();
  }
}

// Backups hear that they are called; a counter that was stood down is gone.
void runner::heed_timers() {
  const auto events = std::move(happened_);
  happened_ = {};
  for (const auto& e : events) {
    if (const auto* called = std::get_if<engine::backup_called>(&e)) {
      if (plan_.backups.how == backup_answers::way::answering)
        agenda_.add(now_ + plan_.backups.after, duty::answer, called->page.value);
      else if (plan_.backups.how == backup_answers::way::together)
        open_all_backups();
    } else if (const auto* closed = std::get_if<engine::counter_closed>(&e)) {
      close(at(closed->counter));
    }
  }
}

void runner::handle(const agenda_entry& due) {
  if (due.what == duty::answer) return answer(engine::page_id{due.subject});
  if (due.what == duty::leave) {
    person& p = people_[due.subject - 1];
    if (p.told.called_at || !give(engine::leave{engine::ticket_id{due.subject}})) return;
    p.told.left = true;
    p.told.waited = now_ - p.told.at;
    --inside_;
    if (p.counted) --unsettled_;
    return;
  }
  if (due.what == duty::grant) {
    give(engine::grant_priority{engine::ticket_id{due.subject}, "as recorded"});
    return;
  }
  desk& d = at(engine::counter_no{static_cast<std::uint16_t>(due.subject)});
  if (due.what == duty::open) return open(d);
  if (due.what == duty::end_shift) return end_shift(d);
  if (due.version != d.version) return;
  if (due.what == duty::begin) return begin(d);
  if (due.what == duty::finish) return end_visit(d);
  become_free(d);  // duty::call
}

void runner::arrive(visitor v) {
  engine::take_ticket c;
  c.services = std::move(v.services);
  c.needs = v.needs;
  c.language = std::move(v.language);
  c.channel = v.channel;
  c.token = std::to_string(++tokens_);
  if (!give(c)) return;
  const auto& issued = std::get<engine::ticket_issued>(happened_.front());
  assert(issued.ticket.value == people_.size() + 1);
  person p;
  p.walk = v.walk;
  p.handling = v.handling;
  p.absent = v.absent;
  p.waits_since = p.told.at = now_;
  p.told.lane = issued.lane;
  p.counted = is_measured(now_);
  if (p.counted) ++unsettled_;
  const auto ticket = issued.ticket;
  if (v.leaves_after) agenda_.add(now_ + *v.leaves_after, duty::leave, ticket.value);
  if (v.granted_after) agenda_.add(now_ + *v.granted_after, duty::grant, ticket.value);
  people_.push_back(std::move(p));
  ++inside_;
  // Everybody idle had nobody to call until now: only this ticket can have changed that.
  const auto& t = *state_.find(ticket);
  for (const auto i : idle_)
    if (engine::may_serve(state_, *desks_[i].rules, t)) return call(desks_[i]);
}

void runner::open(desk& d) {
  const auto& s = d.shifts[d.next_shift++];
  agenda_.add(s.to, duty::end_shift, d.rules->number.value);
  d.closing = false;
  if (d.next_shift < d.shifts.size())
    agenda_.add(d.shifts[d.next_shift].from, duty::open, d.rules->number.value);
  if (d.open) return;  // still at work since the last shift
  must(give(engine::open_counter{d.rules->number, "clerk", "clerk"}), "open a counter");
  d.open = true;
  d.opened_at = now_;
  become_idle(d);
  put_idle_to_work();
}

void runner::end_shift(desk& d) {
  // A later shift has begun already when two of them touch.
  if (!d.open || now_ < d.shifts[d.next_shift - 1].to) return;
  d.closing = true;
  if (!d.idle) return;
  must(give(engine::close_counter{d.rules->number}), "close an idle counter");
  close(d);
  put_idle_to_work();  // what only this counter could do is for the others now
}

// The engine has closed it.
void runner::close(desk& d) {
  d.told.open += measured(d.opened_at, now_);
  if (d.for_backup && --mobile_open_ == 0) told_.backup_open += measured(backup_since_, now_);
  d.open = d.idle = d.closing = d.for_backup = false;
  ++d.version;
  std::erase(idle_, static_cast<std::size_t>(&d - desks_.data()));
}

void runner::become_idle(desk& d) {
  d.idle = true;
  idle_.push_back(static_cast<std::size_t>(&d - desks_.data()));
}

// Whoever of the idle may call somebody does, the longest idle first.
void runner::put_idle_to_work() {
  const auto idle = idle_;
  for (const auto i : idle)
    if (desks_[i].idle && waiting() > 0 && engine::choose_next(state_, *desks_[i].rules, now_))
      call(desks_[i]);
}

// The clerk is ready: the next one, or idle, or the end of the shift.
void runner::become_free(desk& d) {
  const bool goes_on = !d.closing || d.shifts[d.next_shift - 1].until_empty;
  if (goes_on && waiting() > 0) {
    call(d);
    if (d.occupied) return;
  }
  if (!d.closing) return become_idle(d);
  must(give(engine::close_counter{d.rules->number}), "close a free counter");
  close(d);
  put_idle_to_work();
}

void runner::call(desk& d) {
  if (!give(engine::call_next{d.rules->number, false})) return;
  if (d.idle) std::erase(idle_, static_cast<std::size_t>(&d - desks_.data()));
  d.idle = false;
  const auto ticket = std::get<engine::ticket_called>(happened_.back()).ticket;
  d.who = ticket.value - 1;
  d.occupied = true;
  d.called_at = now_;
  person& p = people_[d.who];
  p.told.waited += now_ - p.waits_since;
  if (!p.told.called_at) {
    p.told.called_at = now_;
    call_order_.push_back(d.who);
    if (p.counted) --unsettled_;
  }
  if (p.absent) {
    d.finishes_at = now_ + std::max(p.handling, milliseconds(plan_.rules->between_calls));
    agenda_.add(d.finishes_at, duty::finish, d.rules->number.value, d.version);
  } else if (p.walk.count() > 0) {
    agenda_.add(now_ + p.walk, duty::begin, d.rules->number.value, d.version);
    d.finishes_at = now_ + p.walk + p.handling;
  } else {
    begin(d);
  }
}

void runner::begin(desk& d) {
  must(give(engine::start_visit{d.rules->number}), "start a visit");
  d.finishes_at = now_ + people_[d.who].handling;
  agenda_.add(d.finishes_at, duty::finish, d.rules->number.value, d.version);
}

void runner::end_visit(desk& d) {
  if (people_[d.who].absent)
    must(give(engine::no_show{d.rules->number}), "miss a ticket");
  else
    must(give(engine::finish_visit{d.rules->number, engine::outcome::finished, {}}),
         "finish a visit");
  const bool stood_down = happened_.size() > 1;  // and closed with that
  d.occupied = false;
  d.told.busy += measured(d.called_at, now_);
  if (is_measured(now_) && !people_[d.who].absent) ++d.told.visits;
  --inside_;
  if (stood_down) {
    close(d);
    return put_idle_to_work();
  }
  if (plan_.between.count() > 0) {
    agenda_.add(now_ + plan_.between, duty::call, d.rules->number.value, d.version);
    return;
  }
  become_free(d);
}

void runner::answer(engine::page_id page) {
  if (!give(engine::accept_backup{page, std::nullopt, "backup", "backup"}))
    return;  // too late: the next one was called
  desk& d = at(std::get<engine::counter_opened>(happened_.back()).counter);
  mobile_opened(d);
  put_idle_to_work();
}

void runner::mobile_opened(desk& d) {
  d.open = d.for_backup = true;
  d.opened_at = now_;
  if (mobile_open_++ == 0) {
    backup_since_ = now_;
    if (is_measured(now_)) ++told_.backup_times;
  }
  if (is_measured(now_)) ++told_.backup_openings;
  become_idle(d);
}

// The engine calls the first; the model wants all of them, now.
void runner::open_all_backups() {
  while (state_.backup.pages.size() < plan_.rules->backups.size())
    must(give(engine::call_backup{}), "call another backup");
  const auto pages = state_.backup.pages;
  for (const auto& p : pages)
    if (p.now == engine::page_phase::called) {
      must(give(engine::accept_backup{p.id, std::nullopt, "backup", "backup"}), "open a backup");
      mobile_opened(at(p.counter));
    }
  put_idle_to_work();
}

void runner::watch_backups() {
  if (plan_.backups.how == backup_answers::way::together && mobile_open_ > 0 &&
      inside_ <= plan_.backups.until)
    release_backups();
}

void runner::release_backups() {
  const auto pages = state_.backup.pages;
  for (const auto& p : pages) {
    if (p.now != engine::page_phase::open) continue;
    desk& d = at(p.counter);
    if (d.occupied && !plan_.backups.finish_visits) hand_back(d);
    if (!give(engine::stand_down{p.id})) continue;  // asked already, and still at the last visit
    if (!d.occupied) close(d);
  }
  put_idle_to_work();
}

// The visit goes back to its place in line, with what is left of it.
void runner::hand_back(desk& d) {
  person& p = people_[d.who];
  const auto lane = state_.find(engine::ticket_id{d.who + 1})->lane;
  must(give(engine::transfer{d.rules->number, lane, std::nullopt, ""}), "hand a visit back");
  p.handling = std::max(d.finishes_at - now_, milliseconds(0));
  p.walk = milliseconds(0);
  p.waits_since = now_;
  d.occupied = false;
  d.told.busy += measured(d.called_at, now_);
  ++d.version;
}

run_told runner::summary() {
  time_point end = now_;
  for (const auto& s : plan_.shifts) end = std::max(end, std::min(s.to, plan_.stop));
  end = std::min(end, plan_.measure_to);
  pass_to(std::max(now_, end));
  for (auto& d : desks_) {
    if (d.open) d.told.open += measured(d.opened_at, now_);
    if (d.for_backup && --mobile_open_ == 0) told_.backup_open += measured(backup_since_, now_);
    if (d.occupied) d.told.busy += measured(d.called_at, now_);
    told_.counters.push_back(d.told);
  }
  told_.measured = measured(plan_.begin, now_);
  const auto overtaken = overtakes(call_order_, people_.size());
  for (std::size_t i = 0; i < people_.size(); ++i) {
    if (!people_[i].counted) continue;
    auto& v = people_[i].told;
    v.overtaken = overtaken[i];
    if (!v.called_at && !v.left) ++told_.never_called;
    told_.visits.push_back(v);
  }
  return std::move(told_);
}

}  // namespace

run_told run_hall(const run_plan& plan, visitor_source& visitors) {
  return runner(plan, visitors).run();
}

}  // namespace hallcall::forecast
