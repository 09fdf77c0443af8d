// Who mans which counter when, and who takes a counter over.
#include "engine/roster.hpp"
#include "test_hall.hpp"

using namespace hallcall::engine;
using namespace hallcall::engine::testing;

namespace {

constexpr std::array<bool, 7> monday_to_friday{false, true, true, true, true, true, false};

business_date day_of(int day) { return std::chrono::floor<std::chrono::days>(local_time(day, 12)); }

shift shift_of(std::string id, int from, int to, std::initializer_list<int> counters) {
  shift s;
  s.id = std::move(id);
  s.weekdays = monday_to_friday;
  s.from = std::chrono::hours(from);
  s.to = std::chrono::hours(to);
  for (int n : counters) s.counters.insert(number(n));
  return s;
}

// Mornings 1 and 2, noon 1 alone, afternoons 1 and 2; on Tuesday 3 alone, all day long.
hall_rules rostered() {
  auto rules = sample_rules();
  rules.roster = {shift_of("morning", 8, 12, {1, 2}), shift_of("noon", 12, 13, {1}),
                  shift_of("afternoon", 13, 17, {1, 2})};
  auto tuesday = shift_of("inventory", 7, 20, {3});
  tuesday.weekdays = {};
  tuesday.dates = {{day_of(1), day_of(1)}};
  rules.roster.push_back(tuesday);
  return rules;
}

std::string shift_at(const hall_rules& rules, int counter, time_point t) {
  const auto d = duty_at(rules, number(counter), t);
  return d ? d->shift : "";
}

// Counter 14 pops up on Thursday and Friday.
hall_rules with_season() {
  auto rules = sample_rules();
  rules.backups.pop_back();  // whose counter 14 was
  rules.seasons = {{"winter", {{day_of(3), day_of(4)}}, {number(14)}}};
  return rules;
}

}  // namespace

TEST_SUITE("R-60 the roster") {
  TEST_CASE("a shift holds from its first instant until before its last") {
    const auto rules = rostered();
    CHECK(shift_at(rules, 2, local_time(0, 8) - 1ms).empty());
    CHECK(shift_at(rules, 2, local_time(0, 8)) == "morning");
    CHECK(shift_at(rules, 2, local_time(0, 12) - 1ms) == "morning");
    CHECK(shift_at(rules, 2, local_time(0, 12)).empty());  // noon: counter 1 alone
    CHECK(shift_at(rules, 1, local_time(0, 12)) == "noon");
    CHECK(shift_at(rules, 2, local_time(0, 13)) == "afternoon");
    CHECK(shift_at(rules, 2, local_time(0, 17) - 1ms) == "afternoon");
    CHECK(shift_at(rules, 2, local_time(0, 17)).empty());
  }

  TEST_CASE("a shift tells when it ends, and whether another begins as it ends") {
    const auto rules = rostered();
    const auto one = duty_at(rules, number(1), local_time(0, 9));
    REQUIRE(one.has_value());
    CHECK(one->until == local_time(0, 12));
    CHECK(one->handed_over);
    const auto two = duty_at(rules, number(2), local_time(0, 9));
    REQUIRE(two.has_value());
    CHECK(two->until == local_time(0, 12));
    CHECK_FALSE(two->handed_over);
  }

  TEST_CASE("shifts that name a date go before those that name its weekday") {
    const auto rules = rostered();
    CHECK(shift_at(rules, 1, local_time(1, 9)).empty());
    CHECK(shift_at(rules, 3, local_time(1, 9)) == "inventory");
    CHECK(shift_at(rules, 3, local_time(2, 9)).empty());
    CHECK(is_rostered(rules, number(3), day_of(1)));
    CHECK_FALSE(is_rostered(rules, number(1), day_of(1)));
  }

  TEST_CASE("nobody is on duty while the hall is closed: shifts end with it") {
    auto rules = rostered();
    const auto tuesday = duty_at(rules, number(3), local_time(1, 9));
    REQUIRE(tuesday.has_value());
    CHECK(tuesday->from == local_time(1, 8));
    CHECK(tuesday->until == local_time(1, 17));
    CHECK(shift_at(rules, 3, local_time(1, 7, 30)).empty());
    CHECK(shift_at(rules, 1, local_time(5, 10)).empty());  // open, but no shift names Saturdays
    rules.opening.dates[day_of(0)] = {};                   // a holiday
    CHECK(shift_at(rules, 1, local_time(0, 9)).empty());
  }

  TEST_CASE("with several openings a day a shift is interrupted between them") {
    auto rules = rostered();
    rules.roster = {shift_of("day", 8, 17, {1})};
    rules.opening.weekdays[1] = {{8h, 12h, 12h}, {13h, 17h, 17h}};
    const auto morning = duty_at(rules, number(1), local_time(0, 9));
    REQUIRE(morning.has_value());
    CHECK(morning->until == local_time(0, 12));
    CHECK_FALSE(morning->handed_over);
    CHECK(shift_at(rules, 1, local_time(0, 12, 30)).empty());
    CHECK(shift_at(rules, 1, local_time(0, 13)) == "day");
  }

  TEST_CASE("the dispatch goes by who is open, whatever the roster says") {
    test_hall hall(rostered(), local_time(0, 12, 30));
    hall.open(2);  // not on duty at noon
    const auto id = hall.take();
    CHECK(hall.call(2) == id);
  }
}

