// Who may issue a ticket and how, and what of it who learns (R-20).
#include <fmt/format.h>

#include "acts.hpp"

using namespace hallcall;
using namespace hallcall::gateway;
using namespace hallcall::gateway::testing;

TEST_CASE("the lane is told to staff alone") {
  hall_options o;
  o.sample = true;
  test_hall hall(o);
  for (const auto* person : {"greeter", "clerk1", "backup1", "manager", "admin"}) {
    CAPTURE(std::string(person));
    caller staff(hall, person);
    CHECK(text_at(take(hall, staff, "divorce").answer, "/lane") == "turning");
  }
  caller nobody(hall);
  device_caller kiosk(hall, "kiosk");
  CHECK_FALSE(has(take(hall, nobody, "divorce").answer, "/lane"));
  CHECK_FALSE(has(take(hall, kiosk, "divorce").answer, "/lane"));
}

TEST_CASE("nothing in what a citizen or a kiosk gets tells a turning ticket from a general one") {
  test_hall hall;
  device_caller kiosk(hall, "kiosk");
  caller nobody(hall), clerk(hall, "clerk1");
  const auto general = take(hall, kiosk), turning = take(hall, kiosk, "divorce");
  CHECK(text_at(listed(clerk, turning), "/lane") == "turning");
  CHECK(general.number == "A001");
  CHECK(turning.number == "A002");
  CHECK(keys_of(general.answer) == keys_of(turning.answer));
  CHECK(keys_of(general.answer.at("slip").get_object()) ==
        keys_of(turning.answer.at("slip").get_object()));
  const auto same_but_for_numbers = [](const reply& one, const reply& other) {
    CHECK(one.status == other.status);
    CHECK(keys_of(one.object()) == keys_of(other.object()));
    CHECK(other.body.find("\"turning\"") == std::string::npos);
    CHECK(other.body.find("divorce") == std::string::npos);
  };
  same_but_for_numbers(nobody.get(own_path(general)), nobody.get(own_path(turning)));
  const std::string printed = R"({"printed":true})";
  same_but_for_numbers(kiosk.post(ticket_path(general, "print-result"), printed),
                       kiosk.post(ticket_path(turning, "print-result"), printed));
  open_and_call(clerk, 19, turning);
  CHECK(text_at(nobody.get(own_path(turning)).object(), "/label/en") == "All services");
  for (const auto& r : {nobody.get("/api/v1/halls"), nobody.get("/metrics"),
                        kiosk.post(ticket_path(general, "void"))})
    CHECK(r.body.find("\"turning\"") == std::string::npos);
}

TEST_CASE("a ticket's channel is its taker's own, and the staff's channels are theirs alone") {
  test_hall hall;
  device_caller kiosk(hall, "kiosk");
  caller greeter(hall, "greeter"), clerk(hall, "clerk1"), nobody(hall);
  CHECK(text_at(listed(clerk, take(hall, kiosk)), "/channel") == "kiosk");
  CHECK(text_at(listed(clerk, take(hall, greeter)), "/channel") == "greeter");
  CHECK(text_at(listed(clerk, take(hall, clerk)), "/channel") == "counter");
  for (const std::string channel : {"greeter", "counter", "hand"}) {
    CAPTURE(channel);
    const auto body = fmt::format(R"({{"services":["move-in"],"channel":"{}"}})", channel);
    check_problem(kiosk.post(tickets, body), "not-allowed");
    check_problem(nobody.post(tickets, body), "not-signed-in");
    CHECK(text_at(listed(clerk, take(hall, greeter, "move-in",
                                     fmt::format(R"(,"channel":"{}")", channel))),
                  "/channel") == channel);
  }
  check_problem(kiosk.post(tickets, R"({"services":["move-in"],"channel":"post"})"),
                "invalid-value");
}

TEST_CASE("a phone takes a ticket only where the office allows it") {
  const std::string by_phone = R"({"services":["move-in"],"channel":"phone"})";
  {
    test_hall hall;
    caller nobody(hall);
    check_problem(nobody.post(tickets, by_phone), "not-signed-in");
  }
  auto office = nantun_at_all_hours();
  office->halls.front().rules.phone_may_issue = true;
  hall_options o;
  o.office = office;
  test_hall hall(o);
  caller nobody(hall);
  const auto r = nobody.post(tickets, by_phone);
  CHECK(r.status == 201);
  CHECK_FALSE(has(r.object(), "/lane"));
  check_problem(nobody.post(tickets, R"({"services":["move-in"]})"),
                "not-signed-in");  // that would be a kiosk
}

TEST_CASE("in the sample hall anyone on its machine issues, but not in staff's name") {
  hall_options o;
  o.sample = true;
  test_hall hall(o);
  caller nobody(hall);
  const auto t = take(hall, nobody);
  CHECK(nobody.post(ticket_path(t, "print-result"), R"({"printed":true})").status == 200);
  check_problem(nobody.post(tickets, R"({"services":["move-in"],"channel":"hand"})"),
                "not-signed-in");
  device_caller display(hall, "display");
  CHECK(display.post(tickets, R"({"services":["move-in"]})").status == 201);  // anyone is anyone
  CHECK(nobody.post(ticket_path(t, "void")).status == 200);
  CHECK(nobody.get(main_hall).object().at("sample") == true);
}
