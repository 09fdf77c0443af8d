// The command line: words and their mistakes, and what is printed.
#include <algorithm>
#include <cmath>
#include <fstream>
#include <sstream>

#include <unistd.h>

#include <doctest/doctest.h>
#include <CLI/CLI.hpp>
#include <boost/json.hpp>

#include "service/office.hpp"
#include "simulate_run.hpp"

using namespace hallcall;
using namespace hallcall::forecast::testing;

namespace {

bool says(const printed& p, const std::string& words) {
  INFO(p.err);
  return p.code == 2 && p.out.empty() && p.err.find(words) != std::string::npos;
}

// A file of arrivals, gone with the object.
struct arrivals_file {
  std::string path = std::string("sim-arrivals-") + std::to_string(::getpid()) + ".csv";
  explicit arrivals_file(const std::string& text) { std::ofstream(path) << text; }
  ~arrivals_file() { std::remove(path.c_str()); }
};

}  // namespace

TEST_CASE("the same words and seed print the same bytes, another seed others") {
  const auto told_the_same = [](app::simulate_words words) {
    const auto once = run(words);
    REQUIRE(once.code == 0);
    CHECK(run(words).out == once.out);
    words.seed = 2;
    CHECK(run(words).out != once.out);
  };
  told_the_same(office_words());
  for (const char* format : {"table", "json", "csv"}) {
    auto words = bare_words();
    words.format = format;
    told_the_same(words);
  }
}

TEST_CASE("the JSON form parses and has every run's figures") {
  auto words = bare_words();
  words.format = "json";
  words.lanes[0] = "back\\slash:40:4";
  const auto told = boost::json::parse(run(words).out).as_object();
  CHECK(told.at("seed").to_number<int>() == 1);
  const auto& figures = told.at("runs").as_array().at(0).as_object().at("figures").as_array();
  bool found = false;
  for (const auto& f : figures) {
    const auto& o = f.as_object();
    if (o.at("name") != "back\\slash" || o.at("figure") != "mean_wait_s") continue;
    found = true;
    CHECK(o.at("value").to_number<double>() > 0);
    CHECK(o.at("halfWidth99").to_number<double>() > 0);
  }
  CHECK(found);
}

TEST_CASE("every mistake of a bare hall's words is told at once") {
  auto words = bare_words();
  words.counters = "none";
  words.lanes = {"a:1", "b:x:1", "c:1:0", "b:2:1", "returning:1:1"};
  words.service = "gamma:3";
  words.discipline = "lifo";
  words.days = 3;
  words.hours = 0;
  const auto p = run(words);
  for (const char* expected :
       {"--counters: a bare hall", "--lane a:1: it takes", "b:x:1: the arrivals", "c:1:0: the rate",
        "--lane b:2:1: that name is there already", "at most 4 lanes",
        "returning:1:1: nobody takes a ticket", "--service takes", "--discipline is",
        "--days is not for a bare hall", "--hours is from"})
    CHECK_MESSAGE(says(p, expected), expected);
}

TEST_CASE("a bare hall needs its handling time, and its runs have a bound") {
  auto words = bare_words();
  words.service.clear();
  CHECK(says(run(words), "--service is needed"));
  words = bare_words();
  words.lanes = {"many:100000:1"};
  words.hours = 1'000;
  CHECK(says(run(words), "at most"));
  words = bare_words();
  words.backup_until = 3;
  CHECK(says(run(words), "--backup-until is not for a hall without --backups"));
  words.backups = 2;
  words.backup_until = 9;
  CHECK(says(run(words), "--backup-until is from 0 to 8"));
}

TEST_CASE("mistakes of an office's words are told") {
  auto words = office_words();
  words.counters = "1-99";
  words.discipline = "best";
  words.walk = -1;
  words.date = "2027-02-30";
  words.service = "lognormal:600:0.5";
  words.backups = 3;
  const auto p = run(words);
  for (const char* expected : {"no counter 25", "--discipline is", "--walk is from",
                               "--date is YYYY-MM-DD", "--service takes", "--backups is not for"})
    CHECK_MESSAGE(says(p, expected), expected);
  words = office_words();
  words.office = "no-such-file.toml";
  CHECK(says(run(words), "no-such-file.toml"));
  words = office_words();
  words.hall = "attic";
  CHECK(says(run(words), "no hall \"attic\"; it has main"));
  words = office_words();
  words.counters = "9-1";
  CHECK(says(run(words), "--counters takes"));
  words = office_words();
  words.arrivals = "recorded";
  CHECK(says(run(words), "--replay"));
}

TEST_CASE("every wrong line of an arrivals file is told by its number") {
  const arrivals_file file(
      "# a comment\n"
      "from,to,per_hour,services,needs\n"
      "08:00,09:00,10,transcript,\n"
      "08:00,07:00,10,transcript,\n"
      "8,09:00,ten,transcript+picnic,tall\n"
      "08:00,09:00\n");
  auto words = office_words();
  words.arrivals = file.path;
  const auto p = run(words);
  for (const char* expected :
       {":4: \"from\" is not before \"to\"", ":5: from is a time", ":5: per_hour is a number",
        ":5: this hall does not offer the service \"picnic\"", ":5: \"tall\" are no needs",
        ":6: this line has 2 columns, the first one 5"})
    CHECK_MESSAGE(says(p, expected), expected);
  CHECK_FALSE(says(p, ":3:"));
}

