// A recorded day once more: out of a journal like the hall's own, written by a simulated day.
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <span>

#include <doctest/doctest.h>
#include <unistd.h>

#include "forecast/arrival_profile.hpp"
#include "forecast/office_day.hpp"
#include "journal/memory_journal.hpp"
#include "journal/sqlite_journal.hpp"
#include "service/office.hpp"
#include "service/record.hpp"
#include "service/recorded_day.hpp"
#include "simulate_run.hpp"

using namespace hallcall;
using namespace hallcall::forecast;
using namespace hallcall::forecast::testing;

namespace {

const engine::business_date monday{std::chrono::year{2027} / 1 / 4};
const engine::business_date tuesday = monday + std::chrono::days(1);

// A data directory with a journal of two days of the Nantun hall, gone with the object.
class recorded_hall {
 public:
  recorded_hall() {
    directory_ =
        std::filesystem::temp_directory_path() / ("hallcall-replay-" + std::to_string(::getpid()));
    std::filesystem::create_directories(directory_);
    const auto office = service::load_office(HALLCALL_OFFICES "/nantun.toml");
    REQUIRE(office.has_value());
    rules_ = std::make_shared<const engine::hall_rules>((*office)->halls.front().rules);
    journal::sqlite_options options;
    options.path = directory_ / "journal.sqlite";
    journal_ = std::make_unique<journal::sqlite_journal>(options);
    told_.push_back(record(monday, 1));
    told_.push_back(record(tuesday, 2));
    journal_->append(entries_);
    journal_.reset();
  }
  recorded_hall(const recorded_hall&) = delete;
  recorded_hall& operator=(const recorded_hall&) = delete;
  ~recorded_hall() { std::filesystem::remove_all(directory_); }

  [[nodiscard]] std::string data() const { return directory_.string(); }
  [[nodiscard]] const run_told& on(std::size_t day) const { return told_[day]; }
  [[nodiscard]] const std::vector<journal::entry>& entries() const { return entries_; }

