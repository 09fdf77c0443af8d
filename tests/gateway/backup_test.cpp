// Support from the back office over the wire: who is asked, who may answer, who ends it (R-40 to
// R-45).
#include <fmt/format.h>

#include "clients.hpp"

using namespace hallcall;
using namespace hallcall::gateway;
using namespace hallcall::gateway::testing;

namespace {

std::string backup_path(const std::string& page, std::string_view what) {
  return fmt::format("{}/backup/{}/{}", main_hall, page, what);
}

// The manager's line about one backup.
json::object about(const json::object& manager_view, const std::string& id) {
  for (const auto& b : manager_view.at("backups").get_array())
    if (text_at(b.get_object(), "/id") == id) return b.get_object();
  return {};
}

// Six who wait: one more than the office lets wait without support.
void crowd(test_hall& hall, caller& by) {
  for (int i = 0; i < 6; ++i) take(hall, by);
}

bool ringing(const json::object& counter_view) { return has(counter_view, "/page"); }

}  // namespace

TEST_CASE("six who wait ring at the first backup's mobile counter, who accepts and opens it") {
  test_hall hall;
  caller clerk(hall, "clerk1"), backup(hall, "backup1");
  watcher screen(hall, "counter:20", hall.sign_in("backup1"));
  CHECK_FALSE(ringing(screen.view()));
  crowd(hall, clerk);
  const auto rings = screen.until(ringing);
  CHECK(text_at(rings, "/page/backup") == "backup1");
  CHECK(text_at(rings, "/page/name").find("Sample reviewer A") != std::string::npos);
  CHECK(text_at(rings, "/level") == "busy");
  const auto page = text_at(rings, "/page/page");
  const auto opened = done(backup.post(backup_path(page, "accept")));
  CHECK(number_at(opened, "/n") == 20);
  CHECK(text_at(opened, "/state") == "open");
  CHECK(text_at(opened, "/openPage") == page);
  CHECK(text_at(opened, "/clerk") == "範例 Sample backup1");
  CHECK_FALSE(ringing(opened));
  CHECK(text_at(screen.until([](const auto& v) { return !ringing(v); }), "/state") == "open");
  done(backup.post(counter(20, "call-next")));
  check_problem(backup.post(backup_path(page, "accept")), "already-answered");
  check_problem(backup.post(backup_path(page, "decline")), "already-answered");
}

TEST_CASE("a backup answers for themselves alone, a manager for anybody") {
  test_hall hall;
  caller clerk(hall, "clerk1"), other(hall, "backup2"), manager(hall, "manager");
  crowd(hall, clerk);
  for (const auto* what : {"accept", "decline"}) {
    CAPTURE(std::string(what));
    check_problem(other.post(backup_path("p1", what)), "not-allowed");
  }
  check_problem(other.post(backup_path("p1", "stand-down")), "not-allowed");
  const auto opened = done(manager.post(backup_path("p1", "accept"), R"({"counter":23})"));
  CHECK(number_at(opened, "/n") == 23);
  CHECK(text_at(opened, "/state") == "open");
}

TEST_CASE("who declines is passed over, and the next one rings at once") {
  test_hall hall;
  caller clerk(hall, "clerk1"), first(hall, "backup1"), second(hall, "backup2"),
      manager(hall, "manager");
  crowd(hall, clerk);
  const auto declined =
      done(first.post(backup_path("p1", "decline"), R"({"reason":"in a meeting"})"));
  CHECK(number_at(declined, "/n") == 20);
  CHECK_FALSE(ringing(declined));
  const auto rings = watcher(hall, "counter:21", hall.sign_in("backup2")).until(ringing);
  CHECK(text_at(rings, "/page/backup") == "backup2");
  check_problem(first.post(backup_path("p1", "accept")), "already-answered");
  check_problem(first.post(backup_path("p2", "accept")), "not-allowed");
  done(second.post(backup_path(text_at(rings, "/page/page"), "accept")));
  watcher dashboard(hall, "manager", hall.sign_in("manager"));
  const auto view = dashboard.view();
  CHECK(text_at(about(view, "backup1"), "/state") == "free");
  CHECK(text_at(about(view, "backup2"), "/state") == "open");
  CHECK(view.at("log").get_array().size() >= 4);  // busy, called, declined, called, accepted, …
}

TEST_CASE("who does not answer in a minute is passed over, and the manager is told") {
  test_hall hall;
  caller clerk(hall, "clerk1");
  watcher dashboard(hall, "manager", hall.sign_in("manager"));
  crowd(hall, clerk);
  hall.pass(61s);
  const auto view = dashboard.until(
      [](const auto& v) { return text_at(about(v, "backup2"), "/state") == "called"; });
  bool told = false;
  for (const auto& a : view.at("alerts").get_array())
    told = told || text_at(a.get_object(), "/code") == "backup-unanswered";
  CHECK(told);
  caller late(hall, "backup1");
  check_problem(late.post(backup_path("p1", "accept")), "already-answered");
}

TEST_CASE("a manager calls a backup by hand and stands them down, at once or after their visit") {
  test_hall hall;
  caller manager(hall, "manager"), backup(hall, "backup3");
  const auto call = main_hall + "/backup/call";
  check_problem(manager.post(call, R"({"backup":"nobody"})"), "not-found");
  const auto view = done(manager.post(call, R"({"backup":"backup3"})"));
  CHECK(text_at(about(view, "backup3"), "/state") == "called");
  CHECK(number_at(about(view, "backup3"), "/counter") == 22);
  CHECK(text_at(about(done(manager.post(call)), "backup1"), "/state") ==
        "called");  // the first in order
  check_problem(manager.post(backup_path("p1", "accept"), R"({"counter":999})"), "invalid-value");
  check_problem(manager.post(backup_path("p1", "accept"), R"({"counter":0})"), "invalid-value");

  // Called off while it rings.
  CHECK(text_at(about(done(manager.post(backup_path("p2", "stand-down"))), "backup1"), "/state") ==
        "free");
  check_problem(manager.post(backup_path("p2", "stand-down")), "already-answered");

  // Open and idle: closes at once.
  done(backup.post(backup_path("p1", "accept")));
  CHECK(text_at(about(done(manager.post(backup_path("p1", "stand-down"))), "backup3"), "/state") ==
        "free");

  // In a visit: the citizen is served first.
  done(manager.post(call, R"({"backup":"backup3"})"));
  done(backup.post(backup_path("p3", "accept")));
  take(hall, manager);
  take(hall, manager);
  done(backup.post(counter(22, "call-next")));
  done(backup.post(counter(22, "start")));
  CHECK(text_at(about(done(manager.post(backup_path("p3", "stand-down"))), "backup3"), "/state") ==
        "standing-down");
  check_problem(manager.post(backup_path("p3", "stand-down")), "already-answered");
  check_problem(backup.post(counter(22, "call-next"), R"({"finishCurrent":true})"),
                "counter-closed");
  CHECK(text_at(done(backup.post(counter(22, "finish"), R"({"outcome":"finished"})")), "/state") ==
        "closed");
}

TEST_CASE("a mobile counter that somebody opened cannot be opened again by a page") {
  test_hall hall;
  caller clerk(hall, "clerk1"), manager(hall, "manager"), backup(hall, "backup1");
  done(clerk.post(counter(20, "open")));
  done(manager.post(main_hall + "/backup/call", R"({"backup":"backup1"})"));
  check_problem(backup.post(backup_path("p1", "accept")), "counter-open");
  CHECK(number_at(done(backup.post(backup_path("p1", "accept"), R"({"counter":21})")), "/n") == 21);
}
