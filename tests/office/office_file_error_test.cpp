// A wrong office file: every error at once, each with its line and what is allowed.
#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "service/office.hpp"
#include "temporary_office.hpp"

using namespace hallcall::service;

namespace {

const std::string sound_office = R"(# line 1
[office]
id = "sample"
name = { zh-TW = "範例", en = "Sample" }
time_zone = "Asia/Taipei"
languages = ["zh-TW", "en"]
[office.hours]
weekdays = "08:00-17:00 last 16:50"
[[hall]]
id = "main"
name = { zh-TW = "大廳", en = "Hall" }
[hall.lanes.general]
[hall.lanes.turning]
[hall.needs.wheelchair]
feature = "accessible"
[hall.backup]
call_above = 5
[[hall.backup.person]]
account = "backup1"
name = "範例 Sample"
counter = 9
[[hall.counter]]
n = 1
kind = "full-function"
functions = ["certificate"]
sign = { zh-TW = "綜合受理", en = "All services" }
[[hall.counter]]
n = 2
kind = "turning"
sign = { zh-TW = "疼您", en = "Turning" }
public_sign = { zh-TW = "綜合受理", en = "All services" }
[[hall.counter]]
n = 10
kind = "express"
takes = ["general"]
prefers = []
sign = { zh-TW = "快車", en = "Express" }
[[hall.counter]]
n = 9
kind = "mobile"
sign = { zh-TW = "機動", en = "Mobile" }
[[hall.marquee]]
id = "one"
text = { zh-TW = "歡迎", en = "Welcome" }
)";

const std::string sound_catalogue = R"(functions = ["certificate", "archive"]
[lanes]
general = { zh-TW = "一般", en = "General" }
express = { zh-TW = "快捷", en = "Express" }
priority = { zh-TW = "愛心", en = "Priority" }
turning = { zh-TW = "疼您", en = "Turning" }
booked = { zh-TW = "預約", en = "Booked" }
returning = { zh-TW = "續辦", en = "Returning" }
[[group]]
id = "papers"
name = { zh-TW = "證明", en = "Papers" }
[document.photo]
zh-TW = "相片"
en = "Photo"
[[service]]
id = "transcript"
group = "papers"
minutes = 5
requires = ["certificate"]
documents = ["photo"]
name = { zh-TW = "謄本", en = "Transcript" }
keywords = { en = ["copy"] }
)";

// The text with the first `what` replaced.
std::string changed(std::string text, const std::string& what, const std::string& by) {
  const auto at = text.find(what);
  REQUIRE(at != std::string::npos);
  return text.replace(at, what.size(), by);
}

std::uint32_t line_of(const std::string& text, const std::string& what) {
  const auto at = text.find(what);
  REQUIRE(at != std::string::npos);
  const auto end = text.begin() + static_cast<std::ptrdiff_t>(at);
  return 1 + static_cast<std::uint32_t>(std::count(text.begin(), end, '\n'));
}

std::vector<office_error> errors_in(const std::string& office, const std::string& catalogue) {
  const temporary_office files{office, catalogue};
  auto loaded = load_office(files.office_file());
  if (loaded) return {};
  for (const auto& e : loaded.error()) {
    CHECK(e.file.starts_with(files.folder().string()));
    CHECK_FALSE(e.what.empty());
  }
  return std::move(loaded.error());
}

std::string said(const std::vector<office_error>& errors) {
  std::string all;
  for (const auto& e : errors) all += std::to_string(e.line) + ": " + e.what + "\n";
  return all;
}

// Exactly one error, in the line of `at`, that says `parts`.
void expect_one(const std::string& text, const std::vector<office_error>& errors,
                const std::string& at, const std::vector<std::string>& parts) {
  const std::string all = said(errors);
  CAPTURE(all);
  REQUIRE(errors.size() == 1);
  CHECK(errors[0].line == line_of(text, at));
  for (const auto& part : parts) {
    CAPTURE(part);
    CHECK(errors[0].what.find(part) != std::string::npos);
  }
}

