// Who is called where, and when help is called, in every hall and on every day.
#include <set>

#include "engine/dispatch.hpp"
#include "naive_dispatch.hpp"
#include "property.hpp"

namespace hallcall::engine::testing {
namespace {

using answer = result<std::vector<event>>;

// never a counter idle while somebody it may serve waits.
struct nobody_waits_in_vain : watcher {
  void after(const hall_driver& hall, const command& c, const answer& a) override {
    const auto* call = std::get_if<call_next>(&c);
    if (call == nullptr || a || a.error().code != refusal_code::nothing_waiting) return;
    const auto& rules = *hall.rules().find_counter(call->counter);
    for (const auto& [id, t] : hall.state().tickets) {
      RC_ASSERT_FALSE(may_serve(hall.state(), rules, t));
      RC_ASSERT_FALSE(naively_serves(hall.state(), rules, t));
    }
  }
};

// a counter is kept from everybody only when it is kept from somebody.
struct kept_from_somebody : watcher {
  void after(const hall_driver& hall, const command& c, const answer& a) override {
    const auto* call = std::get_if<call_next>(&c);
    if (call == nullptr || a || a.error().code != refusal_code::kept_for_booking) return;
    const auto& s = hall.state();
    const auto& rules = *hall.rules().find_counter(call->counter);
    const auto now = std::max(hall.now(), s.latest);
    RC_ASSERT(rules.takes.contains(lane::booked));
    RC_ASSERT(std::any_of(s.tickets.begin(), s.tickets.end(), [&](const auto& one) {
      return naively_serves(s, rules, one.second) && naively_kept(s, rules, one.second, now);
    }));
  }
};

// no slot holds more than its capacity, nobody has two bookings on one day.
struct bookings_in_bounds : watcher {
  void after(const hall_driver& hall, const command&, const answer&) override {
    const auto& s = hall.state();
    std::map<time_point, int> taken;
    std::set<std::pair<std::string, business_date>> persons;
    for (const auto& [code, b] : s.bookings.by_code) {
      if (b.phase == booking_phase::cancelled) continue;
      RC_ASSERT(++taken[b.slot] <= hall.rules().booking.plans.front().capacity);
      RC_ASSERT(persons.emplace(b.person, b.date).second);
      RC_ASSERT(s.latest < (is_expected(b.phase) ? b.lapses_at : b.erased_at));
    }
  }
};

// the ticket chosen is the one that the rules' words choose.
struct the_right_one_is_next : watcher {
  void after(const hall_driver& hall, const command&, const answer&) override {
    const auto& s = hall.state();
    for (const auto& c : hall.rules().counters) {
      const auto chosen = choose_next(s, c, s.latest);
      RC_ASSERT((chosen ? std::optional(chosen->ticket) : std::nullopt) ==
                naive_next(s, c, s.latest));
      for (const auto& [id, t] : s.tickets)
        RC_ASSERT(may_serve(s, c, t) == naively_serves(s, c, t));
    }
  }
};

// Whom nobody serves, and which counter is proposed, by their words.
struct told_to_the_greeter : watcher {
  void after(const hall_driver& hall, const command&, const answer&) override {
    const auto& s = hall.state();
    std::set<ticket_id> unserved;
    for (const auto& [id, t] : s.tickets) {
      bool served = t.state != ticket_state::waiting;
      for (const auto& c : hall.rules().counters) {
        const auto* at = s.find(c.number);
        if (at != nullptr && at->mode != counter_mode::closed && naively_serves(s, c, t))
          served = true;
      }
      if (!served) unserved.insert(id);
    }
    const auto told = nobody_serves(s, 1000);
    RC_ASSERT(std::set(told.begin(), told.end()) == unserved);
    RC_ASSERT(told.size() == unserved.size());

    std::optional<time_point> longest;
    for (const auto& [n, c] : s.counters) {
      const bool idle = c.mode == counter_mode::open && !c.current && !c.standing_down;
      if (!idle || !naive_next(s, *hall.rules().find_counter(n), s.latest)) continue;
      longest = std::min(longest.value_or(c.idle_since), c.idle_since);
    }
    const auto proposed = proposed_counter(s, s.latest);
    RC_ASSERT(proposed.has_value() == longest.has_value());
    if (proposed) RC_ASSERT(s.find(*proposed)->idle_since == *longest);
  }
};

// The order told is the order that comes true when the counter works alone.
struct order_comes_true : watcher {
  void at_end(const hall_driver& hall) override {
    for (const auto& [n, c] : hall.state().counters)
      if (c.mode == counter_mode::open && !c.current && !c.standing_down) alone(hall.state(), n);
  }
  static void alone(hall_state s, counter_no n) {
    const auto now = s.latest;
    const auto told = call_order(s, *s.rules->find_counter(n), now, 1000);
    std::vector<ticket_id> called;
    for (;;) {
      const auto happened = decide(s, call_next{n}, now);
      if (!happened) break;
      for (const auto& e : *happened) {
        if (const auto* call = std::get_if<ticket_called>(&e)) called.push_back(call->ticket);
        apply(s, e, now);
      }
      for (const command& c : {command(start_visit{n}), command(finish_visit{n})}) {
        const auto visit = decide(s, c, now);
        for (const auto& e : *visit) apply(s, e, now);
      }
    }
    RC_ASSERT(told == called);
  }
};

// the numbers of every reason add up.
struct reasons_add_up : watcher {
  newest entries;
  calling_order order;
  void before(const hall_driver& hall, const command&) override {
    order = hall.state().order_in_force();
  }
  void after(const hall_driver& hall, const command&, const answer&) override {
    const auto& rules = hall.rules();
    entries.each(hall, [&](const journal_entry& entry) {
      const auto* e = std::get_if<ticket_called>(&entry.what);
      if (e == nullptr) return;
      const reason& why = e->why;
      if (why.rule == call_rule::cap) RC_ASSERT(why.waited >= order.cap);
      if (why.rule == call_rule::preferred_lane)
        RC_ASSERT(rules.find_counter(e->counter)->prefers.contains(why.lane));
      if (why.rule == call_rule::score) RC_ASSERT(order.how == discipline::apq);
      if (why.rule == call_rule::fifo) RC_ASSERT(order.how == discipline::fifo);
      if (why.rule == call_rule::strict) RC_ASSERT(order.how == discipline::strict);
      if (why.rule == call_rule::ratio) RC_ASSERT(order.how == discipline::ratio);
      const double whole = static_cast<double>(why.waited.count()) * why.rate;
      RC_ASSERT(why.score >= whole);
      RC_ASSERT(why.score < whole + why.rate);  // of the second that was begun
      RC_ASSERT(why.passed_over.size() <= 8u);
      RC_ASSERT((why.rule == call_rule::out_of_order) == !why.words.empty());
      for (std::size_t i = 1; i < why.passed_over.size(); ++i)
        RC_ASSERT(why.passed_over[i - 1].score >= why.passed_over[i].score);
    });
  }
};

// by the journal and what the hall was when it was written.
struct backups_by_the_rules : watcher {
  std::size_t seen = 0;
  hall_state model;
  bool begun = false;
  static bool on_the_way(const hall_state& s) {
    for (const auto& p : s.backup.pages)
      if (p.now == page::phase::called) return true;
    return false;
  }
  static bool waits_too_long(const hall_state& s) {
    return s.rules->backup_when_wait_above > seconds{0} && s.backup.wait_above;
  }
  static void called(const hall_state& s, const backup_called& e) {
    for (const auto& p : s.backup.pages) RC_ASSERT(!(p.backup == e.backup));
    RC_ASSERT(e.waiting == s.walk_ins_waiting());
    if (e.because == "by-hand") return;
    RC_ASSERT(s.walk_ins_waiting() > s.rules->backup_above || waits_too_long(s));
    RC_ASSERT((e.because == "wait") <= waits_too_long(s));
    RC_ASSERT_FALSE(on_the_way(s));
    RC_ASSERT_FALSE(s.backup.asked.contains(e.backup));
    if (e.because == "still-above")
      RC_ASSERT(s.latest >= *s.backup.last_opened_at + s.rules->next_backup_after);
  }
  static void stood_down(const hall_state& s, const backup_stood_down& e) {
    if (e.because == "by-hand") return;
    RC_ASSERT(s.line.waiting() == 0);
    RC_ASSERT(s.returns.empty());
    for (const auto& p : s.backup.pages)
      if (p.id == e.page) RC_ASSERT(s.latest >= p.opened_at + s.rules->backup_stays_at_least);
  }
  // every visit that ended there since it opened, and never less than nothing.
  static void closed(const hall_state& s, const backup_closed& e) {
    RC_ASSERT(e.saved >= seconds{0});
    std::int64_t visits = 0;
    for (const auto& p : s.backup.pages)
      for (const auto& [id, t] : s.tickets)
        if (p.id == e.page && t.counter == e.counter && t.why_at >= p.opened_at &&
            t.state == ticket_state::done)
          ++visits;
    RC_ASSERT(e.visits == visits);
  }
  void after(const hall_driver& hall, const command&, const answer&) override {
    if (!begun) model = make_hall(hall.state().rules);
    begun = true;
    for (; seen < hall.journal().size(); ++seen) {
      const auto& entry = hall.journal()[seen];
      model.latest = std::max(model.latest, entry.at);
      if (const auto* e = std::get_if<backup_called>(&entry.what)) called(model, *e);
      if (const auto* e = std::get_if<backup_stood_down>(&entry.what)) stood_down(model, *e);
      if (const auto* e = std::get_if<backup_closed>(&entry.what)) closed(model, *e);
      if (const auto* e = std::get_if<wait_crossed>(&entry.what))
        RC_ASSERT(e->above != model.backup.wait_above);
      apply(model, entry.what, entry.at);
    }
    const auto& s = hall.state();
    const auto waiting = s.walk_ins_waiting();
    RC_ASSERT((s.level == level::normal) ==
              (waiting <= s.rules->backup_above && !waits_too_long(s)));
    RC_ASSERT((s.level == level::congested) == (waiting > s.rules->congested_above));
    const bool asks = s.level != level::normal && !s.rules->backups.empty() && s.backup.armed;
    RC_ASSERT_FALSE(asks && !s.backup.exhausted && !on_the_way(s));  // a rise is answered at once
  }
};

}  // namespace

TEST_SUITE("in every hall") {
  TEST_CASE("R-11 a counter has nothing to call only when it may serve nobody who waits") {
    always<nobody_waits_in_vain>("idle");
  }
  TEST_CASE("R-12 R-15 R-50 who is next is whom the rules' words choose") {
    always<the_right_one_is_next>("next");
  }
  TEST_CASE("R-32 a counter is kept free from those who would keep it from a booking") {
    always<kept_from_somebody>("kept");
  }
  TEST_CASE("R-30 R-31 bookings stay within their slots, one a day for each person") {
    always<bookings_in_bounds>("bookings");
  }
  TEST_CASE("R-15 R-16 whom nobody serves, and which counter is proposed") {
    always<told_to_the_greeter>("greeter");
  }
  TEST_CASE("the order told to a counter is the order in which it would call") {
    always<order_comes_true>("order");
  }
  TEST_CASE("R-13 the numbers of every reason add up") { always<reasons_add_up>("reasons"); }
  TEST_CASE("R-40 R-42 R-43 backups are called and let go by the rules") {
    always<backups_by_the_rules>("backups");
  }
}

}  // namespace hallcall::engine::testing
