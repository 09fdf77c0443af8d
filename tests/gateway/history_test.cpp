// The history of one ticket: all that happened to it, who did it, and why it was called when it was
// (R-13).
#include <fmt/format.h>

#include "acts.hpp"

using namespace hallcall;
using namespace hallcall::gateway;
using namespace hallcall::gateway::testing;

namespace {

std::string history_path(const std::string& id, const std::string& hall = "main") {
  return fmt::format("/api/v1/halls/{}/tickets/{}/history", hall, id);
}

std::vector<std::string> told(const json::object& history, std::string_view member) {
  std::vector<std::string> all;
  for (const auto& e : history.at("events").get_array()) {
    const auto* value = e.get_object().if_contains(member);
    all.emplace_back(value == nullptr ? "" : std::string(value->get_string()));
  }
  return all;
}

using words = std::vector<std::string>;


}  // namespace

TEST_CASE("R-13: the whole of a ticket is told in its order, with who did what") {
  test_hall hall;
  caller clerk(hall, "clerk1"), second(hall, "clerk2"), greeter(hall, "greeter"), nobody(hall);
  device_caller kiosk(hall, "kiosk");
  const auto t = take(hall, kiosk), other = take(hall, kiosk);
  done(greeter.post(fmt::format("{}/tickets/{}/priority", main_hall, t.id),
                    R"({"reason":"can hardly stand"})"));
  done(clerk.post(counter(1, "open")));
  done(second.post(counter(2, "open")));
  done(clerk.post(counter(1, "call-next")));
  hall.pass(20s);
  done(clerk.post(counter(1, "recall")));
  hall.pass(20s);
  done(clerk.post(counter(1, "no-show")));
  done(nobody.post("/api/v1/tickets/" + t.token + "/check-in"));
  done(second.post(counter(2, "call"),
                   fmt::format(R"({{"ticket":"{}","reason":"is here"}})", t.id)));
  done(second.post(counter(2, "start")));
  done(second.post(counter(2, "park"), R"({"note":"fills a form"})"));
  done(greeter.post(fmt::format("{}/tickets/{}/reinstate", main_hall, t.id)));
  done(second.post(counter(2, "call"), fmt::format(R"({{"ticket":"{}","reason":"back"}})", t.id)));
  done(second.post(counter(2, "start")));
  done(second.post(counter(2, "transfer"), R"({"counter":1,"note":"knows it"})"));
  done(clerk.post(counter(1, "call-next")));
  done(clerk.post(counter(1, "start")));
  done(clerk.post(counter(1, "finish"), R"({"outcome":"supplement","missing":["photo"]})"));

  const auto h = done(clerk.get(history_path(t.id)));
  CHECK(keys_of(h) == std::set<std::string>{"id", "number", "events", "complete"});
  CHECK(text_at(h, "/id") == t.id);
  CHECK(text_at(h, "/number") == t.number);
  CHECK(h.at("complete").get_bool());
  CHECK(told(h, "what") ==
        words{"ticket-issued", "priority-granted", "ticket-called", "ticket-recalled",
              "ticket-missed", "ticket-returned", "ticket-called", "visit-started", "visit-parked",
              "ticket-returned", "ticket-called", "visit-started", "visit-transferred",
              "ticket-called", "visit-started", "visit-finished", "pass-issued"});
  const std::string c1 = "account:clerk1", c2 = "account:clerk2", g = "account:greeter";
  CHECK(told(h, "actor") == words{"device:kiosk", g, c1, c1, c1, "holder:" + t.id, c2, c2, c2, g,
                                  c2, c2, c2, c1, c1, c1, c1});
  CHECK(text_at(h, "/events/0/services/0") == "move-in");
  CHECK(text_at(h, "/events/0/lane") == "general");
  CHECK(text_at(h, "/events/1/lane") == "priority");
  CHECK(text_at(h, "/events/1/reason") == "can hardly stand");
  CHECK(number_at(h, "/events/2/counter") == 1);
  CHECK(text_at(h, "/events/2/call") == "c1");
  CHECK(number_at(h, "/events/3/nth") == 2);
  CHECK(text_at(h, "/events/5/after") == "missed");
  CHECK(text_at(h, "/events/8/note") == "fills a form");
  CHECK(text_at(h, "/events/9/after") == "parked");
  CHECK(number_at(h, "/events/12/counter") == 2);
  CHECK(number_at(h, "/events/12/to") == 1);
  CHECK(text_at(h, "/events/12/note") == "knows it");
  CHECK(text_at(h, "/events/15/outcome") == "supplement");
  CHECK(text_at(h, "/events/15/missing/0") == "photo");
  const auto seq = [&](int i) { return number_at(h, fmt::format("/events/{}/seq", i)); };
  const auto at = [&](int i) { return text_at(h, fmt::format("/events/{}/at", i)); };
  for (int i = 1; i < 16; ++i) {
    CHECK(seq(i) > seq(i - 1));
    CHECK(at(i) >= at(i - 1));
  }
  CHECK(at(0) == text_at(t.answer, "/issuedAt"));
  // The token would let whoever reads this act for the citizen.
  CHECK(clerk.get(history_path(t.id)).body.find(t.token) == std::string::npos);
  CHECK(told(done(clerk.get(history_path(other.id))), "what") == words{"ticket-issued"});
}

