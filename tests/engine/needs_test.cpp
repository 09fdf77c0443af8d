// How needs, languages, services and transfers choose counters.
#include "engine/dispatch.hpp"
#include "test_hall.hpp"

using namespace hallcall::engine;
using namespace hallcall::engine::testing;

namespace {

bool serves(const test_hall& hall, int counter, ticket_id id) {
  return may_serve(hall.state(), *hall.rules().find_counter(number(counter)), hall.the(id));
}

}  // namespace

TEST_SUITE("R-15 a narrow wish") {
  TEST_CASE("goes to counters with the feature while one is open") {
    test_hall hall;
    hall.open({1, 2});
    const auto id = hall.take("register", {need::wheelchair});
    CHECK(hall.code(call_next{number(2)}) == refusal_code::nothing_waiting);
    CHECK_FALSE(serves(hall, 2, id));
    CHECK(hall.call(1) == id);
  }

  TEST_CASE("waits for such a counter even while that one is busy") {
    test_hall hall;
    hall.open({1, 2});
    hall.take();
    hall.call(1);
    hall.take("register", {need::wheelchair});
    CHECK(hall.code(call_next{number(2)}) == refusal_code::nothing_waiting);
  }

  TEST_CASE("is served by others while none with the feature is open, paused ones not counting") {
    test_hall hall;
    hall.open({1, 2});
    const auto id = hall.take("register", {need::wheelchair});
    SUBCASE("closed") { hall.done(close_counter{number(1)}); }
    SUBCASE("paused") { hall.done(pause_counter{number(1), "break"}); }
    CHECK(serves(hall, 2, id));
    CHECK(hall.call(2) == id);
  }

  TEST_CASE("is not kept for a counter that has the feature and not the lane") {
    auto rules = sample_rules();
    counter_of(rules, 1).takes = set_of({lane::express});
    test_hall hall(rules);
    hall.open({1, 2});
    const auto id = hall.take("register", {need::wheelchair});
    CHECK(hall.call(2) == id);
  }

  TEST_CASE("can come from the language") {
    auto rules = sample_rules();
    rules.language_wishes["vi"] = {feature("english"), affinity::narrow};
    test_hall hall(rules);
    hall.open({1, 2});
    const auto id = hall.take("register", {}, "vi");
    CHECK(hall.the(id).wants_narrow == std::set{feature("english")});
    CHECK_FALSE(serves(hall, 1, id));
    CHECK(hall.call(2) == id);
  }
}

TEST_SUITE("R-15 an ordering wish") {
  TEST_CASE("leaves the ticket to others only when they have nothing else") {
    test_hall hall;
    hall.open({1, 2});
    const auto english = hall.take("register", {}, "en");
    hall.pass(1min);
    const auto other = hall.take("register");
    CHECK(hall.serve(1) == other);    // younger, and lower in score
    CHECK(serves(hall, 1, english));  // but never idle while somebody may be served
    CHECK(hall.serve(1) == english);
  }

  TEST_CASE("is an ordinary ticket at the counter that has the feature") {
    test_hall hall;
    hall.open({1, 2});
    const auto first = hall.take("register");
    hall.pass(1min);
    const auto english = hall.take("register", {}, "en");
    CHECK(hall.serve(2) == first);
    CHECK(hall.serve(2) == english);
  }

  TEST_CASE("changes nothing while no counter with the feature is open") {
    test_hall hall;
    hall.open(1);
    const auto english = hall.take("register", {}, "en");
    hall.pass(1min);
    hall.take("register");
    CHECK(hall.serve(1) == english);
  }

  TEST_CASE("ends at the cap: then any counter takes it first") {
    test_hall hall;
    hall.open({1, 2});
    const auto english = hall.take("register", {need::interpreter});
    hall.pass(1min);
    const auto other = hall.take("register");
    hall.pass(29min);
    SUBCASE("at the cap") { CHECK(hall.serve(1) == other); }
    SUBCASE("past it") {
      hall.pass(1ms);
      CHECK(hall.serve(1) == english);
    }
  }
}

TEST_SUITE("what a service requires") {
  TEST_CASE("is strict: no other counter serves it, open or not") {
    test_hall hall;
    hall.open({2, 4});
    const auto id = hall.take("certificate");
    CHECK_FALSE(serves(hall, 2, id));
    CHECK(hall.code(call_next{number(2)}) == refusal_code::nothing_waiting);
    CHECK(hall.code(call_ticket{number(2), id, "please"}) == refusal_code::lane_not_taken);
    CHECK(nobody_serves(hall.state(), 9) == std::vector{id});
    hall.open(1);
    CHECK(nobody_serves(hall.state(), 9).empty());
    CHECK(hall.call(1) == id);
  }
}

TEST_SUITE("R-15 whom nobody serves") {
  TEST_CASE("the greeter is told of every waiting ticket without a counter, up to a limit") {
    test_hall hall;
    const auto express = hall.take("transcript");
    const auto turning = hall.take("divorce");
    CHECK(nobody_serves(hall.state(), 9).size() == 2);
    CHECK(nobody_serves(hall.state(), 1).size() == 1);
    CHECK(nobody_serves(hall.state(), 0).empty());
    hall.open(3);
    CHECK(nobody_serves(hall.state(), 9) == std::vector{turning});
    hall.open(5);
    CHECK(nobody_serves(hall.state(), 9).empty());
    hall.done(close_counter{number(3)});
    CHECK(nobody_serves(hall.state(), 9) == std::vector{express});
  }

  TEST_CASE("a ticket that came back is among them") {
    test_hall hall;
    hall.open(1);
    const auto id = hall.take("certificate");
    hall.miss_and_return(1);
    hall.done(close_counter{number(1)});
    hall.open(2);
    CHECK(nobody_serves(hall.state(), 9) == std::vector{id});
  }
}

TEST_SUITE("R-52 a ticket for one counter") {
  TEST_CASE("is served by that counter alone while it is open, paused or not") {
    test_hall hall;
    hall.open({1, 2});
    const auto id = hall.take();
    hall.call(1);
    hall.done(transfer{number(1), std::nullopt, number(2), "knows the file"});
    CHECK(hall.code(call_next{number(1)}) == refusal_code::nothing_waiting);
    hall.done(pause_counter{number(2), "break"});
    CHECK(hall.code(call_next{number(1)}) == refusal_code::nothing_waiting);
    hall.done(resume_counter{number(2)});
    CHECK(hall.call(2) == id);
  }

  TEST_CASE("is free for others when that counter closes") {
    test_hall hall;
    hall.open({1, 2});
    const auto id = hall.take();
    hall.call(1);
    hall.done(transfer{number(1), std::nullopt, number(2)});
    hall.done(close_counter{number(2)});
    CHECK(hall.call(1) == id);
  }
}
