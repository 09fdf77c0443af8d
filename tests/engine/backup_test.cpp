// When backups are called, what they answer, and when they may go.
#include "engine/escalation.hpp"
#include "test_hall.hpp"

using namespace hallcall::engine;
using namespace hallcall::engine::testing;

namespace {

// A hall with so many general tickets waiting and counters 1 and 2 open.
struct crowded_hall : test_hall {
  explicit crowded_hall(int waiting, hall_rules rules = sample_rules())
      : test_hall(std::move(rules)) {
    open({1, 2});
    crowd(waiting);
  }
  void crowd(int more) {
    for (int i = 0; i < more; ++i) take();
  }
  // Serves at counter 1 until so many wait.
  void thin_to(int waiting) {
    while (state().walk_ins_waiting() > waiting) serve(1);
  }
  [[nodiscard]] std::vector<backup_called> calls() const { return all<backup_called>(); }
  [[nodiscard]] page_id last_page() const { return page_id{state().last_page}; }
  void accept() {
    done(accept_backup{last_page(), std::nullopt, "backup-account", "Sample backup"});
  }
  [[nodiscard]] std::string last_because() const { return calls().back().because; }
};

}  // namespace

TEST_SUITE("R-44 levels") {
  TEST_CASE("busy above five waiting, congested above fifteen, normal at five and below") {
    crowded_hall hall(5);
    CHECK(hall.state().level == level::normal);
    hall.crowd(1);
    CHECK(hall.state().level == level::busy);
    hall.crowd(9);
    CHECK(hall.state().level == level::busy);
    hall.crowd(1);
    CHECK(hall.state().level == level::congested);
    hall.thin_to(15);
    CHECK(hall.state().level == level::busy);
    hall.thin_to(5);
    CHECK(hall.state().level == level::normal);
    std::vector<std::int64_t> counts;
    for (const auto& e : hall.all<level_changed>()) counts.push_back(e.waiting);
    CHECK(counts == std::vector<std::int64_t>{6, 16, 15, 5});
  }

  TEST_CASE("the log tells what was passed and who was called, newest first") {
    crowded_hall hall(6);
    hall.accept();
    const auto& log = hall.state().log;
    REQUIRE(log.size() == 3);
    CHECK(log[2].what == "busy");
    CHECK(log[2].waiting == 6);
    CHECK(log[1].what == "called");
    CHECK(log[1].who == "backup-1");
    CHECK(log[0].what == "accepted");
  }

  TEST_CASE("a hall without backups has levels all the same") {
    auto rules = sample_rules();
    rules.backups.clear();
    crowded_hall hall(6, rules);
    CHECK(hall.state().level == level::busy);
    CHECK(hall.calls().empty());
    CHECK(hall.all<backups_exhausted>().empty());
  }
}

TEST_SUITE("R-40 the call") {
  TEST_CASE("one backup is called at once when the sixth waits, not at the fifth") {
    crowded_hall hall(5);
    CHECK(hall.calls().empty());
    hall.crowd(1);
    REQUIRE(hall.calls().size() == 1);
    const auto call = hall.calls()[0];
    CHECK(call.backup == backup_id{"backup-1"});
    CHECK(call.counter == number(11));
    CHECK(call.because == "risen");
    CHECK(call.waiting == 6);
    CHECK(call.answer_by == hall.now() + 60s);
    CHECK(hall.journal().back().at == hall.now());
    hall.crowd(8);
    CHECK(hall.calls().size() == 1);  // one is on the way
  }

  TEST_CASE("every walk-in lane counts, and tickets that came back") {
    test_hall hall;
    hall.open(1);
    hall.take("register");
    hall.miss_and_return(1);
    hall.take("register");
    hall.take("transcript");
    hall.take("divorce");
    hall.take("register", {need::senior});
    CHECK(hall.all<backup_called>().empty());
    hall.take("register");
    CHECK(hall.all<backup_called>().size() == 1);
  }

  TEST_CASE("a lane that is not for walk-ins does not count") {
    auto rules = sample_rules();
    lane_of(rules, lane::express).walk_in = false;
    test_hall hall(rules);
    for (int i = 0; i < 5; ++i) hall.take("register");
    for (int i = 0; i < 5; ++i) hall.take("transcript");
    CHECK(hall.state().walk_ins_waiting() == 5);
    CHECK(hall.all<backup_called>().empty());
  }

  TEST_CASE("who was called, is missed or is parked does not count") {
    crowded_hall hall(5);
    hall.call(1);
    hall.crowd(1);
    CHECK(hall.calls().empty());
    hall.pass(20s);
    hall.done(no_show{number(1)});
    CHECK(hall.calls().empty());
  }
}

