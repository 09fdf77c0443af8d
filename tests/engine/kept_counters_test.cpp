// a counter that takes bookings is kept free for them. Counters 1 and 2 take them; a general
// visit has a standard time of ten minutes.
#include "engine/bookings.hpp"
#include "engine/dispatch.hpp"
#include "test_hall.hpp"

namespace hallcall::engine::testing {
namespace {

hall_rules kept_rules(int capacity = 1) {
  auto r = sample_rules();
  booking_plan plan;
  plan.id = "registrations";
  plan.services = {{"register"}, {"certificate"}};
  plan.times = {9h + 0min};
  plan.weekdays.fill(true);
  plan.capacity = capacity;
  r.booking.plans = {plan};
  r.backups.clear();
  return r;
}

constexpr int tuesday = 1;
const time_point slot = local_time(tuesday, 9);

struct hall_with_bookings : test_hall {
  explicit hall_with_bookings(int bookings, hall_rules rules = kept_rules())
      : test_hall(std::move(rules)) {
    for (int n = 1; n <= bookings; ++n) {
      book c;
      c.code = code_of(n);
      c.service = {"register"};
      c.slot = slot;
      c.person = "person-" + std::to_string(n);
      c.language = "zh-TW";
      done(c);
    }
    pass_to(local_time(tuesday, 8));
  }
  static booking_code code_of(int n) { return {"CODE-" + std::to_string(n)}; }
  void pass_to(time_point t) { pass(t - now()); }
  ticket_id arrive(int n) {
    const auto happened = done(check_in_booking{code_of(n), "booked-" + std::to_string(n)});
    return find<booking_arrived>(happened)->ticket;
  }
  void crowd(int people) {
    for (int n = 0; n < people; ++n) take("register");
  }
  refusal_code at_once(int counter) { return code(call_next{number(counter)}); }
};

}  // namespace

TEST_CASE("R-32 the only counter gets nobody whose visit would reach into the booked time") {
  hall_with_bookings hall(1);
  hall.open(1);
  hall.crowd(2);
  hall.pass_to(slot - 10min);
  hall.serve(1);  // would be done at nine sharp
  hall.pass(1ms);
  CHECK(hall.at_once(1) == refusal_code::kept_for_booking);
  SUBCASE("a shorter visit still fits, up to its own length") {
    const auto quick = hall.take("transcript");  // four minutes, of its own lane
    hall.pass_to(slot - 4min);
    CHECK(hall.call(1) == quick);
  }
  SUBCASE("and not any longer") {
    hall.take("transcript");
    hall.pass_to(slot - 4min + 1ms);
    CHECK(hall.at_once(1) == refusal_code::kept_for_booking);
  }
  SUBCASE("nobody waits: that is what is said") {
    hall.done(leave{ticket_id{2}});
    CHECK(hall.at_once(1) == refusal_code::nothing_waiting);
  }
}

TEST_CASE("R-32 it is kept until the booking lapses, and then no more") {
  hall_with_bookings hall(1);
  hall.open(1);
  hall.crowd(1);
  hall.pass_to(slot + 15min);
  CHECK(hall.at_once(1) == refusal_code::kept_for_booking);
  hall.pass(1ms);
  hall.call(1);
}

TEST_CASE("R-32 a cancelled booking keeps nothing") {
  hall_with_bookings hall(1);
  hall.open(1);
  hall.crowd(1);
  hall.pass_to(slot - 5min);
  CHECK(hall.at_once(1) == refusal_code::kept_for_booking);
  hall.done(cancel_booking{hall.code_of(1)});
  hall.call(1);
}

TEST_CASE("R-32 one booking keeps one counter, two keep two") {
  SUBCASE("one: the other counter goes on") {
    hall_with_bookings hall(1, kept_rules(2));
    hall.open({1, 2});
    hall.crowd(3);
    hall.pass_to(slot - 5min);
    hall.call(1);
    CHECK(hall.at_once(2) == refusal_code::kept_for_booking);
  }
  SUBCASE("two: both are kept") {
    hall_with_bookings hall(2, kept_rules(2));
    hall.open({1, 2});
    hall.crowd(3);
    hall.pass_to(slot - 5min);
    CHECK(hall.at_once(1) == refusal_code::kept_for_booking);
    CHECK(hall.at_once(2) == refusal_code::kept_for_booking);
  }
  SUBCASE("counters that take no bookings go on in any case") {
    hall_with_bookings hall(2, kept_rules(2));
    hall.open({1, 2, 4});
    hall.crowd(3);
    hall.pass_to(slot - 5min);
    hall.call(4);
  }
}

TEST_CASE("R-32 a visit that ends in time is counted on, one past its time is not") {
  hall_with_bookings hall(1);
  hall.open({1, 2});
  hall.crowd(4);
  hall.pass_to(slot - 15min);
  hall.call(2);
  hall.start(2);  // till five to nine
  hall.pass_to(slot - 8min);
  hall.call(1);
  hall.start(1);
  hall.pass(1min);
  hall.finish(1);
  SUBCASE("in time") { hall.call(1); }
  SUBCASE("past its time") {
    hall.pass_to(slot - 5min);
    CHECK(hall.at_once(1) == refusal_code::kept_for_booking);
  }
}

TEST_CASE("R-32 a counter that cannot do what was booked is not counted on, and not kept") {
  auto rules = kept_rules();
  hall_with_bookings hall(0, rules);
  book c;
  c.code = {"CERTIFICATE"};
  c.service = {"certificate"};  // counter 1 alone can do it
  c.slot = slot + 24h;
  c.person = "person";
  c.language = "zh-TW";
  hall.done(c);
  hall.pass_to(slot + 24h - 30min);
  hall.open({1, 2});
  hall.crowd(3);
  hall.pass_to(slot + 24h - 5min);
  CHECK(hall.at_once(1) == refusal_code::kept_for_booking);
  hall.call(2);  // it could not do it
}

TEST_CASE("R-32 the counter of the named clerk is the one that is kept, and gets the booking") {
  hall_with_bookings hall(1);
  hall.done(amend_booking{hall.code_of(1), true, "clerk-2", std::nullopt});
  hall.open({1, 2});
  hall.crowd(4);
  hall.pass_to(slot - 5min);
  CHECK(hall.at_once(2) == refusal_code::kept_for_booking);
  hall.call(1);
  hall.start(1);
  hall.finish(1);
  const auto id = hall.arrive(1);
  CHECK(hall.the(id).wants_clerk == "clerk-2");
  CHECK(hall.call(1) != id);  // goes on with the others
  CHECK(hall.call(2) == id);
}

TEST_CASE("R-32 the named clerk is away: another counter is kept, and serves") {
  hall_with_bookings hall(1);
  hall.done(amend_booking{hall.code_of(1), true, "clerk-9", std::nullopt});
  hall.open(1);
  hall.crowd(2);
  hall.pass_to(slot - 5min);
  const auto id = hall.arrive(1);
  CHECK(hall.call(1) == id);
}

TEST_CASE("R-16 R-32 a counter that is kept is not proposed for anybody else") {
  hall_with_bookings hall(1);
  hall.open(1);
  hall.crowd(1);
  CHECK(proposed_counter(hall.state(), hall.now()) == number(1));
  hall.pass_to(slot - 5min);
  CHECK(proposed_counter(hall.state(), hall.now()) == std::nullopt);
  hall.arrive(1);
  CHECK(proposed_counter(hall.state(), hall.now()) == number(1));
}

// Two counters in a hall that is full all morning; both clerks call as soon as they can, visits
// last as long as they should. Three hours of it, booking by booking.
TEST_CASE("R-32 who has booked has a free clerk within a minute, however full the hall is") {
  for (int bookings = 1; bookings <= 2; ++bookings) {
    CAPTURE(bookings);
    hall_with_bookings hall(bookings, kept_rules(2));
    hall.open({1, 2});
    hall.crowd(60);
    std::map<ticket_id, time_point> called;
    std::vector<ticket_id> booked;
    while (hall.now() < slot + 5min) {
      if (hall.now() == slot)
        for (int n = 1; n <= bookings; ++n) booked.push_back(hall.arrive(n));
      for (int n : {1, 2}) {
        const auto current = hall.at(n).current;
        if (current && hall.now() - hall.the(*current).why_at >= hall.the(*current).standard)
          hall.finish(n);
        if (hall.at(n).current) continue;
        const auto answer = hall.give(call_next{number(n)});
        if (!answer) continue;
        called[*hall.at(n).current] = hall.now();
        hall.start(n);
      }
      hall.pass(1s);
    }
    CHECK(called.size() >= 10);  // the hall went on meanwhile
    for (const auto id : booked) {
      REQUIRE(called.contains(id));
      CHECK(called.at(id) - slot <= 60s);
    }
  }
}

}  // namespace hallcall::engine::testing
