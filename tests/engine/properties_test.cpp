// What holds in every hall, whatever people, clerks, managers and clocks do.
#include <algorithm>
#include <map>
#include <set>

#include "property.hpp"
#include "text_of.hpp"

namespace hallcall::engine::testing {

namespace {

using answer = result<std::vector<event>>;
using namespace std::chrono_literals;

struct sound_hall : watcher {};

// by the journal alone.
struct numbers_in_order : watcher {
  newest entries;
  std::map<char, std::uint32_t> last;  // in its turn
  std::set<std::pair<char, std::uint32_t>> given;
  std::map<block_id, numbers_lent> blocks;
  std::optional<business_date> day;
  std::uint64_t last_ticket = 0;
  [[nodiscard]] bool is_free(char series, std::uint32_t n) const {
    return !given.contains({series, n}) &&
           std::ranges::none_of(blocks, [&](const auto& one) {
             const auto& b = one.second;
             return b.series == series && b.first <= n && n <= b.last;
           });
  }
  void after(const hall_driver& hall, const command&, const answer&) override {
    entries.each(hall, [&](const journal_entry& entry) {
      if (const auto* begun = std::get_if<day_begun>(&entry.what)) {
        RC_ASSERT(!day || begun->date > *day);
        day = begun->date;
        last.clear();
        given.clear();
        blocks.clear();
      }
      if (const auto* lent = std::get_if<numbers_lent>(&entry.what)) {
        for (auto n = lent->first; n <= lent->last; ++n) RC_ASSERT(is_free(lent->series, n));
        blocks.emplace(lent->block, *lent);
      }
      if (const auto* back = std::get_if<numbers_given_back>(&entry.what))
        RC_ASSERT(blocks.erase(back->block) == 1);
      const auto* issued = std::get_if<ticket_issued>(&entry.what);
      if (issued == nullptr) return;
      RC_ASSERT(day.has_value());
      const auto [series, n] = issued->number;
      if (issued->block) {
        const auto& block = blocks.at(*issued->block);
        RC_ASSERT(block.series == series && block.first <= n && n <= block.last);
      } else {  // the very next one that is nobody's
        auto& next = last[series];
        do ++next;
        while (!is_free(series, next));
        RC_ASSERT(n == next);
      }
      RC_ASSERT(given.emplace(series, n).second);
      RC_ASSERT(issued->ticket.value == ++last_ticket);
    });
  }
};

// by the journal alone, who is where.
struct one_counter_each : watcher {
  newest entries;
  std::map<counter_no, ticket_id> at;
  std::map<ticket_id, counter_no> where;
  std::set<call_id> calls;
  void comes(ticket_id t, counter_no n, call_id call) {
    RC_ASSERT(at.emplace(n, t).second);
    RC_ASSERT(where.emplace(t, n).second);
    RC_ASSERT(calls.insert(call).second);
  }
  void goes(ticket_id t, counter_no n) {
    RC_ASSERT(at.contains(n));
    RC_ASSERT(at[n] == t);
    at.erase(n);
    where.erase(t);
  }
  void after(const hall_driver& hall, const command&, const answer&) override {
    entries.each(hall, [&](const journal_entry& entry) {
      if (const auto* e = std::get_if<ticket_called>(&entry.what))
        comes(e->ticket, e->counter, e->call);
      if (const auto* e = std::get_if<ticket_recalled>(&entry.what))
        RC_ASSERT(calls.insert(e->call).second);
      if (const auto* e = std::get_if<visit_finished>(&entry.what)) goes(e->ticket, e->counter);
      if (const auto* e = std::get_if<ticket_missed>(&entry.what)) goes(e->ticket, e->counter);
      if (const auto* e = std::get_if<visit_parked>(&entry.what)) goes(e->ticket, e->counter);
      if (const auto* e = std::get_if<visit_transferred>(&entry.what)) goes(e->ticket, e->from);
      if (std::holds_alternative<day_ended>(entry.what)) at.clear(), where.clear();
    });
    for (const auto& [n, c] : hall.state().counters)
      RC_ASSERT(c.current.has_value() == at.contains(n));
  }
};

// No ticket is lost: each is in exactly one place, by the journal and by the state.
struct everybody_somewhere : watcher {
  newest entries;
  std::set<ticket_id> issued, ended;
  void after(const hall_driver& hall, const command&, const answer&) override {
    entries.each(hall, [&](const journal_entry& entry) {
      if (std::holds_alternative<day_begun>(entry.what)) issued.clear(), ended.clear();
      if (const auto* e = std::get_if<ticket_issued>(&entry.what))
        RC_ASSERT(issued.insert(e->ticket).second);
      if (const auto* e = std::get_if<ticket_voided>(&entry.what))
        RC_ASSERT(ended.insert(e->ticket).second);
      if (const auto* e = std::get_if<ticket_left>(&entry.what))
        RC_ASSERT(ended.insert(e->ticket).second);
      if (const auto* e = std::get_if<visit_finished>(&entry.what))
        RC_ASSERT(ended.insert(e->ticket).second);
      if (const auto* e = std::get_if<day_ended>(&entry.what)) {
        for (ticket_id id : e->expired) RC_ASSERT(ended.insert(id).second);
        RC_ASSERT(ended == issued);
      }
    });
    const auto& s = hall.state();
    std::map<ticket_id, int> places;
    for (const auto& [key, strand] : s.line.strands)
      for (const auto& [place, id] : strand.places) ++places[id];
    for (ticket_id id : s.returns) ++places[id];
    for (const auto& [n, c] : s.counters)
      if (c.current) ++places[*c.current];
    for (const auto& [id, t] : s.tickets) {
      RC_ASSERT(issued.contains(id));
      RC_ASSERT(has_ended(t.state) == ended.contains(id));
      const bool nowhere =
          has_ended(t.state) || t.state == ticket_state::missed || t.state == ticket_state::parked;
      RC_ASSERT(places[id] == (nowhere ? 0 : 1));
    }
    RC_ASSERT(s.tickets.size() == issued.size());
    RC_ASSERT(places.size() == s.tickets.size());
  }
};

// the journal is the whole truth.
struct replay_is_the_same : watcher {
  void at_end(const hall_driver& hall) override {
    const auto again = replayed(hall.state().rules, hall.journal());
    const auto difference = first_difference(text_of(hall.state()), text_of(again));
    RC_LOG() << difference << '\n';
    RC_ASSERT(difference.empty());
  }
};

// Deciding only looks, and a refusal is no event.
struct deciding_changes_nothing : watcher {
  std::string was;
  std::size_t entries = 0;
  void before(const hall_driver& hall, const command& c) override {
    was = text_of(hall.state());
    entries = hall.journal().size();
    const auto decided = decide(hall.state(), c, hall.now());
    RC_ASSERT(text_of(hall.state()) == was);
  }
  void after(const hall_driver& hall, const command&, const answer& a) override {
    if (a) return;
    RC_ASSERT_FALSE(a.error().detail.empty());
    const auto code = a.error().code;
    RC_ASSERT(a.error().retry_after.has_value() ==
              (code == refusal_code::too_early || code == refusal_code::booking_suspended));
    if (hall.journal().size() == entries)
      RC_ASSERT(text_of(hall.state()) == was);
    else  // a timer that was due ran, nothing else
      RC_ASSERT(hall.journal()[entries].at == hall.state().latest);
  }
};

// The same state, however it came to be in memory, gives the same answer.
struct deciding_is_deterministic : watcher {
  int steps = 0;
  void before(const hall_driver& hall, const command& c) override {
    const auto once = decide(hall.state(), c, hall.now());
    RC_ASSERT(told(once) == told(decide(hall.state(), c, hall.now())));
    if (++steps % 8 != 0) return;
    const auto twin = shuffled(replayed(hall.state().rules, hall.journal()));
    RC_ASSERT(told(once) == told(decide(twin, c, hall.now())));
    const auto tomorrow = hall.state().latest + 24h;
    RC_ASSERT(told(decide(hall.state(), tick{}, tomorrow)) == told(decide(twin, tick{}, tomorrow)));
  }
  static hall_state shuffled(hall_state s) {  // its tickets lie otherwise in memory
    const std::map<ticket_id, ticket> in_order(s.tickets.begin(), s.tickets.end());
    s.tickets = std::unordered_map<ticket_id, ticket>(in_order.rbegin(), in_order.rend(), 1009);
    return s;
  }
  static std::string told(const answer& a) { return a ? text_of(*a) : text_of(a.error()); }
};

// Timers: nothing is due before next_deadline says so, and nothing is left once it has run.
struct timers_on_time : watcher {
  void after(const hall_driver& hall, const command&, const answer&) override {
    const auto& s = hall.state();
    const auto due = next_deadline(s);
    RC_ASSERT(due.has_value() == s.day.has_value());
    if (!due) return;
    RC_ASSERT(*due > s.latest);
    for (const time_point t : {s.latest, s.latest + (*due - s.latest) / 2, *due - 1ms})
      RC_ASSERT(decide(s, tick{}, t)->empty());
    RC_ASSERT_FALSE(decide(s, tick{}, *due)->empty());
  }
};

// time never goes back, and nobody has waited less than nothing.
struct time_goes_forwards : watcher {
  time_point latest{};
  std::optional<business_date> day;
  void after(const hall_driver& hall, const command&, const answer&) override {
    const auto& s = hall.state();
    RC_ASSERT(s.latest >= latest);
    RC_ASSERT(!day || *s.day >= *day);
    latest = s.latest;
    day = s.day;
    for (const auto& [id, t] : s.tickets) {
      RC_ASSERT(t.place_at <= s.latest);
      RC_ASSERT(t.issued_at <= t.first_called_at.value_or(s.latest));
      RC_ASSERT(t.first_called_at.value_or(t.issued_at) <= t.called_at.value_or(s.latest));
      RC_ASSERT(t.ended_at.value_or(s.latest) >= t.issued_at);
      RC_ASSERT(t.why.waited >= 0s);
      RC_ASSERT(t.why.score >= 0);
    }
    RC_ASSERT(s.today.wait_ms >= 0);
    for (const auto& [n, c] : s.counters) RC_ASSERT(c.busy_today >= 0s);
  }
  void at_end(const hall_driver& hall) override {
    for (std::size_t i = 1; i < hall.journal().size(); ++i)
      RC_ASSERT(hall.journal()[i - 1].at <= hall.journal()[i].at);
  }
};

}  // namespace

TEST_SUITE("in every hall") {
  TEST_CASE("the hall is sound after every event") { always<sound_hall>("sound", 200); }
  TEST_CASE("R-1 no number is given twice in a day, and none is left out") {
    always<numbers_in_order>("numbers");
  }
  TEST_CASE(
      "R-1 no ticket is at two counters, no counter has two tickets, no call id comes twice") {
    always<one_counter_each>("counters");
  }
  TEST_CASE("no ticket is lost: each is in exactly one place") {
    always<everybody_somewhere>("places");
  }
  TEST_CASE("R-92 the journal, replayed from an empty hall, gives the identical hall") {
    always<replay_is_the_same>("replay");
  }
  TEST_CASE("deciding changes nothing, and what is refused leaves no trace") {
    always<deciding_changes_nothing>("refusals", 50);
  }
  TEST_CASE("deciding is deterministic") { always<deciding_is_deterministic>("deterministic", 50); }
  TEST_CASE("no timer is due before it is announced, and each does something when it is") {
    always<timers_on_time>("timers");
  }
  TEST_CASE("R-61 time never goes back, whatever the clock does") {
    always<time_goes_forwards>("time");
  }
}

}  // namespace hallcall::engine::testing
