// The order of calling, chosen while the hall is open.
#include "test_hall.hpp"

using namespace hallcall::engine;
using namespace hallcall::engine::testing;

namespace {

calling_order order_of(discipline how) {
  calling_order order;
  order.how = how;
  return order;
}

hall_rules rules_with(discipline how) {
  auto rules = sample_rules();
  rules.order = how;
  return rules;
}

// Counter 1 open, a general ticket, and a senior's after it.
struct two_who_wait : test_hall {
  explicit two_who_wait(discipline how = discipline::apq) : test_hall(rules_with(how)) {
    open(1);
    general = take();
    pass(10s);
    senior = take("register", {need::senior});
  }
  void choose(const calling_order& order) { done(change_order{order, "Sample manager"}); }
  [[nodiscard]] call_rule rule_of(ticket_id id) const { return the(id).why.rule; }
  ticket_id general, senior;
};

}  // namespace

TEST_SUITE("R-12 the cap") {
  TEST_CASE("holds under every discipline: not at exactly 30 minutes, a millisecond later") {
    for (const auto how : {discipline::apq, discipline::strict, discipline::ratio}) {
      CAPTURE(how);
      for (const bool passed : {false, true}) {
        CAPTURE(passed);
        two_who_wait hall(how);
        hall.pass(30min - 10s + (passed ? 1ms : 0ms));
        CHECK(hall.call(1) == (passed ? hall.general : hall.senior));
        if (passed) CHECK(hall.rule_of(hall.general) == call_rule::cap);
      }
    }
  }

  TEST_CASE("of several who passed it the oldest goes first, whatever the lane") {
    two_who_wait hall(discipline::strict);
    hall.pass(30min + 1ms);
    CHECK(hall.serve(1) == hall.general);
    CHECK(hall.serve(1) == hall.senior);
    CHECK(hall.rule_of(hall.senior) == call_rule::cap);
  }

  TEST_CASE("can be changed alone") {
    two_who_wait hall(discipline::strict);
    auto order = hall.state().order_in_force();
    order.cap = 10min;
    hall.choose(order);
    hall.pass(10min - 10s + 1ms);
    CHECK(hall.call(1) == hall.general);
  }
}

TEST_SUITE("R-12 a manager changes the discipline while the hall is open") {
  TEST_CASE("the next call alone is decided otherwise") {
    two_who_wait hall;
    hall.pass(1min);
    SUBCASE("apq: 60 s at rate 6 against 70 s at rate 1") {
      CHECK(hall.call(1) == hall.senior);
      CHECK(hall.rule_of(hall.senior) == call_rule::score);
    }
    SUBCASE("fifo") {
      hall.choose(order_of(discipline::fifo));
      CHECK(hall.call(1) == hall.general);
      CHECK(hall.rule_of(hall.general) == call_rule::fifo);
    }
    SUBCASE("strict") {
      hall.choose(order_of(discipline::strict));
      CHECK(hall.call(1) == hall.senior);
      CHECK(hall.rule_of(hall.senior) == call_rule::strict);
    }
    SUBCASE("ratio") {
      hall.choose(order_of(discipline::ratio));
      CHECK(hall.call(1) == hall.senior);
      CHECK(hall.rule_of(hall.senior) == call_rule::ratio);
    }
  }

  TEST_CASE("apq: the score decides to the millisecond, and the earlier place when it is equal") {
    two_who_wait hall;  // general is 10 s ahead; 6 (t - 10 s) = t at 12 s
    SUBCASE("a millisecond before") {
      hall.pass(2s - 1ms);
      CHECK(hall.call(1) == hall.general);
    }
    SUBCASE("equal") {
      hall.pass(2s);
      CHECK(hall.call(1) == hall.general);
    }
    SUBCASE("a millisecond after") {
      hall.pass(2s + 1ms);
      CHECK(hall.call(1) == hall.senior);
    }
  }

  TEST_CASE("what was called before counts for the ratio") {
    test_hall hall(rules_with(discipline::fifo));
    hall.open(1);
    for (int i = 0; i < 2; ++i) hall.take("register", {need::senior});
    for (int i = 0; i < 2; ++i) hall.take();
    hall.take("register", {need::senior});
    hall.serve(1);
    hall.serve(1);
    hall.done(change_order{order_of(discipline::ratio), "Sample manager"});
    CHECK(hall.numbered(hall.serve(1)) == "A001");  // two favoured ones have been called
    CHECK(hall.numbered(hall.serve(1)) == "P003");
  }

  TEST_CASE("nobody's place changes, and everybody is called in the end") {
    test_hall hall;
    hall.open(1);
    std::vector<ticket_id> waiting;
    for (int i = 0; i < 8; ++i) {
      waiting.push_back(i % 3 == 0 ? hall.take("register", {need::senior}) : hall.take());
      hall.pass(30s);
    }
    std::vector<ticket_id> called;
    for (int i = 0; i < 8; ++i) {
      const auto line = text_of(hall.state().line);
      hall.done(change_order{order_of(static_cast<discipline>(i % 4)), "Sample manager"});
      CHECK(text_of(hall.state().line) == line);
      called.push_back(hall.serve(1));
    }
    std::sort(called.begin(), called.end());
    CHECK(called == waiting);
  }

  TEST_CASE("the same order again is nothing new") {
    two_who_wait hall;
    CHECK(hall.done(change_order{hall.state().order_in_force(), "Sample manager"}).empty());
    CHECK_FALSE(hall.state().order.chosen.has_value());
  }

  TEST_CASE("the choice holds over the night, and the history says who made it") {
    two_who_wait hall;
    const auto at = hall.now();
    hall.choose(order_of(discipline::fifo));
    hall.pass(24h);
    CHECK(hall.state().order_in_force().how == discipline::fifo);
    CHECK(hall.state().order.chosen_by == "Sample manager");
    CHECK(hall.state().order.chosen_at == at);
    const auto again = replayed(hall.state().rules, hall.journal());
    CHECK(text_of(again.order) == text_of(hall.state().order));
  }
}

