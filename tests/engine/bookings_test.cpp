// Bookings: slots, windows, one a day, no-shows, checking in, lapsing, forgetting (R-30 to R-33,
//
#include "engine/bookings.hpp"
#include "test_hall.hpp"

namespace hallcall::engine::testing {
namespace {

constexpr int monday = 0, tuesday = 1, wednesday = 2, thursday = 3, friday = 4, saturday = 5,
              next_monday = 7, next_tuesday = 8;

hall_rules bookable_rules() {
  auto r = sample_rules();
  booking_plan plan;
  plan.id = "registrations";
  plan.services = {{"register"}, {"certificate"}, {"divorce"}};
  plan.times = {8h + 30min, 9h + 0min, 9h + 30min};
  for (int day = 1; day <= 5; ++day) plan.weekdays[static_cast<std::size_t>(day)] = true;
  plan.capacity = 2;
  booking_plan marriage;
  marriage.id = "holiday-marriage";
  marriage.services = {{"name"}};
  marriage.times = {10h + 0min};
  marriage.opens_days_before = 30;
  marriage.closes_working_days_before = 3;
  marriage.closes_at = 17h;
  marriage.dates = {r.opening.date_of(local_time(saturday + 1, 0)),
                    r.opening.date_of(local_time(saturday + 8, 0))};
  r.booking.plans = {plan, marriage};
  return r;
}

struct booked_hall : test_hall {
  explicit booked_hall(hall_rules rules = bookable_rules(), time_point start = local_time(0, 9))
      : test_hall(std::move(rules), start) {}

  int codes = 0, tokens = 0;

