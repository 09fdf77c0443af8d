// The hall's hours, from door to midnight.
#include "test_hall.hpp"

using namespace hallcall::engine;
using namespace hallcall::engine::testing;

namespace {

test_hall hall_at(time_point t) { return test_hall(sample_rules(), t); }

take_ticket from(channel c) {
  auto command = asking({"register"});
  command.channel = c;
  return command;
}

}  // namespace

TEST_CASE("R-60 tickets are given from opening until before the last-ticket time") {
  const auto code_at = [](time_point t) {
    auto hall = hall_at(t);
    const auto answer = hall.give(asking({"register"}));
    return answer ? std::optional<refusal_code>{} : answer.error().code;
  };
  CHECK(code_at(local_time(0, 8) - 1ms) == refusal_code::hall_closed);
  CHECK(code_at(local_time(0, 8)) == std::nullopt);
  CHECK(code_at(local_time(0, 16, 45) - 1ms) == std::nullopt);
  CHECK(code_at(local_time(0, 16, 45)) == refusal_code::hall_closed);
  CHECK(code_at(local_time(0, 17)) == refusal_code::hall_closed);
  CHECK(code_at(local_time(5, 9)) == std::nullopt);  // Saturday
  CHECK(code_at(local_time(5, 11, 45)) == refusal_code::hall_closed);
  CHECK(code_at(local_time(6, 10)) == refusal_code::hall_closed);  // Sunday
}

TEST_CASE("R-60 the refusal says when the hall opens again, by its own clock") {
  auto before = hall_at(local_time(0, 7, 30));
  CHECK(before.refused(asking({"register"})).detail.find("2026-03-02 08:00") != std::string::npos);
  auto after = hall_at(local_time(0, 16, 50));
  CHECK(after.refused(asking({"register"})).detail.find("2026-03-03 08:00") != std::string::npos);
  auto weekend = hall_at(local_time(5, 13));
  CHECK(weekend.refused(asking({"register"})).detail.find("2026-03-09 08:00") != std::string::npos);
}

TEST_CASE(
    "R-60 staff may still give tickets after the last-ticket time, nobody when the hall is "
    "closed") {
  for (channel c : {channel::greeter, channel::counter, channel::hand}) {
    auto late = hall_at(local_time(0, 16, 50));
    CHECK_NOTHROW(late.take(from(c)));
    auto closed = hall_at(local_time(0, 17));
    CHECK(closed.code(from(c)) == refusal_code::hall_closed);
    auto early = hall_at(local_time(0, 7, 59));
    CHECK(early.code(from(c)) == refusal_code::hall_closed);
  }
  for (channel c : {channel::kiosk, channel::phone}) {
    auto late = hall_at(local_time(0, 16, 50));
    CHECK(late.code(from(c)) == refusal_code::hall_closed);
  }
}

TEST_CASE("R-60 a holiday is closed, and a make-up day is open") {
  auto rules = sample_rules();
  const auto monday = rules.opening.date_of(local_time(0, 12));
  rules.opening.dates[monday] = {};
  rules.opening.dates[monday + std::chrono::days(6)] = rules.opening.weekdays[1];
  test_hall holiday(rules, local_time(0, 10));
  CHECK(holiday.code(asking({"register"})) == refusal_code::hall_closed);
  test_hall sunday(rules, local_time(6, 10));
  CHECK_NOTHROW(sunday.take());
}

TEST_CASE("R-60 who holds a ticket at closing is still called and served") {
  auto hall = hall_at(local_time(0, 16, 30));
  hall.open(1);
  const auto first = hall.take();
  const auto second = hall.take();
  hall.call(1);
  hall.pass(2h);  // 18:30
  CHECK(hall.state_of(first) == ticket_state::called);
  hall.start(1);
  hall.finish(1);
  CHECK(hall.serve(1) == second);
  hall.done(close_counter{number(1)});
  hall.open(1);  // a clerk may still open
}

