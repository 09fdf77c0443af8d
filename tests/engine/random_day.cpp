// What people do on a random day: mostly what makes sense at that moment, and anything at all
// besides.
#include "random_day.hpp"

#include <algorithm>

#include <rapidcheck.h>

#include "sample_hall.hpp"
#include "text_of.hpp"

namespace hallcall::engine::testing {
namespace {

using namespace std::chrono_literals;

// The usual ones more often than those that few counters do.
constexpr std::array<const char*, 12> services{
    "plain",   "other",     "express",   "sensitive", "plain",       "other",
    "express", "sensitive", "special-x", "special-y", "nobody-does", "unheard-of"};
constexpr std::array<const char*, 4> languages{"zh-TW", "en", "vi", "ja"};
constexpr std::array<channel, 4> channels{channel::kiosk, channel::greeter, channel::phone,
                                          channel::hand};

command some_take(dice& roll, int& tokens) {
  take_ticket c;
  c.token = "token-" + std::to_string(++tokens);
  c.services.push_back({services[static_cast<std::size_t>(roll(10))]});
  if (roll.one_in(4))
    c.services.push_back({services[static_cast<std::size_t>(roll(services.size()))]});
  if (roll.one_in(3)) c.needs.insert(static_cast<need>(roll(7)));
  c.language = languages[static_cast<std::size_t>(roll(languages.size()))];
  c.channel = channels[static_cast<std::size_t>(roll(channels.size()))];
  c.quiet = roll.one_in(4);
  if (roll.one_in(3)) {
    c.predicted_low_s = roll(600);
    c.predicted_high_s = c.predicted_low_s + 300;
  }
  return c;
}

counter_no some_counter(dice& roll, const hall_state& s) {
  const auto& all = s.rules->counters;
  const auto i = static_cast<std::size_t>(roll(static_cast<int>(all.size())));
  return all[i].number;
}

ticket_id some_ticket(dice& roll,
                      const hall_state& s) {  // one of the latest, now and then none that exists
  if (s.last_ticket == 0 || roll.one_in(20)) return ticket_id{s.last_ticket + 1};
  return ticket_id{s.last_ticket - static_cast<std::uint64_t>(roll(16)) % s.last_ticket};
}

page_id some_page(dice& roll, const hall_state& s) {  // mostly one that is called or open
  const auto& pages = s.backup.pages;
  if (pages.empty() || roll.one_in(6))
    return page_id{s.last_page + static_cast<std::uint64_t>(roll(2))};
  return pages[static_cast<std::size_t>(roll(4)) % pages.size()].id;
}

// A clerk has a counter of choice, and now and then sits at another.
std::string some_account(counter_no n) { return "account-" + std::to_string(n.value); }

command some_change(dice& roll, counter_no n) {
  change_services c{n};
  if (!roll.one_in(3)) c.add.push_back({services[static_cast<std::size_t>(roll(services.size()))]});
  if (roll.one_in(3))
    c.remove.push_back({services[static_cast<std::size_t>(roll(services.size()))]});
  return c;
}

// A pass that there is, used ones too, or none at all.
command some_pass(dice& roll, const hall_state& s, int& tokens) {
  use_pass c;
  c.channel = channels[static_cast<std::size_t>(roll(channels.size()))];
  c.token = "token-" + std::to_string(++tokens);
  c.code = "no-such-pass";
  if (s.passes.empty() || roll.one_in(20)) return c;
  auto it = s.passes.begin();
  std::advance(it, roll(static_cast<int>(s.passes.size())));
  c.code = it->first;
  return c;
}

command some_transfer(dice& roll, const hall_state& s, counter_no n) {
  transfer c{n};
  if (roll.one_in(4))
    c.clerk = some_account(some_counter(roll, s));
  else if (roll(2) == 0)
    c.lane = static_cast<lane>(roll(static_cast<int>(lane_count)));
  else
    c.to = some_counter(roll, s);
  return c;
}

command for_called(dice& roll, const hall_state& s, counter_no n) {
  switch (roll(8)) {
    case 4:
      return recall{n};
    case 5:
    case 6:
      return no_show{n};
    case 7:
      return roll(2) == 0 ? command(park{n, "note"}) : some_transfer(roll, s, n);
    default:
      return start_visit{n};
  }
}

command for_serving(dice& roll, const hall_state& s, counter_no n) {
  switch (roll(8)) {
    case 5:
      return call_next{n, true};
    case 6:
      return park{n};
    case 7:
      return some_transfer(roll, s, n);
    case 3:
      return some_change(roll, n);
    case 4:  // unique: a ticket is finished once
      return finish_visit{
          n, outcome::supplement, {"photo"}, "pass-" + std::to_string(s.find(n)->current->value)};
    default:
      return finish_visit{n};
  }
}

// The next thing that a clerk there would do.
command work_at_a_counter(dice& roll, const hall_state& s) {
  const auto n = some_counter(roll, s);
  const counter* c = s.find(n);
  if (c == nullptr || c->mode == counter_mode::closed)
    return open_counter{n, some_account(roll.one_in(4) ? some_counter(roll, s) : n), "Shown"};
  if (c->mode == counter_mode::paused) return resume_counter{n};
  if (!c->current) return call_next{n};
  return s.find(*c->current)->state == ticket_state::called ? for_called(roll, s, n)
                                                            : for_serving(roll, s, n);
}

command come_back(dice& roll, const hall_state& s) {
  std::vector<ticket_id> away;
  for (const auto& [id, t] : s.tickets)
    if (t.state == ticket_state::missed || t.state == ticket_state::parked) away.push_back(id);
  std::sort(away.begin(), away.end());
  if (away.empty()) return work_at_a_counter(roll, s);
  return check_in{away[static_cast<std::size_t>(roll(static_cast<int>(away.size())))]};
}

command answer_page(dice& roll, const hall_state& s) {
  const auto page = some_page(roll, s);
  switch (roll(6)) {
    case 3:
      return decline_backup{page, "busy"};
    case 4:
      return stand_down{page};
    case 5:
      return accept_backup{page, some_counter(roll, s), "account", "Shown"};
    default:
      return accept_backup{page, std::nullopt, "account", "Shown"};
  }
}

// What a manager decides now and then.
command some_order(dice& roll) {
  constexpr std::array<int, 3> caps{1800, 60, 600};
  calling_order order{static_cast<discipline>(roll(4)), 1 + roll(3), 1 + roll(3),
                      seconds(caps[static_cast<std::size_t>(roll(3))])};
  return change_order{order, "Shown"};
}

bool somebody_is_asked(const hall_state& s) {
  const auto& pages = s.backup.pages;
  return std::any_of(pages.begin(), pages.end(),
                     [](const page& p) { return p.now == page::phase::called; });
}

// One of the half hours around now that can be booked, or another instant.
time_point some_slot(dice& roll, const hall_state& s) {
  const auto next = std::chrono::ceil<std::chrono::duration<int, std::ratio<1800>>>(s.latest);
  return time_point(next) + minutes(30) * roll(4) + minutes(roll.one_in(9) ? 7 : 0) +
         std::chrono::days(roll.one_in(4) ? 1 : 0);
}

// In halls that take bookings: making one, and what one does with it, mostly with the next one that
// is expected.
command some_booking(dice& roll, const hall_state& s, int& tokens) {
  const auto& all = s.bookings.by_slot;
  const int kind = roll(8);
  if (kind < 3 || all.empty()) {
    book c{{"code-" + std::to_string(++tokens)},
           {services[static_cast<std::size_t>(roll(services.size()))]},
           some_slot(roll, s),
           "person-" + std::to_string(roll(5)),
           {}};
    if (roll.one_in(4)) c.known_as = {"person-" + std::to_string(roll(5))};
    c.language = languages[static_cast<std::size_t>(roll(languages.size()))];
    if (roll.one_in(3)) c.needs.insert(static_cast<need>(roll(7)));
    c.by_staff = roll.one_in(4);
    return c;
  }
  auto it = all.begin();
  for (int skip = roll(6); skip > 0 && std::next(it) != all.end(); --skip) ++it;
  const auto code = roll.one_in(20) ? booking_code{"none"} : it->second;
  switch (kind) {
    case 6:
      return amend_booking{code, roll(2) == 1,
                           roll.one_in(2) ? std::optional<std::string>("account") : std::nullopt,
                           "words"};
    case 7:
      return cancel_booking{code, roll(2) == 1, roll.one_in(4) ? "" : "because"};
    default:
      return check_in_booking{code, "token-" + std::to_string(++tokens)};
  }
}

// A kiosk borrows numbers, tells one that it gave while the server was away, or gives them back.
command some_numbers(dice& roll, const hall_state& s, int& tokens) {
  const auto kiosk = "device:kiosk" + std::to_string(roll(2));
  const int kind = roll(6);
  std::vector<number_block> held;
  for (const auto& b : s.blocks)
    if (b.holder == kiosk) held.push_back(b);
  const auto block = held.empty() || roll.one_in(12)
                         ? number_block{{s.last_block + 1}, kiosk, 'A', 30, 40, {}}
                         : held[static_cast<std::size_t>(roll(4)) % held.size()];
  if (kind == 0 || (held.empty() && kind < 4))
    return lend_numbers{kiosk, roll(3) == 0 ? std::nullopt : std::optional(block.id)};
  if (kind == 5 && roll.one_in(3)) return give_numbers_back{kiosk, block.id};
  auto c = std::get<take_ticket>(some_take(roll, tokens));
  c.issued_by = kiosk;
  if (roll.one_in(12)) c.token = "token-1";
  c.offline = given_offline{block.id, block.first + static_cast<std::uint32_t>(roll(12)),
                            s.latest + seconds(30) - minutes(roll(40)), !roll.one_in(4)};
  if (roll.one_in(12)) c.offline->n = block.last + 1;
  return c;
}

// Any command at all, at whatever counter, on whatever ticket, in whatever state.
command anything(dice& roll, const hall_state& s, int& tokens) {
  const auto n = roll.one_in(20) ? number(999) : some_counter(roll, s);
  const auto t = some_ticket(roll, s);
  const std::string reason = roll.one_in(5) ? "" : "because";
  switch (roll(28)) {
    case 0:
      return call_next{n};
    case 1:
      return report_slip{t, true};
    case 2:
      return report_slip{t, false, "jam"};
    case 3:
      return void_ticket{t, reason};
    case 4:
      return leave{t};
    case 5:
      return check_in{t};
    case 6:
      return grant_priority{t, reason};
    case 7:
      return open_counter{n, some_account(n), "Shown"};
    case 8:
      return close_counter{n};
    case 9:
      return pause_counter{n, reason};
    case 10:
      return resume_counter{n};
    case 11:
      return call_next{n, true};
    case 12:
    case 13:
      return call_ticket{n, t, reason};
    case 14:
      return recall{n};
    case 15:
      return start_visit{n};
    case 16:
      if (roll.one_in(3)) return finish_visit{n, outcome::supplement, {}};
      return finish_visit{n, static_cast<outcome>(roll(3)), {"photo"}};
    case 17:
      return no_show{n};
    case 18:
      return park{n, "note"};
    case 19:
      return some_transfer(roll, s, n);
    case 20:
      if (roll.one_in(3)) return call_backup{backup_id{"b" + std::to_string(roll(5))}};
      return call_backup{};
    case 21:
      return some_order(roll);
    case 22:
      return hand_over{n, roll(2) == 0 ? "account" : "another", "Shown", roll(2) == 0};
    case 23:
    case 24:
      return report_forecast{roll.one_in(5) ? std::nullopt : std::optional(seconds(roll(60) * 60))};
    case 25:
      return some_change(roll, n);
    case 26:
      return some_pass(roll, s, tokens);
    default:
      return tick{};
  }
}

std::chrono::milliseconds some_wait(dice& roll) {
  switch (roll(16)) {
    case 8:
    case 9:
    case 10:
      return std::chrono::milliseconds(roll(25000));
    case 11:
    case 12:
      return seconds(roll(5)) * 20;
    case 13:
      return seconds(roll(300));
    case 14:
      return minutes(roll(20));
    case 15:
      switch (roll(8)) {
        case 0:
          return -minutes(roll(120));
        case 1:
          return -seconds(roll(60));
        case 2:
          return std::chrono::hours(roll(40));
        case 3:
          return minutes(roll(60));
        default:
          return seconds(roll(100));
      }
    default:
      return 0ms;
  }
}

// Time goes by, timer by timer.
void pass(hall_driver& hall, std::chrono::milliseconds wait, watcher& looks) {
  const time_point end = hall.now() + wait;
  for (;;) {
    const auto due = next_deadline(hall.state());
    const bool on_the_way = due && *due > hall.now() && *due < end;
    hall.pass((on_the_way ? *due : end) - hall.now());
    looks.time_passed(hall);
    if (!on_the_way) return;
  }
}

}  // namespace

std::ostream& operator<<(std::ostream& out, const random_day& day) {
  return out << text_of(day.hall) << ' ' << text_of(day.steps);
}

random_step step_of(std::uint64_t number_of_it, const hall_state& s, int& tokens) {
  dice roll(number_of_it);
  int kind = roll(16);
  if (kind >= 4 && kind <= 8 && somebody_is_asked(s)) kind = 10;
  random_step step;
  step.wait = some_wait(roll);
  step.timers_late = roll.one_in(8);
  if (kind <= 3)
    step.what = some_take(roll, tokens);
  else if (kind <= 9)
    step.what = work_at_a_counter(roll, s);
  else if (kind == 10)
    step.what = answer_page(roll, s);
  else if (kind == 11 && !s.passes.empty() && roll.one_in(3))
    step.what = some_pass(roll, s, tokens);
  else if (kind == 14 && roll(2) == 1)
    step.what = some_numbers(roll, s, tokens);
  else if (kind >= 12 && kind <= 13 && !s.rules->booking.plans.empty())
    step.what = some_booking(roll, s, tokens);
  else if (kind <= 12)
    step.what = come_back(roll, s);
  else
    step.what = anything(roll, s, tokens);
  const bool needs_patience =
      std::holds_alternative<no_show>(step.what) || std::holds_alternative<recall>(step.what);
  if (needs_patience && !roll.one_in(4)) step.wait = s.rules->between_calls;
  return step;
}

void live_through(const random_day& day, watcher& looks) {
  hall_driver hall(rules_of(day), local_time(0, 9));
  std::vector<std::pair<time_point, command>> story;
  try {
    int tokens = 0;
    for (const auto number_of_it : day.steps) {
      auto step = step_of(number_of_it, hall.state(), tokens);
      if (!looks.allows(step.what)) step.what = tick{};
      if (step.wait < 0ms || step.timers_late)
        hall.set_clock(hall.now() + step.wait);
      else
        pass(hall, step.wait, looks);
      story.emplace_back(hall.now(), step.what);
      looks.before(hall, step.what);
      const auto answer = hall.give(step.what);
      looks.after(hall, step.what, answer);
    }
    looks.at_end(hall);
  } catch (...) {
    const auto& r = hall.rules();
    RC_LOG() << "the hall: order " << text_of(r.order) << " ratio " << r.ratio_priority << ':'
             << r.ratio_general << " cap " << text_of(r.cap) << " returns after "
             << r.live_before_first_return << ", between " << r.live_between_returns
             << " backup above " << r.backup_above << " backups " << r.backups.size() << "\n lanes "
             << text_of(r.lanes) << "\n needs " << text_of(r.need_wishes) << " languages "
             << text_of(r.language_wishes) << "\n counters " << text_of(r.counters)
             << "\nthe day:\n";
    for (const auto& [at, what] : story)
      RC_LOG() << text_of(at) << "  command " << what.index() << ' ' << text_of(what) << '\n';
    RC_LOG() << "the journal:\n";
    for (const auto& entry : hall.journal())
      RC_LOG() << text_of(entry.at) << "  " << text_of(entry.what) << '\n';
    throw;
  }
}

}  // namespace hallcall::engine::testing
