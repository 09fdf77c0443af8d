// Asking twice: the same key gives the same answer, byte for byte, and nothing happens twice.
#include <fmt/format.h>

#include "acts.hpp"

using namespace hallcall;
using namespace hallcall::gateway;
using namespace hallcall::gateway::testing;

namespace {

net::header_list key(const std::string& k) { return {{"Idempotency-Key", k}}; }

void check_same(const reply& one, const reply& other) {
  CHECK(one.status == other.status);
  CHECK(one.body == other.body);
  CHECK(one.header("Content-Type") == other.header("Content-Type"));
}

}  // namespace

TEST_CASE("tickets and calls need a key, everything else takes one") {
  test_hall hall;
  caller manager(hall, "manager");
  const std::pair<std::string, std::string> needed[] = {
      {tickets, move_in},
      {counter(1, "call-next"), "{}"},
      {counter(1, "call"), R"({"ticket":"t1","reason":"asked"})"}};
  for (const auto& [path, with] : needed) {
    CAPTURE(path);
    const auto r = manager.ask(
        {net::method::post, path, {{"Content-Type", "application/json"}}, with, "", false});
    check_problem(r, "invalid-request");
    CHECK(text_at(r.object(), "/detail").find("Idempotency-Key") != std::string::npos);
  }
  CHECK(listed(manager) == 0);
  CHECK(manager.ask({net::method::post, counter(1, "open"), {}, "", "", false}).status == 200);
}

TEST_CASE("a key is 1 to 64 letters, digits, - and _") {
  test_hall hall;
  caller manager(hall, "manager");
  for (const auto& bad :
       {std::string(65, 'a'), std::string("a b"), std::string("a/b"), std::string("a.b"),
        std::string("\"a\""), std::string("a,b"), std::string("長"), std::string("a;b")}) {
    CAPTURE(bad);
    check_problem(manager.post(tickets, move_in, key(bad)), "invalid-request");
    check_problem(manager.post(counter(1, "open"), "", key(bad)),
                  "invalid-request");  // optional is not anything
  }
  CHECK(listed(manager) == 0);
  for (const auto& good :
       {std::string(64, 'Z'), std::string("-"), std::string("_"), std::string("a-B_9")})
    CHECK(manager.post(tickets, move_in, key(good)).status == 201);
}

TEST_CASE("the same request under the same key is one ticket, even after a restart") {
  test_hall hall;
  std::string first_body;
  {
    device_caller kiosk(hall, "kiosk");
    const auto first = kiosk.post(tickets, move_in, key("once"));
    CHECK(first.status == 201);
    first_body = first.body;
    hall.keep_secret(text_at(first.object(), "/token"));
    for (int i = 0; i < 3; ++i) check_same(kiosk.post(tickets, move_in, key("once")), first);
    check_same(kiosk.post(tickets + "?again=1", move_in, key("once")),
               first);  // the path is what counts
  }
  hall.restart();
  device_caller kiosk(hall, "kiosk");
  caller manager(hall, "manager");
  const auto again = kiosk.post(tickets, move_in, key("once"));
  CHECK(again.status == 201);
  CHECK(again.body == first_body);
  CHECK(listed(manager) == 1);
  CHECK(take(hall, kiosk).number == "A002");
}

TEST_CASE("retries that arrive together are one ticket") {
  test_hall hall;
  device_caller kiosk(hall, "kiosk");
  caller manager(hall, "manager");
  const auto asked = fmt::format(
      "POST {} HTTP/1.1\r\nHost: {}\r\nAuthorization: Bearer {}\r\nIdempotency-Key: both\r\n"
      "Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{}",
      tickets, hall.host(), hall.device("kiosk").token, move_in.size(), move_in);
  net::testing::raw_peer peer(hall.port());
  std::string all;
  for (int i = 0; i < 10; ++i) all += asked;
  peer.send(all);
  std::set<std::string> answers;
  for (int i = 0; i < 10; ++i) {
    const auto r = peer.response();
    REQUIRE(r.has_value());
    CHECK(r->status == 201);
    answers.insert(r->body);
  }
  CHECK(answers.size() == 1);
  CHECK(listed(manager) == 1);
}

