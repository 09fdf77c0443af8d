#include "engine/invariants.hpp"

#include <algorithm>

#include "engine/dispatch.hpp"

namespace hallcall::engine {
namespace {

struct checker {
  const hall_state& state;
  std::vector<std::string> broken;

  void check(bool holds, const std::string& what) {
    if (!holds) broken.push_back(what);
  }

  void tickets() {
    std::set<std::pair<char, std::uint32_t>> numbers;
    std::size_t in_line = 0, returning = 0, promised = 0, timed = 0;
    for (const auto& [id, t] : state.tickets) {
      const std::string name = to_string(t.number);
      check(id == t.id, name + " is kept under another id");
      check(numbers.insert({t.number.series, t.number.n}).second, name + " was given twice");
      const auto last = state.series.find(t.number.series);
      const auto ahead = state.given_ahead.find(t.number.series);
      const bool in_turn = last != state.series.end() && t.number.n <= last->second;
      const bool is_ahead =
          ahead != state.given_ahead.end() && ahead->second.contains(t.number.n);
      check(in_turn != is_ahead, name + " is beyond its series, or counted twice");
      check(t.place_at <= state.latest, name + " has a place in the future");
      const auto* by_token = state.find_token(t.token);
      check(by_token == &t, name + " is not found by its token");
      const auto strand = state.line.strands.find(strand_of(t));
      const bool listed =
          strand != state.line.strands.end() && strand->second.places.contains({t.place_at, id});
      const auto returns = std::count(state.returns.begin(), state.returns.end(), id);
      const bool waits = t.state == ticket_state::waiting;
      check(listed == (waits && !t.returning),
            name + " is in a line and should not be, or the reverse");
      check((returns == 1) == (waits && t.returning) && returns <= 1,
            name + " is wrong among the returns");
      in_line += listed ? 1 : 0;
      returning += static_cast<std::size_t>(returns);
      if (t.state == ticket_state::called || t.state == ticket_state::serving) {
        const counter* c = t.counter ? state.find(*t.counter) : nullptr;
        check(c != nullptr && c->current == id, name + " is at a counter that does not have it");
        check(t.calls >= 1 && t.calls <= state.rules->max_calls,
              name + " has a wrong count of calls");
      }
      check(has_ended(t.state) == t.ended_at.has_value(),
            name + " has ended without a time, or the reverse");
      check(state.promises.contains({t.promise_by.value_or(time_point{}), id}) ==
                (waits && t.promise_by && !t.late),
            name + " is promised something and not told when it fails, or the reverse");
      check(state.standards.contains({t.overdue_at.value_or(time_point{}), id}) ==
                (t.state == ticket_state::serving && t.overdue_at && !t.overdue),
            name + " is served and not told when it is overdue, or the reverse");
      promised += state.promises.contains({t.promise_by.value_or(time_point{}), id}) ? 1 : 0;
      timed += state.standards.contains({t.overdue_at.value_or(time_point{}), id}) ? 1 : 0;
      if (t.confirm_by)
        check(state.unconfirmed.contains({*t.confirm_by, id}), name + " lacks its deadline");
    }
    std::size_t placed = 0;
    for (const auto& [key, s] : state.line.strands) {
      check(!s.places.empty(), "an empty strand is kept");
      placed += s.places.size();
    }
    check(promised == state.promises.size(), "a promise to nobody who waits");
    check(timed == state.standards.size(), "a standard time of no visit");
    check(placed == in_line, "a line holds a ticket that does not wait there");
    check(static_cast<std::size_t>(state.line.waiting()) == in_line,
          "the lines' counts do not add up");
    check(returning == state.returns.size(), "the returns hold an unknown ticket");
  }

  void blocks() {
    std::set<std::uint64_t> ids;
    for (const auto& b : state.blocks) {
      const std::string name = "block " + std::to_string(b.id.value);
      check(ids.insert(b.id.value).second && b.id.value <= state.last_block,
            name + " was lent twice");
      check(b.first <= b.last, name + " is empty");
      for (const auto& other : state.blocks)
        check(b.id == other.id || b.series != other.series || b.last < other.first ||
                  other.last < b.first,
              name + " holds another's numbers");
    }
    for (const auto& [series, ahead] : state.given_ahead) {
      const auto last = state.series.find(series);
      for (const auto n : ahead)
        check(last == state.series.end() || n > last->second, "a number is ahead and is not");
    }
  }

