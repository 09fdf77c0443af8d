// How each event changes the hall. No rule is decided here: every figure comes with the event.
#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include "engine/apply_bookings.hpp"
#include "engine/dispatch.hpp"
#include "engine/events.hpp"

namespace hallcall::engine {
namespace {

constexpr std::size_t recent_calls_kept = 20;
constexpr std::size_t log_lines_kept = 30;
constexpr int predictions_kept = 20;
constexpr seconds early_tolerance{
    300};  // being called this much before the told range is no broken word

// An event that does not fit its state is a bug in decide() or a damaged journal: stop rather than
// go on wrong.
void require(bool condition, const char* what) {
  if (condition) return;
  std::fprintf(stderr, "hallcall engine: an event does not fit the hall's state: %s\n", what);
  std::abort();
}

struct applier {
  hall_state& state;
  time_point at;

  ticket& the(ticket_id id) {
    const auto it = state.tickets.find(id);
    require(it != state.tickets.end(), "unknown ticket");
    return it->second;
  }
  counter& the(counter_no n) {
    auto& c = state.counters[n];
    c.number = n;
    return c;
  }
  page* find_page(page_id id) {
    for (auto& p : state.backup.pages)
      if (p.id == id) return &p;
    return nullptr;
  }
  void drop_page(page_id id) {
    std::erase_if(state.backup.pages, [&](const page& p) { return p.id == id; });
  }

  void stand_in_line(ticket& t) {
    t.state = ticket_state::waiting;
    state.line.insert(strand_of(t), t.place_at, t.id, t.standard);
  }
  // Takes a waiting ticket out of wherever it waits.
  void take_out(ticket& t) {
    require(t.state == ticket_state::waiting, "not waiting");
    if (t.returning) {
      const auto it = std::find(state.returns.begin(), state.returns.end(), t.id);
      require(it != state.returns.end(), "not among the returns");
      state.returns.erase(it);
    } else {
      state.line.erase(strand_of(t), t.place_at, t.id, t.standard);
    }
    unconfirm(t);
    unpromise(t);
  }
  // called, or gone: nobody need be told that it waits.
  void unpromise(ticket& t) {
    if (t.promise_by) state.promises.erase({*t.promise_by, t.id});
    t.promise_by.reset();
    t.late = false;
  }
  // when the visit is to be told; none: it is not.
  void expect_end(ticket& t, std::optional<time_point> overdue_at) {
    if (t.overdue_at) state.standards.erase({*t.overdue_at, t.id});
    t.overdue_at = overdue_at;
    t.overdue = false;
    if (overdue_at) state.standards.emplace(*overdue_at, t.id);
  }
  void unconfirm(ticket& t) {
    if (t.confirm_by) state.unconfirmed.erase({*t.confirm_by, t.id});
    t.confirm_by.reset();
  }
  // The counter where the ticket was is free again; its time there is counted.
  void release(ticket& t) {
    require(t.counter.has_value(), "not at a counter");
    counter& c = the(*t.counter);
    c.current.reset();
    c.idle_since = at;
    expect_end(t, std::nullopt);
    if (t.called_at) c.busy_today += std::chrono::duration_cast<seconds>(at - t.why_at);
  }
  void end(ticket& t, ticket_state how, std::string because) {
    t.state = how;
    t.ended_at = at;
    t.ended_because = std::move(because);
  }
  void log(std::string what, std::int64_t waiting, std::string who, seconds figure = {}) {
    state.log.push_front({at, std::move(what), waiting, std::move(who), figure});
    if (state.log.size() > log_lines_kept) state.log.pop_back();
  }
  void show_call(ticket_id id) {
    std::erase(state.recent_calls, id);
    state.recent_calls.push_front(id);
    if (state.recent_calls.size() > recent_calls_kept) state.recent_calls.pop_back();
  }
  void count_first_call(const ticket& t) {
    const auto waited = at - t.issued_at;
    ++state.today.called;
    state.today.wait_ms += waited.count();
    ++state.today.waits_by_minute[std::chrono::floor<minutes>(waited).count()];
    if (t.predicted_high_s <= 0) return;
    const auto s = std::chrono::floor<seconds>(waited);
    const bool held =
        s <= seconds(t.predicted_high_s) && s + early_tolerance >= seconds(t.predicted_low_s);
    auto& p = state.predictions;
    p.held = ((p.held << 1) | (held ? 1u : 0u)) & ((1u << predictions_kept) - 1);
    p.count = std::min(p.count + 1, predictions_kept);
  }