TEST_SUITE("R-12 the office file is read again") {
  TEST_CASE("what it newly says goes before a manager's choice, and that is noted") {
    two_who_wait hall;
    hall.choose(order_of(discipline::fifo));
    hall.adopt(rules_with(discipline::strict));
    CHECK(hall.state().order_in_force().how == discipline::strict);
    CHECK_FALSE(hall.state().order.chosen.has_value());
    const auto changes = hall.all<order_changed>();
    REQUIRE(changes.size() == 2);
    CHECK(changes[1].by_file);
    CHECK(changes[1].order.how == discipline::strict);
    hall.pass(1min);
    CHECK(hall.call(1) == hall.senior);
  }

  TEST_CASE("a file that says the same order as before leaves the manager's choice") {
    two_who_wait hall;
    hall.choose(order_of(discipline::fifo));
    auto rules = sample_rules();
    rules.backup_above = 9;
    hall.adopt(rules);
    CHECK(hall.state().order_in_force().how == discipline::fifo);
    CHECK(hall.all<order_changed>().size() == 1);
  }

  TEST_CASE("a choice that a file ended does not come back with the file before") {
    two_who_wait hall;
    hall.choose(order_of(discipline::fifo));
    hall.adopt(rules_with(discipline::strict));
    hall.adopt(rules_with(discipline::apq));
    CHECK(hall.state().order_in_force().how == discipline::apq);
    CHECK(hall.all<order_changed>().size() == 3);
  }

  TEST_CASE("the cap or the ratio alone is something new") {
    for (const bool cap : {true, false}) {
      two_who_wait hall;
      hall.choose(order_of(discipline::fifo));
      auto rules = sample_rules();
      if (cap)
        rules.cap += 1s;
      else
        rules.ratio_general = 2;
      hall.adopt(rules);
      CHECK(hall.state().order_in_force() == rules.order_of_file());
    }
  }

  TEST_CASE("while the server was down, with the day that begins then") {
    two_who_wait hall;
    hall.choose(order_of(discipline::fifo));
    auto state = hall.state();
    state.rules = std::make_shared<const hall_rules>(rules_with(discipline::strict));
    const auto happened = decide(state, tick{}, hall.now() + 24h);
    REQUIRE(happened.has_value());
    for (const auto& e : *happened) apply(state, e, hall.now() + 24h);
    CHECK(state.order_in_force().how == discipline::strict);
    CHECK_FALSE(state.order.chosen.has_value());
  }

  TEST_CASE("a history from before the order was noted keeps the file's, and learns it tomorrow") {
    two_who_wait hall;
    auto state = hall.state();
    state.order = {};
    CHECK(state.order_in_force() == state.rules->order_of_file());
    const auto now = decide(state, tick{}, hall.now());
    REQUIRE(now.has_value());
    CHECK(now->empty());
  }
}
