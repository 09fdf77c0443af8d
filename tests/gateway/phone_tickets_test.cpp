// Phones that take tickets where the office lets them: anybody on the network may ask, so not
// without bound.
#include <fmt/format.h>

#include "clients.hpp"

using namespace hallcall;
using namespace hallcall::gateway;
using namespace hallcall::gateway::testing;

TEST_CASE("phones cannot flood the line, and a kiosk beside them is not held up") {
  hall_options o;
  const auto office = nantun_at_all_hours();
  office->halls.front().rules.phone_may_issue = true;
  o.office = office;
  test_hall hall(o);
  caller phone(hall);
  device_caller kiosk(hall, "kiosk");
  const auto ask = [&] {
    return phone.post(main_hall + "/tickets", R"({"services":["move-in"],"channel":"phone"})");
  };
  int taken = 0;
  auto r = ask();
  for (; r.status == 201 && taken < 200; r = ask()) {
    hall.keep_secret(text_at(r.object(), "/token"));
    ++taken;
  }
  CHECK(taken >= 30);
  CHECK(taken < 200);
  check_problem(r, "too-many-requests");
  CHECK(std::stoi("0" + r.header("Retry-After")) >= 1);
  (void)take(hall, kiosk);
  hall.pass(10s);
  const auto later = ask();
  CHECK(later.status == 201);
  hall.keep_secret(text_at(later.object(), "/token"));
}

TEST_CASE(
    "a browser that came by the public address is no foreigner, whatever the proxy calls this "
    "server") {
  test_hall hall;
  caller clerk(hall, "clerk1");
  const auto open = [&](const std::string& origin) {
    return clerk.post(counter(1, "open"), "", {{"Origin", origin}}).status;
  };
  CHECK(open("https://elsewhere.example") == 403);
  CHECK(open("http://" + hall.host() + ".elsewhere.example") == 403);
  CHECK(open("http://" + hall.host()) == 200);
}
