// Calls, recalls, missed tickets and how they come back.
#include "test_hall.hpp"

using namespace hallcall::engine;
using namespace hallcall::engine::testing;

TEST_SUITE("R-50 recalling") {
  TEST_CASE("up to three calls, at least 20 s apart") {
    test_hall hall;
    hall.open(1);
    const auto id = hall.take();
    hall.call(1);
    const auto first = hall.the(id).call;
    hall.pass(19999ms);
    CHECK(hall.code(recall{number(1)}) == refusal_code::too_early);
    hall.pass(1ms);
    hall.done(recall{number(1)});
    CHECK(hall.the(id).calls == 2);
    CHECK(hall.the(id).call > first);
    hall.pass(19999ms);
    CHECK(hall.code(recall{number(1)}) == refusal_code::too_early);  // since the latest call
    hall.pass(1ms);
    hall.done(recall{number(1)});
    CHECK(hall.the(id).calls == 3);
    hall.pass(1h);
    CHECK(hall.code(recall{number(1)}) == refusal_code::no_calls_left);
    CHECK(hall.all<ticket_recalled>().back().nth == 3);
  }

  TEST_CASE("too early says how many seconds are left") {
    test_hall hall;
    hall.open(1);
    hall.take();
    hall.call(1);
    CHECK(hall.refused(recall{number(1)}).retry_after == 20s);
    hall.pass(12500ms);
    CHECK(hall.refused(recall{number(1)}).retry_after == 8s);
    CHECK(hall.refused(no_show{number(1)}).retry_after == 8s);
    hall.pass(7499ms);
    CHECK(hall.refused(recall{number(1)}).retry_after == 1s);
  }

  TEST_CASE("only a ticket that is called and has not come") {
    test_hall hall;
    CHECK(hall.code(recall{number(1)}) == refusal_code::counter_closed);
    hall.open(1);
    CHECK(hall.code(recall{number(1)}) == refusal_code::counter_idle);
    hall.take();
    hall.call(1);
    hall.start(1);
    hall.pass(1min);
    CHECK(hall.code(recall{number(1)}) == refusal_code::not_called);
  }
}

TEST_SUITE("R-50 missed") {
  TEST_CASE("a ticket is missed 20 s after its latest call, not before") {
    test_hall hall;
    hall.open(1);
    const auto id = hall.take();
    hall.call(1);
    hall.pass(19999ms);
    CHECK(hall.code(no_show{number(1)}) == refusal_code::too_early);
    hall.pass(1ms);
    hall.done(recall{number(1)});
    CHECK(hall.code(no_show{number(1)}) == refusal_code::too_early);
    hall.pass(20s);
    hall.done(no_show{number(1)});
    CHECK(hall.state_of(id) == ticket_state::missed);
    CHECK_FALSE(hall.at(1).current);
    CHECK(hall.state().today.missed == 1);
    CHECK(hall.code(call_next{number(1)}) ==
          refusal_code::nothing_waiting);  // not waiting until it is back
  }

  TEST_CASE("a visit that has started is not missed") {
    test_hall hall;
    hall.open(1);
    hall.take();
    hall.call(1);
    hall.start(1);
    hall.pass(1min);
    CHECK(hall.code(no_show{number(1)}) == refusal_code::not_called);
  }

  TEST_CASE("only missed and parked tickets check in") {
    test_hall hall;
    hall.open(1);
    const auto id = hall.take();
    CHECK(hall.code(check_in{id}) == refusal_code::not_missed);
    CHECK(hall.code(check_in{ticket_id{99}}) == refusal_code::unknown_ticket);
    hall.call(1);
    CHECK(hall.code(check_in{id}) == refusal_code::already_called);
    hall.start(1);
    CHECK(hall.code(check_in{id}) == refusal_code::already_called);
    hall.finish(1);
    CHECK(hall.code(check_in{id}) == refusal_code::already_ended);
    const auto other = hall.take();
    hall.miss_and_return(1);
    CHECK(hall.code(check_in{other}) == refusal_code::not_missed);  // a second tap
  }
}

