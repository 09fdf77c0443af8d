// Return passes, services that change while they are handled, transfers to a clerk, and who is told
// when it takes too long.
#include "test_hall.hpp"

using namespace hallcall::engine;
using namespace hallcall::engine::testing;

namespace {

void open_as(test_hall& hall, int n, const std::string& account) {
  hall.done(open_counter{number(n), account, "Shown"});
}

// Serves the next ticket at that counter and sends it home for a document.
ticket_id supplement(test_hall& hall, int n, const std::string& code) {
  const auto id = hall.call(n);
  hall.start(n);
  hall.done(finish_visit{number(n), outcome::supplement, {"photo"}, code});
  return id;
}

ticket_id come_back(test_hall& hall, const std::string& code, channel from = channel::kiosk) {
  const auto happened = hall.done(use_pass{code, from, "token-back-" + code, "device:kiosk"});
  const auto* issued = find<ticket_issued>(happened);
  REQUIRE(issued != nullptr);
  return issued->ticket;
}

use_pass with(const std::string& code) { return {code, channel::kiosk, "token-again", ""}; }

ticket_id serving(test_hall& hall, int n, const char* service = "register") {
  const auto id = hall.take(service);
  hall.call(n);
  hall.start(n);
  return id;
}

change_services change(int n, std::initializer_list<const char*> add,
                       std::initializer_list<const char*> remove = {}) {
  change_services c{number(n), {}, {}};
  for (const auto* s : add) c.add.push_back({s});
  for (const auto* s : remove) c.remove.push_back({s});
  return c;
}

}  // namespace

