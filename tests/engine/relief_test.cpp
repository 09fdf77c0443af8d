// The predicted wait as a trigger, and what a mobile counter was worth.
#include "engine/relief.hpp"
#include "test_hall.hpp"

using namespace hallcall::engine;
using namespace hallcall::engine::testing;

namespace {

constexpr seconds limit{20 * 60};

struct forecast_hall : test_hall {
  explicit forecast_hall(hall_rules rules = limited()) : test_hall(std::move(rules)) { open(1); }
  static hall_rules limited() {
    auto rules = sample_rules();
    rules.backup_when_wait_above = limit;
    return rules;
  }
  void forecast(std::optional<seconds> wait) { done(report_forecast{wait}); }
  [[nodiscard]] std::size_t calls() const { return all<backup_called>().size(); }
  [[nodiscard]] bool above() const { return state().backup.wait_above; }
};

// Counters 1 and 2 busy, backup 1 at counter 11, and so many more who wait.
struct helped_hall : test_hall {
  explicit helped_hall(int behind) {
    open({1, 2});
    for (int i = 0; i < 3 + behind; ++i) take();
    call(1);
    call(2);
    if (state().backup.pages.empty()) done(call_backup{});
    done(accept_backup{page_id{1}, std::nullopt, "b", "B"});
  }
  [[nodiscard]] backup_closed closed() const {
    const auto all_closed = all<backup_closed>();
    REQUIRE(all_closed.size() == 1);
    return all_closed[0];
  }
  // A visit at counter 11 that takes so long.
  void help(std::chrono::milliseconds handling) {
    call(11);
    start(11);
    pass(handling);
    finish(11);
  }
};

}  // namespace

TEST_SUITE("R-42 the predicted wait") {
  TEST_CASE("calls a backup above its limit, not at it") {
    forecast_hall hall;
    hall.forecast(limit);
    CHECK(hall.calls() == 0);
    CHECK(hall.state().level == level::normal);
    hall.forecast(limit + 1s);
    CHECK(hall.calls() == 1);
    CHECK(hall.state().level == level::busy);
    CHECK(hall.all<backup_called>()[0].because == "wait");
  }

  TEST_CASE("happens when it crosses, not each time it is told") {
    forecast_hall hall;
    for (int i = 0; i < 5; ++i) hall.forecast(limit + 1s);
    CHECK(hall.all<wait_crossed>().size() == 1);
    CHECK(hall.calls() == 1);
  }

  TEST_CASE("is below again at four fifths of its limit, not before") {
    forecast_hall hall;
    hall.forecast(limit + 1s);
    hall.forecast(limit * 4 / 5 + 1s);
    CHECK(hall.above());
    hall.forecast(limit * 4 / 5);
    CHECK_FALSE(hall.above());
    CHECK(hall.state().level == level::normal);
    hall.forecast(limit);
    CHECK_FALSE(hall.above());
  }

  TEST_CASE("that cannot be told is not above") {
    forecast_hall hall;
    hall.forecast(limit + 1s);
    hall.forecast(std::nullopt);
    CHECK_FALSE(hall.above());
  }

  TEST_CASE("calls the next one when nobody answers, and one more three minutes after one opened") {
    forecast_hall hall;
    hall.forecast(limit + 1s);
    hall.pass(60s);
    CHECK(hall.calls() == 2);
    hall.done(accept_backup{page_id{2}, std::nullopt, "b", "B"});
    hall.pass(3min - 1ms);
    CHECK(hall.calls() == 2);
    hall.pass(1ms);
    CHECK(hall.calls() == 3);
    CHECK(hall.all<backup_called>()[2].because == "still-above");
  }

  TEST_CASE("calls nobody when the office sets no limit, nor any more when it takes it away") {
    forecast_hall none(sample_rules());
    none.forecast(10h);
    CHECK(none.calls() == 0);
    CHECK(none.all<wait_crossed>().empty());
    forecast_hall hall;
    hall.forecast(limit + 1s);
    hall.adopt(sample_rules());
    CHECK(hall.state().level == level::normal);
    hall.forecast(limit + 1s);
    CHECK_FALSE(hall.above());
  }

  TEST_CASE("is in the log with how long it was") {
    forecast_hall hall;
    hall.forecast(limit + 1s);
    hall.done(accept_backup{page_id{1}, std::nullopt, "b", "B"});
    hall.forecast(60s);
    std::vector<std::string> said;
    for (const auto& line : hall.state().log) said.push_back(line.what);
    CHECK(said == std::vector<std::string>{"normal", "wait-below", "accepted", "called", "busy",
                                           "wait-above"});
    CHECK(hall.state().log[5].figure == limit + 1s);
  }
}

