// Why a ticket was called, in numbers that add up.
#include "test_hall.hpp"

using namespace hallcall::engine;
using namespace hallcall::engine::testing;

TEST_CASE(
    "R-13 the reason tells rule, lane, rate, wait and score, and who was passed over with theirs") {
  test_hall hall;
  hall.open(1);
  hall.take("register");
  hall.pass(100s);
  hall.take("transcript");
  hall.pass(20s);
  const auto senior = hall.take("register", {need::senior});
  hall.pass(30500ms);
  REQUIRE(hall.call(1) == senior);

  const reason& why = hall.the(senior).why;
  CHECK(why.rule == call_rule::score);
  CHECK(why.lane == lane::priority);
  CHECK(why.rate == 6);
  CHECK(why.waited == 30s);
  CHECK(why.score == doctest::Approx(30.5 * 6));
  CHECK(why.words.empty());
  REQUIRE(why.passed_over.size() == 2);
  CHECK(why.passed_over[0].number == "A001");
  CHECK(why.passed_over[0].lane == lane::general);
  CHECK(why.passed_over[0].waited == 150s);
  CHECK(why.passed_over[0].score == doctest::Approx(150.5));
  CHECK(why.passed_over[1].number == "E001");
  CHECK(why.passed_over[1].score == doctest::Approx(50.5));
}

TEST_CASE("R-13 of each other line the best one is named, not everybody behind") {
  test_hall hall;
  hall.open(1);
  for (int i = 0; i < 3; ++i) hall.take("register");
  for (int i = 0; i < 3; ++i) hall.take("transcript");
  hall.pass(1min);
  const auto& why = hall.the(hall.call(1)).why;
  REQUIRE(why.passed_over.size() == 1);
  CHECK(why.passed_over[0].number == "E001");
}

TEST_CASE("R-13 at most eight passed over are named, the highest scores") {
  auto rules = sample_rules();
  rules.backups.clear();
  for (int i = 0; i < 12;
       ++i) {  // twelve lines: each service is handled by counter 1 alone, for a reason of its own
    const std::string name = "special-" + std::to_string(i);
    rules.services.push_back({{name}, seconds(300), false, false, {feature(name)}});
    counter_of(rules, 1).features.insert(feature(name));
  }
  test_hall hall(rules);
  hall.open(1);
  for (int i = 0; i < 12; ++i) {
    hall.take("special-" + std::to_string(i));
    hall.pass(1s);
  }
  const auto& why = hall.the(hall.call(1)).why;
  REQUIRE(why.passed_over.size() == 8);
  CHECK(why.passed_over.front().number == "A002");
  CHECK(why.passed_over.back().number == "A009");
}

TEST_CASE("R-13 the reason stays with the ticket, and is the one in the journal") {
  test_hall hall;
  hall.open(1);
  const auto id = hall.take();
  hall.pass(1min);
  hall.serve(1);
  const auto calls = hall.all<ticket_called>();
  REQUIRE(calls.size() == 1);
  CHECK(text_of(calls[0].why) == text_of(hall.the(id).why));
  CHECK(hall.the(id).why_at == hall.now());
}

TEST_CASE(
    "R-14 a call out of order tells the clerk's words, and whom the rules would have called") {
  test_hall hall;
  hall.open(1);
  hall.take();
  hall.pass(1min);
  const auto chosen = hall.take();
  hall.pass(1min);
  hall.done(call_ticket{number(1), chosen, "has a train to catch"});
  const auto& why = hall.the(chosen).why;
  CHECK(why.rule == call_rule::out_of_order);
  CHECK(why.words == "has a train to catch");
  CHECK(why.waited == 60s);
  CHECK(why.score == doctest::Approx(60));
  REQUIRE(why.passed_over.size() == 1);
  CHECK(why.passed_over[0].number == "A001");
  CHECK(why.passed_over[0].waited == 120s);
}

TEST_CASE("R-13 a return's reason says that it was its turn") {
  test_hall hall;
  hall.open(1);
  const auto id = hall.take();
  hall.miss_and_return(1);
  CHECK(hall.call(1) == id);
  CHECK(hall.the(id).why.rule == call_rule::returned);
}
