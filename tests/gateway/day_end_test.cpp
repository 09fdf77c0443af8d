// What a phone that is still on the ticket's page hears at the end of the day.
#include <fmt/format.h>

#include "clients.hpp"

using namespace hallcall;
using namespace hallcall::gateway;
using namespace hallcall::gateway::testing;

TEST_CASE("a phone is told that the day's end expired its ticket, and does not wait on") {
  test_hall hall;
  device_caller kiosk(hall, "kiosk");
  const auto t = take(hall, kiosk);
  watcher phone(hall, "ticket:" + t.token);
  CHECK(text_at(phone.view(), "/state") == "waiting");
  hall.pass(15h);
  const auto last =
      phone.until([](const json::object& v) { return text_at(v, "/state") != "waiting"; });
  CHECK(text_at(last, "/state") == "expired");
  CHECK(text_at(last, "/number") == t.number);
}
