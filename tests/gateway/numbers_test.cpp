// Numbers for kiosks to give out while the server is away, over the wire (R-1, R-3).
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include "acts.hpp"

using namespace hallcall;
using namespace hallcall::gateway;
using namespace hallcall::gateway::testing;

namespace {

const std::string blocks = main_hall + "/number-blocks";

std::string given(int n, std::string_view at, bool in_hand = true,
                  std::string_view more = R"(,"services":["move-in"])") {
  return fmt::format(R"({{"n":{},"token":"token-of-the-number-{:02}","givenAt":"{}","inHand":{}{}}})",
                     n, n, at, in_hand, more);
}

std::string path_of_block(const json::object& block, std::string_view what = "") {
  return fmt::format("{}/{}{}{}", blocks, text_at(block, "/id"), what.empty() ? "" : "/", what);
}

net::header_list keyed(std::string key) { return {{"Idempotency-Key", std::move(key)}}; }

}  // namespace

TEST_CASE("R-3 a kiosk borrows numbers, tells of those it gave, and gives the rest back") {
  test_hall hall;
  device_caller kiosk(hall, "kiosk");
  caller clerk(hall, "clerk1");
  const auto lent = kiosk.post(blocks);
  REQUIRE(lent.status == 201);
  const auto block = lent.object();
  CHECK(text_at(block, "/series") == "A");
  CHECK(number_at(block, "/first") == 21);
  CHECK(number_at(block, "/last") == 60);
  CHECK(number_at(block, "/utcOffsetSeconds") == 8 * 3600);
  CHECK(text_at(block, "/ticketUrl").ends_with("/t/"));
  CHECK(has(block, "/usableUntil"));
  CHECK_FALSE(block.at("renew").as_bool());

  hall.pass(30min);
  const auto in_line = take(hall, clerk);
  CHECK(in_line.number == "A001");
  const auto told = kiosk.post(path_of_block(block, "tickets"), given(21, text_at(block, "/now")));
  REQUIRE(told.status == 201);
  CHECK(text_at(told.object(), "/number") == "A021");
  CHECK(text_at(told.object(), "/issuedAt") == text_at(block, "/now"));
  // On the phone, by the slip's address; and first in the line.
  caller phone(hall);
  const auto own = phone.get("/api/v1/tickets/token-of-the-number-21").object();
  CHECK(text_at(own, "/state") == "waiting");
  CHECK(number_at(own, "/ahead") == 0);
  CHECK(number_at(phone.get(own_path(in_line)).object(), "/ahead") == 1);

  const auto back = kiosk.post(path_of_block(block, "return"));
  CHECK(back.status == 200);
  check_problem(kiosk.get(path_of_block(block)), "not-found");
  check_problem(kiosk.post(path_of_block(block, "return")), "not-found");
  check_problem(kiosk.post(path_of_block(block, "tickets"), given(22, text_at(block, "/now"))),
                "not-found");
}

TEST_CASE("R-2 what a kiosk asks again is answered as before, also by a server started anew") {
  test_hall hall;
  std::string lent, told;
  const auto again = [&](bool first) {
    device_caller kiosk(hall, "kiosk");
    const auto block = kiosk.post(blocks, "{}", keyed("borrow"));
    REQUIRE(block.status == 201);
    const auto ticket = kiosk.post(path_of_block(block.object(), "tickets"),
                                   given(30, "2026-11-20T02:00:00.000Z"), keyed("tell"));
    REQUIRE(ticket.status == 201);
    if (first) {
      lent = block.body;
      told = ticket.body;
    }
    CHECK(block.body == lent);
    CHECK(ticket.body == told);
  };
  again(true);
  again(false);
  hall.restart();
  again(false);
  caller clerk(hall, "clerk1");
  CHECK(listed(clerk) == 1);
}

