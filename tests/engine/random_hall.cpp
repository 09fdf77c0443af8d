// The rules of a random hall. All zeros is a hall with one counter that takes every lane.
#include "random_day.hpp"
#include "sample_hall.hpp"

namespace hallcall::engine::testing {
namespace {

using std::chrono::hours;

constexpr int first_mobile = 51;
constexpr std::array<const char*, 3> feature_names{"x", "y", "z"};

std::set<feature_id> some_features(dice& roll) {
  std::set<feature_id> some;
  for (const char* name : feature_names)
    if (roll(2) == 1) some.insert(feature(name));
  return some;
}

// Every lane but those that the dice take away.
enum_set<lane> most_lanes(dice& roll) {
  enum_set<lane> lanes;
  for (std::size_t l = 0; l < lane_count; ++l)
    if (!roll.one_in(4)) lanes.insert(static_cast<lane>(l));
  return lanes;
}

void set_lanes(hall_rules& r, dice& roll) {
  r = {};
  lane_of(r, lane::general) = {true, 1, 'A', true};
  lane_of(r, lane::express) = {!roll.one_in(4), 1, 'E', true};
  lane_of(r, lane::priority) = {!roll.one_in(4), 6, 'P', true};
  lane_of(r, lane::turning) = {!roll.one_in(4), 2, 'A', true};
  lane_of(r, lane::booked) = {true, 8, 'B', false};
  lane_of(r, lane::returning) = {true, 1, 'R', false};
}

void set_services(hall_rules& r) {
  r.services = {{{"plain"}, seconds(600)},
                {{"other"}, seconds(300)},
                {{"express"}, seconds(120), false, true},
                {{"sensitive"}, seconds(900), true},
                {{"special-x"}, seconds(400), false, false, {feature("x")}},
                {{"special-y"}, seconds(400), false, true, {feature("y")}},
                {{"nobody-does"}, seconds(60), false, false, {feature("none")}}};
}

void set_wishes(hall_rules& r, dice& roll) {
  const auto how = [&] { return roll(2) == 0 ? affinity::narrow : affinity::order; };
  r.need_wishes = {{need::wheelchair, {feature("x"), how()}},
                   {need::interpreter, {feature("y"), how()}}};
  r.language_wishes = {{"en", {feature("y"), how()}}, {"vi", {feature("z"), how()}}};
}

template <class T>
T pick(dice& roll, std::initializer_list<T> of) {
  return *(of.begin() + roll(static_cast<int>(of.size())));
}

void set_numbers(hall_rules& r, dice& roll) {
  r.order = pick(roll, {discipline::apq, discipline::fifo, discipline::strict, discipline::ratio});
  r.ratio_priority = 1 + roll(3);
  r.ratio_general = 1 + roll(3);
  r.cap = pick(roll, {seconds(1800), seconds(1800), seconds(600), seconds(60)});
  r.live_before_first_return = pick(roll, {3, 0, 1, 2});
  r.live_between_returns = pick(roll, {2, 0, 1, 3});
  r.max_calls = pick(roll, {3, 1, 2});
  r.between_calls = pick(roll, {seconds(20), seconds(0)});
  r.backup_above = pick(roll, {5, 0, 1, 3});
  r.congested_above = r.backup_above + pick(roll, {10, 1, 3});
  r.backup_stays_at_least = pick(roll, {seconds(900), seconds(0), seconds(60)});
  r.next_backup_after = pick(roll, {seconds(180), seconds(0), seconds(30)});
  r.answer_within = pick(roll, {seconds(60), seconds(600)});
  r.backup_when_wait_above = pick(roll, {seconds(0), seconds(0), seconds(900), seconds(1800)});
  r.max_services_per_ticket = pick(roll, {5u, 5u, 5u, 1u});
  const int backups = roll(5);
  for (int n = 0; n < backups; ++n)
    r.backups.push_back({{"b" + std::to_string(n)}, number(first_mobile + n)});
}

counter_rules some_counter(int n, std::uint64_t number_of_it) {
  dice roll(number_of_it);
  counter_rules c;
  c.number = number(n);
  c.takes = most_lanes(roll);
  c.features = some_features(roll);
  for (lane l : {lane::priority, lane::turning, lane::express})
    if (roll.one_in(4)) c.prefers.insert(l);
  return c;
}

void set_hours(hall_rules& r, dice& roll) {
  const bool office_hours = roll.one_in(6);
  r.opening.zone = {{time_point{}, hours(8)}};
  const auto near_midnight = local_time(0, 20) + minutes(30) * roll(17);
  if (roll.one_in(4))  // the office's clocks are set forwards or back in the first night
    r.opening.zone.push_back({near_midnight, hours(roll(2) == 0 ? 9 : 7)});
  const opening round_the_clock{minutes(0), hours(24), hours(24)};
  const opening shift{hours(8), hours(17), hours(16) + minutes(45)};
  r.opening.weekdays.fill({office_hours ? shift : round_the_clock});
}

// A slot every half an hour, all week.
void set_bookings(hall_rules& r, dice& roll) {
  if (roll(2) == 0) return;
  booking_plan plan;
  plan.id = "plan";
  plan.services = {{"plain"}, {"special-x"}, {"sensitive"}};
  for (int half = 0; half < 48; ++half) plan.times.push_back(minutes(30 * half));
  plan.weekdays.fill(true);
  plan.capacity = 1 + roll(3);
  plan.closes_working_days_before = roll(2);
  plan.closes_at = hours(24);
  if (roll(2) == 1) plan.clerks = {"account"};
  r.booking.plans = {plan};
  r.booking.no_shows_allowed = roll(3);
  r.booking.erased_after = std::chrono::days(1);
}

}  // namespace

hall_rules rules_of(const random_day& day) {
  dice roll(day.hall.empty() ? 0 : day.hall[0]);
  hall_rules r;
  set_lanes(r, roll);
  set_services(r);
  set_numbers(r, roll);
  set_wishes(r, roll);
  set_hours(r, roll);
  set_bookings(r, roll);
  r.offline_numbers = pick(roll, {40u, 4u, 8u, 0u});
  for (std::size_t i = 1; i < std::max<std::size_t>(day.hall.size(), 2); ++i)
    r.counters.push_back(some_counter(static_cast<int>(i), i < day.hall.size() ? day.hall[i] : 0));
  for (std::size_t n = 0; n < r.backups.size(); ++n) {
    counter_rules mobile;
    mobile.number = r.backups[n].counter;
    mobile.kind = counter_kind::mobile;
    mobile.takes = set_of({lane::general, lane::express, lane::priority});
    mobile.base = false;
    r.counters.push_back(mobile);
  }
  return r;
}

}  // namespace hallcall::engine::testing
