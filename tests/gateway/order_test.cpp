// The order of calling over the wire (R-12).
#include "clients.hpp"

using namespace hallcall;
using namespace hallcall::gateway;
using namespace hallcall::gateway::testing;

namespace {
const std::string order_path = std::string(main_hall) + "/discipline";
}

TEST_CASE("a manager changes the discipline, and the next call is decided by it") {
  test_hall hall;
  caller clerk(hall, "clerk1"), manager(hall, "manager");
  done(clerk.post(counter(1, "open")));
  take(hall, clerk);
  const auto before = watcher(hall, "manager", hall.sign_in("manager")).view();
  CHECK(text_at(before, "/order/discipline") == "apq");
  CHECK_FALSE(has(before, "/order/by"));
  const auto after = done(manager.post(
      order_path,
      R"({"discipline":"ratio","ratio":{"priority":3,"general":2},"capSeconds":2700})"));
  CHECK(text_at(after, "/order/discipline") == "ratio");
  CHECK(number_at(after, "/order/ratioPriority") == 3);
  CHECK(number_at(after, "/order/ratioGeneral") == 2);
  CHECK(number_at(after, "/order/capSeconds") == 2700);
  CHECK(text_at(after, "/order/by") == "範例 Sample manager");
  CHECK(has(after, "/order/since"));
  const auto called = done(clerk.post(counter(1, "call-next")));
  CHECK(text_at(called, "/why/rule") == "ratio");
}

TEST_CASE("what a change of the discipline leaves out stays as it is") {
  test_hall hall;
  caller manager(hall, "manager");
  done(manager.post(order_path, R"({"discipline":"ratio","ratio":{"priority":5,"general":4}})"));
  const auto after = done(manager.post(order_path, R"({"discipline":"strict","capSeconds":60})"));
  CHECK(number_at(after, "/order/ratioPriority") == 5);
  CHECK(number_at(after, "/order/capSeconds") == 60);
}

TEST_CASE("a discipline that is not possible is refused and changes nothing") {
  test_hall hall;
  caller clerk(hall, "clerk1"), manager(hall, "manager");
  for (const std::string body : {R"({"discipline":"by-beauty"})",
                                 R"({"discipline":"ratio","ratio":{"priority":0,"general":1}})",
                                 R"({"discipline":"ratio","ratio":{"priority":21,"general":1}})",
                                 R"({"discipline":"ratio","ratio":{"priority":1,"general":21}})",
                                 R"({"discipline":"fifo","capSeconds":59})",
                                 R"({"discipline":"fifo","capSeconds":28801})"}) {
    CAPTURE(body);
    check_problem(manager.post(order_path, body), "invalid-value");
  }
  check_problem(manager.post(order_path, R"({"capSeconds":60})"), "invalid-request");
  check_problem(clerk.post(order_path, R"({"discipline":"fifo"})"), "not-allowed");
  const auto after = watcher(hall, "manager", hall.sign_in("manager")).view();
  CHECK(text_at(after, "/order/discipline") == "apq");
  CHECK(number_at(after, "/order/capSeconds") == 1800);
}