TEST_SUITE("R-41 the answer") {
  TEST_CASE("accepting opens the mobile counter, which joins the dispatch") {
    crowded_hall hall(6);
    hall.pass(20s);
    hall.accept();
    const auto& c = hall.at(11);
    CHECK(c.mode == counter_mode::open);
    CHECK(c.page == hall.last_page());
    CHECK(c.clerk_account == "backup-account");
    REQUIRE(hall.state().backup.pages.size() == 1);
    CHECK(hall.state().backup.pages[0].now == page::phase::open);
    CHECK(hall.state().backup.pages[0].opened_at == hall.now());
    hall.call(11);
  }

  TEST_CASE(
      "a backup may open another mobile counter than its own, not a base one, not an open one") {
    crowded_hall hall(6);
    hall.open(12);
    const auto page = hall.last_page();
    CHECK(hall.code(accept_backup{page, number(3), "b", "B"}) == refusal_code::base_counter);
    CHECK(hall.code(accept_backup{page, number(99), "b", "B"}) == refusal_code::unknown_counter);
    CHECK(hall.code(accept_backup{page, number(12), "b", "B"}) == refusal_code::counter_open);
    hall.done(accept_backup{page, number(13), "b", "B"});
    CHECK(hall.at(13).page == page);
    CHECK(hall.state().backup.pages[0].counter == number(13));
  }

  TEST_CASE("declining calls the next one at once") {
    crowded_hall hall(6);
    hall.pass(10s);
    hall.done(decline_backup{hall.last_page(), "in a meeting"});
    REQUIRE(hall.calls().size() == 2);
    CHECK(hall.calls()[1].backup == backup_id{"backup-2"});
    CHECK(hall.last_because() == "declined");
    CHECK(hall.calls()[1].answer_by == hall.now() + 60s);
    CHECK(hall.all<backup_declined>()[0].reason == "in a meeting");
  }

  TEST_CASE("no answer in 60 s calls the next one at that second, and the manager is told") {
    crowded_hall hall(6);
    hall.pass(59999ms);
    CHECK(hall.calls().size() == 1);
    hall.pass(1ms);
    CHECK(hall.all<backup_unanswered>().size() == 1);
    REQUIRE(hall.calls().size() == 2);
    CHECK(hall.calls()[1].backup == backup_id{"backup-2"});
    CHECK(hall.last_because() == "unanswered");
    CHECK(hall.state().backup.unanswered == std::vector<std::string>{"backup-1"});
  }

  TEST_CASE("nobody is called after a decline when the crowd has gone meanwhile") {
    crowded_hall hall(6);
    hall.thin_to(5);
    hall.done(decline_backup{hall.last_page(), "busy"});
    CHECK(hall.calls().size() == 1);
  }

  TEST_CASE("an answer is given once, and in time") {
    crowded_hall hall(6);
    const auto page = hall.last_page();
    CHECK(hall.code(accept_backup{page_id{99}}) == refusal_code::unknown_page);
    CHECK(hall.code(decline_backup{page_id{99}}) == refusal_code::unknown_page);
    SUBCASE("accepted") {
      hall.done(accept_backup{page});
      CHECK(hall.code(accept_backup{page}) == refusal_code::already_answered);
      CHECK(hall.code(decline_backup{page}) == refusal_code::already_answered);
    }
    SUBCASE("declined") {
      hall.done(decline_backup{page, "busy"});
      CHECK(hall.code(accept_backup{page}) == refusal_code::already_answered);
    }
    SUBCASE("too late") {
      hall.pass(60s);
      CHECK(hall.code(accept_backup{page}) == refusal_code::already_answered);
    }
    SUBCASE("in the last millisecond") {
      hall.pass(59999ms);
      hall.done(accept_backup{page});
    }
  }

  TEST_CASE("when nobody is left to ask, that is said once") {
    crowded_hall hall(6);
    for (int i = 0; i < 4; ++i) hall.done(decline_backup{hall.last_page(), "busy"});
    CHECK(hall.calls().size() == 4);
    REQUIRE(hall.all<backups_exhausted>().size() == 1);
    CHECK(hall.all<backups_exhausted>()[0].waiting == 6);
    CHECK(hall.state().backup.exhausted);
    hall.crowd(3);
    hall.pass(1h);
    CHECK(hall.all<backups_exhausted>().size() == 1);
    CHECK(hall.calls().size() == 4);
  }

  TEST_CASE("after the crowd has gone and come again, everybody may be asked again") {
    crowded_hall hall(6);
    for (int i = 0; i < 4; ++i) hall.done(decline_backup{hall.last_page(), "busy"});
    hall.thin_to(5);
    CHECK_FALSE(hall.state().backup.exhausted);
    hall.crowd(1);
    CHECK(hall.calls().size() == 5);
    CHECK(hall.last_because() == "risen");
  }

  TEST_CASE("the one called least today is asked first, then in the office's order") {
    crowded_hall hall(6);
    CHECK(hall.calls().back().backup == backup_id{"backup-1"});
    hall.done(decline_backup{hall.last_page(), "busy"});
    hall.accept();  // backup 2 is at counter 12
    hall.thin_to(5);
    hall.crowd(1);
    CHECK(hall.calls().back().backup == backup_id{"backup-3"});
    hall.accept();
    hall.thin_to(5);
    hall.crowd(1);
    CHECK(hall.calls().back().backup == backup_id{"backup-4"});
    hall.done(decline_backup{hall.last_page(), "busy"});
    CHECK(hall.calls().back().backup ==
          backup_id{"backup-1"});  // called once, like 4, and not yet in this crowd
  }

  TEST_CASE("a backup whose counter is open already is not asked") {
    crowded_hall hall(0);
    hall.open(11);
    hall.crowd(6);
    CHECK(hall.calls().back().backup == backup_id{"backup-2"});
  }
}