TEST_CASE("an arrivals file's columns are checked, and that somebody comes") {
  auto words = office_words();
  const auto told = [&](const std::string& text) {
    const arrivals_file file(text);
    words.arrivals = file.path;
    return run(words);
  };
  CHECK(says(told("from,to,services\n"), "lacks the column per_hour"));
  CHECK(says(told("time,services,mood\n09:00,transcript,good\n"), "\"mood\" is no column"));
  CHECK(says(told("time,services\n"), "no arrival"));
  words.arrivals = "no-such.csv";
  CHECK(says(run(words), "no-such.csv cannot be read"));
}

TEST_CASE("people at given times come then, with their seconds at the counter") {
  const arrivals_file file(
      "time,services,needs,seconds\r\n"
      "10:00,transcript,,600\r\n"
      "10:01,transcript,,600\r\n"
      "23:00,transcript,,600\r\n");
  auto words = office_words();
  words.arrivals = file.path;
  words.days = 1;
  words.counters = "1";
  words.walk = 30;
  words.between = 10;
  const auto p = run(words);
  REQUIRE(p.code == 0);
  CHECK(p.figure("simulated", "lane", "all", "visits") == 2);  // nobody comes at night
  // The second waits for the first's walk and visit, and the clerk's pause: 640 - 60 seconds.
  CHECK(p.figure("simulated", "lane", "all", "max_wait_s") == 580);
  CHECK(p.figure("simulated", "lane", "all", "mean_wait_s") == 290);
}

TEST_CASE("an office's day is as long as its hours, and whoever has a ticket is served") {
  auto words = office_words();
  words.days = 6;  // Monday to Saturday: five times nine hours, and four
  const auto p = run(words);
  REQUIRE(p.code == 0);
  const double hours = p.figure("simulated", "hall", "hall", "measured_hours");
  CHECK(hours >= 49);
  CHECK(hours < 53);
  CHECK(p.figure("simulated", "lane", "all", "never_called") == 0);
  CHECK(p.figure("simulated", "hall", "hall", "turned_away") > 0);  // after the last ticket
  CHECK(p.figure("simulated", "lane", "all", "visits") == doctest::Approx(5'600).epsilon(0.1));
  CHECK(p.figure("simulated", "hall", "hall", "refused") == 0);
}

TEST_CASE("one counter more shortens the waits of the same people, one less lengthens them") {
  auto words = office_words();
  words.days = 2;
  words.no_backups = true;
  const auto usual = run(words);
  words.counters = "+20";
  const auto more = run(words);
  words.counters = "2-19";
  const auto less = run(words);
  const auto wait = [](const printed& p) {
    return p.figure("simulated", "lane", "all", "mean_wait_s");
  };
  const auto visits = [](const printed& p) {
    return p.figure("simulated", "lane", "all", "visits");
  };
  CHECK(visits(more) == visits(usual));
  CHECK(visits(less) == visits(usual));
  CHECK(wait(more) < wait(usual));
  CHECK(wait(less) > wait(usual));
  CHECK(more.figure("simulated", "counter", "20", "visits") > 0);
  CHECK(std::isnan(less.figure("simulated", "counter", "1", "visits")));
}

TEST_CASE("backups answer when they are called, unless they are told not to") {
  auto words = office_words();
  const auto with = run(words);
  CHECK(with.figure("simulated", "backup", "backup", "counters_opened") > 0);
  CHECK(with.figure("simulated", "counter", "20", "visits") > 0);
  words.no_backups = true;
  const auto without = run(words);
  CHECK(without.figure("simulated", "backup", "backup", "counters_opened") == 0);
  CHECK(std::isnan(without.figure("simulated", "counter", "20", "visits")));
}

TEST_CASE("the command line says how to use it, and refuses what it does not know") {
  const auto parsed = [](std::vector<std::string> words, std::ostream& out) {
    CLI::App program("test");
    std::optional<int> code;
    app::add_simulate_command(program, code, out, out);
    std::reverse(words.begin(), words.end());
    try {
      program.parse(words);
    } catch (const CLI::ParseError& e) {
      std::ostringstream err;
      return std::pair(program.exit(e, out, err), code);
    }
    return std::pair(0, code);
  };
  std::ostringstream help;
  CHECK(parsed({"simulate", "--help"}, help).first == 0);
  for (const char* option : {"--office", "--arrivals", "--replay", "--lane", "--service",
                             "--backup-until", "--no-cap", "--seed", "--format"})
    CHECK_MESSAGE(help.str().find(option) != std::string::npos, option);
  std::ostringstream out;
  CHECK(parsed({"simulate", "--format", "xml"}, out).first != 0);
  CHECK(parsed({"simulate", "--speed", "3"}, out).first != 0);
  const auto [error, code] = parsed({"simulate", "--lane", "a:60:1", "--counters", "2", "--service",
                                     "deterministic:30", "--hours", "1", "--runs", "1"},
                                    out);
  CHECK(error == 0);
  CHECK(code == 0);
  CHECK(out.str().find("Waits") != std::string::npos);
}

TEST_CASE(
    "the shipped profile is of about a thousand visits a weekday, all of which the hall serves") {
  auto words = office_words();
  words.days = 2;
  const auto p = run(words);
  CHECK(p.figure("simulated", "lane", "all", "visits") / 2 == doctest::Approx(1'000).epsilon(0.08));
  CHECK(p.err.empty());
}