TEST_SUITE("R-44 what a mobile counter was worth") {
  TEST_CASE("a visit saves its time for itself and each who waits behind, shared by the others") {
    helped_hall hall(2);
    hall.help(10min);
    hall.done(stand_down{page_id{1}});
    CHECK(hall.closed().visits == 1);
    CHECK(hall.closed().saved == 15min);  // 3 people, 10 minutes, 2 other counters
    CHECK(hall.state().backup.saved_today.at("backup-1") == 15 * 60);
    CHECK(hall.state().log[0].what == "closed");
    CHECK(hall.state().log[0].figure == 15min);
    CHECK(hall.state().log[1].what == "stood-down");
  }

  TEST_CASE("visits add up, each with who waited behind it") {
    helped_hall hall(2);
    hall.help(10min);  // 3 × 10 / 2
    hall.help(4min);   // 2 × 4 / 2
    hall.done(stand_down{page_id{1}});
    CHECK(hall.closed().visits == 2);
    CHECK(hall.closed().saved == 19min);
  }

  TEST_CASE("nothing is saved when another counter stood idle that could have served") {
    helped_hall hall(2);
    hall.open(4);
    SUBCASE("idle") {
      hall.help(10min);
      hall.done(stand_down{page_id{1}});
      CHECK(hall.closed().saved == 0s);
      CHECK(hall.closed().visits == 1);
    }
    SUBCASE("busy: it counts among the others") {
      hall.call(4);
      hall.help(10min);
      hall.done(stand_down{page_id{1}});
      CHECK(hall.closed().saved == 400s);  // 2 people, 600 s, 3 counters
    }
  }

  TEST_CASE("a counter that could not have served the visit does not count") {
    helped_hall hall(0);
    hall.open(3);  // express alone, idle
    hall.help(10min);
    hall.done(stand_down{page_id{1}});
    CHECK(hall.closed().saved == 5min);
  }

  TEST_CASE("with no other counter open it is as if one were") {
    test_hall hall;
    hall.take();
    hall.done(call_backup{});
    hall.done(accept_backup{page_id{1}, std::nullopt, "b", "B"});
    hall.call(11);
    hall.start(11);
    hall.pass(5min);
    hall.finish(11);
    hall.done(stand_down{page_id{1}});
    CHECK(hall.all<backup_closed>()[0].saved == 5min);
  }

  TEST_CASE("who did not come is no visit and saves nothing") {
    helped_hall hall(1);
    hall.call_and_miss(11);
    hall.done(stand_down{page_id{1}});
    CHECK(hall.closed().visits == 0);
    CHECK(hall.closed().saved == 0s);
  }

  TEST_CASE("the visit after which it closes counts") {
    helped_hall hall(1);
    hall.call(11);
    hall.start(11);
    hall.done(stand_down{page_id{1}});
    CHECK(hall.all<backup_closed>().empty());
    hall.pass(6min);
    hall.finish(11);
    CHECK(hall.closed().visits == 1);
    CHECK(hall.closed().saved == 6min);  // 2 people, 6 minutes, 2 counters
    CHECK(hall.at(11).mode == counter_mode::closed);
  }

  TEST_CASE("it is told as well when the backup closes by hand, and at the day's end") {
    helped_hall hall(1);
    hall.help(6min);
    SUBCASE("by hand") { hall.done(close_counter{number(11)}); }
    SUBCASE("day's end") { hall.pass(24h); }
    CHECK(hall.closed().saved == 6min);
  }

  TEST_CASE("a counter that no page opened tells nothing") {
    test_hall hall;
    hall.open({1, 11});
    hall.take();
    hall.serve(11);
    hall.done(close_counter{number(11)});
    CHECK(hall.all<backup_closed>().empty());
  }
}