TEST_SUITE("R-42 another backup") {
  TEST_CASE("is called three minutes after one opened, while the crowd is still above the limit") {
    crowded_hall hall(7);
    hall.pass(30s);
    hall.accept();
    hall.pass(179999ms);
    CHECK(hall.calls().size() == 1);
    hall.pass(1ms);
    REQUIRE(hall.calls().size() == 2);
    CHECK(hall.last_because() == "still-above");
    CHECK(hall.calls()[1].backup == backup_id{"backup-2"});
  }

  TEST_CASE("is not called when the crowd is at the limit by then") {
    crowded_hall hall(7);
    hall.accept();
    hall.pass(1min);
    hall.thin_to(5);
    hall.pass(10min);
    CHECK(hall.calls().size() == 1);
  }

  TEST_CASE("is called when the count falls to five and rises again while none is on the way") {
    crowded_hall hall(6);
    hall.accept();
    hall.thin_to(5);
    hall.crowd(1);
    REQUIRE(hall.calls().size() == 2);
    CHECK(hall.last_because() == "risen");
  }

  TEST_CASE(
      "is not called when the count falls and rises while one is on the way, nor when that one "
      "comes") {
    crowded_hall hall(6);
    hall.thin_to(5);
    hall.crowd(1);
    CHECK(hall.calls().size() == 1);
    hall.accept();
    CHECK(hall.calls().size() == 1);
    hall.pass(179999ms);
    CHECK(hall.calls().size() == 1);
    hall.pass(1ms);
    REQUIRE(hall.calls().size() == 2);
    CHECK(hall.last_because() == "still-above");
  }

  TEST_CASE("is not called in place of one who declined while it was quiet") {
    crowded_hall hall(0);
    hall.done(call_backup{});
    hall.done(call_backup{});
    hall.done(decline_backup{page_id{1}, "busy"});
    hall.crowd(6);
    CHECK(hall.calls().size() == 2);  // the second one is on the way
    hall.accept();
    CHECK(hall.calls().size() == 2);
  }

  TEST_CASE("is not called while one is on the way, even when the crowd grows") {
    crowded_hall hall(7);
    hall.accept();
    hall.pass(3min);
    REQUIRE(hall.calls().size() == 2);
    hall.pass(30s);
    hall.crowd(10);  // congested
    CHECK(hall.state().level == level::congested);
    CHECK(hall.calls().size() == 2);
  }

  TEST_CASE("is called up to the pool, then no more") {
    crowded_hall hall(20);
    for (int i = 1; i <= 4; ++i) {
      CHECK(hall.calls().size() == static_cast<std::size_t>(i));
      hall.accept();
      hall.pass(3min);
    }
    CHECK(hall.calls().size() == 4);
    CHECK(hall.all<backups_exhausted>().size() == 1);
    hall.pass(1h);
    CHECK(hall.calls().size() == 4);
  }
}