TEST_SUITE("R-45 R-60 pop-up counters") {
  TEST_CASE("open on their days alone, and say when the next is") {
    const auto opens = [](time_point t) {
      test_hall hall(with_season(), t);
      return hall.give(open_counter{number(14), "clerk", "Clerk"}).has_value();
    };
    CHECK_FALSE(opens(local_time(3, 0) - 1ms));
    CHECK(opens(local_time(3, 0)));
    CHECK(opens(local_time(5, 0) - 1ms));
    CHECK_FALSE(opens(local_time(5, 0)));
    test_hall early(with_season());
    const auto refused = early.refused(open_counter{number(14), "clerk", "Clerk"});
    CHECK(refused.code == refusal_code::counter_not_today);
    CHECK(refused.detail.find("2026-03-05") != std::string::npos);
    test_hall late(with_season(), local_time(7, 9));
    CHECK(late.refused(open_counter{number(14), "clerk", "Clerk"}).detail.find("next") ==
          std::string::npos);
  }

  TEST_CASE("a backup cannot open one out of its season either") {
    test_hall hall(with_season());
    hall.done(call_backup{});
    const page_id page{hall.state().last_page};
    CHECK(hall.code(accept_backup{page, number(14), "b", "B"}) == refusal_code::counter_not_today);
    hall.done(accept_backup{page, std::nullopt, "b", "B"});
  }

  TEST_CASE("close at the end of their last day like every counter") {
    test_hall hall(with_season(), local_time(4, 9));
    hall.open(14);
    hall.pass(24h);
    CHECK(hall.at(14).mode == counter_mode::closed);
    CHECK(hall.code(open_counter{number(14), "clerk", "Clerk"}) == refusal_code::counter_not_today);
  }

  TEST_CASE("are expected to be manned on their days while the hall is open") {
    const auto rules = with_season();
    CHECK(shift_at(rules, 14, local_time(2, 9)).empty());
    CHECK(shift_at(rules, 14, local_time(3, 9)) == "winter");
    CHECK(duty_at(rules, number(14), local_time(3, 9))->until == local_time(3, 17));
    auto shorter = rules;
    shorter.roster = {shift_of("express", 9, 12, {14})};
    CHECK(shift_at(shorter, 14, local_time(3, 8)).empty());
    CHECK(shift_at(shorter, 14, local_time(3, 9)) == "express");
    CHECK(shift_at(shorter, 14, local_time(0, 9)).empty());  // a shift, but not its season
  }
}

TEST_SUITE("R-60 R-73 hand-over") {
  hand_over by(const char* account, bool deputy = false) {
    return {number(1), account, std::string("Sample ") + account, deputy};
  }

  TEST_CASE("the next clerk takes the counter with its visit, its idle time and its figures") {
    test_hall hall;
    hall.open(1);
    hall.take();
    hall.take();
    hall.serve(1);
    const auto id = hall.call(1);
    hall.start(1);
    const auto before = hall.at(1);
    hall.done(by("next"));
    const auto& now = hall.at(1);
    CHECK(now.clerk_account == "next");
    CHECK(now.clerk_shown == "Sample next");
    CHECK(now.current == id);
    CHECK(hall.the(id).clerk == "next");
    CHECK(now.served_today == before.served_today);
    CHECK(now.busy_today == before.busy_today);
    CHECK(now.since == before.since);
    hall.finish(1);
    CHECK(hall.at(1).served_today == 2);
  }

  TEST_CASE("the history says who handed over to whom") {
    test_hall hall;
    hall.open(1);
    hall.done(by("next"));
    const auto all = hall.all<counter_handed_over>();
    REQUIRE(all.size() == 1);
    CHECK(all[0].from_account == "clerk-1");
    CHECK(all[0].from_shown == "Sample clerk 1");
    CHECK(all[0].to_account == "next");
    CHECK(all[0].to_shown == "Sample next");
  }

  TEST_CASE(
      "a paused counter stays paused, a closed one is opened, and nobody relieves themselves") {
    test_hall hall;
    CHECK(hall.code(by("next")) == refusal_code::counter_closed);
    CHECK(hall.code(hand_over{number(99), "next", "Next"}) == refusal_code::unknown_counter);
    hall.open(1);
    CHECK(hall.code(by("clerk-1")) == refusal_code::counter_open);
    hall.done(pause_counter{number(1), "lunch"});
    hall.done(by("next"));
    CHECK(hall.at(1).mode == counter_mode::paused);
    CHECK(hall.at(1).pause_reason == "lunch");
  }

  TEST_CASE("a deputy stands in for the clerk until one comes who does not") {
    test_hall hall;
    hall.open(1);
    hall.done(by("deputy", true));
    CHECK(hall.at(1).stands_in_for == "Sample clerk 1");
    hall.done(by("second", true));
    CHECK(hall.at(1).stands_in_for == "Sample clerk 1");
    hall.done(by("clerk-1"));
    CHECK(hall.at(1).stands_in_for.empty());
    hall.done(by("deputy", true));
    hall.done(close_counter{number(1)});
    CHECK(hall.at(1).stands_in_for.empty());
  }

  TEST_CASE("a mobile counter that is taken over is still the backup's that was called") {
    test_hall hall;
    hall.done(call_backup{});
    hall.done(accept_backup{page_id{1}, std::nullopt, "b", "B"});
    hall.done(hand_over{number(11), "next", "Next"});
    CHECK(hall.at(11).page == page_id{1});
    hall.done(stand_down{page_id{1}});
    CHECK(hall.at(11).mode == counter_mode::closed);
  }
}
