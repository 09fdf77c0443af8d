// Who is next at a counter, and which counter is proposed.
#include "engine/dispatch.hpp"
#include "test_hall.hpp"

using namespace hallcall::engine;
using namespace hallcall::engine::testing;

namespace {

hall_rules ordered_by(discipline d) {
  auto rules = sample_rules();
  rules.order = d;
  return rules;
}

// The lanes of the tickets that a counter calls one after the other.
std::string lanes_served(test_hall& hall, int counter, int times) {
  std::string letters;
  for (int i = 0; i < times; ++i) letters += hall.the(hall.serve(counter)).number.series;
  return letters;
}

}  // namespace

TEST_CASE("R-12 in one lane the earlier ticket goes first") {
  test_hall hall;
  hall.open(1);
  const auto first = hall.take();
  hall.pass(1s);
  const auto second = hall.take();
  CHECK(hall.serve(1) == first);
  CHECK(hall.serve(1) == second);
  CHECK(hall.code(call_next{number(1)}) == refusal_code::nothing_waiting);
}

TEST_CASE("R-12 the highest score is called: waited time times rate, a tie to the earlier place") {
  // General waits from 0 s, priority at six times the rate from 50 s: even at 60 s.
  const auto called_after = [](std::chrono::milliseconds wait) {
    test_hall hall;
    hall.open(1);
    hall.take();
    hall.pass(50s);
    hall.take("register", {need::senior});
    hall.pass(wait - 50s);
    return hall.the(hall.call(1)).lane;
  };
  CHECK(called_after(59s) == lane::general);
  CHECK(called_after(60s) == lane::general);
  CHECK(called_after(60001ms) == lane::priority);
}

TEST_CASE("R-12 tickets of one instant and one score go by their order of taking") {
  test_hall hall;
  hall.open(1);
  const auto priority = hall.take("register", {need::senior});
  const auto general = hall.take();
  const auto express = hall.take("transcript");
  CHECK(hall.serve(1) == priority);
  CHECK(hall.serve(1) == general);
  CHECK(hall.serve(1) == express);
}

TEST_CASE("R-12 who waited longer than the cap goes first, at the cap itself not yet") {
  const auto called_after = [](std::chrono::milliseconds wait) {
    test_hall hall;
    hall.open(1);
    hall.take();
    hall.pass(1min);
    hall.take("register", {need::senior});  // scores 29 × 6 minutes against 30
    hall.pass(wait - 1min);
    return hall.the(hall.call(1)).lane;
  };
  CHECK(called_after(30min) == lane::priority);
  CHECK(called_after(30min + 1ms) == lane::general);
}

TEST_CASE("R-12 beyond the cap the oldest place goes first, whatever lane, rate and preference") {
  test_hall hall;
  hall.open({1, 4});
  const auto oldest = hall.take();
  hall.pass(1s);
  const auto senior = hall.take("register", {need::senior});
  hall.pass(1s);
  const auto later = hall.take();
  hall.pass(31min);
  CHECK(hall.call(4) == oldest);  // though counter 4 prefers priority
  CHECK(hall.the(oldest).why.rule == call_rule::cap);
  CHECK(hall.call(1) == senior);
  hall.start(1);
  hall.finish(1);
  CHECK(hall.call(1) == later);
}

TEST_CASE("R-11 a counter calls only from the lanes it takes") {
  test_hall hall;
  hall.open({1, 3, 5});
  const auto turning = hall.take("divorce");
  const auto general = hall.take("register");
  hall.pass(1min);
  CHECK(hall.code(call_next{number(3)}) == refusal_code::nothing_waiting);  // express only
  CHECK(hall.call(1) == general);                                           // not turning
  CHECK(hall.call(5) == turning);
}

TEST_CASE("R-11 a priority counter prefers priority, and helps general when nobody prior waits") {
  test_hall hall;
  hall.open(4);
  const auto general = hall.take();
  hall.pass(10min);
  const auto senior = hall.take("register", {need::senior});
  CHECK(hall.serve(4) == senior);  // though general has the higher score
  CHECK(hall.the(senior).why.rule == call_rule::preferred_lane);
  CHECK(hall.serve(4) == general);
  CHECK(hall.the(general).why.rule == call_rule::score);
}

TEST_CASE("R-11 a turning counter prefers turning, and helps general") {
  test_hall hall;
  hall.open(5);
  const auto general = hall.take();
  hall.pass(10min);
  const auto turning = hall.take("divorce");
  CHECK(hall.serve(5) == turning);
  CHECK(hall.serve(5) == general);
}