TEST_SUITE("R-50 coming back") {
  TEST_CASE("a missed ticket comes back after three live numbers, not after two") {
    test_hall hall;
    hall.open(1);
    hall.take();
    const auto back = hall.miss_and_return(1);
    for (int i = 0; i < 5; ++i) hall.take();
    for (int i = 0; i < 3; ++i) CHECK(hall.serve(1) != back);
    CHECK(hall.serve(1) == back);
    CHECK(hall.serve(1) != back);
  }

  TEST_CASE("live numbers count in the whole hall, from when it came back") {
    test_hall hall;
    hall.open({1, 2});
    hall.take();
    for (int i = 0; i < 8; ++i) hall.take();
    hall.serve(2);  // the first ticket
    const auto missed = hall.call_and_miss(1);
    hall.serve(2);  // before it came back: does not count
    hall.serve(2);
    hall.serve(2);
    hall.done(check_in{missed});
    CHECK(hall.serve(2) != missed);
    CHECK(hall.serve(1) != missed);
    CHECK(hall.serve(2) != missed);
    CHECK(hall.serve(1) == missed);
  }

  TEST_CASE("several are woven in, one after every two live ones, in the order they came back") {
    test_hall hall;
    hall.open(1);
    hall.take();
    const auto one = hall.call_and_miss(1);
    hall.take();
    const auto two = hall.call_and_miss(1);
    hall.take();
    const auto three = hall.call_and_miss(1);
    hall.done(check_in{three});
    hall.done(check_in{one});
    hall.done(check_in{two});
    for (int i = 0; i < 9; ++i) hall.take();
    std::vector<ticket_id> order;
    for (int i = 0; i < 12; ++i) order.push_back(hall.serve(1));
    CHECK(order[3] == three);
    CHECK(order[6] == one);
    CHECK(order[9] == two);
  }

  TEST_CASE("the call of a return is not a live number") {
    test_hall hall;
    hall.open(1);
    hall.take();
    hall.miss_and_return(1);
    const auto before = hall.state().live_calls;
    hall.call(1);
    CHECK(hall.state().live_calls == before);
  }

  TEST_CASE("a return whose turn has not come is called all the same when nobody else waits") {
    test_hall hall;
    hall.open(1);
    hall.take();
    const auto back = hall.miss_and_return(1);
    const auto live = hall.take();
    CHECK(hall.serve(1) == live);
    CHECK(hall.serve(1) == back);
  }

  TEST_CASE("a due return goes before tickets beyond the cap") {
    test_hall hall;
    hall.open(1);
    hall.take();
    const auto back = hall.miss_and_return(1);
    for (int i = 0; i < 4; ++i) hall.take();
    for (int i = 0; i < 3; ++i) hall.serve(1);
    hall.pass(31min);
    CHECK(hall.serve(1) == back);
  }

  TEST_CASE(
      "a return waits for a counter that may serve it, and others behind it do not wait for it") {
    test_hall hall;
    hall.open({1, 2});
    hall.take("certificate");  // counter 1 alone
    const auto bound = hall.miss_and_return(1);
    hall.take("register");
    const auto free = hall.miss_and_return(1);  // counter 1 took it: the return was not due
    for (int i = 0; i < 6; ++i) hall.take("register");
    std::vector<ticket_id> order;
    for (int i = 0; i < 6; ++i) order.push_back(hall.serve(2));
    CHECK(order[3] == free);
    CHECK(hall.serve(1) == bound);
  }

  TEST_CASE("a return may miss its call again and come back again") {
    test_hall hall;
    hall.open(1);
    const auto id = hall.take();
    hall.miss_and_return(1);
    CHECK(hall.miss_and_return(1) == id);
    CHECK(hall.serve(1) == id);
    CHECK(hall.state().today.missed == 2);
  }

  TEST_CASE("the office sets both distances") {
    auto rules = sample_rules();
    rules.live_before_first_return = 1;
    rules.live_between_returns = 3;
    test_hall hall(rules);
    hall.open(1);
    hall.take();
    const auto one = hall.call_and_miss(1);
    hall.take();
    const auto two = hall.call_and_miss(1);
    hall.done(check_in{one});
    hall.done(check_in{two});
    for (int i = 0; i < 5; ++i) hall.take();
    std::vector<ticket_id> order;
    for (int i = 0; i < 6; ++i) order.push_back(hall.serve(1));
    CHECK(order[1] == one);
    CHECK(order[5] == two);
  }

  TEST_CASE("a missed ticket expires at the day's end") {
    test_hall hall;
    hall.open(1);
    const auto id = hall.take();
    hall.call_and_miss(1);
    hall.pass(15h);
    const auto ended = hall.all<day_ended>();
    REQUIRE(ended.size() == 1);
    CHECK(ended[0].expired == std::vector{id});
  }
}

TEST_SUITE("parking") {
  TEST_CASE("a parked ticket comes back to its old place, and prefers its counter") {
    test_hall hall;
    hall.open({1, 2});
    const auto parked = hall.take();
    const auto place = hall.the(parked).place_at;
    hall.call(1);
    hall.start(1);
    hall.done(park{number(1), "fills in the form"});
    CHECK(hall.state_of(parked) == ticket_state::parked);
    CHECK(hall.the(parked).note == "fills in the form");
    CHECK_FALSE(hall.at(1).current);
    hall.pass(1min);
    const auto other = hall.take();
    hall.done(check_in{parked});
    CHECK(hall.the(parked).place_at == place);
    CHECK(hall.the(parked).wants_counter == number(1));
    SUBCASE("there it is first by its place") { CHECK(hall.call(1) == parked); }
    SUBCASE("elsewhere others go first, then it") {
      CHECK(hall.serve(2) == other);
      CHECK(hall.serve(2) == parked);
    }
    SUBCASE("elsewhere it is first once its counter is closed") {
      hall.done(close_counter{number(1)});
      CHECK(hall.serve(2) == parked);
    }
    SUBCASE("elsewhere it is first once its counter is paused") {
      hall.done(pause_counter{number(1), "break"});
      CHECK(hall.serve(2) == parked);
    }
  }

  TEST_CASE("a called ticket can be parked too; an idle counter has none to park") {
    test_hall hall;
    hall.open(1);
    CHECK(hall.code(park{number(1)}) == refusal_code::counter_idle);
    const auto id = hall.take();
    hall.call(1);
    hall.done(park{number(1)});
    CHECK(hall.state_of(id) == ticket_state::parked);
  }
}
