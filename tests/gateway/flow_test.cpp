// What follows a visit over the wire: return passes, services that change, transfers to a clerk,
// and who is told in time (R-51 to R-53).
#include <fmt/format.h>

#include <boost/json/serialize.hpp>

#include "clients.hpp"

using namespace hallcall;
using namespace hallcall::gateway;
using namespace hallcall::gateway::testing;

namespace {

const std::string supplement = R"({"outcome":"supplement","missing":["photo"]})";
const std::string finished = R"({"outcome":"finished"})";

std::string check_in(const std::string& code) { return "/api/v1/tickets/" + code + "/check-in"; }

// Serves the next ticket at counter 1 and sends it home; the pass's code.
std::string give_pass(test_hall& hall, caller& clerk) {
  done(clerk.post(counter(1, "call-next")));
  done(clerk.post(counter(1, "start")));
  const auto view = done(clerk.post(counter(1, "finish"), supplement));
  const auto code = text_at(view, "/pass/code");
  REQUIRE(code.size() == 22);
  hall.keep_secret(code);
  return code;
}

}  // namespace

TEST_CASE(
    "R-51: who lacks a document gets a pass, and comes back with it at the head of the line") {
  test_hall hall;
  caller clerk(hall, "clerk1"), manager(hall, "manager");
  device_caller kiosk(hall, "kiosk");
  const auto t = take(hall, kiosk);
  done(clerk.post(counter(1, "open")));
  const auto code = give_pass(hall, clerk);
  const auto own = kiosk.get("/api/v1/tickets/" + t.token).object();
  CHECK(text_at(own, "/pass/code") == code);
  CHECK_FALSE(own.at("pass").get_object().at("used").get_bool());
  // The counter itself does not go on showing it.
  CHECK_FALSE(has(done(clerk.post(counter(1, "pause"), R"({"reason":"tea"})")), "/pass"));
  done(clerk.post(counter(1, "resume")));

  hall.pass(24h * 13);
  hall.restart();
  caller again(hall, "clerk1"), boss(hall, "manager");
  device_caller machine(hall, "kiosk");
  const auto other = take(hall, machine);
  const auto back = machine.post(check_in(code));
  CHECK(back.status == 201);
  const auto issued = back.object();
  hall.keep_secret(text_at(issued, "/token"));
  CHECK(text_at(issued, "/number") == "A002");
  CHECK(number_at(issued, "/ahead") == 0);
  CHECK_FALSE(has(issued, "/lane"));
  CHECK(text_at(issued, "/slip/number") == "A002");
  const auto page = machine.get("/api/v1/tickets/" + text_at(issued, "/token")).object();
  CHECK(number_at(page, "/ahead") == 0);
  // The kiosk speaks of the slip that it printed.
  CHECK(machine
            .post(fmt::format("{}/tickets/{}/print-result", main_hall, text_at(issued, "/id")),
                  R"({"printed":true})")
            .status == 200);
  check_problem(machine.post(check_in(code)), "pass-used");
  check_problem(machine.post(check_in("unheard-of-code-000000")), "not-found");
  done(again.post(counter(1, "open")));
  const auto called = done(again.post(counter(1, "call-next")));
  CHECK(text_at(called, "/ticket") == text_at(issued, "/id"));
  CHECK(text_at(called, "/why/rule") == "head-of-line");
  CHECK(text_at(called, "/why/lane") == "returning");
  const auto told =
      done(boss.get(fmt::format("{}/tickets/{}/history", main_hall, text_at(issued, "/id"))));
  CHECK(text_at(told, "/events/1/what") == "pass-used");
  CHECK(text_at(told, "/events/0/actor") == "device:kiosk");
  CHECK(boss.get(fmt::format("{}/tickets/{}/history", main_hall, t.id)).body.find(code) ==
        std::string::npos);
  CHECK(other.number == "A001");
}

TEST_CASE("R-51: a pass ends with its last day, and a retry of the return gives the same ticket") {
  test_hall hall;
  caller clerk(hall, "clerk1"), nobody(hall);
  take(hall, clerk);
  take(hall, clerk);
  done(clerk.post(counter(1, "open")));
  const auto used = give_pass(hall, clerk), late = give_pass(hall, clerk);
  const net::header_list key{{"Idempotency-Key", "once"}};
  const auto first = nobody.post(check_in(used), "", key),
             same = nobody.post(check_in(used), "", key);
  CHECK(first.status == 201);
  CHECK(first.body == same.body);
  hall.keep_secret(text_at(first.object(), "/token"));
  hall.pass(24h * 15);
  check_problem(nobody.post(check_in(late)), "not-found");
  check_problem(nobody.post(check_in(used)), "not-found");
}