 private:
  run_told record(engine::business_date date, std::uint64_t replication) {
    std::string text = "from,to,per_hour,services,needs\n";
    for (const char* row : {"20,transcript,", "10,transcript,senior", "14,id-renew,", "10,move-in,",
                            "3,digital-certificate,", "1.5,divorce,"})
      text += std::string("08:00,13:00,") + row + "\n";
    const auto profile = read_profile(text, *rules_);
    REQUIRE(profile.has_value());
    visit_manner manner;
    manner.walk = milliseconds(20'000);
    auto visitors = visitors_on(*profile, *rules_, date, manner, 1, replication);
    for (std::size_t i = 0; i < visitors.size(); i += 17)
      visitors[i].leaves_after = milliseconds(300'000);
    for (std::size_t i = 5; i < visitors.size(); i += 23) visitors[i].absent = true;
    for (std::size_t i = 9; i < visitors.size(); i += 31)
      visitors[i].granted_after = milliseconds(90'000);
    std::vector<engine::counter_no> counters;
    for (std::uint16_t n : {1, 2, 3, 4, 11, 17, 19}) counters.push_back({n});
    auto plan = day_plan(rules_, date, counters);
    plan.backups.how = backup_answers::way::answering;
    plan.backups.after = milliseconds(40'000);
    plan.heard = [this](const std::vector<engine::event>& events, engine::time_point at) {
      keep(events, at);
    };
    listed_visitors source(std::move(visitors));
    return run_hall(plan, source);
  }
  void keep(const std::vector<engine::event>& events, engine::time_point at) {
    if (events.empty()) return;
    journal::entry e;
    e.seq = entries_.size() + 1;
    e.hall = "main";
    e.at_ms = at.time_since_epoch().count();
    e.actor = "hall";
    e.kind =
        std::holds_alternative<engine::ticket_issued>(events.front()) ? "take-ticket" : "other";
    e.version = service::record_version;
    e.body = service::encode_record(events, nullptr);
    entries_.push_back(std::move(e));
  }

  std::filesystem::path directory_;
  std::shared_ptr<const engine::hall_rules> rules_;
  std::unique_ptr<journal::sqlite_journal> journal_;
  std::vector<journal::entry> entries_;
  std::vector<run_told> told_;
};

app::simulate_words replay_words(const recorded_hall& hall) {
  app::simulate_words w;
  w.replay = hall.data();
  w.format = "csv";
  return w;
}

summary alone(const run_told& told) {
  tally one;
  one.add(told);
  return one.finish();
}

}  // namespace

TEST_CASE("a recorded day has the figures of the day as it was") {
  const recorded_hall hall;
  auto words = replay_words(hall);
  for (const std::size_t day : {0U, 1U}) {
    words.date = day == 0 ? "2027-01-04" : "2027-01-05";
    const auto was = alone(hall.on(day));
    const auto p = run(words);
    REQUIRE_MESSAGE(p.code == 0, p.err);
    REQUIRE(was.all.visits > 200);
    REQUIRE(was.all.left > 0);
    CHECK(p.figure("recorded", "lane", "all", "visits") == static_cast<double>(was.all.visits));
    CHECK(p.figure("recorded", "lane", "all", "left") == static_cast<double>(was.all.left));
    CHECK(p.figure("recorded", "lane", "all", "mean_wait_s") ==
          doctest::Approx(was.all.mean_wait_s.value).epsilon(1e-6));
    CHECK(p.figure("recorded", "lane", "all", "overtaken_mean") ==
          doctest::Approx(was.all.overtaken).epsilon(1e-6));
    for (const auto& [lane, told] : was.lanes)
      CHECK(p.figure("recorded", "lane", app::name_of(lane), "p90_wait_s") ==
            static_cast<double>(told.p90_ms) / 1000);
    for (const auto& [n, told] : was.counters)
      CHECK(p.figure("recorded", "counter", std::to_string(n.value), "visits") ==
            static_cast<double>(told.visits));
    CHECK(p.figure("recorded", "backup", "backup", "counters_opened") ==
          static_cast<double>(was.backup.openings));
  }
}

TEST_CASE("run again with the same rules and counters, everybody waits as they did") {
  const recorded_hall hall;
  const auto p = run(replay_words(hall));
  REQUIRE_MESSAGE(p.code == 0, p.err);
  for (const char* name : {"all", "general", "express", "priority", "turning"})
    for (const char* figure :
         {"visits", "mean_wait_s", "p50_wait_s", "p95_wait_s", "max_wait_s", "overtaken_mean"}) {
      CAPTURE(name);
      CAPTURE(figure);
      const double was = p.figure("recorded", "lane", name, figure);
      REQUIRE_FALSE(std::isnan(was));
      CHECK(p.figure("run again", "lane", name, figure) == doctest::Approx(was).epsilon(0.001));
      CHECK(p.figure("what if", "lane", name, figure) == doctest::Approx(was).epsilon(0.001));
    }
}

TEST_CASE("the same day with another counter, discipline, or without backups is another day") {
  const recorded_hall hall;
  auto words = replay_words(hall);
  words.date = "2027-01-04";
  const auto as_it_was = run(words);
  const auto wait = [](const printed& p, const char* run, const char* lane) {
    return p.figure(run, "lane", lane, "mean_wait_s");
  };
  words.counters = "+5,6,18";
  const auto more = run(words);
  CHECK(wait(more, "recorded", "all") == wait(as_it_was, "recorded", "all"));
  CHECK(wait(more, "what if", "all") < wait(more, "run again", "all"));
  CHECK(more.figure("what if", "counter", "5", "visits") > 0);
  words.counters = "1,2,11,17,19";
  const auto fewer = run(words);
  CHECK(wait(fewer, "what if", "all") > wait(fewer, "run again", "all"));
  CHECK(std::isnan(fewer.figure("what if", "counter", "3", "visits")));
  words.counters.clear();
  words.discipline = "fifo";
  CHECK(wait(run(words), "what if", "priority") > wait(as_it_was, "recorded", "priority"));
  words.no_backups = true;
  CHECK(run(words).figure("what if", "backup", "backup", "counters_opened") == 0);
}

TEST_CASE("who is still at a counter when the journal ends has come, and takes their time") {
  const recorded_hall hall;
  journal::memory_journal cut;
  cut.append(std::span(hall.entries()).first(500));
  std::size_t missed = 0;
  for (const auto& e : std::span(hall.entries()).first(500))
    for (const auto& event : service::decode_events(e))
      missed += std::holds_alternative<engine::ticket_missed>(event) ? 1 : 0;
  const auto day = service::read_recorded_day(cut, "main", {}, std::nullopt);
  REQUIRE_MESSAGE(day.has_value(), day.error());
  REQUIRE(day->visitors.size() > 50);
  std::size_t absent = 0;
  for (const auto& v : day->visitors) {
    absent += v.absent ? 1 : 0;
    CHECK(v.handling.count() > 0);
  }
  CHECK(absent == missed);
}

TEST_CASE("without a date the last recorded day is taken; what is not there is told") {
  const recorded_hall hall;
  auto words = replay_words(hall);
  const auto last = run(words);
  words.date = "2027-01-05";
  CHECK(run(words).out == last.out);
  words.arrivals = "recorded";
  CHECK(run(words).out == last.out);

  const auto refused = [&](const std::string& what) {
    const auto p = run(words);
    INFO(p.err);
    return p.code == 2 && p.out.empty() && p.err.find(what) != std::string::npos;
  };
  words.date = "2027-01-06";
  CHECK(refused("no ticket on 2027-01-06; the newest days with tickets: 2027-01-05, 2027-01-04"));
  words.date = "yesterday";
  CHECK(refused("--date is YYYY-MM-DD"));
  words.date.clear();
  words.arrivals = "people.csv";
  CHECK(refused("--arrivals FILE is not for a recorded day"));
  words.arrivals.clear();
  words.replay = hall.data() + "/nowhere";
  CHECK(refused("there is no journal"));
}

TEST_CASE("a file that is no journal is storage that cannot be read") {
  const recorded_hall hall;
  auto words = replay_words(hall);
  const auto broken = std::filesystem::path(hall.data()) / "broken";
  std::filesystem::create_directories(broken);
  std::filesystem::copy_file(HALLCALL_OFFICES "/nantun.toml", broken / "journal.sqlite");
  words.replay = broken.string();
  const auto p = run(words);
  CHECK(p.code == 3);
  CHECK(p.err.find("cannot be read") != std::string::npos);
}

TEST_CASE("replaying changes nothing in the data directory") {
  const recorded_hall hall;
  const auto file = std::filesystem::path(hall.data()) / "journal.sqlite";
  const auto before = std::filesystem::last_write_time(file);
  const auto size = std::filesystem::file_size(file);
  REQUIRE(run(replay_words(hall)).code == 0);
  CHECK(std::filesystem::last_write_time(file) == before);
  CHECK(std::filesystem::file_size(file) == size);
}