// `what` of the sound office replaced by `by`: one error in the line of `at`.
void wrong(const std::string& what, const std::string& by, const std::string& at,
           const std::vector<std::string>& parts) {
  const std::string office = changed(sound_office, what, by);
  expect_one(office, errors_in(office, sound_catalogue), at, parts);
}

// The same in the catalogue.
void wrong_in_catalogue(const std::string& what, const std::string& by, const std::string& at,
                        const std::vector<std::string>& parts) {
  const std::string catalogue = changed(sound_catalogue, what, by);
  const auto errors = errors_in(sound_office, catalogue);
  expect_one(catalogue, errors, at, parts);
  CHECK(errors.at(0).file.ends_with("services.toml"));
}

}  // namespace

TEST_CASE("the sound file that the others are made from is sound") {
  CHECK(said(errors_in(sound_office, sound_catalogue)) == "");
}

TEST_CASE("an unknown key comes with the nearest allowed one, or with all") {
  wrong("kind = \"full", "kid = 1\nkind = \"full", "kid", {"counter 1", "\"kid\"", "\"kind\"?"});
  wrong("call_above", "zzzzzzzz = 1\ncall_above", "zzzz", {"unknown", "allowed: call_above, "});
  wrong("[office]\n", "[offices]\n[office]\n", "[offices]", {"did you mean \"office\"?"});
}

TEST_CASE("a wrong type says what was expected and what is there") {
  wrong("call_above = 5", "call_above = \"5\"", "call_above", {"a whole number", "is a text"});
  wrong("id = \"sample\"", "id = 5", "id = 5", {"\"id\" must be a text, but is a whole number"});
  wrong("call_above = 5", "call_above = 2026-01-01", "call_above", {"a date or time"});
  wrong("[hall.lanes.general]", "[hall.lanes.general]\nin_use = 1", "in_use", {"true or false"});
  wrong("{ zh-TW = \"歡迎\", en = \"Welcome\" }", "\"Welcome\"", "Welcome", {"a table"});
}

TEST_CASE("a number out of range comes with the range") {
  wrong("call_above = 5", "call_above = -1", "call_above", {"is -1", "0 to 500"});
  wrong("[hall.lanes.general]", "[hall.lanes.general]\nrate = nan", "rate", {"0.01 to 1000"});
  wrong("[hall.lanes.general]", "[hall.lanes.general]\nrate = 0", "rate", {"0.01 to 1000"});
  wrong("call_above = 5", "call_above = 20", "[hall.backup]", {"congested_above", "greater than"});
  wrong_in_catalogue("minutes = 5", "minutes = 0", "minutes",
                     {"service \"transcript\"", "1 to 240"});
}

TEST_CASE("an unknown lane, service, function, need or kind says which there are") {
  wrong("[hall.lanes.general]", "[hall.lanes.genral]\n[hall.lanes.general]", "genral",
        {"did you mean \"general\"?"});
  wrong("[[hall.counter]]\nn = 1", "[[hall.counter]]\ntakes = [\"general\", \"expres\"]\nn = 1",
        "takes", {"\"expres\"", "\"express\"?"});
  wrong("id = \"main\"", "id = \"main\"\nservices = [\"transcrip\", \"transcript\"]", "services",
        {"\"transcrip\"", "did you mean \"transcript\"?"});
  wrong("[\"certificate\"]", "[\"certificate\", \"archiv\"]", "archiv", {"\"archive\"?"});
  wrong("[hall.needs.wheelchair]", "[hall.needs.wheel]", "needs.wheel", {"allowed: senior, "});
  wrong("\"full-function\"", "\"full\"", "\"full\"", {"allowed: full-function, express, "});
  wrong("\"accessible\"", "\"accesible\"", "accesible", {"did you mean \"accessible\"?"});
  wrong("id = \"main\"", "id = \"main\"\ndiscipline = \"lifo\"", "lifo", {"apq, fifo, strict"});
  wrong("[hall.backup]", "[hall.standard_minutes]\nbirth = 5\n[hall.backup]", "birth",
        {"offers no service \"birth\""});
}

