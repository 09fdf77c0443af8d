// The office files that ship, as they are loaded.
#include <doctest/doctest.h>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <map>
#include <set>
#include <string>

#include "service/office.hpp"
#include "service/office_file_counter.hpp"
#include "temporary_office.hpp"

using namespace hallcall::service;
using namespace hallcall::engine;
using namespace std::chrono_literals;
using std::chrono::sys_days;

namespace {

using office_ptr = std::shared_ptr<const office>;

office_ptr load(const std::string& name) {
  const auto loaded = load_office(std::filesystem::path{HALLCALL_OFFICES} / name);
  if (!loaded) {
    for (const auto& e : loaded.error()) MESSAGE(e.file << ":" << e.line << ": " << e.what);
  }
  REQUIRE(loaded);
  return *loaded;
}

std::map<counter_kind, int> kinds(const hall_rules& rules) {
  std::map<counter_kind, int> count;
  for (const auto& c : rules.counters) ++count[c.kind];
  return count;
}

bool has(const counter_rules& c, const char* feature) { return c.features.contains({feature}); }

const std::vector<std::string> six{"zh-TW", "en", "vi", "id", "th", "ja"};

void complete(const localized& text) {
  for (const auto& language : six) {
    CAPTURE(language);
    REQUIRE(text.contains(language));
    CHECK_FALSE(text.at(language).empty());
  }
}

}  // namespace

TEST_CASE("Nantun has nineteen counters with nine functions, and four backups (R-10)") {
  const auto nantun = load("nantun.toml");
  CHECK(nantun->id == "nantun");
  CHECK(nantun->name.at("zh-TW") == "臺中市南屯區戶政事務所");
  CHECK(nantun->languages == six);
  const hall_config& hall = *nantun->find_hall("main");
  int base = 0;
  std::set<std::string> functions;
  for (std::size_t i = 0; i < hall.counters.size(); ++i) {
    REQUIRE(hall.counters[i].number == hall.rules.counters[i].number);
    if (!hall.rules.counters[i].base) continue;
    ++base;
    functions.insert(hall.counters[i].sign.at("zh-TW"));
  }
  CHECK(base == 19);
  CHECK(functions == std::set<std::string>{"綜合受理", "自然人憑證", "愛心", "疼您", "門牌",
                                           "國籍行政及外籍人士諮詢", "身分證", "檔案應用",
                                           "英語服務"});
  CHECK(kinds(hall.rules)[counter_kind::mobile] == 4);
  REQUIRE(hall.rules.backups.size() == 4);
  for (std::uint16_t i = 0; i < 4; ++i) {
    const auto& backup = hall.rules.backups[i];
    CHECK(backup.counter.value == 20 + i);
    CHECK(hall.rules.find_counter(backup.counter)->kind == counter_kind::mobile);
    CHECK(hall.backup_names.contains(backup.id.value));
  }
}

TEST_CASE("Wufeng has nine full-function counters, three others, and a branch (R-10)") {
  const auto wufeng = load("wufeng.toml");
  REQUIRE(wufeng->halls.size() == 2);
  auto count = kinds(wufeng->find_hall("main")->rules);
  CHECK(count[counter_kind::full_function] == 9);
  CHECK(count[counter_kind::priority] == 1);
  CHECK(count[counter_kind::turning] == 1);
  CHECK(count[counter_kind::mobile] >= 1);
  const hall_config& branch = *wufeng->find_hall("side");
  CHECK(branch.name.at("zh-TW") == "四德便民辦公室");
  CHECK(branch.rules.services.size() < wufeng->services.size());
  CHECK_FALSE(branch.rules.find_service({"nationality"}));
  CHECK(branch.rules.counters[0].takes.contains(lane::turning));
  CHECK_FALSE(wufeng->find_hall("nowhere"));
}

TEST_CASE("what a counter takes follows from its kind (R-11)") {
  const auto nantun = load("nantun.toml");
  const auto& rules = nantun->find_hall("main")->rules;
  for (const auto& c : rules.counters) {
    CAPTURE(c.number.value);
    CHECK(c.takes.contains(lane::general));
    CHECK(c.takes.contains(lane::turning) == (c.kind == counter_kind::turning));
    const bool pops_up = c.number.value == 24;  // in the school holidays alone
    const bool certificates = c.number.value == 11 || c.number.value == 12;
    CHECK(c.takes.contains(lane::booked) ==
          (certificates || c.kind == counter_kind::full_function || c.kind == counter_kind::mobile));
    CHECK(c.base == (c.kind != counter_kind::mobile && !pops_up));
  }
  CHECK(rules.find_counter({17})->prefers == set_of({lane::priority}));
  CHECK(rules.find_counter({19})->prefers == set_of({lane::turning}));
  CHECK(rules.find_counter({1})->prefers.empty());
}

