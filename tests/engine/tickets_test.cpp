// A ticket from taking to voiding: numbers, several services, the slip.
#include "test_hall.hpp"

using namespace hallcall::engine;
using namespace hallcall::engine::testing;

TEST_CASE("R-1 numbers are a letter and a counter from 001, each series for itself") {
  test_hall hall;
  CHECK(hall.numbered(hall.take("register")) == "A001");
  CHECK(hall.numbered(hall.take("register")) == "A002");
  CHECK(hall.numbered(hall.take("transcript")) == "E001");
  CHECK(hall.numbered(hall.take("register", {need::senior})) == "P001");
  CHECK(hall.numbered(hall.take("register")) == "A003");
}

TEST_CASE("R-20 a turning ticket draws from the general series, so that its number tells nothing") {
  test_hall hall;
  const auto before = hall.take("register");
  const auto turning = hall.take("divorce");
  const auto after = hall.take("register");
  CHECK(hall.the(turning).lane == lane::turning);
  CHECK(hall.numbered(before) == "A001");
  CHECK(hall.numbered(turning) == "A002");
  CHECK(hall.numbered(after) == "A003");
}

TEST_CASE("R-1 numbers have three digits, past 999 four") {
  CHECK(to_string(ticket_number{'A', 1}) == "A001");
  CHECK(to_string(ticket_number{'P', 57}) == "P057");
  CHECK(to_string(ticket_number{'A', 999}) == "A999");
  CHECK(to_string(ticket_number{'A', 1000}) == "A1000");
}

TEST_CASE("R-1 after A999 comes A1000") {
  hall_state state = make_hall(std::make_shared<const hall_rules>(sample_rules()));
  const auto now = local_time(0, 9);
  auto command = asking({"register"});
  for (int i = 1; i <= 1001; ++i) {
    command.token = "token-" + std::to_string(i);
    const auto happened = decide(state, command, now);
    REQUIRE(happened);
    for (const auto& e : *happened) apply(state, e, now);
    if (i < 999) continue;
    const auto* t = state.find_token(command.token);
    REQUIRE(t);
    CHECK(to_string(t->number) == "A" + std::to_string(i));
  }
}

TEST_CASE("R-1 numbers start at 001 again on the next day, ids and call ids never repeat") {
  test_hall hall;
  hall.open(1);
  const auto monday = hall.take();
  hall.take();
  const auto first_call = hall.the(hall.call(1)).call;
  hall.pass(24h);
  hall.open(1);
  const auto tuesday = hall.take();
  CHECK(hall.numbered(tuesday) == "A001");
  CHECK(tuesday > monday);
  CHECK(hall.the(hall.call(1)).call > first_call);
}

TEST_CASE("a ticket is found by its token, and holds what was asked for") {
  test_hall hall;
  auto command = asking({"register"});
  command.language = "vi";
  command.quiet = true;
  command.channel = channel::greeter;
  command.needs = set_of({need::interpreter});
  command.predicted_low_s = 300;
  command.predicted_high_s = 900;
  const auto id = hall.take(command);
  const auto& t = hall.the(id);
  CHECK(hall.state().find_token(t.token) == &t);
  CHECK(t.language == "vi");
  CHECK(t.quiet);
  CHECK(t.channel == channel::greeter);
  CHECK(t.needs == set_of({need::interpreter}));
  CHECK(t.predicted_low_s == 300);
  CHECK(t.predicted_high_s == 900);
  CHECK(t.issued_at == hall.now());
  CHECK(t.place_at == hall.now());
  CHECK(t.state == ticket_state::waiting);
  CHECK(hall.state().find_token("nobody's") == nullptr);
}

TEST_CASE("R-4 a ticket entered by hand is a ticket like any other") {
  test_hall hall;
  auto command = asking({"register"});
  command.channel = channel::hand;
  command.needs = set_of({need::pregnant});
  const auto id = hall.take(command);
  CHECK(hall.numbered(id) == "P001");
  hall.open(1);
  CHECK(hall.call(1) == id);
}

TEST_CASE("R-5 a ticket with several services takes the sum of their times") {
  test_hall hall;
  const auto id = hall.take(asking({"register", "address", "transcript"}));
  CHECK(hall.the(id).standard == 600s + 300s + 240s);
  CHECK(hall.the(id).services.size() == 3);
  CHECK(hall.state().line.work_by_lane[static_cast<std::size_t>(lane::general)] == 1140s);
}