TEST_CASE("there cannot be two of one counter, backup, marquee line, service or group") {
  const std::string sign = "sign = { zh-TW = \"全功能\", en = \"All\" }\n";
  wrong("[[hall.marquee]]",
        "[[hall.counter]]\nn = 1\nkind = \"full-function\"\n" + sign + "[[hall.marquee]]",
        "[[hall.counter]]\nn = 1\nkind = \"full-function\"\nsign",
        {"another counter 1, in line 22"});
  wrong("[[hall.marquee]]",
        "[[hall.marquee]]\nid = \"one\"\ntext = { zh-TW = \"a\", en = \"a\" }\n"
        "[[hall.marquee]]",
        "id = \"one\"\ntext = { zh-TW = \"歡迎\"", {"another line \"one\""});
  wrong_in_catalogue(
      "[document.photo]",
      "[[group]]\nid = \"papers\"\nname = { zh-TW = \"a\", en = \"a\" }\n[document.photo]",
      "id = \"papers\"\nname = { zh-TW = \"a\"", {"another group \"papers\""});
}

TEST_CASE("a missing language is named, for each text that citizens read") {
  wrong(", en = \"Hall\"", "", "大廳", {"\"name\" lacks the languages en"});
  wrong(", en = \"Welcome\"", "", "歡迎", {"marquee", "lacks the languages en"});
  wrong("zh-TW = \"機動\", ", "", "Mobile", {"counter 9", "\"sign\" lacks the languages zh-TW"});
  wrong("en = \"Welcome\"", "en = \" \"", "歡迎", {"\"en\" must not be empty"});
  wrong("en = \"Welcome\"", "en = \"a\\nb\"", "歡迎", {"line breaks"});
  wrong("en = \"Welcome\"", "en = \"Welcome\", fr = \"x\"", "歡迎", {"unknown language \"fr\""});
  wrong_in_catalogue("en = \"Photo\"\n", "", "[document.photo]", {"lacks the languages en"});
  wrong_in_catalogue(", en = \"Booked\"", "", "預約", {"lanes: \"booked\" lacks the languages en"});
  wrong_in_catalogue("name = { zh-TW = \"謄本\", en = \"Transcript\" }", "", "[[service]]",
                     {"\"name\" is missing"});
}

TEST_CASE("turning draws its numbers from general's series") {
  wrong("[hall.lanes.turning]", "[hall.lanes.turning]\nseries = \"T\"", "series",
        {"\"T\"", "general's, \"A\""});
  const auto other =
      changed(sound_office, "[hall.lanes.general]", "[hall.lanes.general]\nseries=\"G\"");
  CHECK(said(errors_in(other, sound_catalogue)) == "");
  wrong("[hall.lanes.general]", "[hall.lanes.general]\nseries = \"AB\"", "series", {"A to Z"});
}

TEST_CASE("a turning counter's public sign gives nothing away") {
  wrong("public_sign = { zh-TW = \"綜合受理\"", "public_sign = { zh-TW = \"疼您服務\"", "疼您服務",
        {"reveals", "疼您"});
}

TEST_CASE("a turning counter needs a public sign that an ordinary counter has too") {
  const std::string sign = "public_sign = { zh-TW = \"綜合受理\", en = \"All services\" }";
  wrong(sign, "", "[[hall.counter]]\nn = 2", {"counter 2", "\"public_sign\" is missing"});
  wrong(sign, "public_sign = { zh-TW = \"特別\", en = \"Special\" }", "特別",
        {"counter 2", "no ordinary counter has the same"});
  wrong("sign = { zh-TW = \"機動\", en = \"Mobile\" }",
        "sign = { zh-TW = \"機動\", en = \"PRIVACY\" }", "PRIVACY",
        {"counter 9", "reveals", "privacy"});
}

TEST_CASE("a backup opens a mobile counter of their own") {
  wrong("counter = 9", "counter = 1", "[[hall.backup.person]]",
        {"\"backup1\" names counter 1", "not a mobile counter", "allowed: 9"});
  wrong(
      "[[hall.backup.person]]",
      "[[hall.backup.person]]\naccount = \"b2\"\nname = \"x\"\ncounter = 9\n[[hall.backup.person]]",
      "[[hall.backup.person]]\naccount = \"backup1\"", {"another backup has already"});
}