TEST_CASE("R-13: each call is told with the very why that the clerk was given") {
  test_hall hall;
  caller clerk(hall, "clerk1"), manager(hall, "manager");
  const auto general = take(hall, clerk);
  hall.pass(10s);
  const auto prior = take(hall, clerk, "move-in", R"(,"needs":["senior"])");
  hall.pass(10s);
  done(clerk.post(counter(1, "open")));
  const auto called = done(clerk.post(counter(1, "call-next")));
  REQUIRE(text_at(called, "/ticket") == prior.id);
  const auto h = done(manager.get(history_path(prior.id)));
  const auto& e = h.at("events").get_array()[1].get_object();
  CHECK(e.at("why") == called.at("why"));
  CHECK(text_at(h, "/events/1/why/passedOver/0/number") == general.number);
  done(clerk.post(counter(1, "start")));
  done(clerk.post(counter(1, "finish"), finished));
  const auto last = done(clerk.post(
      counter(1, "call"), fmt::format(R"({{"ticket":"{}","reason":"waits long"}})", general.id)));
  const auto later = done(manager.get(history_path(general.id)));
  CHECK(later.at("events").get_array()[1].get_object().at("why") == last.at("why"));
  CHECK(text_at(later, "/events/1/why/reason") == "waits long");
}

TEST_CASE("a ticket of an earlier day has its history still, and after a restart") {
  test_hall hall;
  caller clerk(hall, "clerk1");
  const auto served = take(hall, clerk), forgotten = take(hall, clerk);
  done(clerk.post(counter(1, "open")));
  done(clerk.post(counter(1, "call-next")));
  done(clerk.post(counter(1, "start")));
  done(clerk.post(counter(1, "finish"), finished));
  hall.pass(24h);
  take(hall, clerk);  // the day after: the hall itself does not know yesterday's any more
  REQUIRE(clerk.get("/api/v1/tickets/" + served.token).status == 404);
  for (int i = 0; i < 2; ++i) {
    caller anew(hall, "clerk1");
    CHECK(told(done(anew.get(history_path(served.id))), "what") ==
          words{"ticket-issued", "ticket-called", "visit-started", "visit-finished"});
    const auto h = done(anew.get(history_path(forgotten.id)));
    CHECK(told(h, "what") == words{"ticket-issued", "ticket-expired"});
    CHECK(text_at(h, "/number") == forgotten.number);
    if (i == 0) hall.restart();
  }
}

TEST_CASE("one ticket's history is its own: like numbers, halls and ids are kept apart") {
  hall_options o;
  o.office = two_halls();
  test_hall hall(o);
  caller clerk(hall, "clerk1");
  std::vector<taken> all;
  for (int i = 0; i < 12; ++i) all.push_back(take(hall, clerk));  // t1, and t10 to t12 beside it
  const auto branch =
      clerk.post("/api/v1/halls/branch/tickets", R"({"services":["move-in"]})").object();
  REQUIRE(text_at(branch, "/id") == all[0].id);
  hall.keep_secret(text_at(branch, "/token"));
  done(clerk.post(fmt::format("{}/tickets/{}/void", main_hall, all[10].id)));
  CHECK(told(done(clerk.get(history_path(all[0].id))), "what") == words{"ticket-issued"});
  CHECK(told(done(clerk.get(history_path(all[10].id))), "what") ==
        words{"ticket-issued", "ticket-voided"});
  const auto there = done(clerk.get(history_path("t1", "branch")));
  CHECK(told(there, "what") == words{"ticket-issued"});
  CHECK(number_at(there, "/events/0/seq") !=
        number_at(done(clerk.get(history_path("t1"))), "/events/0/seq"));
}

TEST_CASE("histories are for staff, and only of tickets there are") {
  test_hall hall;
  caller nobody(hall), clerk(hall, "clerk1");
  device_caller kiosk(hall, "kiosk"), display(hall, "display");
  const auto t = take(hall, kiosk, "divorce");
  check_problem(nobody.get(history_path(t.id)), "not-signed-in");
  check_problem(kiosk.get(history_path(t.id)), "not-allowed");
  check_problem(display.get(history_path(t.id)), "not-allowed");
  for (const auto* person : {"greeter", "clerk1", "backup1", "manager", "admin", "auditor"}) {
    CAPTURE(std::string(person));
    caller staff(hall, person);
    CHECK(staff.get(history_path(t.id)).status == 200);
  }
  for (const auto* id : {"t2", "t0", "t01", "1", "A001", "t99999999999999999999", "t-1"}) {
    CAPTURE(std::string(id));
    check_problem(clerk.get(history_path(id)), "not-found");
  }
  check_problem(clerk.get(history_path(t.id, "nowhere")), "not-found");
}