TEST_CASE("R-11 among the lanes a counter prefers the score decides") {
  auto rules = sample_rules();
  counter_of(rules, 1).prefers = set_of({lane::priority, lane::express});
  test_hall hall(rules);
  hall.open(1);
  hall.take("register");
  hall.pass(1s);
  const auto express = hall.take("transcript");
  hall.pass(100s);
  const auto senior = hall.take("register", {need::senior});
  hall.pass(10s);
  CHECK(hall.serve(1) == express);  // 110 against 60
  CHECK(hall.serve(1) == senior);
}

TEST_CASE("R-12 the discipline fifo calls by place alone") {
  test_hall hall(ordered_by(discipline::fifo));
  hall.open(1);
  const auto general = hall.take();
  hall.pass(1s);
  hall.take("register", {need::senior});
  hall.pass(20min);
  CHECK(hall.call(1) == general);
  CHECK(hall.the(general).why.rule == call_rule::fifo);
}

TEST_CASE("R-12 the discipline strict calls by rate, and in one rate by place") {
  test_hall hall(ordered_by(discipline::strict));
  hall.open(1);
  hall.take();
  hall.pass(20min);
  const auto senior = hall.take("register", {need::senior});
  hall.pass(1s);
  hall.take("register", {need::pregnant});
  CHECK(hall.call(1) == senior);
  CHECK(hall.the(senior).why.rule == call_rule::strict);
}

TEST_CASE("R-12 the discipline ratio calls two favoured tickets for each ordinary one") {
  test_hall hall(ordered_by(discipline::ratio));
  hall.open(1);
  for (int i = 0; i < 4; ++i) hall.take();
  for (int i = 0; i < 6; ++i) hall.take("register", {need::senior});
  CHECK(lanes_served(hall, 1, 10) == "PPAPPAPPAA");
}

TEST_CASE("R-12 the discipline ratio leaves no counter idle when one of its sides is empty") {
  test_hall hall(ordered_by(discipline::ratio));
  hall.open(1);
  for (int i = 0; i < 4; ++i) hall.take("register", {need::senior});
  CHECK(lanes_served(hall, 1, 4) == "PPPP");
  for (int i = 0; i < 2; ++i) hall.take();
  CHECK(lanes_served(hall, 1, 2) == "AA");
}

TEST_CASE("R-12 the office sets the ratio") {
  auto rules = ordered_by(discipline::ratio);
  rules.ratio_priority = 1;
  rules.ratio_general = 2;
  test_hall hall(rules);
  hall.open(1);
  for (int i = 0; i < 4; ++i) hall.take();
  for (int i = 0; i < 3; ++i) hall.take("register", {need::senior});
  CHECK(lanes_served(hall, 1, 7) == "PAAPAAP");
}

TEST_CASE("the order told is the order in which the counter would call") {
  test_hall hall;
  hall.open(1);
  const auto general = hall.take();
  hall.pass(1min);
  const auto senior = hall.take("register", {need::senior});
  hall.pass(1min);
  const auto express = hall.take("transcript");
  const auto& rules = *hall.rules().find_counter(number(1));
  CHECK(call_order(hall.state(), rules, hall.now(), 9) == std::vector{senior, general, express});
  CHECK(call_order(hall.state(), rules, hall.now(), 2) == std::vector{senior, general});
  CHECK(call_order(hall.state(), rules, hall.now(), 0).empty());
}

TEST_SUITE("R-16 the proposed counter") {
  TEST_CASE("is the longest idle one that has somebody to call") {
    test_hall hall;
    hall.open(3);  // longest idle, but express only
    hall.pass(1s);
    hall.open(2);
    hall.pass(1s);
    hall.open(1);
    CHECK(proposed_counter(hall.state(), hall.now()) == std::nullopt);
    hall.take("register");
    CHECK(proposed_counter(hall.state(), hall.now()) == number(2));
    hall.take("transcript");
    CHECK(proposed_counter(hall.state(), hall.now()) == number(3));
  }

  TEST_CASE("is idle since its last visit, not since it opened") {
    test_hall hall;
    hall.open(1);
    hall.pass(1s);
    hall.open(2);
    hall.pass(1s);
    hall.take();
    hall.serve(1);
    hall.take();
    CHECK(proposed_counter(hall.state(), hall.now()) == number(2));
    hall.call(2);
    hall.take();
    CHECK(proposed_counter(hall.state(), hall.now()) == number(1));
  }

  TEST_CASE("is neither paused nor closed nor busy") {
    test_hall hall;
    hall.open({1, 2});
    hall.take();
    hall.take();
    hall.done(pause_counter{number(1), "break"});
    CHECK(proposed_counter(hall.state(), hall.now()) == number(2));
    hall.call(2);
    CHECK(proposed_counter(hall.state(), hall.now()) == std::nullopt);
    hall.done(resume_counter{number(1)});
    CHECK(proposed_counter(hall.state(), hall.now()) == number(1));
    hall.done(close_counter{number(1)});
    CHECK(proposed_counter(hall.state(), hall.now()) == std::nullopt);
  }
}