TEST_CASE("R-5 the same service twice counts once") {
  test_hall hall;
  const auto id = hall.take(asking({"register", "address", "register"}));
  CHECK(hall.the(id).standard == 900s);
  CHECK(hall.the(id).services == std::vector<service_id>{{"register"}, {"address"}});
  const auto five =
      hall.take(asking({"register", "address", "name", "photo", "divorce", "register"}));
  CHECK(hall.the(five).services.size() == 5);
}

TEST_CASE("R-5 a ticket carries up to the office's number of services, not one more") {
  test_hall hall;
  CHECK_NOTHROW(hall.take(asking({"register", "address", "name", "transcript", "photo"})));
  CHECK(hall.code(asking({"register", "address", "name", "transcript", "photo", "divorce"})) ==
        refusal_code::too_many_services);
}

TEST_CASE("a service the hall does not know is refused, and so is none at all") {
  test_hall hall;
  CHECK(hall.code(asking({"fishing-licence"})) == refusal_code::unknown_service);
  CHECK(hall.code(asking({"register", "fishing-licence"})) == refusal_code::unknown_service);
  CHECK(hall.code(asking({})) == refusal_code::unknown_service);
  // What was asked is said back, but not at any length, and never half a character.
  std::string long_name = "x";
  for (int i = 0; i < 100; ++i) long_name += "號";
  const auto said = hall.refused(asking({long_name.c_str()})).detail;
  CHECK(said.size() < 150);
  CHECK(said.find("號…") != std::string::npos);
  CHECK(hall.state().tickets.empty());
}

TEST_CASE("R-5 services that no single counter handles together are refused") {
  test_hall hall;
  CHECK_NOTHROW(hall.take("certificate"));  // counter 1 does it, though it is closed now
  CHECK_NOTHROW(hall.take("nationality"));  // counter 2
  CHECK(hall.code(asking({"archive"})) == refusal_code::nobody_offers);
  CHECK(hall.code(asking({"certificate", "nationality"})) == refusal_code::nobody_offers);
}

TEST_SUITE("R-3 the slip") {
  TEST_CASE("a slip that was printed needs nothing more") {
    test_hall hall;
    const auto id = hall.take();
    hall.done(report_slip{id, true});
    hall.done(report_slip{id, true});
    CHECK_FALSE(hall.the(id).confirm_by);
    hall.pass(10min);
    CHECK(hall.state_of(id) == ticket_state::waiting);
  }

  TEST_CASE("a slip that failed and is not confirmed in 30 s voids the ticket at that second") {
    test_hall hall;
    const auto id = hall.take();
    hall.pass(5s);
    const auto happened = hall.done(report_slip{id, false, "paper out"});
    const auto* failed = find<slip_failed>(happened);
    REQUIRE(failed);
    CHECK(failed->confirm_by == hall.now() + 30s);
    CHECK(failed->reason == "paper out");
    hall.pass(29999ms);
    CHECK(hall.state_of(id) == ticket_state::waiting);
    hall.pass(1ms);
    CHECK(hall.state_of(id) == ticket_state::voided);
    CHECK(hall.the(id).ended_because == "not-confirmed");
    CHECK(hall.state().line.waiting() == 0);
    CHECK(hall.state().today.voided == 1);
  }

  TEST_CASE("a slip that failed and is confirmed in time keeps its ticket, once and for all") {
    test_hall hall;
    const auto id = hall.take();
    hall.done(report_slip{id, false, "jam"});
    hall.pass(29999ms);
    CHECK(find<slip_printed>(hall.done(report_slip{id, true})) != nullptr);
    CHECK(hall.done(report_slip{id, true}).empty());  // a second tap says nothing new
    hall.pass(10min);
    CHECK(hall.state_of(id) == ticket_state::waiting);
  }

  TEST_CASE("a ticket that was called before its slip was confirmed is not voided") {
    test_hall hall;
    const auto id = hall.take();
    hall.done(report_slip{id, false, "jam"});
    hall.open(1);
    CHECK(hall.call(1) == id);
    hall.pass(10min);
    CHECK(hall.state_of(id) == ticket_state::called);
  }

  TEST_CASE("a voided ticket cannot be confirmed any more, and an unknown one never") {
    test_hall hall;
    const auto id = hall.take();
    hall.done(report_slip{id, false, "jam"});
    hall.pass(30s);
    CHECK(hall.code(report_slip{id, true}) == refusal_code::already_ended);
    CHECK(hall.code(report_slip{ticket_id{99}, true}) == refusal_code::unknown_ticket);
  }

  TEST_CASE("of two failed slips each has its own 30 seconds") {
    test_hall hall;
    const auto first = hall.take();
    hall.done(report_slip{first, false, "jam"});
    hall.pass(10s);
    const auto second = hall.take();
    hall.done(report_slip{second, false, "jam"});
    hall.pass(20s);
    CHECK(hall.state_of(first) == ticket_state::voided);
    CHECK(hall.state_of(second) == ticket_state::waiting);
    hall.pass(10s);
    CHECK(hall.state_of(second) == ticket_state::voided);
  }
}