  void operator()(const day_begun& e) {
    const auto counters = std::move(state.counters);
    hall_state fresh;
    fresh.rules = state.rules;
    fresh.seq = state.seq;
    fresh.latest = state.latest;
    fresh.last_ticket = state.last_ticket;
    fresh.last_call = state.last_call;
    fresh.last_page = state.last_page;
    fresh.last_block = state.last_block;
    fresh.predictions = state.predictions;
    fresh.order = std::move(state.order);
    if (e.order) file_says(fresh.order, *e.order);
    fresh.passes = std::move(state.passes);
    fresh.pass_ends = std::move(state.pass_ends);
    fresh.bookings = std::move(state.bookings);
    fresh.day = e.date;
    state = std::move(fresh);
    for (const auto& [n, c] : counters) {  // who opened before the day's first ticket stays open
      counter& kept = the(n);
      kept.mode = c.mode;
      kept.clerk_account = c.clerk_account;
      kept.clerk_shown = c.clerk_shown;
      kept.stands_in_for = c.stands_in_for;
      kept.since = kept.idle_since = c.since;
    }
  }

  // A file that says something new goes before what a manager chose.
  static void file_says(order_state& order, const calling_order& now) {
    if (order.of_file && *order.of_file != now) {
      order.chosen.reset();
      order.chosen_by.clear();
      order.chosen_at = {};
    }
    order.of_file = now;
  }
  void operator()(const order_changed& e) {
    if (e.by_file) return file_says(state.order, e.order);
    state.order.chosen = e.order;
    state.order.chosen_by = e.by;
    state.order.chosen_at = at;
  }

  void operator()(const day_ended& e) {
    for (ticket_id id : e.expired) {
      ticket& t = the(id);
      if (t.state == ticket_state::waiting) take_out(t);
      expect_end(t, std::nullopt);
      end(t, ticket_state::expired, "day-ended");
      ++state.today.expired;
    }
    for (auto& [n, c] : state.counters) {
      c = counter{};
      c.number = n;
      c.since = at;
    }
    state.backup = {};
    state.level = level::normal;
    state.blocks.clear();
  }

  void operator()(const numbers_lent& e) {
    require(e.block.value > state.last_block, "a block lent before");
    state.last_block = e.block.value;
    state.blocks.push_back({e.block, e.holder, e.series, e.first, e.last, at});
  }
  void operator()(const numbers_given_back& e) {
    const auto gone = std::erase_if(state.blocks, [&](const auto& b) { return b.id == e.block; });
    require(gone == 1, "unknown block");
  }
  // each number once, in its turn or out of a block.
  void use_number(const ticket_issued& e) {
    const auto [series, n] = e.number;
    auto& last = state.series[series];
    if (e.block) {
      require(state.find_number(e.number) == nullptr, "a number given before");
      if (n > last) state.given_ahead[series].insert(n);
      return;
    }
    require(n > last, "a number given before");
    last = n;
    const auto ahead = state.given_ahead.find(series);
    if (ahead == state.given_ahead.end()) return;
    require(!ahead->second.contains(n), "a number given before");
    ahead->second.erase(ahead->second.begin(), ahead->second.upper_bound(n));
    if (ahead->second.empty()) state.given_ahead.erase(ahead);
  }