TEST_CASE("R-51: staff who check somebody in learn the lane; a turning matter keeps its own") {
  test_hall hall;
  caller clerk(hall, "clerk1"), greeter(hall, "greeter"), nobody(hall);
  const auto rules = hall.office().halls[0].rules;
  const auto turning = std::find_if(rules.counters.begin(), rules.counters.end(), [](auto& c) {
    return c.kind == engine::counter_kind::turning;
  });
  REQUIRE(turning != rules.counters.end());
  const int n = turning->number.value;
  take(hall, greeter, "divorce");
  done(clerk.post(counter(n, "open")));
  done(clerk.post(counter(n, "call-next")));
  done(clerk.post(counter(n, "start")));
  const auto code = text_at(done(clerk.post(counter(n, "finish"), supplement)), "/pass/code");
  hall.keep_secret(code);
  const auto back = greeter.post(check_in(code)).object();
  hall.keep_secret(text_at(back, "/token"));
  CHECK(text_at(back, "/lane") == "turning");
  CHECK(nobody.get("/api/v1/tickets/" + text_at(back, "/token")).body.find("\"turning\"") ==
        std::string::npos);
}

TEST_CASE("services are added to a visit and taken from it; the counter says what it cannot do") {
  test_hall hall;
  caller clerk(hall, "clerk1"), other(hall, "clerk2");
  take(hall, clerk);
  done(clerk.post(counter(1, "open")));
  done(clerk.post(counter(1, "call-next")));
  const std::string more = R"({"add":["birth"]})";
  check_problem(clerk.post(counter(1, "services"), more), "not-serving");
  const auto before = done(clerk.post(counter(1, "start")));
  const auto view = done(clerk.post(counter(1, "services"), more));
  CHECK(view.at("visit").get_object().at("ticket").get_object().at("services").get_array().size() ==
        2);
  CHECK(number_at(view, "/visit/standardSeconds") > number_at(before, "/visit/standardSeconds"));
  const auto less = done(clerk.post(counter(1, "services"), R"({"remove":["move-in"]})"));
  CHECK(text_at(less, "/visit/ticket/services/0") == "birth");
  check_problem(clerk.post(counter(1, "services"), R"({"remove":["birth"]})"), "invalid-value");
  check_problem(clerk.post(counter(1, "services"), R"({"add":["unheard-of"]})"), "invalid-value");
  check_problem(clerk.post(counter(1, "services"), R"({"add":["divorce"]})"), "lane-not-taken");
  check_problem(clerk.post(counter(1, "services"), "{}"), "invalid-value");
  check_problem(other.post(counter(1, "services"), more), "not-allowed");
}

TEST_CASE("R-52: a visit goes to a clerk by name, wherever that clerk sits") {
  test_hall hall;
  caller clerk(hall, "clerk1"), second(hall, "clerk2");
  const auto t = take(hall, clerk);
  done(clerk.post(counter(1, "open")));
  done(clerk.post(counter(1, "call-next")));
  const std::string to = R"({"clerk":"clerk2","note":"knows the case"})";
  check_problem(clerk.post(counter(1, "transfer"), to), "counter-closed");
  done(second.post(counter(2, "open")));
  done(clerk.post(counter(1, "transfer"), to));
  check_problem(clerk.post(counter(1, "call-next")), "nothing-waiting");
  const auto there = done(second.post(counter(2, "call-next")));
  CHECK(text_at(there, "/ticket") == t.id);
  CHECK(text_at(there, "/counter/visit/ticket/note") == "knows the case");
  check_problem(second.post(counter(2, "transfer"), R"({"clerk":"clerk1","lane":"general"})"),
                "invalid-value");
  check_problem(second.post(counter(2, "transfer"), R"({"clerk":""})"), "invalid-value");
}

TEST_CASE("R-53: a visit past its standard time is pushed to its counter and the manager") {
  test_hall hall;
  caller clerk(hall, "clerk1");
  take(hall, clerk);
  done(clerk.post(counter(1, "open")));
  done(clerk.post(counter(1, "call-next")));
  const auto standard = number_at(done(clerk.post(counter(1, "start"))), "/visit/standardSeconds");
  watcher mine(hall, "counter:1", hall.sign_in("clerk1")),
      managers(hall, "manager", hall.sign_in("manager"));
  CHECK(mine.view().at("visit").get_object().at("overdue") == false);
  managers.view();
  hall.pass(std::chrono::seconds(standard));
  mine.until(
      [](const json::object& v) { return v.at("visit").get_object().at("overdue") == true; });
  managers.until([](const json::object& v) {
    return v.at("counters").get_array()[0].get_object().at("overdue") == true;
  });
}

TEST_CASE("R-53: a ticket that waits past the promise is pushed to the manager") {
  test_hall hall;
  caller clerk(hall, "clerk1");
  const auto t = take(hall, clerk);
  watcher managers(hall, "manager", hall.sign_in("manager"));
  managers.view();
  hall.pass(30min);
  const auto view = managers.until([](const json::object& v) {
    for (const auto& a : v.at("alerts").get_array())
      if (a.get_object().at("code") == "promise-passed") return true;
    return false;
  });
  CHECK(boost::json::serialize(view).find(t.number) != std::string::npos);
}
