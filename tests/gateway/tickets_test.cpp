// The calls about tickets: their answers, and which refusal when.
#include <fmt/format.h>

#include "acts.hpp"

using namespace hallcall;
using namespace hallcall::gateway;
using namespace hallcall::gateway::testing;

namespace {

void miss(test_hall& hall, caller& clerk, int n, const taken& t) {
  open_and_call(clerk, n, t);
  hall.pass(20s);
  REQUIRE(clerk.post(counter(n, "no-show")).status == 200);
}

}  // namespace

TEST_CASE("a ticket taken at a kiosk has exactly the contract's fields") {
  test_hall hall;
  device_caller kiosk(hall, "kiosk");
  const auto r = kiosk.post(tickets, R"({"services":["move-in","archive"],"language":"vi"})");
  CHECK(r.status == 201);
  CHECK(r.header("Content-Type") == "application/json");
  CHECK(r.header("Cache-Control") == "no-store");
  const auto a = r.object();
  CHECK(keys_of(a) == std::set<std::string>{
                          "id", "number", "token", "hall", "services", "issuedAt", "ahead", "slip",
                          "url"});  // no wait can be told yet, and the lane is for staff
  CHECK(text_at(a, "/id") == "t1");
  CHECK(text_at(a, "/number") == "A001");
  const auto token = text_at(a, "/token");
  hall.keep_secret(token);
  CHECK(token.size() == 22);
  CHECK(
      token.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-") ==
      std::string::npos);
  CHECK(text_at(a, "/hall") == "main");
  CHECK(text_at(a, "/services/0") == "move-in");
  CHECK(text_at(a, "/services/1") == "archive");
  CHECK(text_at(a, "/issuedAt").starts_with("2026-11-20T02:0"));
  CHECK(text_at(a, "/issuedAt").size() == 24);
  CHECK(number_at(a, "/ahead") == 0);
  CHECK(text_at(a, "/url") == fmt::format("http://{}/t/{}", hall.host(), token));
  const auto slip = a.at("slip").get_object();
  CHECK(keys_of(slip) == std::set<std::string>{"language", "office", "hall", "number", "issuedAt",
                                               "issuedLocal", "ahead", "url"});
  CHECK(text_at(slip, "/language") == "vi");
  CHECK(keys_of(slip.at("office").get_object()) == std::set<std::string>{"vi", "zh-TW"});
  CHECK(text_at(slip, "/issuedLocal").starts_with("2026-11-20 10:0"));
  CHECK(text_at(slip, "/url") == text_at(a, "/url"));
}

TEST_CASE("the wait is told as a range, and the same on the slip") {
  test_hall hall;
  caller clerk(hall, "clerk1");
  REQUIRE(clerk.post(counter(1, "open")).status == 200);
  json::object last;
  for (int i = 0; i < 5; ++i) last = take(hall, clerk).answer;
  CHECK(number_at(last, "/ahead") == 4);
  CHECK(number_at(last, "/wait/lowSeconds") > 0);
  CHECK(number_at(last, "/wait/highSeconds") >= number_at(last, "/wait/lowSeconds"));
  CHECK(last.at("slip").at("wait") == last.at("wait"));
  CHECK(last.at("slip").at("ahead") == last.at("ahead"));
}

TEST_CASE("a slip that was not printed has half a minute, and a confirmation ends that") {
  test_hall hall;
  device_caller kiosk(hall, "kiosk");
  caller manager(hall, "manager");
  const auto lost = take(hall, kiosk), kept = take(hall, kiosk);
  const std::string failed = R"({"printed":false,"reason":"paper-out"})";
  CHECK(kiosk.post(ticket_path(lost, "print-result"), failed).status == 200);
  CHECK(kiosk.post(ticket_path(kept, "print-result"), failed).status == 200);
  CHECK(kiosk.post(ticket_path(kept, "print-result"), R"({"printed":true})").status == 200);
  hall.pass(31s);
  take(hall, kiosk);  // with any command what is due happens first
  CHECK(text_at(listed(manager, lost, "?state=voided"), "/state") == "voided");
  CHECK(text_at(listed(manager, kept), "/state") == "waiting");
  check_problem(kiosk.post(ticket_path(lost, "print-result"), R"({"printed":true})"),
                "already-ended");
}