TEST_SUITE("R-51 a return pass") {
  TEST_CASE("is given with the outcome \"supplement\" alone, and only with a code") {
    test_hall hall;
    hall.open(1);
    hall.take();
    const auto id = supplement(hall, 1, "code");
    CHECK(hall.the(id).pass == "code");
    CHECK(hall.state().find_pass("code")->missing == std::vector<std::string>{"photo"});
    serving(hall, 1);
    hall.done(finish_visit{number(1), outcome::finished, {}, "another"});
    serving(hall, 1);
    hall.done(finish_visit{number(1), outcome::supplement, {"photo"}, ""});
    CHECK(hall.state().passes.size() == 1);
  }

  TEST_CASE("puts who comes back at the head of the line, with a new number and the same matters") {
    test_hall hall;
    hall.open(1);
    hall.take("register", {need::senior}, "vi");
    const auto before = supplement(hall, 1, "code");
    hall.pass(5min);
    hall.take("register", {need::senior});
    hall.take("transcript");
    hall.pass(20min);
    const auto back = come_back(hall, "code");
    CHECK(back != before);
    CHECK(hall.numbered(back) == "R001");
    CHECK(hall.the(back).lane == lane::returning);
    CHECK(hall.the(back).services == hall.the(before).services);
    CHECK(hall.the(back).language == "vi");
    CHECK(hall.the(back).needs == hall.the(before).needs);
    CHECK(hall.the(back).issued_by == "device:kiosk");
    CHECK(hall.call(1) == back);
    CHECK(hall.the(back).why.rule == call_rule::head_of_line);
    CHECK(hall.the(back).why.passed_over.size() == 2);
  }

  TEST_CASE("is good for one return") {
    test_hall hall;
    hall.open(1);
    hall.take();
    supplement(hall, 1, "code");
    come_back(hall, "code");
    CHECK(hall.code(with("code")) == refusal_code::pass_used);
    CHECK(hall.code(with("unheard-of")) == refusal_code::unknown_pass);
    CHECK(hall.code(with("")) == refusal_code::unknown_pass);
  }

  TEST_CASE("is good again when its ticket was voided: nobody had the number in hand") {
    test_hall hall;
    hall.open(1);
    hall.take();
    supplement(hall, 1, "code");
    const auto back = come_back(hall, "code");
    hall.done(report_slip{back, false, "paper-out"});
    hall.pass(30s);
    REQUIRE(hall.state_of(back) == ticket_state::voided);
    const auto again = hall.done(with("code"));
    CHECK(find<ticket_issued>(again)->number.n == 2);
  }

  TEST_CASE("is valid to the end of the fourteenth day after its own") {
    auto rules = sample_rules();
    for (auto& day : rules.opening.weekdays)
      day = {{std::chrono::hours(0), std::chrono::hours(24), std::chrono::hours(24)}};
    test_hall hall(rules);
    hall.open(1);
    hall.take();
    supplement(hall, 1, "code");
    CHECK(hall.state().find_pass("code")->valid_until == local_time(15, 0));
    SUBCASE("the last instant") {
      hall.pass(local_time(15, 0) - 1ms - hall.now());
      come_back(hall, "code");
    }
    SUBCASE("the next") {
      hall.pass(local_time(15, 0) - hall.now());
      CHECK(hall.code(with("code")) == refusal_code::unknown_pass);
      CHECK(hall.all<pass_expired>().size() == 1);
      CHECK(hall.state().passes.empty());
      CHECK(hall.state().pass_ends.empty());
    }
  }

  TEST_CASE("is valid as long as the office says, and a clock that slept does not lengthen it") {
    auto rules = sample_rules();
    rules.pass_valid_days = 0;
    test_hall hall(rules);
    hall.open(1);
    hall.take();
    supplement(hall, 1, "code");
    CHECK(hall.state().find_pass("code")->valid_until == local_time(1, 0));
    hall.set_clock(local_time(1, 9));
    CHECK(hall.code(with("code")) == refusal_code::unknown_pass);
  }

  TEST_CASE("outlives the day, and needs an open door") {
    test_hall hall;
    hall.open(1);
    hall.take();
    supplement(hall, 1, "code");
    hall.pass(local_time(0, 22) - hall.now());
    CHECK(hall.code(with("code")) == refusal_code::hall_closed);
    hall.pass(local_time(3, 10) - hall.now());
    const auto back = come_back(hall, "code");
    hall.open(1);
    hall.take();
    CHECK(hall.call(1) == back);
  }

  TEST_CASE("prefers the clerk who knows the case, at whatever counter that is now") {
    test_hall hall;
    open_as(hall, 1, "mei");
    hall.take();
    supplement(hall, 1, "code");
    hall.pass(local_time(1, 10) - hall.now());
    open_as(hall, 1, "other");
    open_as(hall, 2, "mei");
    const auto back = come_back(hall, "code");
    const auto next = hall.take();
    CHECK(hall.call(1) == next);  // leaves it to mei
    CHECK(hall.call(2) == back);
    CHECK(hall.the(back).why.rule == call_rule::head_of_line);
  }

  TEST_CASE("keeps nobody waiting for that clerk") {
    test_hall hall;
    open_as(hall, 1, "mei");
    open_as(hall, 2, "other");
    hall.take();
    supplement(hall, 1, "code");
    const auto back = come_back(hall, "code");
    SUBCASE("who has gone") {
      hall.done(close_counter{number(1)});
      hall.take();
    }
    SUBCASE("who pauses") {
      hall.done(pause_counter{number(1), "lunch"});
      hall.take();
    }
    SUBCASE("while another counter would be idle") {}
    SUBCASE("who now sits where it cannot be handled") {
      hall.done(close_counter{number(1)});
      open_as(hall, 3, "mei");  // express alone
      hall.take();
    }
    CHECK(hall.call(2) == back);
  }

  TEST_CASE("of a turning matter stays with the counters that handle it, under the same letter") {
    test_hall hall;
    hall.open({1, 5});
    hall.take("divorce");
    supplement(hall, 5, "code");
    const auto back = come_back(hall, "code");
    hall.done(close_counter{number(5)});
    hall.open(5);  // somebody else's account or not, it is the turning counter
    hall.take("divorce");
    CHECK(hall.the(back).lane == lane::turning);
    CHECK(hall.numbered(back)[0] == 'R');
    CHECK(hall.code(call_next{number(1)}) == refusal_code::nothing_waiting);
    CHECK(hall.call(5) == back);
    CHECK(hall.the(back).why.rule == call_rule::head_of_line);
  }

  TEST_CASE("two who come back are called in that order") {
    test_hall hall;
    hall.open({1, 2});
    hall.take();
    hall.take();
    supplement(hall, 1, "one");
    supplement(hall, 1, "two");
    hall.done(close_counter{number(1)});
    const auto second = come_back(hall, "two");
    hall.pass(1s);
    const auto first = come_back(hall, "one");
    CHECK(hall.call(2) == second);
    hall.start(2);
    hall.finish(2);
    CHECK(hall.call(2) == first);
  }
}