TEST_CASE("a counter's functions, languages and access are its features (R-15)") {
  const auto nantun = load("nantun.toml");
  const hall_config& hall = *nantun->find_hall("main");
  CHECK(has(*hall.rules.find_counter({1}), "accessible"));
  CHECK_FALSE(has(*hall.rules.find_counter({5}), "accessible"));
  CHECK(has(*hall.rules.find_counter({11}), "certificate"));
  CHECK(has(*hall.rules.find_counter({16}), "language:en"));
  CHECK(hall.rules.need_wishes.at(need::wheelchair).feature.value == "accessible");
  CHECK(hall.rules.need_wishes.at(need::wheelchair).how == affinity::narrow);
  CHECK(hall.rules.language_wishes.at("en").feature.value == "language:en");
  CHECK(hall.rules.language_wishes.at("en").how == affinity::order);
}

TEST_CASE("the lanes have their series and rates, turning general's series (R-12, R-20)") {
  const auto nantun = load("nantun.toml");
  const auto& rules = nantun->find_hall("main")->rules;
  CHECK(rules.of(lane::general).series == 'A');
  CHECK(rules.of(lane::express).series == 'E');
  CHECK(rules.of(lane::priority).series == 'P');
  CHECK(rules.of(lane::booked).series == 'B');
  CHECK(rules.of(lane::turning).series == 'A');
  CHECK(rules.of(lane::priority).rate == 6);
  CHECK(rules.of(lane::turning).rate == 2);
  CHECK(rules.of(lane::booked).rate == 8);
  CHECK_FALSE(rules.of(lane::booked).walk_in);
  CHECK(rules.of(lane::booked).in_use);
  CHECK(rules.of(lane::returning).in_use);
}

TEST_CASE("34 matters can be booked on weekday mornings, marriages on days off too (R-30, R-31)") {
  for (const char* file : {"nantun.toml", "wufeng.toml"}) {
    CAPTURE(file);
    const auto office = load_office(std::filesystem::path(HALLCALL_OFFICES) / file);
    REQUIRE(office.has_value());
    const auto& booking = (*office)->halls.front().rules.booking;
    REQUIRE(booking.plans.size() == 2);
    const auto& plan = booking.plans.front();
    CHECK(plan.services.size() == 34);
    CHECK(plan.times == std::vector<minutes>{8h + 30min, 9h + 0min, 9h + 30min});
    CHECK(plan.weekdays == std::array{false, true, true, true, true, true, false});
    CHECK(plan.opens_days_before == 7);
    CHECK(plan.closes_working_days_before == 1);
    CHECK(plan.closes_at == 15h);
    const auto& marriage = booking.plans.back();
    CHECK(marriage.opens_days_before == 30);
    CHECK(marriage.closes_working_days_before == 3);
    CHECK(marriage.dates.size() == 6);
    CHECK(booking.no_shows_allowed == 3);
    CHECK(booking.suspended_months == 6);
    CHECK(booking.erased_after == std::chrono::days(7));
  }
}

TEST_CASE("numbers that a file does not give are the engine's defaults") {
  const auto nantun = load("nantun.toml");
  const auto& rules = nantun->find_hall("main")->rules;
  const hall_rules defaults;
  CHECK(rules.cap == defaults.cap);
  CHECK(rules.max_calls == defaults.max_calls);
  CHECK(rules.between_calls == defaults.between_calls);
  CHECK(rules.backup_above == defaults.backup_above);
  CHECK(rules.backup_stays_at_least == defaults.backup_stays_at_least);
  CHECK(rules.priority_needs == defaults.priority_needs);
  CHECK(rules.order == defaults.order);
}

TEST_CASE("every text for citizens is there in six languages (R-95)") {
  for (const char* name : {"nantun.toml", "wufeng.toml"}) {
    const auto loaded = load(name);
    complete(loaded->name);
    for (const auto& g : loaded->groups) complete(g.name);
    for (const auto& s : loaded->services) {
      CAPTURE(s.id.value);
      complete(s.name);
      CHECK_FALSE(s.documents.empty());
      for (const auto& document : s.documents) complete(document);
      for (const auto& language : six) CHECK_FALSE(s.keywords.at(language).empty());
    }
    for (const auto& hall : loaded->halls) {
      complete(hall.name);
      for (const auto& lane_name : hall.lane_names) complete(lane_name);
      for (const auto& line : hall.marquee) complete(line.text);
      CHECK_FALSE(hall.marquee.empty());
    }
  }
}

TEST_CASE("a service is found by Bopomofo and pinyin initials too") {
  const auto nantun = load("nantun.toml");
  const auto& words = nantun->find_service({"transcript"})->keywords.at("zh-TW");
  CHECK(std::ranges::count(words, "ㄏㄐㄊㄅ") == 1);
  CHECK(std::ranges::count(words, "hjtb") == 1);
  CHECK_FALSE(nantun->find_service({"no-such"}));
}

TEST_CASE("nothing that the hall reads tells of the turning counter (R-20)") {
  for (const char* name : {"nantun.toml", "wufeng.toml"}) {
    const auto loaded = load(name);
    for (const auto& hall : loaded->halls) {
      for (const auto& c : hall.counters) {
        for (const auto& [language, text] : c.public_sign) {
          CHECK(office_file::revealing_word(text).empty());
        }
      }
    }
  }
  CHECK(office_file::revealing_word("Private counter") == "private");
  CHECK(office_file::revealing_word("疼您服務") == "疼您");
  CHECK(office_file::revealing_word("All services").empty());
}