TEST_CASE("a kiosk voids what still waits, and nothing else") {
  test_hall hall;
  device_caller kiosk(hall, "kiosk");
  caller clerk(hall, "clerk1");
  const auto first = take(hall, kiosk), second = take(hall, kiosk);
  const auto voided = kiosk.post(ticket_path(first, "void"), R"({"reason":"taken by mistake"})");
  CHECK(voided.status == 200);
  CHECK(text_at(voided.object(), "/state") == "voided");
  check_problem(kiosk.post(ticket_path(first, "void")), "already-ended");
  open_and_call(clerk, 1, second);
  check_problem(kiosk.post(ticket_path(second, "void")), "not-waiting");
  check_problem(kiosk.post(ticket_path(second, "print-result"), R"({"printed":false})"),
                "not-waiting");
  check_problem(kiosk.post(ticket_path({"t77", "", "", {}}, "void")), "not-found");
}

TEST_CASE("staff bring a missed ticket back and give priority with a reason") {
  test_hall hall;
  caller greeter(hall, "greeter"), clerk(hall, "clerk1");
  const auto t = take(hall, greeter);
  check_problem(greeter.post(ticket_path(t, "reinstate")), "not-missed");
  miss(hall, clerk, 1, t);
  const auto back = greeter.post(ticket_path(t, "reinstate"));
  CHECK(back.status == 200);
  CHECK(text_at(back.object(), "/state") == "waiting");
  CHECK(back.object().at("returning") == true);

  const auto other = take(hall, greeter);
  check_problem(greeter.post(ticket_path(other, "priority"), R"({"reason":"  "})"),
                "invalid-value");
  check_problem(greeter.post(ticket_path(other, "priority")), "invalid-request");
  const auto prior = greeter.post(ticket_path(other, "priority"), R"({"reason":"unwell"})");
  CHECK(text_at(prior.object(), "/lane") == "priority");
  CHECK(text_at(prior.object(), "/number") == other.number);
  CHECK(clerk.post(counter(1, "call-next")).status == 200);
  check_problem(greeter.post(ticket_path(other, "priority"), R"({"reason":"unwell"})"),
                "already-called");
  check_problem(greeter.post(ticket_path(other, "reinstate")), "already-called");
}

TEST_CASE("who holds the token sees the ticket, leaves the line and comes back") {
  test_hall hall;
  device_caller kiosk(hall, "kiosk");
  caller nobody(hall), clerk(hall, "clerk1");
  const auto t = take(hall, kiosk), other = take(hall, kiosk);
  const auto mine = nobody.get(own_path(t)).object();
  CHECK(text_at(mine, "/number") == t.number);
  CHECK(text_at(mine, "/state") == "waiting");
  CHECK(mine.at("mayLeave") == true);
  CHECK(mine.at("mayCheckIn") == false);
  CHECK_FALSE(has(mine, "/id"));
  CHECK_FALSE(has(mine, "/lane"));
  check_problem(nobody.post(own_path(t, "check-in")), "not-missed");
  miss(hall, clerk, 1, t);
  CHECK(nobody.get(own_path(t)).object().at("mayCheckIn") == true);
  const auto back = nobody.post(own_path(t, "check-in"));
  CHECK(back.status == 200);
  CHECK(back.object().at("returning") == true);
  CHECK(clerk.post(counter(1, "call-next")).status == 200);  // the other one: it is live, and first
  check_problem(nobody.post(own_path(other, "leave")), "already-called");
  check_problem(nobody.post(own_path(other, "check-in")), "already-called");
  const auto left = nobody.post(own_path(t, "leave"));
  CHECK(left.status == 200);
  CHECK(text_at(left.object(), "/state") == "left");
  check_problem(nobody.post(own_path(t, "leave")), "already-ended");
  check_problem(nobody.post(own_path(t, "check-in")), "already-ended");
  check_problem(nobody.get("/api/v1/tickets/" + t.id), "not-found");  // an id is no token
  check_problem(nobody.post("/api/v1/tickets/unknown/leave"), "not-found");
}

