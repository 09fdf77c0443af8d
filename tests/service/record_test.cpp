// What an entry and a snapshot hold comes back exactly, today's form and every older one.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <sstream>

#include "arbitrary.hpp"
#include "golden_json.hpp"
#include "service/record.hpp"
#include "service_bench.hpp"
#include "tests/engine/property.hpp"
#include "tests/engine/text_of.hpp"

namespace hallcall::service::testing {
namespace {

using engine::testing::first_difference;
using engine::testing::text_of;

// RapidCheck in doctest for properties that need no random day.
template <class Holds>
void always(const std::string& name, Holds holds) {
  rc::detail::TestMetadata about;
  about.id = about.description = name;
  const auto result =
      rc::detail::checkTestable(holds, about, rc::detail::configuration().testParams);
  std::ostringstream words;
  rc::detail::printResultMessage(result, words);
  INFO(words.str());
  CHECK(result.template is<rc::detail::SuccessResult>());
}

journal::entry entry_of(std::string body, std::uint32_t version = record_version) {
  journal::entry e;
  e.seq = 7;
  e.version = version;
  e.body = std::move(body);
  return e;
}

engine::hall_state read_back(const engine::hall_state& s) {
  auto back = decode_snapshot({"main", s.seq, snapshot_version, encode_snapshot(s)});
  if (!back) throw std::runtime_error(back.error());
  back->rules = s.rules;
  return std::move(*back);
}

// Sample data: a value of each kind that a rewriting of the codec could get wrong.
std::vector<engine::event> sample_events() {
  using namespace engine;
  const auto at = local_time(0, 9, 41, 7);
  ticket_issued issued;
  issued.ticket = {12};
  issued.number = {'A', 1023};
  issued.lane = lane::turning;
  issued.rate = 2.5;
  issued.services = {{"transcript"}, {"address"}};
  issued.standard = seconds(540);
  issued.needs = set_of({need::senior, need::interpreter});
  issued.language = "zh-TW";
  issued.quiet = true;
  issued.channel = channel::greeter;
  issued.token = "sample-token_0123456789";
  issued.requires_features = {{"certificate"}};
  issued.wants_narrow = {{"accessible"}};
  issued.wants_order = {{"language:en"}};
  issued.predicted_low_s = 300;
  issued.predicted_high_s = 900;
  reason why;
  why.rule = call_rule::head_of_line;
  why.lane = lane::returning;
  why.rate = 0.1;
  why.score = 1234.5678901234567;
  why.waited = seconds(1801);
  why.passed_over = {{"A002", lane::general, 3.0, seconds(3)}};
  why.words = "a \"quoted\" \\ word\n號";
  return {day_begun{std::chrono::sys_days{std::chrono::year{2026} / 3 / 2}},
          issued,
          slip_printed{{12}},
          slip_failed{{12}, "paper-out", at + 30s},
          ticket_voided{{12}, "not-confirmed"},
          ticket_left{{13}},
          priority_granted{{13}, lane::priority, 6, "標準"},
          ticket_called{{13}, number(5), {88}, why},
          ticket_recalled{{13}, number(5), {89}, 3},
          visit_started{{13}, number(5)},
          visit_finished{{13}, number(5), outcome::supplement, {"戶口名簿", "photo"}},
          ticket_missed{{14}, number(5)},
          ticket_returned{{14}, false},
          visit_parked{{15}, number(5), "fills a form"},
          visit_transferred{{15}, number(5), lane::express, 1, number(6), ""},
          visit_transferred{{15}, number(5), lane::general, 1, std::nullopt, "note"},
          counter_opened{number(5), "clerk1", "範例承辦", page_id{3}},
          counter_opened{number(5), "clerk1", "範例承辦", std::nullopt},
          counter_closed{number(5)},
          counter_paused{number(5), "lunch"},
          counter_resumed{number(5)},
          level_changed{level::congested, 16},
          backup_called{{3}, {"backup1"}, number(20), at + 60s, "line", 6},
          backup_accepted{{3}, number(20)},
          backup_declined{{3}, "busy"},
          backup_unanswered{{3}},
          backups_exhausted{9},
          backup_stood_down{{3}, number(20), "line-empty"},
          day_ended{std::chrono::sys_days{std::chrono::year{2026} / 3 / 2}, {{12}, {15}}}};
}

// A hall in the middle of its day, with something in every member that a day fills.
engine::hall_state sample_state() {
  hand_clock clock;
  engine::hall_state s = engine::make_hall(
      std::make_shared<const engine::hall_rules>(engine::testing::sample_rules()));
  const auto give = [&](const engine::command& c) {
    const auto happened = engine::decide(s, c, clock.wall);
    REQUIRE(happened.has_value());
    for (const auto& e : *happened) apply(s, e, clock.wall);
    clock.pass(21s);
  };
  using engine::ticket_id;
  give(engine::tick{});
  give(open_counter(1));
  give(open_counter(2));
  for (int n = 1; n <= 9; ++n) {
    engine::take_ticket c;
    c.services = {{n % 3 == 0 ? "divorce" : n % 3 == 1 ? "register" : "transcript"}};
    if (n == 5) c.needs.insert(engine::need::wheelchair);
    c.language = n % 2 == 0 ? "en" : "zh-TW";
    c.token = fmt::format("sample-token-{}", n);
    c.predicted_low_s = 60;
    c.predicted_high_s = 600;
    give(c);
  }
  give(engine::call_next{number(1)});
  give(engine::no_show{number(1)});
  give(engine::call_next{number(1)});
  give(engine::start_visit{number(1)});
  give(engine::call_next{number(2)});
  give(engine::start_visit{number(2)});
  give(engine::park{number(2), "fills a form"});
  give(engine::finish_visit{number(1), engine::outcome::supplement, {"photo"}});
  give(engine::tick{});
  give(engine::tick{});
  for (const auto& [id, t] :
       std::map<ticket_id, engine::ticket>(s.tickets.begin(), s.tickets.end()))
    if (t.state == engine::ticket_state::missed) give(engine::check_in{id});
  give(engine::call_next{number(2)});
  give(engine::report_slip{ticket_id{9}, false, "jam"});
  give(engine::pause_counter{number(1), "lunch"});
  s.seq = 27;
  return s;
}

// Events and members that came after the first golden files; golden/later-events.json grows with
// them.
std::vector<engine::event> later_events() {
  using namespace engine;
  const calling_order order{discipline::ratio, 3, 2, seconds(2700)};
  return {day_begun{std::chrono::sys_days{std::chrono::year{2026} / 3 / 3}, order},
          order_changed{order, false, "範例主管"},
          order_changed{order, true, ""},
          counter_handed_over{number(5), "account:clerk1", "範例甲", "account:clerk2", "範例乙",
                              "範例甲"},
          wait_crossed{true, seconds(1260), 4},
          ticket_called{{13}, number(20), {90}, {}, relief_basis{6, 2}},
          backup_closed{{3}, number(20), 4, seconds(1140)},
          numbers_lent{{2}, "device:kiosk1", 'A', 61, 100},
          numbers_given_back{{2}}};
}

}  // namespace

TEST_CASE("whatever happened is read back as it was written") {
  always("events", [] {
    const auto events = one_of_each_event();
    RC_ASSERT(text_of(decode_events(entry_of(encode_record(events, nullptr)))) == text_of(events));
    RC_ASSERT(!decode_answer(entry_of(encode_record(events, nullptr))));
  });
}

TEST_CASE("an answer is given again byte for byte, whatever stands in it") {
  always("answers", [] {
    const auto events =
        *rc::gen::arbitrary<bool>() ? one_of_each_event() : std::vector<engine::event>{};
    const kept_answer kept{*rc::gen::inRange(200, 600),
                           *rc::gen::arbitrary<bool>() ? messages::encode(detail::any_text()) : "",
                           detail::any_text()};
    auto e = entry_of(encode_record(events, &kept));
    e.answer = kept.body;
    const auto back = decode_answer(e);
    RC_ASSERT(back.has_value());
    RC_ASSERT(back->status == kept.status);
    RC_ASSERT(back->body == kept.body);
    RC_ASSERT(back->fingerprint == kept.fingerprint);
    RC_ASSERT(text_of(decode_events(e)) == text_of(events));
    e.answer += ' ';  // not the one that was given
    RC_ASSERT(!decode_answer(e));
  });
}

TEST_CASE("an entry whose answer was forgotten says so, and keeps what happened") {
  const kept_answer kept{201, R"({"number":"A001"})", "print"};
  const auto e = entry_of(encode_record(sample_events(), &kept));
  CHECK_FALSE(decode_answer(e));
  CHECK(first_difference(text_of(decode_events(e)), text_of(sample_events())) == "");
}

TEST_CASE("a hall is read back from its snapshot as it was, at every moment of a random day") {
  struct comparing final : engine::testing::watcher {
    void after(const engine::testing::hall_driver& hall, const engine::command&,
               const engine::result<std::vector<engine::event>>&) override {
      if (++steps % 10 == 0) compare(hall);
    }
    void at_end(const engine::testing::hall_driver& hall) override { compare(hall); }
    static void compare(const engine::testing::hall_driver& hall) {
      const auto back = read_back(hall.state());
      RC_ASSERT(first_difference(text_of(back), text_of(hall.state())) == "");
      RC_ASSERT(encode_snapshot(back) == encode_snapshot(hall.state()));
    }
    int steps = 0;
  };
  engine::testing::for_all_days("snapshots", 100, [](const engine::testing::random_day& day) {
    comparing looks;
    engine::testing::live_through(day, looks);
  });
}

// Members may be added to a form, never renamed or written otherwise.
TEST_CASE("what is written today holds all of what form 2 holds") {
  const kept_answer kept{201, R"({"number":"A1023","note":"號 \"}"})", "0123456789abcdef"};
  const auto check = [](const std::string& written, const std::string& name) {
    check_within(boost::json::parse(written), boost::json::parse(golden(name)), "");
  };
  check(encode_record(sample_events(), &kept), "entry-2.json");
  check(encode_snapshot(sample_state()), "snapshot-1.json");
}