TEST_CASE("a lane in use is taken by a counter that is always there") {
  wrong("kind = \"turning\"", "kind = \"priority\"", "[hall.lanes.turning]",
        {"\"turning\" is in use, but no counter"});
  wrong("kind = \"turning\"", "kind = \"turning\"\ntakes = [\"general\"]", "[hall.lanes.turning]",
        {"\"turning\" is in use"});
  const auto full = changed(changed(sound_office, "kind = \"turning\"", "kind = \"priority\""),
                            "[hall.lanes.general]", "[hall.lanes.general]\n");
  CHECK(said(errors_in(
            changed(full, "id = \"main\"", "id = \"main\"\nfull_function_takes_turning = true"),
            sound_catalogue)) == "");
}

TEST_CASE("what a counter takes and prefers fits together") {
  wrong("[[hall.counter]]\nn = 1", "[[hall.counter]]\ntakes = [\"general\", \"express\"]\nn = 1",
        "takes", {"\"express\", which is not in use"});
  wrong("[[hall.counter]]\nn = 1", "[[hall.counter]]\nprefers = [\"turning\"]\nn = 1", "prefers",
        {"\"turning\", which the counter does not take"});
}

TEST_CASE("a service that no counter can do is told") {
  wrong("functions = [\"certificate\"]", "", "[[hall]]",
        {"service \"transcript\" requires certificate", "no counter"});
}

TEST_CASE("what is wrong with bookings is told, each with its line") {
  const std::string sound =
      "[hall.lanes.booked]\n"
      "[hall.bookings]\n"
      "late_after_minutes = 5\n"
      "[[hall.bookings.plan]]\n"
      "id = \"mornings\"\n"
      "services = [\"transcript\"]\n"
      "days = [\"monday\"]\n"
      "times = [\"08:30\", \"09:00\"]\n";
  const auto in_office = [](const std::string& bookings) {
    return changed(sound_office, "[hall.backup]", bookings + "[hall.backup]");
  };
  REQUIRE(said(errors_in(in_office(sound), sound_catalogue)) == "");
  const auto wrong_booking = [&](const std::string& what, const std::string& by,
                                 const std::string& at, const std::vector<std::string>& parts) {
    const auto office = in_office(changed(sound, what, by));
    expect_one(office, errors_in(office, sound_catalogue), at, parts);
  };
  const std::string late = "late_after_minutes = 5";
  wrong_booking(late, "late_after_minute = 5", "late_after", {"late_after_minutes\"?"});
  wrong_booking(late, "late_after_minutes = 16", "late_after",
                {"(16)", "lapses_after_minutes", "(15)"});
  wrong_booking(late, "late_rate = 0", "late_rate", {"0.01 to 1000"});
  wrong_booking(late, "no_shows_allowed = -1", "no_shows", {"0 to 100"});
  wrong_booking(late, "suspended_months = 0", "suspended", {"1 to 24"});
  wrong_booking(late, "erased_after_days = 61", "erased", {"1 to 60"});
  wrong_booking("[hall.lanes.booked]\n", "", "[hall.bookings]", {"the lane \"booked\""});
  wrong_booking("[hall.lanes.booked]", "[hall.lanes.booked]\nin_use = false", "[hall.bookings]",
                {"the lane \"booked\""});
  wrong_booking("id = \"mornings\"", "id = \"Mornings\"", "Mornings", {"a-z"});
  wrong_booking("[\"transcript\"]", "[\"transcrip\"]", "transcrip\"", {"\"transcript\"?"});
  wrong_booking("[\"monday\"]", "[\"mon\"]", "\"mon\"", {"monday"});
  wrong_booking("days = [\"monday\"]\n", "", "[[hall.bookings.plan]]", {"\"days\" or \"dates\""});
  wrong_booking("days = [\"monday\"]", "dates = [\"2026-02-30\"]", "dates", {"2026-02-30"});
  wrong_booking("\"09:00\"", "\"08:30\"", "times", {"out of order"});
  wrong_booking("\"09:00\"", "\"24:00\"", "times", {"\"23:59\""});
  wrong_booking("\"09:00\"", "9", "times", {"must hold texts"});
  wrong_booking("times = [\"08:30\", \"09:00\"]\n", "", "[[hall.bookings.plan]]", {"\"times\""});
  wrong_booking("days =", "capacity = 0\ndays =", "capacity", {"1 to 50"});
  wrong_booking("days =", "clerks = [\"a\", \"a\"]\ndays =", "clerks", {"each once"});
  wrong_booking("days =", "opens_days_before = 61\ndays =", "opens_days", {"1 to 60"});
  wrong_booking("days =", "closes_working_days_before = 8\ndays =", "closes_working",
                {"before they open"});
  wrong_booking("days =", "closes_at = \"25:00\"\ndays =", "closes_at", {"\"24:00\""});
}