TEST_CASE("a hall can choose which of its services are sensitive") {
  const std::string catalogue = shipped_catalogue();
  std::string text = shipped("nantun.toml");
  text.insert(text.find("promise_minutes"), "sensitive = [\"birth\", \"transcript\"]\n");
  const temporary_office files{text, catalogue};
  const auto loaded = load_office(files.office_file());
  REQUIRE(loaded);
  const auto& rules = (*loaded)->find_hall("main")->rules;
  CHECK(rules.find_service({"birth"})->sensitive);
  CHECK(rules.find_service({"transcript"})->sensitive);
  CHECK_FALSE(rules.find_service({"transcript"})->express);
  CHECK_FALSE(rules.find_service({"divorce"})->sensitive);
}

TEST_CASE(
    "the office says how long a return pass is valid (R-51) and what wait it promises (R-53)") {
  CHECK(load("nantun.toml")->find_hall("main")->rules.pass_valid_days == 14);
  CHECK(load("nantun.toml")->find_hall("main")->rules.promise == std::chrono::minutes(30));
  for (const int days : {-1, 0, 365, 366}) {
    CAPTURE(days);
    std::string text = shipped("nantun.toml");
    text.replace(text.find("promise_minutes = 30"), 20,
                 "promise_minutes = 20\nreturn_pass_days = " + std::to_string(days));
    const temporary_office files{text, shipped_catalogue()};
    const auto loaded = load_office(files.office_file());
    REQUIRE(loaded.has_value() == (days >= 0 && days <= 365));
    if (!loaded) continue;
    CHECK((*loaded)->find_hall("main")->rules.pass_valid_days == days);
    CHECK((*loaded)->find_hall("main")->rules.promise == std::chrono::minutes(20));
  }
}

TEST_CASE("the office's own hours and holidays open and close the hall (R-60)") {
  const auto nantun = load("nantun.toml");
  const calendar& c = nantun->find_hall("main")->rules.opening;
  const auto open = [&](business_date day, minutes m) {
    return door_at(c, c.at(day, m)).now != door::state::closed;
  };
  CHECK(open(sys_days{2026y / 12 / 1}, 12h));        // no lunch break
  CHECK(open(sys_days{2026y / 12 / 5}, 9h));         // Saturday
  CHECK_FALSE(open(sys_days{2026y / 12 / 6}, 9h));   // Sunday
  CHECK_FALSE(open(sys_days{2026y / 12 / 25}, 9h));  // a holiday
  CHECK_FALSE(open(sys_days{2027y / 2 / 8}, 9h));    // Lunar New Year
  CHECK(open(sys_days{2027y / 2 / 11}, 9h));
  const auto wufeng = load("wufeng.toml");
  const calendar& branch = wufeng->find_hall("side")->rules.opening;
  const business_date tuesday = sys_days{2026y / 12 / 1};
  CHECK(door_at(branch, branch.at(tuesday, 12h)).now == door::state::closed);  // its own hours
  CHECK(branch.openings_on(sys_days{2026y / 12 / 25}).empty());                // the office's dates
}

TEST_CASE("a hall open at all hours never closes, and is the same hall otherwise") {
  const auto nantun = load("nantun.toml");
  const auto always = open_at_all_hours(*nantun);
  const auto& rules = always->find_hall("main")->rules;
  for (const business_date day : {sys_days{2026y / 12 / 6}, sys_days{2026y / 12 / 25}}) {
    const auto t = rules.opening.at(day, 3h);
    const door at_night = door_at(rules.opening, t);
    CHECK(at_night.now == door::state::open);
    CHECK(at_night.last_ticket_at == rules.opening.at(day, 24h));
    CHECK_FALSE(next_door_change(rules.opening, t));
  }
  CHECK(rules.counters.size() == nantun->find_hall("main")->rules.counters.size());
  CHECK(always->revision == nantun->revision);
  CHECK(nantun->find_hall("main")->rules.opening.openings_on(sys_days{2026y / 12 / 25}).empty());
}

TEST_CASE("the revision changes with either file, and with nothing else") {
  const std::string office_text = shipped("nantun.toml");
  const std::string catalogue = shipped_catalogue();
  const auto revision = [](const std::string& o, const std::string& c) {
    const temporary_office files{o, c};
    const auto loaded = load_office(files.office_file());
    REQUIRE(loaded);
    return (*loaded)->revision;
  };
  const std::string first = revision(office_text, catalogue);
  CHECK(first.size() == 12);
  CHECK(std::ranges::all_of(first, [](unsigned char c) { return std::isxdigit(c) != 0; }));
  CHECK(revision(office_text, catalogue) == first);
  CHECK(revision(office_text + "# x\n", catalogue) != first);
  CHECK(revision(office_text, catalogue + "# x\n") != first);
}
