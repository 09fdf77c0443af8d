// Five failures lock a name for fifteen minutes, whether anybody has it or not.
#include <future>

#include "identity_support.hpp"

using namespace hallcall::gateway;
using namespace hallcall::gateway::identity_tests;
using namespace std::chrono_literals;

namespace {

struct hall {
  hall() { REQUIRE(store.add_account(person("clerk1"), hash)); }
  temporary_directory data;
  account_store store = open_store(data.path);
  std::string hash = quick_hash("kT4-vQz9");

  // One attempt whose password turns out wrong. How long the name was locked when it began, 0 when
  // not.
  std::chrono::seconds fail(std::string_view name, time_point now) {
    const auto begun = store.begin_sign_in(name, now);
    REQUIRE(begun);
    return begun->locked_for;
  }
  bool succeeds(time_point now) {
    const auto begun = store.begin_sign_in("clerk1", now);
    REQUIRE(begun);
    if (!begun->hash || begun->locked_for > 0s) return false;
    return store.finish_sign_in("clerk1", *begun->hash, digest_of(random_token()), now)
        ->has_value();
  }
};

}  // namespace

TEST_CASE("four failures leave an account open, five lock it") {
  hall h;
  for (int i = 0; i < 4; ++i) CHECK(h.fail("clerk1", start) == 0s);
  CHECK(h.succeeds(start));
  for (int i = 0; i < 5; ++i) CHECK(h.fail("clerk1", start) == 0s);
  CHECK(h.fail("clerk1", start) == 900s);
  CHECK_FALSE(h.succeeds(start));
  CHECK(h.store.accounts()->front().locked_until == start + 15min);
}

TEST_CASE("the right password at the fifth attempt is no failure") {
  hall h;
  for (int i = 0; i < 4; ++i) (void)h.fail("clerk1", start);
  CHECK(h.succeeds(start));
  CHECK_FALSE(h.store.accounts()->front().locked_until);
}

TEST_CASE("a lock lasts fifteen minutes to the second, and is not prolonged by trying") {
  hall h;
  for (int i = 0; i < 5; ++i) (void)h.fail("clerk1", start);
  CHECK(h.fail("clerk1", start + 7min) == 480s);
  CHECK(h.fail("clerk1", start + 14min + 59s) == 1s);
  CHECK(h.fail("clerk1", start + 15min - 1ms) == 1s);
  CHECK_FALSE(h.succeeds(start + 15min - 1ms));
  CHECK(h.succeeds(start + 15min));
}

TEST_CASE("after a lock five more failures are needed for the next") {
  hall h;
  for (int i = 0; i < 5; ++i) (void)h.fail("clerk1", start);
  for (int i = 0; i < 5; ++i) CHECK(h.fail("clerk1", start + 15min) == 0s);
  CHECK(h.fail("clerk1", start + 15min) == 900s);
}

TEST_CASE("a name that nobody has locks alike") {
  hall h;
  for (int i = 0; i < 5; ++i) CHECK(h.fail("nobody", start) == 0s);
  CHECK(h.fail("nobody", start + 14min + 59s) == 1s);
  CHECK(h.fail("nobody", start + 15min) == 0s);
  CHECK(h.fail("clerk1", start) == 0s);
}

TEST_CASE("a lock is there after a restart") {
  hall h;
  for (int i = 0; i < 5; ++i) (void)h.fail("clerk1", start);
  h.store = open_store(h.data.path);
  CHECK(h.fail("clerk1", start + 1min) == 840s);
}

TEST_CASE("a clock that is set back does not prolong a lock beyond fifteen minutes") {
  hall h;
  for (int i = 0; i < 5; ++i) (void)h.fail("clerk1", start);
  CHECK(h.fail("clerk1", start - 24h) == 900s);
  CHECK(h.succeeds(start - 24h + 15min));
}

TEST_CASE("enabling an account and a new password end its lock") {
  hall h;
  for (int i = 0; i < 5; ++i) (void)h.fail("clerk1", start);
  SUBCASE("enabled") { REQUIRE(h.store.set_disabled("clerk1", false)); }
  SUBCASE("new password") { REQUIRE(h.store.set_password("clerk1", h.hash)); }
  CHECK(h.succeeds(start));
}

TEST_CASE("an attempt that was never checked is taken back") {
  hall h;
  for (int i = 0; i < 5; ++i) (void)h.fail("clerk1", start);
  REQUIRE(h.store.forget_attempt("clerk1"));
  CHECK(h.succeeds(start));
  REQUIRE(h.store.forget_attempt("clerk1"));
  REQUIRE(h.store.forget_attempt("nobody"));
}

TEST_CASE("simultaneous guesses from several processes are five at most") {
  hall h;
  std::vector<std::future<int>> guessers;
  for (int g = 0; g < 4; ++g) {
    guessers.push_back(std::async(std::launch::async, [&h] {
      auto store = account_store::open(h.data.path, open_mode::existing);
      int guesses = 0;
      for (int i = 0; store && i < 10; ++i) {
        const auto begun = store->begin_sign_in("clerk1", start);
        guesses += begun && begun->locked_for == 0s ? 1 : 0;
      }
      return guesses;
    }));
  }
  int guesses = 0;
  for (auto& g : guessers) guesses += g.get();
  CHECK(guesses == 5);
}

TEST_CASE("failures of unknown names are bounded, and push out nobody's lock") {
  hall h;
  for (int i = 0; i < 5; ++i) (void)h.fail("clerk1", start);
  // As if that many names had been tried, some seconds later.
  tamper(h.data.path,
         "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < " +
             std::to_string(max_unknown_names) +
             ") INSERT INTO failures SELECT randomblob(32), 1, 0, 4000000000000 FROM n");
  for (int i = 0; i < 20; ++i) (void)h.fail("nobody-" + std::to_string(i), start + 24h * 36'500);
  CHECK(h.fail("clerk1", start + 1min) == 840s);
  sqlite3* db = nullptr;
  REQUIRE(sqlite3_open(accounts_file(h.data.path).c_str(), &db) == SQLITE_OK);
  int rows = 0;
  const auto count = [](void* into, int, char** values, char**) {
    *static_cast<int*>(into) = std::stoi(values[0]);
    return 0;
  };
  sqlite3_exec(db, "SELECT count(*) FROM failures", count, &rows, nullptr);
  sqlite3_close(db);
  CHECK(rows == static_cast<int>(max_unknown_names) + 1);
}

TEST_CASE("what was typed for a name, perhaps a password, is not in the files") {
  const temporary_directory data;
  {
    auto store = open_store(data.path);
    REQUIRE(store.begin_sign_in("my-secret-password", start));
  }
  CHECK_FALSE(is_in_files(data.path, "my-secret-password"));
}