  void operator()(const ticket_issued& e) {
    ticket t;
    t.id = e.ticket;
    t.number = e.number;
    t.lane = e.lane;
    t.rate = e.rate;
    t.services = e.services;
    t.standard = e.standard;
    t.needs = e.needs;
    t.language = e.language;
    t.quiet = e.quiet;
    t.channel = e.channel;
    t.token = e.token;
    t.issued_at = t.place_at = e.given_at.value_or(at);
    t.requires_features = e.requires_features;
    t.wants_narrow = e.wants_narrow;
    t.wants_order = e.wants_order;
    t.predicted_low_s = e.predicted_low_s;
    t.predicted_high_s = e.predicted_high_s;
    t.issued_by = e.issued_by;
    t.wants_clerk = e.wants_clerk;
    t.head_of_line = e.head_of_line;
    t.promise_by = e.promise_by;
    if (t.promise_by) state.promises.emplace(*t.promise_by, t.id);
    use_number(e);
    require(e.ticket.value > state.last_ticket, "a ticket id given before");
    state.last_ticket = e.ticket.value;
    state.by_token[t.token] = t.id;
    ticket& kept = state.tickets[t.id] = std::move(t);
    stand_in_line(kept);
    ++state.today.issued;
  }

  void operator()(const slip_printed& e) { unconfirm(the(e.ticket)); }
  void operator()(const slip_failed& e) {
    ticket& t = the(e.ticket);
    unconfirm(t);
    t.confirm_by = e.confirm_by;
    state.unconfirmed.emplace(e.confirm_by, t.id);
  }
  void operator()(const ticket_voided& e) {
    ticket& t = the(e.ticket);
    take_out(t);
    end(t, ticket_state::voided, e.reason);
    // Whoever never had the number in hand comes back with the pass, or the booking, again.
    take_back_arrival(state.bookings, *state.day, t.id, at);
    const auto pass = state.passes.find(t.from_pass);
    if (pass != state.passes.end() && pass->second.used_by == t.id) pass->second.used_by.reset();
    ++state.today.voided;
  }
  void operator()(const ticket_left& e) {
    ticket& t = the(e.ticket);
    if (t.state == ticket_state::waiting) take_out(t);
    end(t, ticket_state::left, "left");
    ++state.today.left;
  }
  void operator()(const priority_granted& e) {
    ticket& t = the(e.ticket);
    const bool in_line = t.state == ticket_state::waiting && !t.returning;
    if (in_line) state.line.erase(strand_of(t), t.place_at, t.id, t.standard);
    t.lane = e.lane;
    t.rate = e.rate;
    if (in_line) stand_in_line(t);
  }

  void operator()(const ticket_called& e) {
    ticket& t = the(e.ticket);
    counter& c = the(e.counter);
    require(!c.current, "the counter has a ticket");
    require(c.mode == counter_mode::open, "the counter is not open");
    // A missed or parked ticket may be called out of order without having come back first.
    if (t.state == ticket_state::waiting) take_out(t);
    require(t.state == ticket_state::waiting || t.state == ticket_state::missed ||
                t.state == ticket_state::parked,
            "a ticket that cannot be called");
    const bool favoured =
        t.lane == lane::priority || t.lane == lane::booked || t.lane == lane::turning;
    c.ratio_run = favoured ? std::max(c.ratio_run, 0) + 1 : std::min(c.ratio_run, 0) - 1;
    if (t.returning)
      state.live_at_last_return = state.live_calls;
    else
      ++state.live_calls;
    c.current = t.id;
    t.state = ticket_state::called;
    t.counter = e.counter;
    t.clerk = c.clerk_account;
    t.call = e.call;
    state.last_call = e.call.value;
    t.calls = 1;
    ++t.calls_in_all;
    t.called_at = t.why_at = at;
    t.why = e.why;
    t.relief = e.relief;
    if (!t.first_called_at) {
      t.first_called_at = at;
      count_first_call(t);
    }
    show_call(t.id);
  }
  void operator()(const ticket_recalled& e) {
    ticket& t = the(e.ticket);
    t.call = e.call;
    state.last_call = e.call.value;
    t.calls = e.nth;
    ++t.calls_in_all;
    t.called_at = at;
    show_call(t.id);
  }
  void operator()(const visit_started& e) {
    ticket& t = the(e.ticket);
    t.state = ticket_state::serving;
    t.started_at = at;
    expect_end(t, e.overdue_at);
  }
  void operator()(const visit_finished& e) {
    ticket& t = the(e.ticket);
    release(t);
    ++the(e.counter).served_today;
    t.outcome = e.outcome;
    t.missing = e.missing;
    end(t, ticket_state::done, "");
    ++state.today.done;
  }
  void operator()(const ticket_missed& e) {
    ticket& t = the(e.ticket);
    release(t);
    t.state = ticket_state::missed;
    t.returning = false;
    ++state.today.missed;
  }
  void operator()(const ticket_returned& e) {
    ticket& t = the(e.ticket);
    if (!e.after_missed) {
      stand_in_line(t);
      return;
    }
    t.state = ticket_state::waiting;
    t.returning = true;
    t.returned_at_live = state.live_calls;
    state.returns.push_back(t.id);
  }
  void operator()(const visit_parked& e) {
    ticket& t = the(e.ticket);
    release(t);
    t.state = ticket_state::parked;
    t.returning = false;
    t.wants_counter = e.counter;
    t.wants_clerk.clear();
    t.counter_only = false;
    if (!e.note.empty()) t.note = e.note;
  }
  void operator()(const visit_transferred& e) {
    ticket& t = the(e.ticket);
    release(t);
    t.lane = e.lane;
    t.rate = e.rate;
    t.wants_counter = e.to;
    t.wants_clerk = e.clerk;
    t.counter_only = e.to.has_value() || !e.clerk.empty();
    t.head_of_line = false;
    t.returning = false;
    if (!e.note.empty()) t.note = e.note;
    stand_in_line(t);
  }