TEST_CASE("only a waiting ticket can be voided") {
  test_hall hall;
  const auto first = hall.take();
  const auto second = hall.take();
  hall.open(1);
  REQUIRE(hall.call(1) == first);
  CHECK(hall.code(void_ticket{first, "mistake"}) == refusal_code::not_waiting);
  hall.done(void_ticket{second, "mistake"});
  CHECK(hall.state_of(second) == ticket_state::voided);
  CHECK(hall.the(second).ended_because == "mistake");
  CHECK(hall.code(void_ticket{second, "mistake"}) == refusal_code::already_ended);
  CHECK(hall.code(void_ticket{ticket_id{99}, "mistake"}) == refusal_code::unknown_ticket);
}

TEST_CASE("who gives up leaves the line; who is at a counter cannot") {
  test_hall hall;
  const auto called = hall.take();
  const auto waiting = hall.take();
  hall.open(1);
  REQUIRE(hall.call(1) == called);
  hall.done(leave{waiting});
  CHECK(hall.state_of(waiting) == ticket_state::left);
  CHECK(hall.state().line.waiting() == 0);
  CHECK(hall.state().today.left == 1);
  CHECK(hall.code(leave{waiting}) == refusal_code::already_ended);
  CHECK(hall.code(leave{called}) == refusal_code::already_called);
  hall.pass(20s);
  hall.done(no_show{number(1)});
  hall.done(leave{called});  // missed, and gone
  CHECK(hall.state_of(called) == ticket_state::left);
}

TEST_SUITE("priority granted by staff") {
  TEST_CASE("it changes lane and rate, and keeps number and place") {
    test_hall hall;
    const auto id = hall.take();
    const auto taken_at = hall.now();
    hall.pass(5min);
    hall.done(grant_priority{id, "on crutches"});
    CHECK(hall.the(id).lane == lane::priority);
    CHECK(hall.the(id).rate == 6);
    CHECK(hall.the(id).place_at == taken_at);
    CHECK(hall.numbered(id) == "A001");
    CHECK(hall.state().line.waiting(lane::general) == 0);
    CHECK(hall.state().line.waiting(lane::priority) == 1);
  }

  TEST_CASE("a turning ticket stays in its lane and gains the rate") {
    test_hall hall;
    const auto id = hall.take("divorce");
    hall.done(grant_priority{id, "on crutches"});
    CHECK(hall.the(id).lane == lane::turning);
    CHECK(hall.the(id).rate == 6);
  }

  TEST_CASE("it never lowers a rate") {
    auto rules = sample_rules();
    lane_of(rules, lane::turning).rate = 9;
    test_hall hall(rules);
    const auto id = hall.take("divorce");
    hall.done(grant_priority{id, "on crutches"});
    CHECK(hall.the(id).rate == 9);
  }

  TEST_CASE("it needs a reason, and a ticket that is not at a counter") {
    test_hall hall;
    const auto id = hall.take();
    CHECK(hall.code(grant_priority{id, ""}) == refusal_code::reason_needed);
    CHECK(hall.code(grant_priority{ticket_id{99}, "x"}) == refusal_code::unknown_ticket);
    hall.open(1);
    hall.call(1);
    CHECK(hall.code(grant_priority{id, "x"}) == refusal_code::already_called);
    hall.start(1);
    hall.finish(1);
    CHECK(hall.code(grant_priority{id, "x"}) == refusal_code::already_ended);
  }
}
