// See service_bench.hpp.
#include "service_bench.hpp"

#include <sqlite3.h>
#include <stdlib.h>
#include <unistd.h>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "journal/sqlite_journal.hpp"
#include "proto/messages/codec.hpp"
#include "tests/engine/text_of.hpp"

namespace hallcall::service::testing {

using engine::testing::text_of;

fresh_directory::fresh_directory() {
  const bool in_memory = access("/dev/shm", W_OK) == 0;
  const auto parent =
      in_memory ? std::filesystem::path("/dev/shm") : std::filesystem::temp_directory_path();
  auto name = (parent / "hallcall-service-XXXXXX").string();
  REQUIRE(mkdtemp(name.data()) != nullptr);
  path_ = name;
}

fresh_directory::~fresh_directory() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::unique_ptr<journal::journal> open_file(const fresh_directory& d, const std::string& vfs,
                                            int checkpoint_pages) {
  journal::sqlite_options o;
  o.path = d.file();
  o.vfs = vfs;
  o.checkpoint_pages = checkpoint_pages;
  return std::make_unique<journal::sqlite_journal>(o);
}

std::vector<std::string> run_sql(const std::filesystem::path& file, const std::string& sql) {
  sqlite3* opened = nullptr;
  const int code = sqlite3_open(file.c_str(), &opened);
  const std::unique_ptr<sqlite3, int (*)(sqlite3*)> handle(opened, sqlite3_close);
  REQUIRE(code == SQLITE_OK);
  sqlite3_busy_timeout(opened, 10'000);
  std::vector<std::string> rows;
  const auto take_row = [](void* to, int columns, char** values, char**) {
    std::string row;
    for (int i = 0; i < columns; ++i)
      row += (i > 0 ? "|" : "") + std::string(values[i] != nullptr ? values[i] : "");
    static_cast<std::vector<std::string>*>(to)->push_back(std::move(row));
    return 0;
  };
  const int done = sqlite3_exec(opened, sql.c_str(), take_row, &rows, nullptr);
  REQUIRE_MESSAGE(done == SQLITE_OK, std::string(sqlite3_errmsg(opened)));
  return rows;
}

std::vector<std::string> lines_of(journal::journal& j) {
  std::vector<std::string> lines;
  j.read_after(0, [&](const journal::entry& e) {
    lines.push_back(fmt::format("{} {} {} {} {} {} {} {}", e.seq, e.hall, e.at_ms, e.actor,
                                e.command_id, e.kind, e.version, e.body));
  });
  return lines;
}

std::shared_ptr<office> office_of(const engine::hall_rules& rules, const std::string& second_hall) {
  auto o = std::make_shared<office>();
  o->id = "sample";
  o->name = {{"zh-TW", "範例戶政事務所"}, {"en", "Sample office"}};
  o->languages = {"zh-TW", "en", "vi", "ja"};
  o->time_zone = "Asia/Taipei";
  o->groups = {{"all", {{"zh-TW", "全部"}, {"en", "All"}}, "house"}};
  for (const auto& s : rules.services)
    o->services.push_back({s.id, "all", {{"en", s.id.value}}, {}, {}});
  hall_config h;
  h.id = "main";
  h.name = {{"zh-TW", "大廳"}, {"en", "Main hall"}};
  h.rules = rules;
  for (std::size_t i = 0; i < engine::lane_count; ++i)
    h.lane_names[i] = {{"en", fmt::format("lane {}", i)}};
  for (const auto& c : rules.counters)
    h.counters.push_back({c.number,
                          {{"en", fmt::format("staff sign {}", c.number.value)}},
                          {{"en", fmt::format("sign {}", c.number.value)}},
                          "",
                          "a"});
  o->halls.push_back(h);
  if (!second_hall.empty()) {
    h.id = second_hall;
    o->halls.push_back(std::move(h));
  }
  o->revision = "000000000001";
  return o;
}

std::shared_ptr<office> sample_office() { return office_of(engine::testing::sample_rules()); }

service_bench::service_bench(std::unique_ptr<journal::journal> j, hand_clock& clock,
                             service_options o, std::shared_ptr<const office> which) {
  o.storage_retry = std::min(o.storage_retry, std::chrono::milliseconds(1));
  service_ =
      std::make_unique<hall_service>(reactor_, std::move(which), std::move(j), clock.clock(), o);
  service_->on_published = [this](const std::vector<std::string>& halls) {
    publications.push_back(halls);
    on_published();
    look();
  };
  service_->on_event = [this](const std::string&, const engine::event& e, engine::time_point at) {
    events.emplace_back(e, at);
  };
  service_->on_storage = [this](bool works, const std::string&) {
    storage_works.push_back(works);
    on_storage(works);
    look();
  };
}

service_bench::~service_bench() { service_.reset(); }

void service_bench::look() {
  if (wanted_ && wanted_()) reactor_.stop();
}

fate_ptr service_bench::ask(asking a) {
  auto f = std::make_shared<fate>();
  submission s;
  s.hall = a.hall;
  s.command = std::move(a.what);
  s.kind = "test";
  s.actor = "account:sample";
  s.key = std::move(a.key);
  if (!s.key.empty()) s.fingerprint = std::move(a.print);
  // All that was decided, so that a command decided again would be seen.
  s.render = [](const engine::hall_state& after,
                const engine::result<std::vector<engine::event>>& decided,
                engine::time_point at) -> answer {
    const std::string stamp = text_of(at) + " " + std::to_string(after.tickets.size());
    if (!decided) return {409, messages::encode(decided.error().detail + " " + stamp)};
    return {201, messages::encode(text_of(*decided) + " " + stamp)};
  };
  s.done = [this, f](std::variant<answer, trouble> outcome) {
    CHECK_FALSE(f->settled());  // answered once
    f->outcome = std::move(outcome);
    look();
  };
  service_->submit(std::move(s));
  return f;
}

answer service_bench::get(asking a) {
  const auto f = ask(std::move(a));
  REQUIRE(until([&] { return f->settled(); }));
  REQUIRE(f->given() != nullptr);
  return *f->given();
}

bool service_bench::until(const std::function<bool()>& holds) {
  bool late = false;
  const auto limit = reactor_.after(patience, [&] {
    late = true;
    reactor_.stop();
  });
  wanted_ = holds;
  while (!holds() && !late) reactor_.run();
  wanted_ = nullptr;
  CHECK_FALSE(late);
  return !late;
}

void service_bench::settle() {
  bool passed = false;
  reactor_.post([&] {
    passed = true;
    look();
  });
  until([&] { return passed; });
}

void service_bench::close() {
  bool closed = false;
  service_->close([&] {
    closed = true;
    look();
  });
  until([&] { return closed; });
}

engine::command take(const std::string& token, const std::string& service) {
  engine::take_ticket c;
  c.services = {{service}};
  c.language = "zh-TW";
  c.token = token;
  return c;
}

engine::command open_counter(int n) {
  return engine::open_counter{number(n), fmt::format("clerk-{}", n), fmt::format("範例承辦 {}", n)};
}

}  // namespace hallcall::service::testing