TEST_SUITE("R-43 standing down") {
  // One backup at counter 11, nobody waits, and nobody is at a counter.
  struct quiet_hall : crowded_hall {
    explicit quiet_hall(int left_waiting = 0) : crowded_hall(6) {
      accept();
      opened = now();
      thin_to(left_waiting);
    }
    [[nodiscard]] bool open_still() const { return at(11).mode == counter_mode::open; }
    time_point opened;
  };

  TEST_CASE(
      "a mobile counter closes when nobody waits and it has been open for 15 minutes, not before") {
    quiet_hall hall;
    hall.pass(15min - 1ms);
    CHECK(hall.open_still());
    hall.pass(1ms);
    CHECK_FALSE(hall.open_still());
    CHECK(hall.all<backup_stood_down>()[0].because == "line-empty");
    CHECK(hall.state().backup.pages.empty());
  }

  TEST_CASE("it stays while a single ticket waits, even one that only came back") {
    quiet_hall hall;
    SUBCASE("waiting") { hall.take(); }
    SUBCASE("returned") {
      hall.take();
      hall.miss_and_return(1);
    }
    hall.pass(1h);
    CHECK(hall.open_still());
    hall.serve(1);
    CHECK_FALSE(hall.open_still());
  }

  TEST_CASE("it stays while the base counters could not take over everybody who is at a counter") {
    quiet_hall hall;
    for (int i = 0; i < 3; ++i) hall.take();
    hall.call(1);
    hall.call(2);
    hall.call(11);
    hall.pass(1h);
    CHECK(hall.open_still());
    CHECK_FALSE(hall.at(11).standing_down);
    hall.start(1);
    hall.finish(1);  // two at counters, two base counters open
    CHECK(hall.at(11).standing_down);
  }

  TEST_CASE("a paused base counter takes over nobody") {
    quiet_hall hall;
    hall.done(pause_counter{number(2), "break"});
    hall.take();
    hall.take();
    hall.call(1);
    hall.call(11);
    hall.pass(1h);
    CHECK_FALSE(hall.at(11).standing_down);
    hall.done(resume_counter{number(2)});
    CHECK(hall.at(11).standing_down);
  }

  TEST_CASE("the current visit is finished first, however it ends") {
    quiet_hall hall;
    hall.take();
    const auto id = hall.call(11);
    hall.pass(15min);
    CHECK(hall.open_still());
    CHECK(hall.at(11).standing_down);
    CHECK(hall.all<backup_stood_down>().size() == 1);
    hall.take();
    CHECK(hall.code(call_next{number(11), true}) == refusal_code::counter_closed);
    SUBCASE("finished") {
      hall.start(11);
      CHECK(hall.open_still());
      hall.finish(11);
    }
    SUBCASE("missed") { hall.done(no_show{number(11)}); }
    SUBCASE("parked") { hall.done(park{number(11)}); }
    SUBCASE("transferred") { hall.done(transfer{number(11), std::nullopt, number(2)}); }
    CHECK_FALSE(hall.open_still());
    CHECK(hall.state().backup.pages.empty());
    CHECK(hall.state_of(id) != ticket_state::called);
  }

  TEST_CASE("a counter that was opened by hand is not stood down") {
    crowded_hall hall(0);
    hall.open(11);
    hall.pass(1h);
    CHECK(hall.at(11).mode == counter_mode::open);
  }

  TEST_CASE("who was let go may be called again, after those called less") {
    quiet_hall hall;
    hall.pass(15min);
    hall.crowd(6);
    CHECK(hall.calls().back().backup == backup_id{"backup-2"});
    CHECK(hall.last_because() == "risen");
  }
}