TEST_SUITE("R-5 services of a visit") {
  TEST_CASE("come and go while it is served, and the standard time with them") {
    test_hall hall;
    hall.open(1);
    const auto id = serving(hall, 1);
    hall.done(change(1, {"address", "name"}));
    CHECK(hall.the(id).services.size() == 3);
    CHECK(hall.the(id).standard == 1320s);
    hall.done(change(1, {"certificate"}, {"register", "name"}));
    CHECK(hall.the(id).services == std::vector<service_id>{{"address"}, {"certificate"}});
    CHECK(hall.the(id).standard == 900s);
    CHECK(hall.the(id).requires_features == std::set{feature("certificate")});
    CHECK(hall.done(change(1, {"address"})).empty());  // it has it
  }

  TEST_CASE("one remains, at most five fit, and unknown ones are refused") {
    test_hall hall;
    hall.open(1);
    serving(hall, 1);
    CHECK(hall.code(change(1, {}, {"register"})) == refusal_code::unknown_service);
    CHECK(hall.code(change(1, {}, {"name"})) == refusal_code::unknown_service);
    CHECK(hall.code(change(1, {"unheard-of"})) == refusal_code::unknown_service);
    hall.done(change(1, {"address", "name", "transcript", "photo"}));
    CHECK(hall.code(change(1, {"certificate"})) == refusal_code::too_many_services);
    hall.done(change(1, {"certificate"}, {"photo"}));
  }

  TEST_CASE("which the counter cannot handle are refused, with what to do") {
    test_hall hall;
    hall.open(1);
    serving(hall, 1);
    const auto refused = hall.refused(change(1, {"nationality"}));
    CHECK(refused.code == refusal_code::lane_not_taken);
    CHECK(refused.detail.find("transfer") != std::string::npos);
    CHECK(hall.code(change(1, {"divorce"})) == refusal_code::lane_not_taken);
    hall.open(5);
    const auto there = serving(hall, 5);
    hall.done(change(5, {"divorce"}));
    CHECK(hall.the(there).lane == lane::turning);
  }

  TEST_CASE("change only while it is served") {
    test_hall hall;
    CHECK(hall.code(change(1, {"name"})) == refusal_code::counter_closed);
    hall.open(1);
    CHECK(hall.code(change(1, {"name"})) == refusal_code::counter_idle);
    hall.take();
    hall.call(1);
    CHECK(hall.code(change(1, {"name"})) == refusal_code::not_serving);
  }
}

TEST_SUITE("R-52 a transfer to a clerk") {
  TEST_CASE("waits for that clerk, at whatever counter, and keeps its place and the note") {
    test_hall hall;
    open_as(hall, 1, "mei");
    open_as(hall, 2, "wen");
    const auto id = serving(hall, 1);
    const auto place = hall.the(id).place_at;
    hall.pass(1min);
    hall.take();
    hall.done(transfer{number(1), {}, {}, "knows the case", "wen"});
    CHECK(hall.the(id).place_at == place);
    CHECK(hall.the(id).note == "knows the case");
    CHECK(hall.call(1) != id);
    SUBCASE("there") { CHECK(hall.call(2) == id); }
    SUBCASE("who pauses and comes back") {
      hall.done(pause_counter{number(2), "tea"});
      hall.start(1);
      hall.finish(1);
      CHECK(hall.code(call_next{number(1)}) == refusal_code::nothing_waiting);
      hall.done(resume_counter{number(2)});
      CHECK(hall.call(2) == id);
    }
    SUBCASE("who leaves: then anybody's") {
      hall.done(close_counter{number(2)});
      hall.start(1);
      hall.finish(1);
      CHECK(hall.call(1) == id);
    }
  }

  TEST_CASE("needs one who is there, elsewhere, and can") {
    test_hall hall;
    open_as(hall, 1, "mei");
    serving(hall, 1);
    const auto to = [](const char* clerk) { return transfer{number(1), {}, {}, "", clerk}; };
    CHECK(hall.code(to("wen")) == refusal_code::counter_closed);
    CHECK(hall.code(to("mei")) == refusal_code::unknown_counter);
    open_as(hall, 3, "wen");
    CHECK(hall.code(to("wen")) == refusal_code::lane_not_taken);  // express alone
    CHECK(hall.code(transfer{number(1), lane::general, {}, "", "wen"}) ==
          refusal_code::unknown_counter);
    CHECK(hall.code(transfer{number(1), {}, {}, "", ""}) == refusal_code::unknown_counter);
  }
}

