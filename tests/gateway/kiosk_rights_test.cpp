// What a kiosk may do to a ticket: its own only (R-3).
#include <fmt/format.h>

#include "acts.hpp"

using namespace hallcall;
using namespace hallcall::gateway;
using namespace hallcall::gateway::testing;

TEST_CASE("a kiosk neither voids, nor reports on, nor learns of a ticket that it did not issue") {
  test_hall hall;
  device_caller kiosk(hall, "kiosk");
  caller greeter(hall, "greeter");
  const auto greeters = take(hall, greeter);
  const auto unknown = kiosk.post(ticket_path("t99", "void"));
  for (const char* what : {"void", "print-result"}) {
    const auto body =
        std::string_view(what) == "void" ? R"({"reason":"a test"})" : R"({"printed":false})";
    const auto r = kiosk.post(ticket_path(greeters.id, what), body);
    check_problem(r, "not-found");
    CHECK(r.body == unknown.body);
  }
  hall.pass(31s);  // nothing was to be confirmed, so nothing is voided
  const auto line = greeter.get(main_hall + "/tickets").object();
  CHECK(text_at(line, "/tickets/0/id") == greeters.id);
  CHECK(text_at(line, "/tickets/0/state") == "waiting");
}

TEST_CASE(
    "a kiosk speaks of its own tickets, also after the server was restarted; staff speak of all") {
  test_hall hall;
  std::string first, second;
  {
    device_caller kiosk(hall, "kiosk");
    first = take(hall, kiosk).id;
    second = take(hall, kiosk).id;
  }
  hall.restart();
  device_caller kiosk(hall, "kiosk");
  caller clerk(hall, "clerk1");
  CHECK(kiosk.post(ticket_path(first, "print-result"), R"({"printed":true})").status == 200);
  CHECK(kiosk.post(ticket_path(first, "void")).status == 200);
  CHECK(clerk.post(ticket_path(second, "void")).status == 200);
}