TEST_CASE("an entry of form 1 is read for ever") {
  const auto e = entry_of(golden("entry-1.json"), 1);
  CHECK(first_difference(text_of(decode_events(e)), text_of(sample_events())) == "");
  const auto kept = decode_answer(e);
  REQUIRE(kept.has_value());
  CHECK(kept->status == 201);
  CHECK(kept->body == R"({"number":"A1023","note":"號 \"}"})");
  CHECK(kept->fingerprint == "0123456789abcdef");
}

TEST_CASE("an entry of form 2 is read for ever") {
  auto e = entry_of(golden("entry-2.json"), 2);
  e.answer = R"({"number":"A1023","note":"號 \"}"})";
  CHECK(first_difference(text_of(decode_events(e)), text_of(sample_events())) == "");
  const auto kept = decode_answer(e);
  REQUIRE(kept.has_value());
  CHECK(kept->status == 201);
  CHECK(kept->body == e.answer);
  CHECK(kept->fingerprint == "0123456789abcdef");
}

TEST_CASE("what came later is written as it was when it came, and read for ever") {
  check_within(boost::json::parse(encode_record(later_events(), nullptr)),
               boost::json::parse(golden("later-events.json")), "");
  CHECK(text_of(decode_events(entry_of(golden("later-events.json")))) == text_of(later_events()));
}

