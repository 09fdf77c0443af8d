// Who may watch what, whose word about a call counts, and when a right to watch ends.
#include <fmt/format.h>

#include "acts.hpp"

using namespace hallcall;
using namespace hallcall::gateway;
using namespace hallcall::gateway::testing;

TEST_CASE("each view is for those whom the contract names") {
  test_hall hall;
  caller clerk(hall, "clerk1");
  const auto ticket = take(hall, clerk);
  const std::pair<std::string, std::string> views[] = {
      {"board", "anyone display greeter clerk backup manager administrator auditor"},
      {"kiosk", "anyone display greeter clerk backup manager administrator auditor"},
      {"ticket:" + ticket.token,
       "anyone display greeter clerk backup manager administrator auditor"},
      {"counter:1", "clerk backup manager administrator"},
      {"manager", "manager administrator auditor"}};
  std::vector<std::pair<std::string, std::string>> people{
      {"anyone", ""}, {"display", hall.device("display").token}};
  for (const auto& [is, name] :
       {std::pair("greeter", "greeter"), std::pair("clerk", "clerk1"),
        std::pair("backup", "backup1"), std::pair("manager", "manager"),
        std::pair("administrator", "admin"), std::pair("auditor", "auditor")})
    people.emplace_back(is, hall.sign_in(name));
  for (const auto& [view, allowed] : views)
    for (const auto& [is, token] : people) {
      CAPTURE(view);
      CAPTURE(is);
      watcher w(hall, view, token);
      if (fmt::format(" {} ", allowed).find(fmt::format(" {} ", is)) != std::string::npos)
        CHECK(w.next("view").has_value());
      else
        CHECK(w.ended().http_status == (is == "anyone" ? 401 : 403));
    }
}

TEST_CASE("what is no view, or of another hall, is not found") {
  hall_options o;
  o.office = two_halls();
  test_hall hall(o);
  const auto manager = hall.sign_in("manager");
  for (const auto* view : {"", "desk", "backup", "Board", "board2", "counter:", "counter:0",
                           "counter:01", "counter:99", "counter:x", "ticket:", "ticket:unknown"}) {
    CAPTURE(std::string(view));
    CHECK(watcher(hall, view, manager).ended().http_status == 404);
  }
  watch_options elsewhere;
  elsewhere.hall = "elsewhere";
  CHECK(watcher(hall, "board", "", elsewhere).ended().http_status == 404);
  CHECK(watcher(hall, "board", "", by_device(hall, "branch-kiosk")).ended().http_status == 404);
  auto branch = by_device(hall, "branch-kiosk");
  branch.hall = "branch";
  CHECK(watcher(hall, "board", "", branch).next("view").has_value());
}

TEST_CASE(
    "a WebSocket must speak hallcall.v1 and come from our own pages, with a token that is valid") {
  test_hall hall;
  const auto clerk = hall.sign_in("clerk1");
  watch_options o;
  o.subprotocol = "";
  CHECK(watcher(hall, "board", "", o).ended().http_status == 400);
  o.subprotocol = "hallcall.v2";
  CHECK(watcher(hall, "board", "", o).ended().http_status == 400);
  for (const std::string origin :
       {"http://elsewhere.example", "null", "http://127.0.0.1", "http://127.0.0.1:1"}) {
    CAPTURE(origin);
    watch_options foreign;
    foreign.headers.emplace_back("Origin", origin);
    CHECK(watcher(hall, "counter:1", clerk, foreign).ended().http_status == 403);
  }
  watch_options own;
  own.headers.emplace_back("Origin", "http://" + hall.host());
  CHECK(watcher(hall, "counter:1", clerk, own).next("view").has_value());
  watch_options revoked;
  revoked.headers.emplace_back("Authorization", "Bearer no-such-token");
  CHECK(watcher(hall, "board", "", revoked).ended().http_status == 401);
  net::testing::raw_peer picky(hall.port());  // offers several
  const auto accepted = picky.upgrade("/api/v1/halls/main/live?view=board",
                                      "Sec-WebSocket-Protocol: soap, hallcall.v1,other\r\n");
  REQUIRE(accepted.has_value());
  CHECK(accepted->status == 101);
  CHECK(accepted->header("Sec-WebSocket-Protocol") == "hallcall.v1");
  net::testing::raw_peer refused(hall.port());
  const auto problem = refused.upgrade("/api/v1/halls/main/live?view=board&view=kiosk",
                                       "Sec-WebSocket-Protocol: hallcall.v1\r\n");
  REQUIRE(problem.has_value());
  CHECK(problem->status == 400);
  CHECK(problem->header("Content-Type") == "application/problem+json");
}