  void passes() {
    std::set<ticket_id> users;
    for (const auto& [code, p] : state.passes) {
      check(code == p.code && !code.empty(), "a pass is kept under another code");
      check(state.pass_ends.contains({p.valid_until, code}), "a pass lacks its end");
      check(!p.services.empty(), "a pass for nothing");
      if (!p.used_by) continue;
      check(users.insert(*p.used_by).second, "one ticket used two passes");
      const ticket* t = state.find(*p.used_by);
      check(t == nullptr || (t->from_pass == code && t->state != ticket_state::voided),
            "a pass was used by a ticket that does not know it");
    }
    check(state.passes.size() == state.pass_ends.size(), "a pass ends that there is not");
  }

  void counters() {
    std::set<ticket_id> at_counters;
    for (const auto& [n, c] : state.counters) {
      const std::string name = "counter " + std::to_string(n.value);
      check(!c.current || c.mode != counter_mode::closed, name + " is closed with a ticket");
      if (c.current) {
        check(at_counters.insert(*c.current).second, "one ticket is at two counters");
        const ticket* t = state.find(*c.current);
        check(t != nullptr &&
                  (t->state == ticket_state::called || t->state == ticket_state::serving) &&
                  t->counter == n,
              name + " has a ticket that is not there");
        check(t == nullptr || t->clerk == c.clerk_account, name + " has another clerk's visit");
      }
      if (c.page)
        check(std::any_of(
                  state.backup.pages.begin(), state.backup.pages.end(),
                  [&](const page& p) { return p.id == *c.page && p.now == page::phase::open; }),
              name + " was opened by an unknown page");
    }
    for (const auto& [n, c] : state.counters)
      check(c.mode != counter_mode::closed || c.stands_in_for.empty(),
            "a deputy stands at a closed counter");
    for (const auto& [who, saved] : state.backup.saved_today)
      check(saved >= 0, "a backup saved less than nothing");
    std::set<backup_id> busy;
    for (const auto& p : state.backup.pages)
      check(busy.insert(p.backup).second, "a backup is called twice at once");
  }

  void counts() {
    const auto& d = state.today;
    std::int64_t live = 0;
    for (const auto& [id, t] : state.tickets)
      if (!has_ended(t.state)) ++live;
    check(d.issued == static_cast<std::int64_t>(state.tickets.size()),
          "the issued count is not the tickets'");
    check(d.issued == live + d.done + d.left + d.voided + d.expired,
          "the day's counts do not add up");
    for (const auto& [deadline, id] : state.unconfirmed) {
      const ticket* t = state.find(id);
      check(t != nullptr && t->confirm_by == deadline, "a deadline without its ticket");
    }
  }

  void bookings() {
    const auto& book = state.bookings;
    std::size_t slots = 0;
    for (const auto& [code, b] : book.by_code) {
      const bool cancelled = b.phase == booking_phase::cancelled;
      check(code == b.code, "a booking is kept under another code");
      check(book.by_slot.contains({b.slot, code}) == !cancelled,
            "a booking takes a place in its slot and should not, or the reverse");
      check(book.timers.contains({is_expected(b.phase) ? b.lapses_at : b.erased_at, code}),
            "a booking lacks its timer");
      check((b.phase == booking_phase::arrived) == b.ticket.has_value(),
            "a booking has arrived without a ticket, or the reverse");
      slots += cancelled ? 0 : 1;
    }
    check(slots == book.by_slot.size(), "a slot holds an unknown booking");
    check(book.timers.size() == book.by_code.size(), "a timer of an unknown booking");
    for (const auto& [person, r] : book.no_shows)
      check(r.person == person && book.forgets.contains({r.until, person}),
            "no-shows that are not forgotten in time");
    check(book.forgets.size() == book.no_shows.size(), "no-shows of nobody are to be forgotten");
  }
};

}  // namespace

std::vector<std::string> broken_invariants(const hall_state& state) {
  checker c{state, {}};
  c.tickets();
  c.blocks();
  c.passes();
  c.counters();
  c.counts();
  c.bookings();
  return std::move(c.broken);
}

}  // namespace hallcall::engine