TEST_CASE("hours are in order, inside the day, and well written") {
  const std::string good = "\"08:00-17:00 last 16:50\"";
  wrong(good, "[\"08:00-12:00\", \"11:00-17:00\"]", "weekdays", {"11:00-17:00", "overlap"});
  wrong(good, "\"8-17\"", "weekdays", {"8-17", "allowed: \"closed\""});
  wrong(good, "\"08:00-25:00\"", "weekdays", {"00:00 to 24:00"});
  wrong(good, "\"17:00-08:00\"", "weekdays", {"end after it begins"});
  wrong(good, "\"08:00-17:00 last 17:30\"", "weekdays", {"last ticket"});
  wrong(good, "\"08:00-17:00 last 08:00\"", "weekdays", {"last ticket"});
  wrong(good, "8", "weekdays", {"must hold texts"});
  wrong(good, good + "\ndates = { 2026-02-30 = \"closed\" }", "2026-02-30", {"not a date"});
  wrong(good, "\"closed\"", "[[hall]]", {"never open"});
}

TEST_CASE("an unknown time zone is told") {
  wrong("Asia/Taipei", "Asia/Taipe", "time_zone", {"Asia/Taipe", "\"Asia/Taipei\""});
  wrong("Asia/Taipei", "../../etc/passwd", "time_zone", {"unknown time zone"});
}

TEST_CASE("an office has a hall, a hall has counters") {
  const std::string no_hall = sound_office.substr(0, sound_office.find("[[hall]]"));
  expect_one(no_hall, errors_in(no_hall, sound_catalogue), "#", {"no [[hall]]"});
  CHECK(said(errors_in("", sound_catalogue)).find("[office] is missing") != std::string::npos);
}

TEST_CASE("the catalogue's names must exist") {
  wrong_in_catalogue("group = \"papers\"", "group = \"paper\"", "group = \"paper\"",
                     {"unknown group", "\"papers\"?"});
  wrong_in_catalogue("[\"photo\"]", "[\"foto\"]", "foto", {"\"photo\"?"});
  wrong_in_catalogue("requires = [\"certificate\"]", "requires = [\"language:fr\"]", "language:fr",
                     {"unknown"});
  wrong_in_catalogue("minutes = 5", "minutes = 5\nsensitive = true\nexpress = true",
                     "express = true", {"not both"});
}

TEST_CASE("a TOML error is told with its line") {
  const auto errors =
      errors_in(changed(sound_office, "id = \"main\"", "id = \"main"), sound_catalogue);
  REQUIRE(errors.size() == 1);
  CHECK(errors[0].line == line_of(sound_office, "id = \"main\""));
  CHECK(errors[0].what.find("not TOML") != std::string::npos);
  const auto twice = errors_in(sound_office + "[office]\n", sound_catalogue);
  REQUIRE(twice.size() == 1);
  CHECK(twice[0].line == line_of(sound_office + "[office]\n# end", "# end") - 1);
}