TEST_CASE("a refusal is the answer to its key as well") {
  test_hall hall;
  caller clerk(hall, "clerk1");
  REQUIRE(clerk.post(counter(1, "open")).status == 200);
  const auto refused = clerk.post(counter(1, "call-next"), "", key("nobody-yet"));
  check_problem(refused, "nothing-waiting");
  take(hall, clerk);
  check_same(clerk.post(counter(1, "call-next"), "", key("nobody-yet")), refused);
  CHECK(clerk.post(counter(1, "call-next")).status == 200);
}

TEST_CASE("a call under its key calls once and answers the same after the hall has gone on") {
  test_hall hall;
  caller clerk(hall, "clerk1");
  take(hall, clerk);
  take(hall, clerk);
  REQUIRE(clerk.post(counter(1, "open")).status == 200);
  const auto called = clerk.post(counter(1, "call-next"), "{}", key("first-call"));
  CHECK(called.status == 200);
  CHECK(clerk.post(counter(1, "start"), "", key("first-start")).status == 200);
  check_same(clerk.post(counter(1, "call-next"), "{}", key("first-call")), called);
  CHECK(text_at(clerk.post(counter(1, "start"), "", key("first-start")).object(),
                "/visit/ticket/state") == "serving");
  check_problem(clerk.post(counter(1, "start")), "not-called");
}

TEST_CASE("another request under a used key is a mismatch and tells nothing of the first") {
  test_hall hall;
  device_caller kiosk(hall, "kiosk");
  caller clerk(hall, "clerk1"), other(hall, "clerk2");
  REQUIRE(clerk.post(counter(1, "open")).status == 200);
  const auto first = clerk.post(tickets, move_in, key("mine"));
  REQUIRE(first.status == 201);
  const auto token = text_at(first.object(), "/token");
  hall.keep_secret(token);
  const auto mismatch = [&](const reply& r) {
    CHECK(r.status == 422);
    check_problem(r, "idempotency-mismatch");
    CHECK(r.body.find(token) == std::string::npos);
    CHECK(r.body.find("A001") == std::string::npos);
    CHECK(r.body.find("t1") == std::string::npos);
  };
  mismatch(clerk.post(tickets, R"({"services":["archive"]})", key("mine")));
  mismatch(
      clerk.post(tickets, R"( {"services":["move-in"]})", key("mine")));  // even the bytes count
  mismatch(clerk.post(counter(1, "call-next"), "", key("mine")));
  mismatch(other.post(tickets, move_in, key("mine")));  // somebody else, the very same request
  mismatch(kiosk.post(tickets, move_in, key("mine")));
  mismatch(kiosk.post("/api/v1/tickets/" + token + "/leave", "", key("mine")));
  CHECK(listed(clerk) == 1);
  check_same(clerk.post(tickets, move_in, key("mine")), first);
}

TEST_CASE("halls do not share keys") {
  hall_options o;
  o.office = two_halls();
  test_hall hall(o);
  device_caller kiosk(hall, "kiosk");
  const auto here = kiosk.post(tickets, move_in, key("k")),
             there = kiosk.post("/api/v1/halls/branch/tickets", move_in, key("k"));
  CHECK(here.status == 201);
  CHECK(there.status == 201);
  CHECK(text_at(here.object(), "/token") != text_at(there.object(), "/token"));
}

TEST_CASE("a request that was never understood uses up no key") {
  test_hall hall;
  device_caller kiosk(hall, "kiosk");
  check_problem(kiosk.post(tickets, R"({"services":["move-in"],"language":"fr"})", key("k")),
                "invalid-value");
  check_problem(kiosk.post(tickets, "{", key("k")), "invalid-request");
  CHECK(kiosk.post(tickets, move_in, key("k")).status == 201);
}