TEST_CASE("R-60 what is left at the day's end expires, wherever it is") {
  auto hall = hall_at(local_time(0, 16, 30));
  hall.open({1, 2, 5});
  const auto done = hall.take();
  hall.serve(1);
  hall.take();
  const auto missed = hall.call_and_miss(1);
  hall.take();
  const auto parked = hall.call(1);
  hall.done(park{number(1)});
  const auto called = hall.take();
  hall.call(1);
  const auto serving = hall.take();
  hall.call(2);
  hall.start(2);
  const auto returned = hall.take("divorce");
  hall.miss_and_return(5);
  const auto waiting = hall.take();
  const auto unconfirmed = hall.take();
  hall.pass(local_time(1, 0) - hall.now() - 10s);
  hall.done(report_slip{unconfirmed, false, "jam"});
  hall.pass(10s - 1ms);
  CHECK(hall.all<day_ended>().empty());
  hall.pass(1ms);

  const auto ended = hall.all<day_ended>();
  REQUIRE(ended.size() == 1);
  CHECK(ended[0].expired ==
        std::vector{missed, parked, called, serving, returned, waiting, unconfirmed});
  CHECK(std::count(ended[0].expired.begin(), ended[0].expired.end(), done) == 0);
  REQUIRE(hall.all<day_begun>().size() == 2);
  CHECK(hall.all<day_begun>()[1].date == *hall.state().day);
  CHECK(hall.state().tickets.empty());
  CHECK(hall.state().line.waiting() == 0);
  CHECK(hall.state().returns.empty());
  CHECK(hall.state().unconfirmed.empty());
  CHECK(hall.code(call_next{number(1)}) == refusal_code::counter_closed);
  hall.pass(1min);
  CHECK(hall.all<ticket_voided>().empty());
}

TEST_CASE("R-60 an expired ticket says so") {
  auto hall = hall_at(local_time(0, 16, 30));
  const auto id = hall.take();
  hall_state state = hall.state();
  apply(state, day_ended{*state.day, {id}}, local_time(1, 0));
  REQUIRE(state.find(id));
  CHECK(state.find(id)->state == ticket_state::expired);
  CHECK(state.find(id)->ended_at == local_time(1, 0));
  CHECK_FALSE(state.find(id)->ended_because.empty());
  CHECK(state.today.expired == 1);
}

TEST_CASE("R-61 the day begins with its first command, and is the office's local date") {
  // 07:59 in Taipei is still the day before in UTC.
  auto hall = hall_at(local_time(0, 7, 59));
  CHECK_FALSE(hall.state().day);
  CHECK_FALSE(next_deadline(hall.state()));
  const auto happened = hall.done(open_counter{number(1), "clerk-1", "Sample clerk 1"});
  REQUIRE(happened.size() == 2);
  const auto* begun = std::get_if<day_begun>(&happened[0]);
  REQUIRE(begun);
  CHECK(begun->date == business_date{std::chrono::year{2026} / 3 / 2});
  CHECK(hall.done(pause_counter{number(1), "x"}).size() == 1);
}

TEST_CASE("R-60 a refused command does not begin a day") {
  auto hall = hall_at(local_time(0, 7));
  hall.code(asking({"register"}));
  CHECK_FALSE(hall.state().day);
  CHECK(hall.journal().empty());
}

TEST_CASE("R-60 the first command of a later date ends the day before, when no timer did") {
  auto hall = hall_at(local_time(0, 16));
  hall.open(1);
  const auto left = hall.take();
  hall.set_clock(local_time(2, 9));  // the machine slept over Tuesday
  const auto happened = hall.done(asking({"register"}));
  REQUIRE(happened.size() == 3);
  REQUIRE(std::get_if<day_ended>(&happened[0]));
  CHECK(std::get<day_ended>(happened[0]).expired == std::vector{left});
  REQUIRE(std::get_if<day_begun>(&happened[1]));
  CHECK(std::get<day_begun>(happened[1]).date == business_date{std::chrono::year{2026} / 3 / 4});
  REQUIRE(std::get_if<ticket_issued>(&happened[2]));
  CHECK(to_string(std::get<ticket_issued>(happened[2]).number) == "A001");
}

TEST_CASE("R-60 backups that were on the way or at a counter are let go at the day's end") {
  auto hall = hall_at(local_time(0, 16));
  for (int i = 0; i < 6; ++i) hall.take();
  hall.done(accept_backup{page_id{1}});
  hall.pass(3min);
  REQUIRE(hall.state().backup.pages.size() == 2);
  hall.pass(24h);
  CHECK(hall.state().backup.pages.empty());
  CHECK(hall.state().level == level::normal);
  CHECK(hall.code(accept_backup{page_id{2}}) == refusal_code::already_answered);
}