  void operator()(const pass_issued& e) {
    ticket& t = the(e.ticket);
    t.pass = e.code;
    const auto [pass, fresh] = state.passes.emplace(
        e.code, return_pass{e.code, t.id, t.services, t.needs, t.language, t.quiet, t.missing,
                            t.clerk, e.valid_until, std::nullopt});
    require(fresh, "a pass given before");
    state.pass_ends.emplace(e.valid_until, e.code);
  }
  void operator()(const pass_used& e) {
    const auto pass = state.passes.find(e.code);
    require(pass != state.passes.end() && !pass->second.used_by, "a pass that cannot be used");
    pass->second.used_by = e.ticket;
    the(e.ticket).from_pass = e.code;
  }
  void operator()(const pass_expired& e) {
    const auto pass = state.passes.find(e.code);
    require(pass != state.passes.end(), "unknown pass");
    state.pass_ends.erase({pass->second.valid_until, e.code});
    state.passes.erase(pass);
  }
  void operator()(const services_changed& e) {
    ticket& t = the(e.ticket);
    t.services = e.services;
    t.standard = e.standard;
    t.requires_features = e.requires_features;
    t.lane = e.lane;
    t.rate = e.rate;
    if (e.overdue_at) expect_end(t, e.overdue_at);
  }
  void operator()(const visit_overdue& e) {
    ticket& t = the(e.ticket);
    require(t.overdue_at.has_value(), "a visit that cannot be overdue");
    state.standards.erase({*t.overdue_at, t.id});
    t.overdue = true;
  }
  void operator()(const promise_passed& e) {
    ticket& t = the(e.ticket);
    require(t.promise_by.has_value(), "a ticket without a promise");
    state.promises.erase({*t.promise_by, t.id});
    t.late = true;
  }

  void operator()(const counter_opened& e) {
    counter& c = the(e.counter);
    c.mode = counter_mode::open;
    c.clerk_account = e.clerk_account;
    c.clerk_shown = e.clerk_shown;
    c.since = c.idle_since = at;
    c.page = e.page;
    c.standing_down = false;
    c.pause_reason.clear();
    c.stands_in_for.clear();
  }
  void operator()(const counter_closed& e) {
    counter& c = the(e.counter);
    require(!c.current, "closing a counter with a ticket");
    if (c.page) drop_page(*c.page);
    const auto served = c.served_today;
    const auto busy = c.busy_today;
    c = counter{};
    c.number = e.counter;
    c.since = at;
    c.served_today = served;
    c.busy_today = busy;
  }
  void operator()(const counter_paused& e) {
    counter& c = the(e.counter);
    c.mode = counter_mode::paused;
    c.pause_reason = e.reason;
    c.since = at;
  }
  void operator()(const counter_resumed& e) {
    counter& c = the(e.counter);
    c.mode = counter_mode::open;
    c.pause_reason.clear();
    c.since = c.idle_since = at;
  }

