// The calls at a counter: what each answers, and whose counter it is.
#include "acts.hpp"

using namespace hallcall;
using namespace hallcall::gateway;
using namespace hallcall::gateway::testing;

TEST_CASE("a visit goes from open to close, and every answer is the counter's view after it") {
  test_hall hall;
  caller clerk(hall, "clerk1");
  const auto first = take(hall, clerk), second = take(hall, clerk);
  auto view = done(clerk.post(counter(1, "open")));
  CHECK(number_at(view, "/n") == 1);
  CHECK(text_at(view, "/state") == "open");
  CHECK(text_at(view, "/clerk") == "範例 Sample clerk1");
  CHECK(text_at(view, "/line/0/number") == first.number);
  view = done(clerk.post(counter(1, "pause"), paused));
  CHECK(text_at(view, "/state") == "paused");
  CHECK(text_at(view, "/pauseReason") == "tea");
  CHECK(text_at(done(clerk.post(counter(1, "resume"))), "/state") == "open");
  view = done(clerk.post(counter(1, "call-next")));
  CHECK(text_at(view, "/ticket") == first.id);
  CHECK(text_at(view, "/counter/visit/ticket/state") == "called");
  CHECK(number_at(view, "/counter/visit/calls") == 1);
  CHECK(has(view, "/counter/visit/mayRecallAt"));
  hall.pass(20s);
  view = done(clerk.post(counter(1, "recall")));
  CHECK(number_at(view, "/visit/calls") == 2);
  view = done(clerk.post(counter(1, "start")));
  CHECK(text_at(view, "/visit/ticket/state") == "serving");
  CHECK(has(view, "/visit/startedAt"));
  view =
      done(clerk.post(counter(1, "finish"), R"({"outcome":"supplement","missing":["passport"]})"));
  CHECK_FALSE(has(view, "/visit"));
  CHECK(number_at(view, "/servedToday") == 1);
  const auto own = clerk.get("/api/v1/tickets/" + first.token).object();
  CHECK(text_at(own, "/outcome") == "supplement");
  CHECK(text_at(own, "/missing/0") == "passport");
  done(clerk.post(counter(1, "call-next")));
  hall.pass(20s);
  view = done(clerk.post(counter(1, "no-show")));
  CHECK(text_at(view, "/missed/0/id") == second.id);
  CHECK(text_at(done(clerk.post(counter(1, "close"))), "/state") == "closed");
}

TEST_CASE("call-next says whom, and why in numbers") {
  test_hall hall;
  caller clerk(hall, "clerk1");
  const auto general = take(hall, clerk);
  hall.pass(10s);
  const auto prior = take(hall, clerk, "move-in", R"(,"needs":["senior"])");
  hall.pass(10s);
  done(clerk.post(counter(1, "open")));
  const auto a = done(clerk.post(counter(1, "call-next")));
  CHECK(keys_of(a) == std::set<std::string>{"ticket", "call", "why", "counter"});
  CHECK(text_at(a, "/ticket") == prior.id);  // 10 s at rate 6 against 20 s at rate 1
  CHECK(text_at(a, "/call") == "c1");
  const auto why = a.at("why").get_object();
  CHECK(keys_of(why) ==
        std::set<std::string>{"rule", "lane", "rate", "score", "waitedSeconds", "passedOver"});
  CHECK(text_at(why, "/rule") == "score");
  CHECK(text_at(why, "/lane") == "priority");
  CHECK(why.at("rate").to_number<double>() == 6);
  CHECK(number_at(why, "/waitedSeconds") >= 10);
  CHECK(why.at("score").to_number<double>() >= 60);
  CHECK(why.at("passedOver").get_array().size() == 1);
  const auto passed = why.at("passedOver").get_array()[0].get_object();
  CHECK(keys_of(passed) == std::set<std::string>{"number", "lane", "score", "waitedSeconds"});
  CHECK(text_at(passed, "/number") == general.number);
  CHECK(number_at(passed, "/waitedSeconds") >= 20);
  CHECK(a.at("counter").get_object().at("visit").get_object().at("why") == a.at("why"));
}

TEST_CASE("a ticket called out of order keeps the clerk's reason") {
  test_hall hall;
  caller clerk(hall, "clerk1");
  const auto first = take(hall, clerk), later = take(hall, clerk);
  done(clerk.post(counter(1, "open")));
  const auto a =
      done(clerk.post(counter(1, "call"), call_body(later.id, " came back with the form ")));
  CHECK(text_at(a, "/ticket") == later.id);
  CHECK(text_at(a, "/why/rule") == "out-of-order");
  CHECK(text_at(a, "/why/reason") == "came back with the form");
  CHECK(text_at(a, "/why/passedOver/0/number") == first.number);
}

