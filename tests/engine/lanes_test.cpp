// Into which lane a ticket goes, and at what rate it gathers score.
#include "test_hall.hpp"

using namespace hallcall::engine;
using namespace hallcall::engine::testing;

namespace {

hall_rules without(std::initializer_list<lane> lanes) {
  auto rules = sample_rules();
  for (lane l : lanes) lane_of(rules, l).in_use = false;
  return rules;
}

}  // namespace

TEST_CASE("express is for tickets all of whose services are express") {
  test_hall hall;
  CHECK(hall.the(hall.take(asking({"transcript"}))).lane == lane::express);
  CHECK(hall.the(hall.take(asking({"transcript", "photo"}))).lane == lane::express);
  CHECK(hall.the(hall.take(asking({"transcript", "register"}))).lane == lane::general);
  CHECK(hall.the(hall.take(asking({"register"}))).lane == lane::general);
}

TEST_CASE("one sensitive service makes a turning ticket, whatever else is asked and needed") {
  test_hall hall;
  CHECK(hall.the(hall.take(asking({"divorce"}))).lane == lane::turning);
  CHECK(hall.the(hall.take(asking({"transcript", "divorce"}))).lane == lane::turning);
  CHECK(hall.the(hall.take("divorce", {need::senior})).lane == lane::turning);
}

TEST_CASE("a need that gives priority gives the priority lane, others do not") {
  test_hall hall;
  for (need n : {need::senior, need::pregnant, need::wheelchair, need::small_child,
                 need::hard_of_hearing, need::hard_of_seeing})
    CHECK(hall.the(hall.take("transcript", {n})).lane == lane::priority);
  CHECK(hall.the(hall.take("transcript", {need::interpreter})).lane == lane::express);
  CHECK(hall.the(hall.take("register", {need::interpreter})).lane == lane::general);
  CHECK(hall.the(hall.take("register", {need::interpreter, need::senior})).lane == lane::priority);
}

TEST_CASE("the office says which needs give priority") {
  auto rules = sample_rules();
  rules.priority_needs = set_of({need::interpreter});
  test_hall hall(rules);
  CHECK(hall.the(hall.take("register", {need::interpreter})).lane == lane::priority);
  CHECK(hall.the(hall.take("register", {need::senior})).lane == lane::general);
}

TEST_CASE("what would go to a lane that is not in use goes to the next that fits") {
  test_hall no_express(without({lane::express}));
  CHECK(no_express.the(no_express.take("transcript")).lane == lane::general);
  test_hall no_priority(without({lane::priority}));
  CHECK(no_priority.the(no_priority.take("transcript", {need::senior})).lane == lane::express);
  CHECK(no_priority.the(no_priority.take("register", {need::senior})).lane == lane::general);
  test_hall no_turning(without({lane::turning}));
  CHECK(no_turning.the(no_turning.take("divorce")).lane == lane::general);
}

TEST_CASE(
    "R-12 a ticket gathers at its lane's rate, or at priority's when a need gives it and that is "
    "more") {
  test_hall hall;
  CHECK(hall.the(hall.take("register")).rate == 1);
  CHECK(hall.the(hall.take("transcript")).rate == 1);
  CHECK(hall.the(hall.take("register", {need::senior})).rate == 6);
  CHECK(hall.the(hall.take("divorce")).rate == 2);
  CHECK(hall.the(hall.take("divorce", {need::senior})).rate == 6);
  CHECK(hall.the(hall.take("divorce", {need::interpreter})).rate == 2);

  auto rules = sample_rules();
  lane_of(rules, lane::turning).rate = 9;
  test_hall other(rules);
  CHECK(other.the(other.take("divorce", {need::senior})).rate == 9);
}

TEST_CASE("the walk-in lanes are counted for the backup trigger, each ticket once") {
  test_hall hall;
  hall.take("register");
  hall.take("transcript");
  hall.take("register", {need::senior});
  hall.take("divorce");
  CHECK(hall.state().walk_ins_waiting() == 4);
  CHECK(hall.state().line.waiting() == 4);
}
