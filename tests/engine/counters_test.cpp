// What a clerk does at a counter, and what a counter refuses.
#include "test_hall.hpp"

using namespace hallcall::engine;
using namespace hallcall::engine::testing;

TEST_SUITE("opening, pausing, closing") {
  TEST_CASE("a counter opens once, with its clerk") {
    test_hall hall;
    hall.done(open_counter{number(1), "clerk-7", "Sample clerk"});
    CHECK(hall.at(1).mode == counter_mode::open);
    CHECK(hall.at(1).clerk_account == "clerk-7");
    CHECK(hall.at(1).clerk_shown == "Sample clerk");
    CHECK(hall.at(1).idle_since == hall.now());
    CHECK(hall.code(open_counter{number(1), "clerk-8", "Other"}) == refusal_code::counter_open);
    CHECK(hall.code(open_counter{number(99), "clerk-8", "Other"}) == refusal_code::unknown_counter);
    hall.done(close_counter{number(1)});
    CHECK(hall.at(1).mode == counter_mode::closed);
    CHECK(hall.code(close_counter{number(1)}) == refusal_code::counter_closed);
    hall.done(open_counter{number(1), "clerk-8", "Other"});
    CHECK(hall.at(1).clerk_account == "clerk-8");
  }

  TEST_CASE("a mobile counter can be opened by hand") {
    test_hall hall;
    hall.open(11);
    const auto id = hall.take();
    CHECK(hall.call(11) == id);
  }

  TEST_CASE("a paused counter calls nobody until it resumes") {
    test_hall hall;
    CHECK(hall.code(pause_counter{number(1), "break"}) == refusal_code::counter_closed);
    hall.open(1);
    const auto id = hall.take();
    CHECK(hall.code(resume_counter{number(1)}) == refusal_code::not_paused);
    hall.done(pause_counter{number(1), "break"});
    CHECK(hall.at(1).pause_reason == "break");
    CHECK(hall.code(pause_counter{number(1), "break"}) == refusal_code::counter_paused);
    CHECK(hall.code(call_next{number(1)}) == refusal_code::counter_paused);
    CHECK(hall.code(call_ticket{number(1), id, "asked"}) == refusal_code::counter_paused);
    CHECK(hall.code(open_counter{number(1), "clerk-8", "Other"}) == refusal_code::counter_open);
    hall.done(resume_counter{number(1)});
    CHECK(hall.call(1) == id);
  }

  TEST_CASE("a paused counter can close, and opens again unpaused") {
    test_hall hall;
    hall.open(1);
    hall.done(pause_counter{number(1), "break"});
    hall.done(close_counter{number(1)});
    hall.open(1);
    CHECK(hall.at(1).mode == counter_mode::open);
    CHECK(hall.at(1).pause_reason.empty());
  }

  TEST_CASE("a counter with a ticket neither pauses nor closes, called or serving") {
    test_hall hall;
    hall.open(1);
    hall.take();
    hall.call(1);
    CHECK(hall.code(pause_counter{number(1), "break"}) == refusal_code::counter_busy);
    CHECK(hall.code(close_counter{number(1)}) == refusal_code::counter_busy);
    hall.start(1);
    CHECK(hall.code(pause_counter{number(1), "break"}) == refusal_code::counter_busy);
    CHECK(hall.code(close_counter{number(1)}) == refusal_code::counter_busy);
    hall.finish(1);
    hall.done(close_counter{number(1)});
  }

  TEST_CASE(
      "every command at a counter is refused when the hall has no such counter, or it is closed") {
    test_hall hall;
    const auto id = hall.take();
    const auto all_at = [&](counter_no n) {
      return std::vector<command>{close_counter{n}, pause_counter{n, "x"},     resume_counter{n},
                                  call_next{n},     call_ticket{n, id, "x"},   recall{n},
                                  start_visit{n},   finish_visit{n},           no_show{n},
                                  park{n},          transfer{n, lane::general}};
    };
    for (const auto& c : all_at(number(99))) CHECK(hall.code(c) == refusal_code::unknown_counter);
    for (const auto& c : all_at(number(1))) CHECK(hall.code(c) == refusal_code::counter_closed);
  }
}