TEST_CASE("call-next finishes the visit before only when it is asked to and the visit has begun") {
  test_hall hall;
  caller clerk(hall, "clerk1");
  const auto first = take(hall, clerk), second = take(hall, clerk);
  const std::string and_finish = R"({"finishCurrent":true})";
  done(clerk.post(counter(1, "open")));
  done(clerk.post(counter(1, "call-next"), and_finish));  // nothing to finish yet
  check_problem(clerk.post(counter(1, "call-next"), and_finish),
                "counter-busy");  // called, and not there yet
  done(clerk.post(counter(1, "start")));
  check_problem(clerk.post(counter(1, "call-next")), "counter-busy");
  check_problem(clerk.post(counter(1, "call-next"), R"({"finishCurrent":false})"), "counter-busy");
  CHECK(text_at(done(clerk.post(counter(1, "call-next"), and_finish)), "/ticket") == second.id);
  CHECK(text_at(clerk.get("/api/v1/tickets/" + first.token).object(), "/outcome") == "finished");
  done(clerk.post(counter(1, "start")));
  check_problem(clerk.post(counter(1, "call-next"), and_finish), "nothing-waiting");
  CHECK(text_at(clerk.get("/api/v1/tickets/" + second.token).object(), "/state") ==
        "serving");  // all or nothing
}

TEST_CASE("parking and transferring keep the place and the note") {
  test_hall hall;
  caller clerk(hall, "clerk1"), second(hall, "clerk2");
  const auto t = take(hall, clerk), later = take(hall, clerk);
  done(clerk.post(counter(1, "open")));
  done(second.post(counter(2, "open")));
  done(clerk.post(counter(1, "call-next")));
  auto view = done(clerk.post(counter(1, "park"), R"({"note":"fills in the form"})"));
  CHECK(text_at(view, "/parked/0/note") == "fills in the form");
  CHECK(clerk.post("/api/v1/tickets/" + t.token + "/check-in").status == 200);
  CHECK(text_at(done(clerk.post(counter(1, "call-next"))), "/ticket") == t.id);
  view = done(clerk.post(counter(1, "transfer"), R"({"counter":2,"note":"knows the case"})"));
  CHECK_FALSE(has(view, "/visit"));
  const auto there = done(second.post(counter(2, "call-next")));
  CHECK(text_at(there, "/ticket") == t.id);
  CHECK(text_at(there, "/counter/visit/ticket/note") == "knows the case");
  done(second.post(counter(2, "transfer"), R"({"lane":"priority"})"));
  const auto line = clerk.get(tickets).object();
  CHECK(text_at(line, "/tickets/0/id") == t.id);
  CHECK(text_at(line, "/tickets/0/lane") == "priority");
  CHECK(text_at(line, "/tickets/1/id") == later.id);
}

TEST_CASE(
    "another clerk's counter is theirs, a manager's hand reaches it, and who comes may close it") {
  test_hall hall;
  caller owner(hall, "clerk1"), other(hall, "clerk2"), manager(hall, "manager");
  const auto t = take(hall, owner);
  take(hall, owner);
  done(owner.post(counter(1, "open")));
  const std::pair<std::string, std::string> mine[] = {
      {"call-next", ""}, {"call", call_body(t.id)},
      {"start", ""},     {"finish", finished},
      {"recall", ""},    {"no-show", ""},
      {"park", ""},      {"transfer", R"({"lane":"general"})"},
      {"pause", paused}, {"resume", ""}};
  for (const auto& [what, body] : mine) {
    CAPTURE(what);
    const auto r = other.post(counter(1, what), body);
    CHECK(r.status == 403);
    check_problem(r, "not-allowed");
  }
  check_problem(other.post(counter(1, "open")), "counter-open");
  done(manager.post(counter(1, "call-next")));
  done(manager.post(counter(1, "start")));
  check_problem(other.post(counter(1, "close")), "counter-busy");
  done(owner.post(counter(1, "finish"), finished));
  done(other.post(counter(1, "close")));
  done(other.post(counter(1, "open"), R"({"clerk":"範例 Stand-in"})"));
  check_problem(owner.post(counter(1, "call-next")), "not-allowed");
  done(other.post(counter(1, "call-next")));
}

TEST_CASE("backups work at mobile counters alone") {
  test_hall hall;
  caller backup(hall, "backup1");
  take(hall, backup);
  for (const auto* what : {"open", "close", "call-next", "resume", "start"}) {
    CAPTURE(std::string(what));
    check_problem(backup.post(counter(1, what)), "not-allowed");
  }
  done(backup.post(counter(20, "open")));
  done(backup.post(counter(20, "call-next")));
  done(backup.post(counter(20, "start")));
  done(backup.post(counter(20, "finish"), finished));
  done(backup.post(counter(20, "close")));
}

TEST_CASE("two clerks who call at once never get the same ticket") {
  constexpr int rounds = 200;
  test_hall hall;
  caller one(hall, "clerk1"), two(hall, "clerk2");
  done(one.post(counter(1, "open")));
  done(two.post(counter(2, "open")));
  std::set<std::string> called;
  const std::string and_finish = R"({"finishCurrent":true})";
  for (int i = 0; i < rounds; ++i) {
    take(hall, one);
    auto first = one.begin(one.posting(counter(1, "call-next"), and_finish));
    auto second = two.begin(two.posting(counter(2, "call-next"), and_finish));
    int got = 0;
    for (auto* answer : {&first, &second}) {
      REQUIRE(answer->wait_for(2 * patience) == std::future_status::ready);
      const auto r = answer->get();
      REQUIRE(r.has_value());
      if (r->status != 200) {
        check_problem(*r, "nothing-waiting");
        continue;
      }
      ++got;
      CHECK(called.insert(text_at(r->object(), "/ticket")).second);
      auto& clerk = answer == &first ? one : two;
      done(clerk.post(counter(answer == &first ? 1 : 2, "start")));
    }
    CHECK(got == 1);
  }
  CHECK(called.size() == rounds);
}