TEST_SUITE("R-53 who is told") {
  TEST_CASE("a visit past its standard time is told once, at that instant") {
    test_hall hall;
    hall.open(1);
    const auto id = serving(hall, 1);  // ten minutes
    hall.pass(10min - 1ms);
    CHECK_FALSE(hall.the(id).overdue);
    CHECK(next_deadline(hall.state()) == hall.now() + 1ms);
    hall.pass(1ms);
    CHECK(hall.the(id).overdue);
    hall.pass(1h);
    CHECK(hall.all<visit_overdue>().size() == 1);
    hall.finish(1);
    CHECK(hall.state().standards.empty());
  }

  TEST_CASE("a visit that ends, is parked or transferred in time is not told") {
    test_hall hall;
    hall.open(1);
    serving(hall, 1);
    hall.pass(10min - 1ms);
    SUBCASE("ended") { hall.finish(1); }
    SUBCASE("parked") { hall.done(park{number(1), ""}); }
    SUBCASE("transferred") { hall.done(transfer{number(1), lane::general, {}, "", ""}); }
    hall.pass(20min);
    CHECK(hall.all<visit_overdue>().empty());
  }

  TEST_CASE("a service that is added gives the visit its time, also when it was overdue") {
    test_hall hall;
    hall.open(1);
    const auto id = serving(hall, 1);
    hall.pass(10min);
    REQUIRE(hall.the(id).overdue);
    hall.done(change(1, {"address"}));  // five minutes more
    CHECK_FALSE(hall.the(id).overdue);
    hall.pass(5min - 1ms);
    CHECK_FALSE(hall.the(id).overdue);
    hall.pass(1ms);
    CHECK(hall.the(id).overdue);
    hall.pass(10min);
    hall.done(change(1, {"photo"}));  // too late to matter
    CHECK(hall.the(id).overdue);
    CHECK(hall.all<visit_overdue>().size() == 2);
  }

  TEST_CASE("who waits past the promise is told once, at that instant") {
    test_hall hall;
    hall.open(1);
    const auto id = hall.take();
    hall.pass(30min - 1ms);
    CHECK_FALSE(hall.the(id).late);
    hall.pass(1ms);
    CHECK(hall.the(id).late);
    hall.pass(1h);
    REQUIRE(hall.all<promise_passed>().size() == 1);
    CHECK(hall.all<promise_passed>()[0].ticket == id);
    hall.call(1);
    CHECK_FALSE(hall.the(id).late);
  }

  TEST_CASE("who was called or left in time is not told, and the promise is the office's") {
    auto rules = sample_rules();
    rules.promise = 20min;
    test_hall hall(rules);
    hall.open(1);
    hall.take();
    const auto gone = hall.take(), stays = hall.take();
    hall.pass(20min - 1ms);
    hall.call(1);
    hall.done(leave{gone});
    hall.pass(1ms);
    REQUIRE(hall.all<promise_passed>().size() == 1);
    CHECK(hall.all<promise_passed>()[0].ticket == stays);
    CHECK(hall.state().promises.empty());
  }

  TEST_CASE("nothing is told of yesterday's") {
    test_hall hall;
    hall.open(1);
    hall.pass(local_time(0, 16, 30) - hall.now());
    hall.take();
    serving(hall, 1);
    hall.take();
    hall.pass(24h);
    CHECK(hall.state().promises.empty());
    CHECK(hall.state().standards.empty());
    CHECK(hall.state().tickets.empty());
  }
}
