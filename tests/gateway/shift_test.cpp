// Shifts, hand-over and pop-up counters over the wire (R-45, R-60, R-73).
#include "clients.hpp"

using namespace hallcall;
using namespace hallcall::gateway;
using namespace hallcall::gateway::testing;

namespace {

// Nantun on a Friday at a local time.
hall_options nantun_at_time(std::chrono::minutes time) {
  hall_options o;
  o.office = nantun();
  o.local_time = time;
  return o;
}

std::vector<std::string> not_open(const json::object& manager_view) {
  std::vector<std::string> counters;
  for (const auto& a : manager_view.at("alerts").get_array())
    if (text_at(a.get_object(), "/code") == "counter-not-open")
      counters.push_back(text_at(a.get_object(), "/who"));
  return counters;
}

json::object counter_line(const json::object& manager_view, int n) {
  for (const auto& c : manager_view.at("counters").get_array())
    if (number_at(c.get_object(), "/n") == n) return c.get_object();
  return {};
}

}  // namespace

TEST_CASE("the next clerk takes a counter over with its visit, and the board says who is there") {
  test_hall hall;
  caller first(hall, "clerk1"), second(hall, "clerk2");
  check_problem(second.post(counter(1, "hand-over")), "counter-closed");
  done(first.post(counter(1, "open")));
  const auto t = take(hall, first);
  done(first.post(counter(1, "call-next")));
  check_problem(second.post(counter(1, "start")), "not-allowed");
  check_problem(first.post(counter(1, "hand-over")), "counter-open");
  const auto view = done(second.post(counter(1, "hand-over")));
  CHECK(text_at(view, "/clerk") == "範例 Sample clerk2");
  CHECK(text_at(view, "/visit/ticket/number") == t.number);
  CHECK_FALSE(has(view, "/standsInFor"));
  check_problem(first.post(counter(1, "start")), "not-allowed");
  done(second.post(counter(1, "start")));
  check_problem(second.post(counter(1, "hand-over"), R"({"who":"me"})"), "invalid-request");
  check_problem(second.post(counter(1, "hand-over"), R"({"clerk":" "})"), "invalid-value");
}

TEST_CASE("a deputy's name stands beside the clerk's who is away") {
  test_hall hall;
  caller first(hall, "clerk1"), second(hall, "clerk2");
  done(first.post(counter(1, "open")));
  const auto view = done(second.post(counter(1, "hand-over"), R"({"deputy":true})"));
  CHECK(text_at(view, "/clerk") == "範例 Sample clerk2");
  CHECK(text_at(view, "/standsInFor") == "範例 Sample clerk1");
  const auto board = watcher(hall, "board").view();
  CHECK(text_at(board, "/counters/0/sign/clerk") == "範例 Sample clerk1");
  CHECK(text_at(board, "/counters/0/sign/deputy") == "範例 Sample clerk2");
}

TEST_CASE("a clerk sees when the shift ends, and whether somebody takes over") {
  using namespace std::chrono_literals;
  test_hall hall(nantun_at_time(11h));
  const auto one = watcher(hall, "counter:1", hall.sign_in("clerk1")).view();
  CHECK(text_at(one, "/shift/id") == "morning");
  CHECK(text_at(one, "/shift/endsAt") == "2026-11-20T04:00:00.000Z");
  CHECK(one.at("shift").at("handsOver").get_bool());
  const auto two = watcher(hall, "counter:2", hall.sign_in("clerk1")).view();
  CHECK_FALSE(two.at("shift").at("handsOver").get_bool());
  const auto mobile = watcher(hall, "counter:20", hall.sign_in("clerk1")).view();
  CHECK_FALSE(has(mobile, "/shift"));
}

TEST_CASE("at noon a manager sees who should be there and is not, and who should not") {
  using namespace std::chrono_literals;
  test_hall hall(nantun_at_time(12h + 4min));
  caller clerk(hall, "clerk1"), manager(hall, "manager");
  for (const int n : {1, 2}) done(clerk.post(counter(n, "open")));
  const auto early = watcher(hall, "manager", hall.sign_in("manager")).view();
  CHECK(not_open(early).empty());  // five minutes to come
  CHECK(text_at(counter_line(early, 1), "/shift/id") == "noon");
  CHECK_FALSE(counter_line(early, 1).at("offRoster").get_bool());
  CHECK(counter_line(early, 2).at("offRoster").get_bool());
  CHECK_FALSE(counter_line(early, 4).at("offRoster").get_bool());  // closed, as it should be
  hall.pass(60s);
  done(manager.post(main_hall + "/backup/call"));
  const auto late = watcher(hall, "manager", hall.sign_in("manager")).view();
  CHECK(not_open(late) ==
        std::vector<std::string>{"3", "5", "7", "9", "11", "14", "16", "17", "19"});
  take(hall, clerk);
  done(clerk.post(counter(2, "call-next")));  // off the roster, and serving all the same
}

TEST_CASE("a pop-up counter is refused out of its season, with its next day") {
  test_hall hall;
  caller clerk(hall, "clerk1");
  const auto refused = clerk.post(counter(24, "open"));
  check_problem(refused, "counter-not-today");
  CHECK(refused.body.find("2027-01-21") != std::string::npos);
}

TEST_CASE("what a mobile counter saved is told as it closes, with how it was estimated (R-44)") {
  using namespace std::chrono_literals;
  test_hall hall;
  caller clerk(hall, "clerk1"), backup(hall, "backup1"), manager(hall, "manager");
  done(clerk.post(counter(1, "open")));
  for (int i = 0; i < 4; ++i) take(hall, clerk);
  done(clerk.post(counter(1, "call-next")));
  done(manager.post(main_hall + "/backup/call"));
  done(backup.post(main_hall + "/backup/p1/accept"));
  done(backup.post(counter(20, "call-next")));
  done(backup.post(counter(20, "start")));
  hall.pass(600s);
  done(backup.post(counter(20, "finish"), R"({"outcome":"finished"})"));
  const auto view = done(manager.post(main_hall + "/backup/p1/stand-down"));
  CHECK(text_at(view, "/log/0/what") == "closed");
  // The visitor and two behind, ten minutes and the moments of the test, one other counter.
  CHECK(number_at(view, "/log/0/seconds") >= 1800);
  CHECK(number_at(view, "/log/0/seconds") < 1900);
  CHECK(number_at(view, "/backups/0/savedSecondsToday") == number_at(view, "/log/0/seconds"));
}