TEST_CASE("a snapshot of form 1 is read for ever") {
  auto back = decode_snapshot({"main", 27, 1, golden("snapshot-1.json")});
  REQUIRE(back.has_value());
  auto expected = sample_state();
  expected.order = {};  // came later, as did R-53's times
  for (auto& [id, t] : expected.tickets) {
    t.promise_by.reset();
    t.overdue_at.reset();
  }
  expected.promises.clear();
  expected.standards.clear();
  back->rules = expected.rules;
  CHECK(first_difference(text_of(*back), text_of(expected)) == "");
}

TEST_CASE("an entry that lacks members which came later is read with their defaults") {
  const auto events =
      decode_events(entry_of(R"({"events":[{"type":"ticket-called","ticket":3,"counter":5}]})"));
  REQUIRE(events.size() == 1);
  const auto& called = std::get<engine::ticket_called>(events[0]);
  CHECK(called.ticket.value == 3);
  CHECK(called.why.rule == engine::call_rule::score);
}

TEST_CASE("a damaged or newer entry is named, and never half read") {
  const auto whole = encode_record(sample_events(), nullptr);
  for (std::size_t length = 0; length < whole.size(); length += 97)
    CHECK_THROWS_AS((void)decode_events(entry_of(whole.substr(0, length))), std::runtime_error);
  try {
    (void)decode_events(entry_of(whole, record_version + 1));
    FAIL("a newer form was read");
  } catch (const std::runtime_error& e) {
    CHECK(std::string(e.what()).find("entry 7") != std::string::npos);
    CHECK(std::string(e.what()).find("newer") != std::string::npos);
  }
  CHECK_THROWS_AS((void)decode_events(entry_of(R"({"events":[{"type":"unheard-of"}]})")),
                  std::runtime_error);
  // Somebody's retry meets it while the server runs.
  const kept_answer kept{201, R"({"number":"A001"})", "print"};
  const auto keyed = encode_record(sample_events(), &kept);
  for (std::size_t length = 0; length < keyed.size(); length += 97)
    CHECK_FALSE(decode_answer(entry_of(keyed.substr(0, length))));
  CHECK_FALSE(decode_answer(entry_of(keyed, record_version + 1)));
  CHECK_FALSE(decode_answer(
      entry_of(R"({"events":[],"request":"p","status":200,"answerBytes":9999,"answer":""})", 1)));
}

}  // namespace hallcall::service::testing