TEST_SUITE("R-45 by hand") {
  TEST_CASE("a manager calls the next backup, or a certain one, whatever the crowd") {
    crowded_hall hall(0);
    hall.done(call_backup{});
    CHECK(hall.calls().back().backup == backup_id{"backup-1"});
    CHECK(hall.last_because() == "by-hand");
    hall.done(call_backup{backup_id{"backup-3"}});
    CHECK(hall.calls().back().counter == number(13));
    CHECK(hall.code(call_backup{backup_id{"backup-3"}}) == refusal_code::backup_busy);
    CHECK(hall.code(call_backup{backup_id{"nobody"}}) == refusal_code::unknown_backup);
    hall.done(call_backup{});
    hall.done(call_backup{});
    CHECK(hall.code(call_backup{}) == refusal_code::no_backup_free);
  }

  TEST_CASE("a call by hand before the crowd does not use up the call that the crowd gives") {
    crowded_hall hall(0);
    hall.done(call_backup{});
    hall.accept();
    hall.pass(1min);
    hall.crowd(6);
    REQUIRE(hall.calls().size() == 2);
    CHECK(hall.last_because() == "risen");
  }

  TEST_CASE("a call by hand that nobody answers bothers nobody else while it is quiet") {
    crowded_hall hall(0);
    hall.done(call_backup{});
    hall.pass(5min);
    CHECK(hall.all<backup_unanswered>().size() == 1);
    CHECK(hall.calls().size() == 1);
  }

  TEST_CASE("a manager stands a backup down at any time: idle at once, busy after the visit") {
    crowded_hall hall(7);
    hall.accept();
    const auto page = hall.last_page();
    SUBCASE("idle") {
      hall.done(stand_down{page});
      CHECK(hall.at(11).mode == counter_mode::closed);
      CHECK(hall.all<backup_stood_down>()[0].because == "by-hand");
      CHECK(hall.code(stand_down{page}) == refusal_code::already_answered);
    }
    SUBCASE("busy") {
      hall.call(11);
      hall.done(stand_down{page});
      CHECK(hall.at(11).standing_down);
      hall.start(11);
      hall.finish(11);
      CHECK(hall.at(11).mode == counter_mode::closed);
    }
    CHECK(hall.code(stand_down{page_id{99}}) == refusal_code::unknown_page);
  }
}