TEST_CASE("staff list the line by state") {
  test_hall hall;
  caller greeter(hall, "greeter");
  const auto t = take(hall, greeter, "move-in",
                      R"(,"needs":["wheelchair","interpreter"],"quiet":true,"language":"en")");
  const auto gone = take(hall, greeter);
  CHECK(greeter.post(ticket_path(gone, "void")).status == 200);
  const auto row = listed(greeter, t);
  CHECK(text_at(row, "/lane") == "priority");
  CHECK(text_at(row, "/needs/0") == "wheelchair");
  CHECK(text_at(row, "/needs/1") == "interpreter");
  CHECK(text_at(row, "/language") == "en");
  CHECK(row.at("quiet") == true);
  CHECK_FALSE(has(row, "/token"));
  CHECK(listed(greeter, gone).empty());
  CHECK_FALSE(listed(greeter, gone, "?state=voided").empty());
  CHECK(listed(greeter, t, "?state=voided").empty());
  check_problem(greeter.get(tickets + "?state=asleep"), "invalid-value");
}

TEST_CASE("a ticket that cannot be is refused with the place that is wrong") {
  test_hall hall;
  caller greeter(hall, "greeter");
  const auto refused = [&](const std::string& body, std::string_view code, std::string_view says) {
    CAPTURE(body);
    const auto r = greeter.post(tickets, body);
    check_problem(r, code);
    CHECK(text_at(r.object(), "/detail").find(says) != std::string::npos);
  };
  refused(R"({"services":["move-in"],"colour":"red"})", "invalid-request",
          "\"colour\" is not known here");
  refused(R"({})", "invalid-request", "\"services\" is missing");
  refused(R"({"services":[]})", "invalid-value", "/services");
  refused(R"({"services":["tea"]})", "invalid-value", "tea");
  refused(
      R"({"services":["birth","marriage","move-in","move-within","correction","kinship-record"]})",
      "invalid-value", "5 services");
  refused(R"({"services":["move-in"],"needs":["senior","tall"]})", "invalid-value", "/needs/1");
  refused(R"({"services":["move-in"],"language":"fr"})", "invalid-value",
          "zh-TW, en, vi, id, th, ja");
  refused(R"({"services":["door-plate","archive"]})", "nobody-offers", "Take a ticket for each");
  std::string many = R"("move-in")";
  for (int i = 0; i < 20; ++i) many += R"(,"move-in")";
  refused(fmt::format(R"({{"services":[{}]}})", many), "invalid-value", "/services");
  CHECK(greeter.get(tickets).body == R"({"tickets":[]})");
}

TEST_CASE("a closed hall issues nothing and says when it opens") {
  hall_options o;
  o.office = nantun();
  o.local_time = 16h + 55min;
  test_hall hall(o);
  device_caller kiosk(hall, "kiosk");
  caller greeter(hall, "greeter");
  const auto late = kiosk.post(tickets, R"({"services":["move-in"]})");  // after the last ticket
  check_problem(late, "hall-closed");
  CHECK(text_at(late.object(), "/detail").find("2026-11-21 08:00") != std::string::npos);
  CHECK(greeter.post(tickets, R"({"services":["move-in"]})").status ==
        201);  // staff may, until the doors close
  hall.pass(6min);
  check_problem(greeter.post(tickets, R"({"services":["move-in"]})"), "hall-closed");
  CHECK(text_at(greeter.get(main_hall).object(), "/hall/door") == "closed");
}