  void operator()(const counter_handed_over& e) {
    counter& c = the(e.counter);
    require(c.mode != counter_mode::closed, "handing a closed counter over");
    c.clerk_account = e.to_account;
    c.clerk_shown = e.to_shown;
    c.stands_in_for = e.stands_in_for;
    if (c.current) the(*c.current).clerk = e.to_account;
  }

  void operator()(const level_changed& e) {
    if (state.level == level::normal) crowd_begins();
    state.level = e.level;
    static constexpr const char* words[] = {"normal", "busy", "congested"};
    log(words[static_cast<std::size_t>(e.level)], e.waiting, "");
    if (e.level != level::normal) return;
    auto& b = state.backup;  // the crowd is over: the next one starts afresh
    b.armed = true;
    b.asked.clear();
    b.ask_next.clear();
    b.exhausted = false;
    b.unanswered.clear();
  }
  // Whoever is on the way answers this rise: no other is called for it, not even once that one has
  // come. Nor is anybody called in place of one who did not come while it was quiet.
  void crowd_begins() {
    auto& b = state.backup;
    b.armed = true;
    b.asked.clear();
    b.ask_next.clear();
    for (const page& p : b.pages) {
      if (p.now != page::phase::called) continue;
      b.armed = false;
      b.asked.insert(p.backup);
    }
  }
  void operator()(const backup_called& e) {
    auto& b = state.backup;
    page p;
    p.id = e.page;
    p.backup = e.backup;
    p.called_at = at;
    p.answer_by = e.answer_by;
    p.counter = e.counter;
    b.pages.push_back(p);
    state.last_page = e.page.value;
    b.asked.insert(e.backup);
    b.armed = false;
    b.ask_next.clear();
    ++b.called_today[e.backup.value];
    log("called", e.waiting, e.backup.value);
  }
  void operator()(const backup_accepted& e) {
    page* p = find_page(e.page);
    require(p != nullptr, "unknown page");
    p->now = page::phase::open;
    p->opened_at = at;
    p->counter = e.counter;
    state.backup.last_opened_at = at;
    log("accepted", state.walk_ins_waiting(), p->backup.value);
  }
  void operator()(const backup_declined& e) { page_ends(e.page, "declined"); }
  void operator()(const backup_unanswered& e) {
    if (const page* p = find_page(e.page)) state.backup.unanswered.push_back(p->backup.value);
    page_ends(e.page, "unanswered");
  }
  void page_ends(page_id id, const char* how) {
    const page* p = find_page(id);
    require(p != nullptr, "unknown page");
    log(how, state.walk_ins_waiting(), p->backup.value);
    state.backup.ask_next = how;
    drop_page(id);
  }
  void operator()(const backups_exhausted& e) {
    state.backup.exhausted = true;
    state.backup.ask_next.clear();
    log("exhausted", e.waiting, "");
  }
  void operator()(const backup_stood_down& e) {
    const page* p = find_page(e.page);
    log("stood-down", state.walk_ins_waiting(), p != nullptr ? p->backup.value : "");
    the(e.counter).standing_down = true;
  }
  void operator()(const backup_closed& e) {
    const page* p = find_page(e.page);
    require(p != nullptr, "unknown page");
    state.backup.saved_today[p->backup.value] += e.saved.count();
    log("closed", state.walk_ins_waiting(), p->backup.value, e.saved);
  }
  void operator()(const wait_crossed& e) {
    state.backup.wait_above = e.above;
    if (e.above)
      log("wait-above", e.waiting, "", e.wait);
    else
      log("wait-below", e.waiting, "", e.wait);
  }

  void operator()(const booking_event auto& e) {
    require(apply_booking(state.bookings, e, at), "unknown booking, or one that was made before");
  }
};

}  // namespace

void apply(hall_state& state, const event& e, time_point at) {
  state.latest = std::max(state.latest, at);
  std::visit(applier{state, state.latest}, e);
}

}  // namespace hallcall::engine