TEST_CASE(
    "who is no board of ours cannot say that a call was shown, and a call that is not yet cannot "
    "be") {
  test_hall hall;
  caller clerk(hall, "clerk1");
  take(hall, clerk);
  watcher stranger(hall, "board"), kiosk(hall, "board", "", by_device(hall, "kiosk")),
      display(hall, "board", "", by_device(hall, "display"));
  watcher screen(hall, "counter:1", hall.sign_in("clerk1"));
  for (auto* w : {&stranger, &kiosk, &display}) w->view();
  stranger.say(acknowledge("shown", "c1"));
  kiosk.say(acknowledge("shown", "c1"));
  display.say(acknowledge("shown", "c1"));  // before there is such a call
  display.say(acknowledge("shown", "c999"));
  open_and_call(clerk);
  stranger.say(acknowledge("shown", "c1"));
  display.until([](const auto& v) { return has(v, "/now/0"); });
  display.say(acknowledge("spoken", "c1"));
  const auto mine = screen.until(
      [](const auto& v) { return has(v, "/visit") && v.at("visit").at("spoken") == true; });
  CHECK(mine.at("visit").at("shown") == false);
  take(hall, clerk);  // none of them was closed for it
  for (auto* w : {&stranger, &kiosk}) w->until([](const auto& v) { return waiting_on(v) == 1; });
}

TEST_CASE("a display that was revoked is believed no more and is told at once") {
  test_hall hall;
  caller clerk(hall, "clerk1");
  device_caller program(hall, "display");
  CHECK(program.get("/api/v1/session").status == 200);
  take(hall, clerk);
  watcher display(hall, "board", "", by_device(hall, "display"));
  watcher other(hall, "board", hall.sign_in("manager"));
  watcher screen(hall, "counter:1", hall.sign_in("clerk1"));
  display.view();
  open_and_call(clerk);
  REQUIRE(hall.accounts()
              .revoke_device("display", std::chrono::floor<std::chrono::milliseconds>(
                                            std::chrono::system_clock::now()))
              .has_value());
  CHECK(display.ended().code == 1008);
  CHECK(display.bye() == "not-signed-in");
  other.say(acknowledge("spoken", "c1"));
  const auto mine = screen.until(
      [](const auto& v) { return has(v, "/visit") && v.at("visit").at("spoken") == true; });
  CHECK(mine.at("visit").at("shown") == false);
  CHECK(program.get("/api/v1/session").status == 401);
  CHECK(watcher(hall, "board", "", by_device(hall, "display")).ended().http_status == 401);
}

TEST_CASE("who signs out stops watching what needed it, and keeps what anyone may see") {
  test_hall hall;
  const auto session = hall.sign_in("clerk1"), manager = hall.sign_in("manager");
  watcher screen(hall, "counter:1", session), board(hall, "board", session),
      dashboard(hall, "manager", manager);
  screen.view();
  board.view();
  dashboard.view();
  caller clerk(hall, caller::by::cookie, session);
  CHECK(clerk.del("/api/v1/session").status == 204);
  const auto end = screen.ended();
  CHECK(end.code == 1008);
  CHECK(screen.bye() == "not-signed-in");
  CHECK(watcher(hall, "counter:1", session).ended().http_status == 401);
  REQUIRE(hall.accounts().set_disabled("manager", true).has_value());  // by the command line
  CHECK(dashboard.ended().code == 1008);
  CHECK(dashboard.bye() == "not-signed-in");
  CHECK(board.next("beat").has_value());
}