  book asking_for(time_point slot, const std::string& person = "") {
    book c;
    c.code = {"CODE-" + std::to_string(++codes)};
    c.service = {"register"};
    c.slot = slot;
    c.person = person.empty() ? "somebody-" + std::to_string(codes) : person;
    c.language = "zh-TW";
    return c;
  }
  booking_code make(const book& c) {
    done(c);
    return c.code;
  }
  booking_code make(time_point slot, const std::string& person = "") {
    return make(asking_for(slot, person));
  }
  check_in_booking coming(const booking_code& code) {
    return {code, "booked-" + std::to_string(++tokens)};
  }
  ticket_id arrive(const booking_code& code) {
    const auto happened = done(coming(code));
    const auto* e = find<booking_arrived>(happened);
    REQUIRE(e != nullptr);
    return e->ticket;
  }
  const booking& kept(const booking_code& code) {
    const auto* b = state().bookings.find(code);
    REQUIRE(b != nullptr);
    return *b;
  }
  // Time goes by up to this instant; afterwards it is as if the clock had just struck it.
  void pass_to(time_point t) {
    REQUIRE(t >= now());
    pass(t - now());
  }
  // Books on a day for a person and does not come.
  void fail_to_come(int day, const std::string& person) {
    const auto slot = local_time(day, 9);
    make(slot, person);
    pass_to(slot + 16min);
  }
};

std::vector<int> slot_hours(const hall_rules& r, const char* service, int day) {
  std::vector<int> hours;
  const auto date = r.opening.date_of(local_time(day, 0));
  for (const auto& slot : slots_on(r, {service}, date))
    hours.push_back(static_cast<int>((slot.at - local_time(day, 0)) / 1min));
  return hours;
}

}  // namespace

TEST_CASE("R-30 slots are at half past eight, nine and half past nine, Monday to Friday") {
  auto rules = bookable_rules();
  const std::vector<int> mornings{510, 540, 570};
  CHECK(slot_hours(rules, "register", monday) == mornings);
  CHECK(slot_hours(rules, "register", friday) == mornings);
  CHECK(slot_hours(rules, "register", saturday).empty());                   // the hall is open then
  CHECK(slot_hours(rules, "photo", monday).empty());                        // cannot be booked
  rules.opening.dates[rules.opening.date_of(local_time(tuesday, 0))] = {};  // a holiday
  CHECK(slot_hours(rules, "register", tuesday).empty());
  rules.opening.dates[rules.opening.date_of(local_time(wednesday, 0))] = {{9h, 12h, 12h}};
  CHECK(slot_hours(rules, "register", wednesday) == std::vector<int>{540, 570});
}

TEST_CASE("R-31 a holiday marriage has dates of its own, open or not") {
  const auto rules = bookable_rules();
  CHECK(slot_hours(rules, "name", saturday + 1) == std::vector<int>{600});  // Sunday, closed
  CHECK(slot_hours(rules, "name", monday).empty());
}

TEST_CASE("R-30 a slot holds as many bookings as it has places") {
  booked_hall hall;
  const auto slot = local_time(wednesday, 9);
  const auto first = hall.make(slot);
  hall.make(slot);
  CHECK(hall.code(hall.asking_for(slot)) == refusal_code::slot_full);
  SUBCASE("the next slot has its own") { hall.make(local_time(wednesday, 9, 30)); }
  SUBCASE("a cancelled booking gives its place back") {
    hall.done(cancel_booking{first});
    hall.make(slot);
    CHECK(hall.code(hall.asking_for(slot)) == refusal_code::slot_full);
  }
}

TEST_CASE("R-30 only a listed slot of a service that can be booked is taken") {
  booked_hall hall;
  auto c = hall.asking_for(local_time(wednesday, 10));
  CHECK(hall.code(c) == refusal_code::no_such_slot);
  c.slot = local_time(wednesday, 9, 0, 1);
  CHECK(hall.code(c) == refusal_code::no_such_slot);
  c.slot = local_time(wednesday, 9);
  c.service = {"photo"};
  CHECK(hall.code(c) == refusal_code::not_bookable);
  c.service = {"nothing"};
  CHECK(hall.code(c) == refusal_code::unknown_service);
}

TEST_CASE("R-31 a slot is booked from seven days ahead, from midnight") {
  booked_hall hall(bookable_rules(), local_time(monday, 23, 59, 59));
  const auto early = hall.refused(hall.asking_for(local_time(next_tuesday, 9)));
  CHECK(early.code == refusal_code::too_early);
  CHECK(early.retry_after == seconds(1));
  CHECK(early.detail.find("2026-03-03 00:00") != std::string::npos);
  hall.pass(1s);
  hall.make(local_time(next_tuesday, 9));
}

TEST_CASE("R-31 a slot is booked until 15:00 of the working day before") {
  SUBCASE("the day before") {
    booked_hall hall(bookable_rules(), local_time(monday, 14, 59, 59));
    hall.make(local_time(tuesday, 9));
    hall.pass(1s);
    const auto late = hall.refused(hall.asking_for(local_time(tuesday, 9)));
    CHECK(late.code == refusal_code::too_late);
    CHECK(late.detail.find("2026-03-02 15:00") != std::string::npos);
    CHECK_FALSE(late.retry_after);
  }
  SUBCASE("over a Sunday: Saturday is a working day of this hall") {
    booked_hall hall(bookable_rules(), local_time(saturday, 14, 59, 59));
    hall.make(local_time(next_monday, 9));
    hall.pass(1s);
    CHECK(hall.code(hall.asking_for(local_time(next_monday, 9))) == refusal_code::too_late);
  }
  SUBCASE("over a holiday") {
    auto rules = bookable_rules();
    rules.opening.dates[rules.opening.date_of(local_time(thursday, 0))] = {};
    booked_hall hall(rules, local_time(wednesday, 14, 59, 59));
    hall.make(local_time(friday, 9));
    hall.pass(1s);
    CHECK(hall.code(hall.asking_for(local_time(friday, 9))) == refusal_code::too_late);
  }
}

TEST_CASE("R-31 a holiday marriage is booked from 30 days to three working days before") {
  const auto sunday = local_time(saturday + 8, 10);
  auto asking_marriage = [&](booked_hall& hall) {
    auto c = hall.asking_for(sunday);
    c.service = {"name"};
    return c;
  };
  SUBCASE("30 days") {
    booked_hall hall(bookable_rules(), local_time(saturday + 8 - 30, 0) - 1ms);
    CHECK(hall.code(asking_marriage(hall)) == refusal_code::too_early);
    hall.pass(1ms);
    hall.make(asking_marriage(hall));
  }
  SUBCASE("three working days: Saturday, Friday, Thursday") {
    booked_hall hall(bookable_rules(), local_time(thursday + 7, 17) - 1ms);
    hall.make(asking_marriage(hall));
    hall.pass(1ms);
    CHECK(hall.code(asking_marriage(hall)) == refusal_code::too_late);
  }
}

TEST_CASE("R-31 one booking a day for each person") {
  booked_hall hall;
  const auto first = hall.make(local_time(wednesday, 9), "sample-person");
  auto again = hall.asking_for(local_time(wednesday, 8, 30), "sample-person");
  CHECK(hall.code(again) == refusal_code::booked_already);
  SUBCASE("under an older key they are the same person") {
    again.person = "sample-person-by-the-new-key";
    again.known_as = {"sample-person"};
    CHECK(hall.code(again) == refusal_code::booked_already);
  }
  SUBCASE("somebody else is not") {
    again.person = "another";
    hall.make(again);
  }
  SUBCASE("another day is") { hall.make(local_time(thursday, 9), "sample-person"); }
  SUBCASE("after cancelling it is possible") {
    hall.done(cancel_booking{first});
    hall.make(again);
  }
}

TEST_CASE("R-31 more than three no-shows suspend online booking for six months") {
  auto rules = bookable_rules();
  rules.booking.erased_after = std::chrono::days(1);
  booked_hall hall(rules);
  for (int day : {tuesday, wednesday, thursday}) hall.fail_to_come(day, "sample-person");
  hall.make(local_time(friday, 9), "sample-person");  // three are allowed
  hall.pass_to(local_time(friday, 9, 16));
  const auto again = local_time(next_tuesday, 9);
  const auto refused = hall.refused(hall.asking_for(again, "sample-person"));
  CHECK(refused.code == refusal_code::booking_suspended);
  CHECK(refused.detail.find("2026-09-06 00:00") != std::string::npos);
  SUBCASE("under a newer key as well") {
    auto c = hall.asking_for(again, "by-the-new-key");
    c.known_as = {"sample-person"};
    CHECK(hall.code(c) == refusal_code::booking_suspended);
  }
  SUBCASE("the office itself may still book for them") {
    auto c = hall.asking_for(again, "sample-person");
    c.by_staff = true;
    hall.make(c);
  }
  SUBCASE("it ends after six months, and so does the memory of it") {
    hall.pass_to(local_time(saturday + 183, 0) - 1ms);
    CHECK(hall.now() == std::chrono::sys_days{std::chrono::year{2026} / 9 / 6} - 8h - 1ms);
    const auto then = local_time(saturday + 183 + 2, 9);
    CHECK(hall.code(hall.asking_for(then, "sample-person")) == refusal_code::booking_suspended);
    hall.pass(1ms);
    CHECK(hall.state().bookings.no_shows.empty());
    hall.make(then, "sample-person");
  }
}

TEST_CASE("R-32 a booking is checked in from fifteen minutes before") {
  booked_hall hall;
  const auto code = hall.make(local_time(tuesday, 9));
  hall.pass_to(local_time(tuesday, 8, 45) - 1ms);
  const auto early = hall.refused(hall.coming(code));
  CHECK(early.code == refusal_code::too_early);
  CHECK(early.retry_after == seconds(1));
  CHECK(early.detail.find("08:45") != std::string::npos);
  hall.pass(1ms);
  const auto id = hall.arrive(code);
  CHECK(hall.the(id).lane == lane::booked);
  CHECK(hall.the(id).rate == 8);
  CHECK(hall.numbered(id) == "B001");
  CHECK(hall.kept(code).phase == booking_phase::arrived);
  CHECK(hall.code(hall.coming(code)) == refusal_code::arrived_already);
}

TEST_CASE("R-12 who is on time is booked, who is late waits as others do") {
  booked_hall hall;
  const auto on_time = hall.make(local_time(tuesday, 9));
  const auto late = hall.make(local_time(tuesday, 9));
  hall.pass_to(local_time(tuesday, 9));
  CHECK(hall.the(hall.arrive(on_time)).rate == 8);
  hall.pass(1ms);
  CHECK(hall.the(hall.arrive(late)).rate == 1);
}

TEST_CASE("R-32 over fifteen minutes late the booking lapses, and an ordinary ticket is left") {
  booked_hall hall;
  const auto on_the_brink = hall.make(local_time(tuesday, 9));
  const auto late = hall.make(local_time(tuesday, 9));
  hall.pass_to(local_time(tuesday, 9, 15));
  hall.arrive(on_the_brink);
  hall.pass(1ms);
  CHECK(hall.kept(late).phase == booking_phase::lapsed);
  CHECK(hall.all<booking_lapsed>().size() == 1);
  const auto refused = hall.refused(hall.coming(late));
  CHECK(refused.code == refusal_code::too_late);
  CHECK(refused.detail.find("09:00") != std::string::npos);
  CHECK(hall.the(hall.take("register")).lane == lane::general);
}

TEST_CASE("R-3 R-32 a booked number that nobody had in hand does not cost the booking") {
  booked_hall hall;
  const auto slot = local_time(tuesday, 9);
  const auto code = hall.make(slot);
  hall.pass_to(slot - 5min);
  const auto ghost = hall.arrive(code);
  hall.done(report_slip{ghost, false, "paper-out"});
  hall.pass(30s);
  CHECK(hall.the(ghost).state == ticket_state::voided);
  CHECK(hall.kept(code).phase == booking_phase::confirmed);
  const auto again = hall.arrive(code);
  CHECK(hall.kept(code).ticket == again);
  hall.done(report_slip{again, false, "paper-out"});
  hall.pass_to(slot + 15min);
  const auto last = hall.arrive(code);
  hall.done(report_slip{last, false, "paper-out"});
  hall.pass(30s);  // too late to come again, but they had come: no no-show
  CHECK(hall.kept(code).phase == booking_phase::arrived);
  hall.pass(1h);
  CHECK(hall.state().bookings.no_shows.empty());
}

TEST_CASE("R-32 who comes too late is told so even before the timer ran") {
  booked_hall hall;
  const auto code = hall.make(local_time(tuesday, 9));
  hall.pass_to(local_time(tuesday, 9));
  hall.set_clock(local_time(tuesday, 9, 16));
  CHECK(hall.code(hall.coming(code)) == refusal_code::too_late);
}

TEST_CASE("R-33 staff confirm, answer, reassign the clerk, and cancel with a reason") {
  booked_hall hall;
  const auto code = hall.make(local_time(wednesday, 9));
  hall.done(amend_booking{code, true, std::nullopt, "請帶印章"});
  hall.done(amend_booking{code, false, "clerk-2", std::nullopt});
  CHECK(hall.kept(code).phase == booking_phase::confirmed);
  CHECK(hall.kept(code).clerk == "clerk-2");
  CHECK(hall.kept(code).answer == "請帶印章");
  CHECK(hall.code(cancel_booking{code, true, ""}) == refusal_code::reason_needed);
  hall.done(cancel_booking{code, true, "clerk ill"});
  CHECK(hall.kept(code).cancelled_because == "clerk ill");
  CHECK(hall.code(amend_booking{code}) == refusal_code::already_ended);
  CHECK(hall.code(hall.coming(code)) == refusal_code::already_ended);
  CHECK(hall.code(cancel_booking{{"none"}}) == refusal_code::unknown_booking);
  hall.pass_to(local_time(wednesday, 9, 16));
  CHECK(hall.state().bookings.no_shows.empty());  // a cancelled booking is no no-show
}

TEST_CASE("R-33 a citizen cancels until the booked time") {
  booked_hall hall;
  const auto one = hall.make(local_time(tuesday, 9)), two = hall.make(local_time(tuesday, 9));
  hall.pass_to(local_time(tuesday, 9) - 1ms);
  hall.done(cancel_booking{one});
  hall.pass(1ms);
  CHECK(hall.code(cancel_booking{two}) == refusal_code::too_late);
  hall.done(cancel_booking{two, true, "telephoned"});
}

TEST_CASE("R-90 a booking is kept over midnight, and erased seven days after its time") {
  booked_hall hall;
  const auto slot = local_time(wednesday, 9);
  const auto came = hall.make(slot), stayed_away = hall.make(slot);
  const auto cancelled = hall.make(local_time(wednesday, 9, 30));
  hall.done(cancel_booking{cancelled});
  hall.pass_to(slot - 10min);
  CHECK(hall.state().bookings.by_code.size() == 3);
  hall.arrive(came);
  hall.pass_to(slot + 24h * 7 - 1ms);
  CHECK(hall.state().bookings.by_code.size() == 3);
  hall.pass(1ms);
  CHECK(hall.state().bookings.find(came) == nullptr);
  CHECK(hall.state().bookings.find(stayed_away) == nullptr);
  hall.pass(30min);
  CHECK(hall.state().bookings.by_code.empty());
  CHECK(hall.all<booking_erased>().size() == 3);
  CHECK(hall.state().bookings.no_shows.size() == 1);  // what is counted, by the keyed hash alone
}

TEST_CASE("R-40 bookings before their time do not call a backup") {
  auto rules = bookable_rules();
  rules.booking.plans.front().capacity = 20;
  booked_hall hall(rules);
  std::vector<booking_code> codes;
  for (int n = 0; n < 12; ++n) codes.push_back(hall.make(local_time(tuesday, 9)));
  hall.pass_to(local_time(tuesday, 8, 50));
  for (const auto& code : codes) hall.arrive(code);
  CHECK(hall.state().walk_ins_waiting() == 0);
  CHECK(hall.all<backup_called>().empty());
}

TEST_CASE("R-32 who has booked a sensitive matter cannot be told from others who have booked") {
  booked_hall hall;
  auto c = hall.asking_for(local_time(tuesday, 9));
  c.service = {"divorce"};
  hall.make(c);
  hall.pass_to(local_time(tuesday, 8, 50));
  CHECK(hall.the(hall.arrive(c.code)).lane == lane::booked);
}

}  // namespace hallcall::engine::testing
