// A clock that is set back or forwards harms nobody.
#include "test_hall.hpp"

using namespace hallcall::engine;
using namespace hallcall::engine::testing;

TEST_CASE("R-61 after a jump back the hall stands still until the clock has caught up") {
  test_hall hall;
  hall.open(1);
  hall.pass(10min);
  const auto first = hall.take();
  const auto latest = hall.now();
  hall.set_clock(latest - 8min);
  const auto second = hall.take();
  CHECK(hall.the(second).issued_at == latest);
  CHECK(hall.state().latest == latest);
  CHECK(hall.numbered(second) == "A002");
  CHECK(hall.call(1) == first);
  CHECK(hall.the(first).why.waited == 0s);
  CHECK(hall.the(first).why.score == 0);
  CHECK(hall.state().today.wait_ms == 0);
  hall.set_clock(latest + 1s);
  CHECK(hall.the(hall.take()).issued_at == latest + 1s);
}

TEST_CASE("R-61 a jump back over midnight neither ends the day twice nor repeats a number") {
  test_hall hall;
  hall.take();
  hall.pass(24h);  // Tuesday 09:00
  CHECK(hall.numbered(hall.take()) == "A001");
  hall.set_clock(local_time(0, 12));
  CHECK(hall.numbered(hall.take()) == "A002");
  CHECK(hall.state().day == business_date{std::chrono::year{2026} / 3 / 3});
  CHECK(hall.all<day_begun>().size() == 2);
  CHECK(hall.all<day_ended>().size() == 1);
}

TEST_CASE("R-61 a jump back does not let a call be repeated too early, nor a slip be voided") {
  test_hall hall;
  hall.open(1);
  hall.take();
  hall.call(1);
  const auto id = hall.take();
  hall.done(report_slip{id, false, "jam"});
  hall.set_clock(hall.now() - 1h);
  CHECK(hall.refused(recall{number(1)}).retry_after == 20s);
  hall.pass(30s);
  CHECK(hall.state_of(id) == ticket_state::waiting);
}

TEST_CASE("R-61 a jump forwards runs every timer that it passed, at the next command") {
  test_hall hall;
  const auto id = hall.take();
  hall.done(report_slip{id, false, "jam"});
  for (int i = 0; i < 6; ++i) hall.take();
  REQUIRE(hall.all<backup_called>().size() == 1);
  hall.set_clock(hall.now() + 2h);
  hall.open(1);
  CHECK(hall.state_of(id) == ticket_state::voided);
  CHECK(hall.all<backup_unanswered>().size() == 1);
  CHECK(hall.all<backup_called>().size() == 2);
}

TEST_CASE("R-61 no event is ever before the one ahead of it") {
  test_hall hall;
  hall.open(1);
  for (const auto jump : {5s, -3s, 60s, -3600s, 1s, 0s}) {
    hall.set_clock(hall.now() + jump);
    hall.take();
    hall.serve(1);
  }
  for (std::size_t i = 1; i < hall.journal().size(); ++i)
    CHECK(hall.journal()[i - 1].at <= hall.journal()[i].at);
}

TEST_CASE(
    "R-61 an event that was written at an earlier time than the hall's latest happens at the "
    "latest") {
  test_hall hall;
  const auto latest = hall.now();
  hall.open(1);
  hall_state state = hall.state();
  apply(state, counter_paused{number(1), "break"}, latest - 1h);
  CHECK(state.latest == latest);
  CHECK(state.find(number(1))->since == latest);
}
