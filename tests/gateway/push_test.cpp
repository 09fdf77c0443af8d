// What watchers of a view get, and when.
#include <boost/json/serialize.hpp>

#include "acts.hpp"
#include "service/feed.hpp"

using namespace hallcall;
using namespace hallcall::gateway;
using namespace hallcall::gateway::testing;

TEST_CASE("the whole view comes at once, and again after each change, with a seq that only grows") {
  test_hall hall;
  device_caller kiosk(hall, "kiosk");
  watcher board(hall, "board");
  const auto first = board.next("view");
  REQUIRE(first.has_value());
  CHECK(keys_of(*first) == std::set<std::string>{"type", "view", "seq", "at", "data"});
  CHECK(text_at(*first, "/view") == "board");
  CHECK(text_at(*first, "/at").starts_with("2026-11-20T02:"));
  CHECK(keys_of(first->at("data").get_object()) ==
        std::set<std::string>{"hall", "languages", "level", "now", "recent", "lanes", "counters",
                              "notices"});
  auto seq = board.last_seq();
  for (int n = 1; n <= 5; ++n) {
    take(hall, kiosk);
    board.until([&](const auto& v) { return waiting_on(v) == n; });
    CHECK(board.last_seq() > seq);
    seq = board.last_seq();
  }
}

TEST_CASE("a beat comes every other second and carries the newest seq") {
  test_hall hall;
  device_caller kiosk(hall, "kiosk");
  watcher board(hall, "board");
  take(hall, kiosk);
  board.until([](const auto& v) { return waiting_on(v) == 1; });
  const auto began = std::chrono::steady_clock::now();
  for (int i = 0; i < 2; ++i) {
    const auto beat = board.next("beat");
    REQUIRE(beat.has_value());
    CHECK(keys_of(*beat) == std::set<std::string>{"type", "seq", "at"});
    CHECK(number_at(*beat, "/seq") >= 2);  // the day, the ticket
  }
  CHECK(std::chrono::steady_clock::now() - began > 1s);
}

TEST_CASE(
    "a call is on the board and at its counter, which learns that a board showed and spoke it") {
  test_hall hall;
  caller clerk(hall, "clerk1");
  const auto ticket = take(hall, clerk);
  watcher display(hall, "board", "", by_device(hall, "display"));
  watcher screen(hall, "counter:1", hall.sign_in("clerk1"));
  screen.until([](const auto& v) { return number_at(v, "/boards") == 1; });
  open_and_call(clerk);
  const auto shown = display.until([](const auto& v) { return has(v, "/now/0"); });
  CHECK(text_at(shown, "/now/0/number") == ticket.number);
  CHECK(number_at(shown, "/now/0/counter") == 1);
  CHECK(text_at(shown, "/now/0/speak/0") == "chime");
  const auto call = text_at(shown, "/now/0/call");
  auto mine = screen.until([](const auto& v) { return has(v, "/visit"); });
  CHECK(text_at(mine, "/visit/call") == call);
  CHECK(mine.at("visit").at("shown") == false);
  display.say(acknowledge("shown", call));
  mine = screen.until([](const auto& v) { return v.at("visit").at("shown") == true; });
  CHECK(mine.at("visit").at("spoken") == false);
  display.say(acknowledge("spoken", call));
  screen.until([](const auto& v) { return v.at("visit").at("spoken") == true; });
}

TEST_CASE("a ticket's holder watches it alone, by its token") {
  test_hall hall;
  caller clerk(hall, "clerk1"), nobody(hall);
  const auto before = take(hall, clerk), ticket = take(hall, clerk, "divorce");
  watcher phone(hall, "ticket:" + ticket.token);
  auto mine = phone.view();
  CHECK(text_at(mine, "/number") == ticket.number);
  CHECK(number_at(mine, "/ahead") == 1);
  CHECK(mine.at("near") == true);
  CHECK_FALSE(has(mine, "/lane"));
  CHECK(nobody.post("/api/v1/tickets/" + before.token + "/leave").status == 200);
  phone.until([](const auto& v) { return number_at(v, "/ahead") == 0; });
  done(clerk.post(counter(19, "open")));
  done(clerk.post(counter(19, "call-next")));
  mine = phone.until([](const auto& v) { return text_at(v, "/state") == "called"; });
  CHECK(number_at(mine, "/counter") == 19);
  CHECK(text_at(mine, "/label/en") == "All services");
}

TEST_CASE(
    "what the public watches never tells a turning ticket, and a quiet call is on its own page "
    "alone") {
  test_hall hall;
  caller clerk(hall, "clerk1"), other(hall, "clerk2");
  const auto turning = take(hall, clerk, "divorce");
  const auto quiet = take(hall, clerk, "move-in", R"(,"quiet":true)");
  watcher board(hall, "board"), kiosk(hall, "kiosk"), phone(hall, "ticket:" + quiet.token);
  open_and_call(clerk, 19);
  open_and_call(other, 1);
  phone.until([](const auto& v) { return text_at(v, "/state") == "called"; });
  const auto seen = board.until([](const auto& v) { return waiting_on(v) == 0; });
  CHECK(seen.at("now").get_array().size() == 1);
  CHECK(text_at(seen, "/now/0/number") == turning.number);
  for (const auto& data :
       {seen, kiosk.until([](const auto& v) { return number_at(v, "/waiting") == 0; })}) {
    const auto text = json::serialize(data);
    CHECK(text.find("\"turning\"") == std::string::npos);
    CHECK(text.find("divorce") == std::string::npos);
    CHECK(text.find("疼您") == std::string::npos);
    CHECK(text.find(quiet.number) == std::string::npos);
    CHECK(text.find(turning.token) == std::string::npos);
    CHECK(text.find(quiet.token) == std::string::npos);
  }
}

TEST_CASE("a closing server says goodbye to all who watch") {
  test_hall hall;
  watcher board(hall, "board"), dashboard(hall, "manager", hall.sign_in("manager"));
  board.view();
  dashboard.view();
  CHECK(hall.close());
  for (auto* w : {&board, &dashboard}) {
    CHECK(w->ended().code == 1012);
    CHECK(w->bye() == "restart");
  }
}

TEST_CASE("a newcomer who gets a newer view first leaves the others to be told of it") {
  std::string data = "1";
  service::feed feed([&](const auto&) { return data; },
                     [](const auto&) { return std::pair(std::uint64_t{1}, engine::time_point{}); });
  struct counting : service::feed::watcher {
    void newer_frame() override { ++told; }
    int told = 0;
  } first, second;
  const service::feed::guard one(feed, {"main", "board"}, first);
  data = "2";
  const service::feed::guard two(feed, {"main", "board"}, second);
  CHECK(one.version() == 2);
  CHECK(first.told == 0);
  feed.refresh({"main"});
  CHECK(first.told == 1);
  feed.refresh({"main"});
  CHECK(first.told == 1);
  CHECK(feed.frames_built() == 2);
}