TEST_SUITE("a visit") {
  TEST_CASE("is called, started and finished, each at its time") {
    test_hall hall;
    hall.open(1);
    const auto id = hall.take();
    hall.pass(3min);
    const auto called_at = hall.now();
    hall.call(1);
    CHECK(hall.state_of(id) == ticket_state::called);
    CHECK(hall.at(1).current == id);
    CHECK(hall.the(id).counter == number(1));
    CHECK(hall.the(id).clerk == "clerk-1");
    hall.pass(30s);
    hall.start(1);
    CHECK(hall.state_of(id) == ticket_state::serving);
    CHECK(hall.the(id).first_called_at == called_at);
    CHECK(hall.the(id).started_at == called_at + 30s);  // the walk is measured apart from the wait
    hall.pass(10min);
    hall.finish(1);
    CHECK(hall.state_of(id) == ticket_state::done);
    CHECK(hall.the(id).ended_at == called_at + 30s + 10min);
    CHECK(hall.the(id).outcome == outcome::finished);
    CHECK_FALSE(hall.at(1).current);
    CHECK(hall.at(1).served_today == 1);
    CHECK(hall.state().today.called == 1);
    CHECK(hall.state().today.done == 1);
    CHECK(hall.state().today.wait_ms == 180000);
    CHECK(hall.state().recent_calls.front() == id);
  }

  TEST_CASE("starts once, and is finished only when it has started") {
    test_hall hall;
    hall.open(1);
    CHECK(hall.code(start_visit{number(1)}) == refusal_code::counter_idle);
    CHECK(hall.code(finish_visit{number(1)}) == refusal_code::counter_idle);
    hall.take();
    hall.call(1);
    CHECK(hall.code(finish_visit{number(1)}) == refusal_code::not_serving);
    hall.start(1);
    CHECK(hall.code(start_visit{number(1)}) == refusal_code::not_called);
    hall.finish(1);
    CHECK(hall.code(finish_visit{number(1)}) == refusal_code::counter_idle);
  }

  TEST_CASE("R-51 keeps its outcome, and the documents that were missing") {
    test_hall hall;
    hall.open(1);
    const auto referred = hall.take();
    hall.call(1);
    hall.start(1);
    hall.done(finish_visit{number(1), outcome::referred});
    CHECK(hall.the(referred).outcome == outcome::referred);
    const auto supplement = hall.take();
    hall.call(1);
    hall.start(1);
    CHECK(hall.code(finish_visit{number(1), outcome::supplement}) == refusal_code::reason_needed);
    hall.done(finish_visit{number(1), outcome::supplement, {"photo", "seal"}});
    CHECK(hall.the(supplement).outcome == outcome::supplement);
    CHECK(hall.the(supplement).missing == std::vector<std::string>{"photo", "seal"});
  }
}

TEST_SUITE("calling the next one while one is there") {
  TEST_CASE("finishes a visit that has started, when asked to") {
    test_hall hall;
    hall.open(1);
    const auto first = hall.take();
    const auto second = hall.take();
    hall.call(1);
    hall.start(1);
    CHECK(hall.code(call_next{number(1)}) == refusal_code::counter_busy);
    hall.done(call_next{number(1), true});
    CHECK(hall.state_of(first) == ticket_state::done);
    CHECK(hall.the(first).outcome == outcome::finished);
    CHECK(hall.state_of(second) == ticket_state::called);
    CHECK(hall.at(1).current == second);
  }

  TEST_CASE("never finishes a visit that has only been called") {
    test_hall hall;
    hall.open(1);
    const auto first = hall.take();
    hall.take();
    hall.call(1);
    CHECK(hall.code(call_next{number(1), true}) == refusal_code::counter_busy);
    CHECK(hall.state_of(first) == ticket_state::called);
  }

  TEST_CASE("finishes nothing when nobody waits") {
    test_hall hall;
    hall.open(1);
    const auto only = hall.take();
    hall.call(1);
    hall.start(1);
    CHECK(hall.code(call_next{number(1), true}) == refusal_code::nothing_waiting);
    CHECK(hall.state_of(only) == ticket_state::serving);
  }
}

TEST_SUITE("R-14 calling a certain ticket") {
  TEST_CASE("needs a reason") {
    test_hall hall;
    hall.open(1);
    hall.take();
    const auto second = hall.take();
    CHECK(hall.code(call_ticket{number(1), second, ""}) == refusal_code::reason_needed);
    hall.done(call_ticket{number(1), second, "asked to"});
    CHECK(hall.state_of(second) == ticket_state::called);
  }

  TEST_CASE("asks no counter about lanes, only about what the service requires") {
    test_hall hall;
    hall.open({1, 2});
    const auto turning = hall.take("divorce");
    hall.done(call_ticket{number(1), turning, "asked to"});
    CHECK(hall.at(1).current == turning);
    const auto certificate = hall.take("certificate");
    CHECK(hall.code(call_ticket{number(2), certificate, "asked to"}) ==
          refusal_code::lane_not_taken);
  }

  TEST_CASE("R-1 is refused when the ticket is at a counter, or has ended, or never was") {
    test_hall hall;
    hall.open({1, 2});
    const auto id = hall.take();
    hall.call(1);
    CHECK(hall.code(call_ticket{number(2), id, "mine"}) == refusal_code::already_called);
    CHECK(hall.code(call_next{number(2)}) == refusal_code::nothing_waiting);
    hall.start(1);
    CHECK(hall.code(call_ticket{number(2), id, "mine"}) == refusal_code::already_called);
    hall.finish(1);
    CHECK(hall.code(call_ticket{number(2), id, "mine"}) == refusal_code::already_ended);
    CHECK(hall.code(call_ticket{number(2), ticket_id{99}, "mine"}) == refusal_code::unknown_ticket);
  }

  TEST_CASE("is refused while the counter has another") {
    test_hall hall;
    hall.open(1);
    hall.take();
    const auto second = hall.take();
    hall.call(1);
    CHECK(hall.code(call_ticket{number(1), second, "asked to"}) == refusal_code::counter_busy);
  }

  TEST_CASE("reaches missed, returning and parked tickets") {
    test_hall hall;
    hall.open(1);
    const auto id = hall.take();
    SUBCASE("missed") { hall.call_and_miss(1); }
    SUBCASE("returning") { hall.miss_and_return(1); }
    SUBCASE("parked") {
      hall.call(1);
      hall.done(park{number(1)});
    }
    hall.done(call_ticket{number(1), id, "is here"});
    CHECK(hall.state_of(id) == ticket_state::called);
    CHECK(hall.the(id).calls == 1);
    CHECK(hall.state().returns.empty());
  }
}

