// What cannot be at a counter, and every refusal that the hall's rules know, met over the wire.
#include <fmt/format.h>

#include "acts.hpp"
#include "gateway/problem.hpp"

using namespace hallcall;
using namespace hallcall::gateway;
using namespace hallcall::gateway::testing;

TEST_CASE("words at a counter are checked, and what cannot be is refused") {
  test_hall hall;
  caller clerk(hall, "clerk1");
  const auto t = take(hall, clerk);
  const std::string long_name(41, 'x'), long_reason(61, 'x'), long_note(201, 'x');
  check_problem(clerk.post(counter(1, "open"), R"({"clerk":""})"), "invalid-value");
  check_problem(clerk.post(counter(1, "open"), fmt::format(R"({{"clerk":"{}"}})", long_name)),
                "invalid-value");
  CHECK(text_at(done(clerk.post(counter(1, "open"), R"({"clerk":"範例甲"})")), "/clerk") ==
        "範例甲");
  const auto invalid = [&](const char* what, const std::string& body) {
    CAPTURE(std::string(what));
    CAPTURE(body);
    check_problem(clerk.post(counter(1, what), body), "invalid-value");
  };
  invalid("pause", R"({"reason":""})");
  invalid("pause", fmt::format(R"({{"reason":"{}"}})", long_reason));
  invalid("call", call_body(t.id, " "));
  invalid("call", call_body("A001"));
  invalid("call", call_body("t0"));
  done(clerk.post(counter(1, "call-next")));
  invalid("park", fmt::format(R"({{"note":"{}"}})", long_note));
  invalid("transfer", "{}");
  invalid("transfer", R"({"lane":"general","counter":2})");
  invalid("transfer", R"({"lane":"slow"})");
  invalid("transfer", R"({"counter":0})");
  invalid("transfer", R"({"counter":1000})");
  invalid("transfer", R"({"counter":65537})");
  invalid("transfer", fmt::format(R"({{"lane":"general","note":"{}"}})", long_note));
  done(clerk.post(counter(1, "start")));
  invalid("finish", R"({"outcome":"done"})");
  invalid("finish", R"({"outcome":"supplement"})");
  invalid("finish", R"({"outcome":"supplement","missing":[" "]})");
  std::string many = R"("a")";
  for (int i = 0; i < 20; ++i) many += R"(,"a")";
  invalid("finish", fmt::format(R"({{"outcome":"supplement","missing":[{}]}})", many));
  check_problem(clerk.post(counter(1, "finish"), "{}"), "invalid-request");
  check_problem(clerk.post(counter(1, "start"), R"({"now":true})"), "invalid-request");
  done(clerk.post(counter(1, "finish"), finished));
}

TEST_CASE("every refusal of the hall's rules can be met over the wire") {
  std::set<std::string> met;
  const auto refused = [&](const reply& r, const std::string& code) {
    CAPTURE(code);
    CHECK(r.status == 409);
    check_problem(r, code);
    met.insert(r.code());
  };
  {
    hall_options night;
    night.office = nantun();
    night.local_time = 20h;
    test_hall hall(night);
    caller clerk(hall, "clerk1");
    refused(clerk.post(tickets, R"({"services":["move-in"]})"), "hall-closed");
  }
  test_hall hall;
  caller clerk(hall, "clerk1"), manager(hall, "manager");
  const auto at1 = [&](const char* what, const std::string& body = "") {
    return clerk.post(counter(1, what), body);
  };
  refused(clerk.post(counter(24, "open")), "counter-not-today");
  refused(clerk.post(tickets, R"({"services":["door-plate","archive"]})"), "nobody-offers");
  refused(at1("call-next"), "counter-closed");
  done(at1("open"));
  refused(at1("open"), "counter-open");
  refused(at1("resume"), "not-paused");
  refused(at1("call-next"), "nothing-waiting");
  refused(at1("start"), "counter-idle");
  const auto archive = take(hall, clerk, "archive"), t = take(hall, clerk),
             other = take(hall, clerk);
  done(at1("pause", paused));
  refused(at1("call-next"), "counter-paused");
  done(at1("resume"));
  refused(at1("call", call_body(archive.id)), "lane-not-taken");
  done(at1("call", call_body(t.id)));
  refused(at1("call-next"), "counter-busy");
  refused(at1("finish", finished), "not-serving");
  refused(at1("recall"), "too-early");
  CHECK(at1("recall").body.find(R"("retrySeconds":20)") != std::string::npos);
  refused(at1("no-show"), "too-early");
  refused(at1("transfer", R"({"lane":"booked"})"), "lane-not-taken");
  refused(at1("transfer", R"({"counter":2})"), "counter-closed");
  check_problem(at1("transfer", R"({"counter":99})"), "not-found");
  check_problem(at1("transfer", R"({"counter":1})"), "not-found");
  for (int i = 0; i < 2; ++i) {
    hall.pass(20s);
    done(at1("recall"));
  }
  hall.pass(20s);
  refused(at1("recall"), "no-calls-left");
  refused(clerk.post(tickets + "/" + t.id + "/void"), "not-waiting");
  refused(clerk.post(tickets + "/" + t.id + "/priority", R"({"reason":"unwell"})"),
          "already-called");
  done(at1("start"));
  refused(at1("start"), "not-called");
  refused(at1("no-show"), "not-called");
  done(at1("finish", finished));
  refused(at1("call", call_body(t.id)), "already-ended");
  refused(clerk.post(tickets + "/" + other.id + "/reinstate"), "not-missed");
  check_problem(at1("call", call_body("t99")), "not-found");

  done(at1("call", call_body(other.id)));
  done(at1("start"));
  const auto pass = text_at(
      done(at1("finish", R"({"outcome":"supplement","missing":["photo"]})")), "/pass/code");
  const auto come_back = "/api/v1/tickets/" + pass + "/check-in";
  CHECK(clerk.post(come_back).status == 201);
  refused(clerk.post(come_back), "pass-used");

  const auto call = main_hall + "/backup/call", accept = main_hall + "/backup/p1/accept";
  done(manager.post(call, R"({"backup":"backup1"})"));
  refused(manager.post(call, R"({"backup":"backup1"})"), "backup-busy");
  refused(manager.post(accept, R"({"counter":2})"), "base-counter");
  done(manager.post(accept));
  refused(manager.post(accept), "already-answered");
  for (int i = 0; i < 3; ++i) done(manager.post(call));
  refused(manager.post(call), "no-backup-free");

  // See bookings_test.cpp, numbers_test.cpp and pairings_test.cpp.
  const std::set<std::string> met_elsewhere{
      "slot-full",        "too-late",     "booked-already",   "booking-suspended", "arrived-already",
      "kept-for-booking", "number-taken", "numbers-not-lent", "pairing-decided",   "device-exists"};
  for (const auto& kind : problem_kinds()) {
    const std::string code(kind.code);
    if (kind.status != 409) continue;
    CAPTURE(code);
    CHECK(met.contains(code) != met_elsewhere.contains(code));
  }
}