TEST_CASE("a full-width sign of an input method is told by name") {
  wrong("call_above = 5", "call_above ＝ 5", "call_above", {"\"＝\"", "full-width"});
  wrong("[office]\n", "[戶所]\n[office]\n", "[戶所]", {"\"戶\"", "outside of quotes"});
  wrong("[office]\n", "[=]\n[office]\n", "[=]", {"not TOML"});
  wrong("[office]\n", "languages = 0x\"e\u00fcn\"]\n[office]\n", "0x", {"not TOML"});
}

TEST_CASE("a catalogue with a TOML error does not hide the office's errors") {
  const auto errors = errors_in(changed(sound_office, "call_above = 5", "call_above = -1"),
                                changed(sound_catalogue, "[lanes]", "[lanes"));
  const std::string all = said(errors);
  CAPTURE(all);
  REQUIRE(errors.size() == 2);
  CHECK(errors[0].file.ends_with("office.toml"));
  CHECK(errors[1].file.ends_with("services.toml"));
  CHECK(errors[1].line == 2);
}

TEST_CASE("all errors come at once, by line, the office file's first") {
  std::string office = changed(sound_office, "time_zone = \"Asia/Taipei\"", "time_zone = 8");
  office = changed(office, "call_above = 5", "call_above = 999");
  office = changed(office, "\"mobile\"", "\"full-function\"");
  office = changed(office, "en = \"Welcome\"", "vi = \"x\"");
  const auto errors = errors_in(office, changed(sound_catalogue, "minutes = 5", "minutes = 500"));
  const std::string all = said(errors);
  CAPTURE(all);
  REQUIRE(errors.size() == 5);
  CHECK(errors[0].line == line_of(office, "time_zone"));
  CHECK(errors[1].line == line_of(office, "call_above"));
  CHECK(errors[2].line == line_of(office, "[[hall.backup.person]]"));
  CHECK(errors[3].line == line_of(office, "歡迎"));
  CHECK(errors[4].file.ends_with("services.toml"));
}

TEST_CASE("a file that is not there, a folder, and a file far too large are told") {
  const temporary_office files{sound_office, sound_catalogue};
  const auto missing = load_office(files.folder() / "nowhere.toml");
  REQUIRE_FALSE(missing);
  CHECK(missing.error().at(0).line == 0);
  CHECK(missing.error().at(0).what == "there is no such file");
  CHECK(load_office(files.folder()).error().at(0).what == "this is not a file");
  CHECK(load_office("").error().at(0).what == "there is no such file");
  std::filesystem::resize_file(files.office_file(), 100'000'000);
  CHECK(load_office(files.office_file()).error().at(0).what.find("larger") != std::string::npos);
  const auto elsewhere =
      errors_in(changed(sound_office, "[office]\n", "[office]\ncatalogue = \"no.toml\"\n"), "");
  REQUIRE(elsewhere.size() == 1);
  CHECK(elsewhere[0].file.ends_with("no.toml"));
}