TEST_CASE("R-2 a wish whose answer was lost, and whose citizen then got a number offline, is found") {
  test_hall hall;
  device_caller kiosk(hall, "kiosk");
  caller clerk(hall, "clerk1");
  const auto block = kiosk.post(blocks).object();
  const auto at = text_at(block, "/now");
  const auto lost = kiosk.post(tickets, move_in, keyed("wish"));
  const auto tell = path_of_block(block, "tickets");
  check_problem(kiosk.post(tell, given(21, at), keyed("wish")), "idempotency-mismatch");
  CHECK(kiosk.post(tickets, move_in, keyed("wish")).body == lost.body);
  CHECK(kiosk.post(ticket_path(text_at(lost.object(), "/id"), "void")).status == 200);
  CHECK(kiosk.post(tell, given(21, at), keyed("wish-told")).status == 201);
  CHECK(listed(clerk) == 1);
  // The other way round: the wish arrives after all, when its number was told.
  CHECK(kiosk.post(tell, given(22, at), keyed("late-wish")).status == 201);
  check_problem(kiosk.post(tickets, move_in, keyed("late-wish")), "idempotency-mismatch");
  CHECK(listed(clerk) == 2);
}

TEST_CASE("numbers are told once, by their own kiosk, and say what is wrong with them") {
  test_hall hall({.office = two_halls()});
  device_caller kiosk(hall, "kiosk");
  device_caller branch(hall, "branch-kiosk");
  const auto block = kiosk.post(blocks).object();
  const auto at = text_at(block, "/now");
  const auto tell = path_of_block(block, "tickets");
  CHECK(kiosk.post(tell, given(21, at)).status == 201);
  check_problem(kiosk.post(tell, given(21, at)), "number-taken");
  check_problem(kiosk.post(tell, given(20, at)), "not-found");
  check_problem(branch.post(tell, given(22, at)), "not-found");
  check_problem(kiosk.post(tell, R"({"n":22,"token":"short","givenAt":")" + at +
                                     R"(","inHand":true,"services":["move-in"]})"),
                "invalid-value");
  check_problem(kiosk.post(tell, given(22, at, true, R"(,"services":[])")), "invalid-value");
  check_problem(kiosk.post(tell, given(22, at, true, R"(,"services":["tea"])")), "invalid-value");
  check_problem(kiosk.post(tell, given(22, at, true, R"(,"services":["move-in"],"needs":["x"])")),
                "invalid-value");
  check_problem(kiosk.post(blocks, R"({"instead":"x"})"), "invalid-value");
  for (const char* wrong : {"b0", "b", "1", "b99999999999999999999", "b1x"})
    check_problem(kiosk.get(blocks + "/" + wrong), "not-found");
  // A language that the office has given up is no reason to lose somebody.
  CHECK(kiosk.post(tell, given(23, at, true, R"(,"services":["move-in"],"language":"eo")"))
            .status == 201);
  CHECK(kiosk.post(blocks, fmt::format(R"({{"instead":"{}"}})", text_at(block, "/id"))).status ==
        201);
  for (int i = 0; i < 3; ++i) CHECK(kiosk.post(blocks).status == 201);
  check_problem(kiosk.post(blocks), "numbers-not-lent");
}

TEST_CASE("R-3 a number that nobody had in hand is void when it is told") {
  test_hall hall;
  device_caller kiosk(hall, "kiosk");
  caller clerk(hall, "clerk1"), phone(hall);
  const auto block = kiosk.post(blocks).object();
  const auto told = kiosk.post(path_of_block(block, "tickets"),
                               given(21, text_at(block, "/now"), false));
  CHECK(told.status == 201);
  CHECK(listed(clerk) == 0);
  CHECK(text_at(phone.get("/api/v1/tickets/token-of-the-number-21").object(), "/state") ==
        "voided");
}

TEST_CASE("only kiosks borrow numbers, and nothing public tells of it") {
  test_hall hall;
  device_caller kiosk(hall, "kiosk"), display(hall, "display");
  caller clerk(hall, "clerk1"), nobody(hall);
  check_problem(display.post(blocks), "not-allowed");
  check_problem(clerk.post(blocks), "not-allowed");
  check_problem(nobody.post(blocks), "not-signed-in");
  watcher board(hall, "board");
  const auto before = board.view();
  const auto block = kiosk.post(blocks).object();
  take(hall, clerk);
  const auto after = board.until([](const auto& data) { return waiting_on(data) == 1; });
  CHECK(keys_of(before) == keys_of(after));
  CHECK(json::serialize(after).find("device:") == std::string::npos);
}