TEST_SUITE("R-52 transferring") {
  TEST_CASE("to another lane keeps the place and carries the note, called or serving") {
    test_hall hall;
    hall.open({1, 5});
    const auto id = hall.take();
    const auto place = hall.the(id).place_at;
    hall.pass(5min);
    hall.call(1);
    SUBCASE("called") {}
    SUBCASE("serving") { hall.start(1); }
    hall.done(transfer{number(1), lane::turning, std::nullopt, "wants to talk in private"});
    const auto& t = hall.the(id);
    CHECK(t.state == ticket_state::waiting);
    CHECK(t.lane == lane::turning);
    CHECK(t.rate == 2);
    CHECK(t.place_at == place);
    CHECK(t.note == "wants to talk in private");
    CHECK(hall.numbered(id) == "A001");
    CHECK_FALSE(hall.at(1).current);
    CHECK(hall.code(call_next{number(1)}) == refusal_code::nothing_waiting);
    CHECK(hall.call(5) == id);
  }

  TEST_CASE("to another lane keeps the rate that a need gives") {
    test_hall hall;
    hall.open(5);
    const auto id = hall.take("divorce", {need::senior});
    hall.call(5);
    hall.done(transfer{number(5), lane::general});
    CHECK(hall.the(id).lane == lane::general);
    CHECK(hall.the(id).rate == 6);
  }

  TEST_CASE("to another counter keeps lane, rate and place") {
    test_hall hall;
    hall.open({1, 2});
    const auto id = hall.take("register", {need::senior});
    const auto place = hall.the(id).place_at;
    hall.pass(1min);
    hall.call(1);
    hall.done(transfer{number(1), std::nullopt, number(2)});
    CHECK(hall.the(id).lane == lane::priority);
    CHECK(hall.the(id).rate == 6);
    CHECK(hall.the(id).place_at == place);
    CHECK(hall.call(2) == id);
  }

  TEST_CASE("starts a new round of calls") {
    test_hall hall;
    hall.open({1, 2});
    const auto id = hall.take();
    hall.call(1);
    hall.pass(20s);
    hall.done(recall{number(1)});
    hall.done(transfer{number(1), std::nullopt, number(2)});
    hall.call(2);
    CHECK(hall.the(id).calls == 1);
    CHECK(hall.the(id).calls_in_all == 3);
    for (int i = 0; i < 2; ++i) {
      hall.pass(20s);
      hall.done(recall{number(2)});
    }
  }

  TEST_CASE("names a lane or a counter, exactly one of them") {
    test_hall hall;
    hall.open({1, 2});
    const auto id = hall.take();
    hall.call(1);
    hall.refused(transfer{number(1)});
    hall.refused(transfer{number(1), lane::turning, number(2)});
    CHECK(hall.state_of(id) == ticket_state::called);
  }

  TEST_CASE(
      "needs a counter that is known, open, another one, takes the lane and can do what is "
      "required") {
    test_hall hall;
    hall.open({1, 2, 3});
    hall.take("certificate");
    hall.call(1);
    CHECK(hall.code(transfer{number(1), std::nullopt, number(99)}) ==
          refusal_code::unknown_counter);
    CHECK(hall.code(transfer{number(1), std::nullopt, number(2)}) == refusal_code::lane_not_taken);
    hall.refused(transfer{number(1), std::nullopt, number(1)});
    hall.start(1);
    hall.finish(1);
    hall.take("register");
    hall.call(1);
    CHECK(hall.code(transfer{number(1), std::nullopt, number(3)}) == refusal_code::lane_not_taken);
    CHECK(hall.code(transfer{number(1), std::nullopt, number(4)}) == refusal_code::counter_closed);
    hall.done(transfer{number(1), std::nullopt, number(2)});
  }

  TEST_CASE("needs a lane that is in use and that visits can be moved to") {
    auto rules = sample_rules();
    lane_of(rules, lane::express).in_use = false;
    test_hall hall(rules);
    hall.open(1);
    hall.take();
    hall.call(1);
    CHECK(hall.code(transfer{number(1), lane::express}) == refusal_code::lane_not_taken);
    CHECK(hall.code(transfer{number(1), lane::booked}) == refusal_code::lane_not_taken);
    hall.done(transfer{number(1), lane::priority});
  }
}