TEST_CASE("a file cut off anywhere, or not UTF-8, gives errors and nothing worse") {
  for (std::size_t length = 0; length < sound_office.size(); length += 7) {
    CHECK_FALSE(errors_in(sound_office.substr(0, length), sound_catalogue).empty());
  }
  for (std::size_t length = 0; length < sound_catalogue.size(); length += 13) {
    errors_in(sound_office, sound_catalogue.substr(0, length));
  }
  CHECK_FALSE(errors_in(changed(sound_office, "Sample", "\xff\xfe"), sound_catalogue).empty());
  CHECK_FALSE(errors_in(std::string(100'000, '['), sound_catalogue).empty());
}

TEST_CASE("a shift that cannot be is named with its line (R-60)") {
  // Put in front of the marquee; the first line of each is blank, so that lines differ.
  const auto shift = [](const std::string& id, const std::string& days, const std::string& hours,
                        const std::string& counters) {
    return "[[hall.roster]]\nid = \"" + id + "\"\ndays = " + days + " # days\nhours = \"" + hours +
           "\" # hours " + id + "\ncounters = " + counters + " # counters\n";
  };
  const std::string before = "[[hall.marquee]]";
  const auto faulty = [&](const std::string& text, const std::string& at,
                          const std::vector<std::string>& parts) {
    wrong(before, text + before, at, parts);
  };
  const std::string good_days = "[\"weekdays\"]";
  faulty(shift("a", "[\"weekday\"]", "08:00-12:00", "[1]"), "# days", {"\"weekday\"", "allowed"});
  faulty(shift("a", "[]", "08:00-12:00", "[1]"), "# days", {"at least one"});
  faulty(shift("a", "[7]", "08:00-12:00", "[1]"), "# days", {"a whole number", "allowed"});
  faulty(shift("a", "[\"2027-02-30\"]", "08:00-12:00", "[1]"), "# days", {"2027-02-30"});
  faulty(shift("a", "[\"2027-02-02 to 2027-02-01\"]", "08:00-12:00", "[1]"), "# days",
         {"2027-02-02 to 2027-02-01"});
  faulty(shift("a", good_days, "12:00-08:00", "[1]"), "# hours a", {"12:00-08:00"});
  faulty(shift("a", good_days, "08:00-12:00 last 11:50", "[1]"), "# hours a", {"last 11:50"});
  faulty(shift("a", good_days, "08:00-12:00", "[3]"), "# counters", {"3", "no such counter"});
  faulty(shift("a", good_days, "08:00-12:00", "[1, 1]"), "# counters", {"1 twice"});
  faulty(shift("a", good_days, "08:00-12:00", "[\"1\"]"), "# counters", {"whole numbers"});
  faulty(shift("a", good_days, "08:00-12:00", "[]"), "# counters", {"at least one"});
  faulty(shift("a", good_days, "08:00-12:01", "[1]") +
             shift("b", "[\"friday\"]", "12:00-13:00", "[1]"),
         "# hours b", {"\"b\"", "counter 1", "\"a\"", "overlap"});
  faulty("[[hall.roster]]\nid = \"a\"\ncounter = [1]\nhours = \"08:00-09:00\"\ncounters = [1]\n",
         "counter = [1]", {"unknown key \"counter\"", "\"counters\"?"});
}

TEST_CASE("shifts that only touch, or are on different days, do not overlap (R-60)") {
  const auto shift = [](const std::string& id, const std::string& days, const std::string& hours) {
    return "[[hall.roster]]\nid = \"" + id + "\"\ndays = [" + days + "]\nhours = \"" + hours +
           "\"\ncounters = [1]\n";
  };
  const std::string text = changed(
      sound_office, "[[hall.marquee]]",
      shift("a", "\"weekdays\"", "08:00-12:00") + shift("b", "\"weekdays\"", "12:00-13:00") +
          shift("c", "\"saturday\"", "08:00-13:00") + shift("d", "\"2027-02-01\"", "08:00-13:00") +
          "[[hall.marquee]]");
  CHECK(said(errors_in(text, sound_catalogue)) == "");
}

TEST_CASE("a season that cannot be is named with its line (R-45)") {
  const auto season = [](const std::string& dates, const std::string& counters) {
    return "[[hall.season]]\nid = \"winter\"\ndates = " + dates +
           " # dates\ncounters = " + counters + " # counters\n[[hall.marquee]]";
  };
  const auto faulty = [&](const std::string& dates, const std::string& counters,
                          const std::string& at, const std::vector<std::string>& parts) {
    wrong("[[hall.marquee]]", season(dates, counters), at, parts);
  };
  faulty("[\"weekdays\"]", "[10]", "# dates", {"\"weekdays\"", "allowed"});
  faulty("\"2027-01-21\"", "[10]", "# dates", {"a list"});
  faulty("[\"2027-01-21\"]", "[9]", "# counters", {"counter 9", "backup1"});
  faulty("[\"2027-01-21\"]", "[11]", "# counters", {"no such counter"});
  // The lane that only a counter of the season takes has nobody for the rest of the year.
  faulty("[\"2027-01-21\"]", "[2]", "[hall.lanes.turning]", {"\"turning\" is in use"});
}
