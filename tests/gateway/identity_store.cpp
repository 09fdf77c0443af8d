// The accounts file: people, devices, codes and sessions; its modes; what happens to it from
// outside.
#include <sys/stat.h>
#include <unistd.h>

#include "gateway/sample_accounts.hpp"
#include "identity_support.hpp"

using namespace hallcall::gateway;
using namespace hallcall::gateway::identity_tests;
using namespace std::chrono_literals;
namespace fs = std::filesystem;

namespace {

unsigned mode_of(const fs::path& path) {
  struct stat found {};
  REQUIRE(::lstat(path.c_str(), &found) == 0);
  return found.st_mode & 07777;
}

store_fault fault_of_opening(const fs::path& directory, open_mode mode = open_mode::create) {
  const auto store = account_store::open(directory, mode);
  REQUIRE_FALSE(store.has_value());
  CHECK_FALSE(store.error().what.empty());
  return store.error().code;
}

// A session of a signed-in account.
token_digest sign_in(account_store& store, const std::string& name, const std::string& hash,
                     time_point now) {
  const token_digest digest = digest_of(random_token());
  REQUIRE(store.begin_sign_in(name, now));
  const auto kept = store.finish_sign_in(name, hash, digest, now);
  REQUIRE(kept);
  REQUIRE(kept->has_value());
  return digest;
}

std::size_t count_tokens(account_store& store, time_point now) {
  const auto all = store.load_tokens(now);
  REQUIRE(all);
  return all->tokens.size();
}

}  // namespace

TEST_CASE(
    "a new accounts file and its directory are closed to everybody else, whatever the umask") {
  const temporary_directory above;
  const fs::path data = above.path / "deep" / "data";
  const mode_t before = ::umask(0);
  {
    auto store = open_store(data);
    REQUIRE(store.add_account(person("clerk1"), quick_hash("kT4-vQz9")));
    CHECK(mode_of(data) == 0700);
    CHECK(mode_of(data / "accounts.sqlite") == 0600);
    CHECK(mode_of(data / "accounts.sqlite-wal") == 0600);
    CHECK(mode_of(data / "accounts.sqlite-shm") == 0600);
  }
  ::umask(before);
}

TEST_CASE("an accounts file that others could read is closed to them when it is opened") {
  const temporary_directory data;
  (void)open_store(data.path);
  fs::permissions(accounts_file(data.path), fs::perms(0644));
  (void)open_store(data.path);
  CHECK(mode_of(accounts_file(data.path)) == 0600);
}

TEST_CASE("what is no accounts file is refused, and left as it was") {
  const temporary_directory data;
  const fs::path file = accounts_file(data.path);
  CHECK(fault_of_opening(data.path, open_mode::existing) == store_fault::missing);
  CHECK(fault_of_opening(data.path / "none", open_mode::existing) == store_fault::missing);
  CHECK_FALSE(fs::exists(data.path / "none"));

  SUBCASE("garbage") {
    const std::string garbage =
        "this is not a database, and long enough to look at: " + std::string(4096, 'x');
    std::ofstream(file) << garbage;
    CHECK(fault_of_opening(data.path) == store_fault::unsuitable);
    std::ifstream in(file);
    CHECK(std::string(std::istreambuf_iterator<char>(in), {}) == garbage);
  }
  SUBCASE("another program's database") {
    tamper(data.path, "CREATE TABLE theirs (x)");
    CHECK(fault_of_opening(data.path) == store_fault::unsuitable);
  }
  SUBCASE("a directory") {
    fs::create_directory(file);
    CHECK(fault_of_opening(data.path) == store_fault::unsuitable);
  }
  SUBCASE("a link") {
    fs::create_symlink("/dev/null", file);
    CHECK(fault_of_opening(data.path) == store_fault::unsuitable);
  }
  SUBCASE("a file where the directory should be") {
    std::ofstream(data.path / "plain") << "x";
    CHECK(fault_of_opening(data.path / "plain") == store_fault::unsuitable);
  }
  SUBCASE("a directory that everybody may write to") {
    fs::permissions(data.path, fs::perms(0777));
    CHECK(fault_of_opening(data.path) == store_fault::unsuitable);
  }
  SUBCASE("a later version's file") {
    (void)open_store(data.path);
    tamper(data.path, "PRAGMA user_version = 3");
    CHECK(fault_of_opening(data.path) == store_fault::newer);
  }
  SUBCASE("a file whose middle was overwritten") {
    (void)open_store(data.path);
    std::fstream out(file, std::ios::in | std::ios::out | std::ios::binary);
    out.seekp(4096);
    out << std::string(static_cast<std::size_t>(fs::file_size(file)) - 4096, '\xff');
    out.close();
    CHECK(fault_of_opening(data.path) == store_fault::unsuitable);
  }
}

TEST_CASE("accounts are added once, listed, disabled, enabled and removed") {
  const temporary_directory data;
  auto store = open_store(data.path);
  CHECK(store.accounts()->empty());
  account clerk1 = person("clerk1", role::manager);
  clerk1.shown_name = "範例承辦";
  REQUIRE(store.add_account(clerk1, quick_hash("kT4-vQz9")));
  const auto again = store.add_account(clerk1, quick_hash("other"));
  REQUIRE_FALSE(again);
  CHECK(again.error().code == store_fault::exists);
  const auto all = store.accounts();
  REQUIRE(all);
  REQUIRE(all->size() == 1);
  CHECK(all->front().role == role::manager);
  CHECK(all->front().shown_name == "範例承辦");
  CHECK(all->front().created == start);
  REQUIRE(store.set_disabled("clerk1", true));
  CHECK(store.accounts()->front().disabled);
  CHECK_FALSE(store.begin_sign_in("clerk1", start)->hash);
  REQUIRE(store.set_disabled("clerk1", false));
  CHECK(store.begin_sign_in("clerk1", start)->hash);
  REQUIRE(store.remove_account("clerk1"));
  CHECK(store.accounts()->empty());
  for (const auto& nobody : {store.remove_account("clerk1"), store.set_disabled("clerk1", true),
                             store.set_password("clerk1", "x")}) {
    REQUIRE_FALSE(nobody);
    CHECK(nobody.error().code == store_fault::unknown);
  }
}

TEST_CASE("people have people's roles and devices have devices'") {
  const temporary_directory data;
  auto store = open_store(data.path);
  CHECK(store.add_account(person("clerk1", role::kiosk), "x").error().code == store_fault::invalid);
  CHECK(store.add_account(person("Clerk1"), "x").error().code == store_fault::invalid);
  account loud = person("clerk1");
  loud.shown_name = "bell\a";
  CHECK(store.add_account(loud, "x").error().code == store_fault::invalid);
  CHECK(store.add_device(machine("k1", role::clerk)).error().code == store_fault::invalid);
  device odd = machine("k1");
  odd.hall = "../main";
  CHECK(store.add_device(odd).error().code == store_fault::invalid);
}

TEST_CASE("a new password and disabling end the account's sessions, and only its own") {
  const temporary_directory data;
  auto store = open_store(data.path);
  const std::string hash = quick_hash("kT4-vQz9");
  REQUIRE(store.add_account(person("clerk1"), hash));
  REQUIRE(store.add_account(person("clerk2"), hash));
  sign_in(store, "clerk1", hash, start);
  sign_in(store, "clerk2", hash, start);
  REQUIRE(store.set_password("clerk1", quick_hash("another one")));
  const auto left = store.load_tokens(start);
  REQUIRE(left->tokens.size() == 1);
  CHECK(left->tokens.front().principal.id == "account:clerk2");
  REQUIRE(store.set_disabled("clerk2", true));
  CHECK(count_tokens(store, start) == 0);
}

TEST_CASE("a removed account's session does not belong to the next account of that name") {
  const temporary_directory data;
  auto store = open_store(data.path);
  const std::string hash = quick_hash("kT4-vQz9");
  REQUIRE(store.add_account(person("clerk1"), hash));
  sign_in(store, "clerk1", hash, start);
  REQUIRE(store.remove_account("clerk1"));
  REQUIRE(store.add_account(person("clerk1", role::administrator), hash));
  CHECK(count_tokens(store, start) == 0);
}

TEST_CASE("a sign-in whose account changed while the password was checked gives no session") {
  const temporary_directory data;
  auto store = open_store(data.path);
  const std::string hash = quick_hash("kT4-vQz9");
  REQUIRE(store.add_account(person("clerk1"), hash));
  REQUIRE(store.begin_sign_in("clerk1", start));
  SUBCASE("another password") { REQUIRE(store.set_password("clerk1", quick_hash("another one"))); }
  SUBCASE("disabled") { REQUIRE(store.set_disabled("clerk1", true)); }
  SUBCASE("removed") { REQUIRE(store.remove_account("clerk1")); }
  CHECK_FALSE(store.finish_sign_in("clerk1", hash, digest_of("t"), start)->has_value());
  CHECK(count_tokens(store, start) == 0);
}

TEST_CASE("sessions and devices are there after a restart; their tokens are nowhere in the files") {
  const temporary_directory data;
  const std::string hash = quick_hash("kT4-vQz9");
  const std::string token = random_token();
  device_secrets secrets;
  {
    auto store = open_store(data.path);
    REQUIRE(store.add_account(person("clerk1"), hash));
    REQUIRE(store.begin_sign_in("clerk1", start));
    REQUIRE(store.finish_sign_in("clerk1", hash, digest_of(token), start)->has_value());
    device kiosk = machine("kiosk-1");
    kiosk.hall = "main";
    secrets = *store.add_device(kiosk);
  }
  CHECK(is_in_files(data.path, "kiosk-1"));
  for (const std::string& secret : {token, secrets.token, secrets.code, std::string("kT4-vQz9")}) {
    CHECK_FALSE(is_in_files(data.path, secret));
  }
  auto store = open_store(data.path);
  const auto all = store.load_tokens(start + 1h);
  REQUIRE(all);
  REQUIRE(all->tokens.size() == 2);
  CHECK(all->unreadable == 0);
  const auto& session = all->tokens[0];
  CHECK(session.digest == digest_of(token));
  CHECK(session.principal ==
        principal{"account:clerk1", "clerk1", "clerk1", role::clerk, {}, principal_kind::account});
  const auto& kiosk = all->tokens[1];
  CHECK(kiosk.digest == digest_of(secrets.token));
  CHECK(kiosk.principal == principal{"device:kiosk-1", "kiosk-1", "kiosk-1", role::kiosk, "main",
                                     principal_kind::device});
}

TEST_CASE("a person's session ends 12 hours after its last use and 24 hours after it began") {
  const temporary_directory data;
  auto store = open_store(data.path);
  const std::string hash = quick_hash("kT4-vQz9");
  REQUIRE(store.add_account(person("clerk1"), hash));
  const token_digest digest = sign_in(store, "clerk1", hash, start);
  CHECK(count_tokens(store, start + 12h - 1ms) == 1);
  CHECK(count_tokens(store, start + 12h) == 0);
  const std::vector<std::pair<token_digest, time_point>> used{{digest, start + 11h}};
  REQUIRE(store.extend_sessions(used));
  CHECK(count_tokens(store, start + 23h - 1ms) == 1);
  const std::vector<std::pair<token_digest, time_point>> late{{digest, start + 22h}};
  REQUIRE(store.extend_sessions(late));
  CHECK(count_tokens(store, start + 24h - 1ms) == 1);
  CHECK(count_tokens(store, start + 24h) == 0);
  REQUIRE(store.delete_expired(start + 24h));
  CHECK(count_tokens(store, start) == 0);
}

TEST_CASE("each account keeps a bounded number of sessions, the newest") {
  const temporary_directory data;
  auto store = open_store(data.path);
  const std::string hash = quick_hash("kT4-vQz9");
  REQUIRE(store.add_account(person("clerk1"), hash));
  const token_digest oldest = sign_in(store, "clerk1", hash, start);
  (void)store.load_tokens(start);
  CHECK_FALSE(*store.changed_elsewhere());
  token_digest newest{};
  for (std::size_t i = 0; i < max_sessions_each; ++i) {
    newest = sign_in(store, "clerk1", hash, start + std::chrono::seconds(i + 1));
  }
  CHECK(*store.changed_elsewhere());  // one was ended
  const auto all = store.load_tokens(start + 1h);
  CHECK(all->tokens.size() == max_sessions_each);
  bool has_oldest = false, has_newest = false;
  for (const auto& t : all->tokens) {
    has_oldest |= t.digest == oldest;
    has_newest |= t.digest == newest;
  }
  CHECK_FALSE(has_oldest);
  CHECK(has_newest);
}

TEST_CASE("a one-time code works once, for a session of a year") {
  const temporary_directory data;
  auto store = open_store(data.path);
  const auto secrets = store.add_device(machine("board-1", role::display));
  REQUIRE(secrets);
  const auto kept = store.redeem(secrets->code, digest_of("cookie"), start + 1h);
  REQUIRE(kept);
  REQUIRE(kept->has_value());
  CHECK((*kept)->principal.id == "device:board-1");
  CHECK(expires_at(**kept) == start + 1h + device_session_life);
  CHECK_FALSE(store.redeem(secrets->code, digest_of("second"), start + 1h)->has_value());
  CHECK(count_tokens(store, start + 2h) == 2);
  CHECK(count_tokens(store, start + 1h + device_session_life) ==
        1);  // the device's own token stays
}

TEST_CASE("a code ends after 24 hours, with a newer one, and with its device") {
  const temporary_directory data;
  auto store = open_store(data.path);
  const auto first = store.add_device(machine("kiosk-1"));
  const auto redeems = [&](const std::string& code, time_point now) {
    return store.redeem(code, digest_of(random_token()), now)->has_value();
  };
  CHECK_FALSE(redeems(first->code, start + 24h));
  CHECK_FALSE(redeems("", start));
  CHECK_FALSE(redeems(first->token, start));
  const auto second = store.new_code("kiosk-1", start);
  REQUIRE(second);
  CHECK_FALSE(redeems(first->code, start));
  CHECK(redeems(*second, start + 24h - 1ms));
  const auto third = store.new_code("kiosk-1", start);
  REQUIRE(store.revoke_device("kiosk-1", start));
  CHECK_FALSE(redeems(*third, start));
  CHECK(count_tokens(store, start) == 0);
  CHECK(store.new_code("kiosk-1", start).error().code == store_fault::unknown);
  CHECK(store.revoke_device("kiosk-1", start).error().code == store_fault::unknown);
  CHECK(store.devices()->front().revoked == start);
}

TEST_CASE("a device's name is free again only once it is revoked") {
  const temporary_directory data;
  auto store = open_store(data.path);
  const auto first = store.add_device(machine("kiosk-1"));
  CHECK(store.add_device(machine("kiosk-1")).error().code == store_fault::exists);
  REQUIRE(store.revoke_device("kiosk-1", start));
  const auto second = store.add_device(machine("kiosk-1", role::display));
  REQUIRE(second);
  const auto all = store.load_tokens(start);
  REQUIRE(all->tokens.size() == 1);
  CHECK(all->tokens.front().digest == digest_of(second->token));
  CHECK(all->tokens.front().principal.role == role::display);
}

TEST_CASE("rows that somebody tampered with sign nobody in, and are counted") {
  const temporary_directory data;
  auto store = open_store(data.path);
  const std::string hash = quick_hash("kT4-vQz9");
  REQUIRE(store.add_account(person("clerk1"), hash));
  sign_in(store, "clerk1", hash, start);
  REQUIRE(store.add_device(machine("kiosk-1")));
  const auto expect_lost = [&](const char* sql, std::size_t lost) {
    CAPTURE(sql);
    tamper(data.path, sql);
    const auto all = store.load_tokens(start);
    REQUIRE(all);
    CHECK(all->tokens.size() == 2 - lost);
    CHECK(all->unreadable == lost);
  };
  SUBCASE("a role that is none") { expect_lost("UPDATE accounts SET role = 'root'", 1); }
  SUBCASE("a device's role for a person") { expect_lost("UPDATE accounts SET role = 'kiosk'", 1); }
  SUBCASE("a person's role for a device") {
    expect_lost("UPDATE devices SET role = 'administrator'", 1);
  }
  SUBCASE("a short digest") { expect_lost("UPDATE sessions SET token_digest = x'00'", 1); }
  SUBCASE("a time before all times") { expect_lost("UPDATE sessions SET created_ms = -1", 1); }
  SUBCASE("a session from the future") {
    expect_lost("UPDATE sessions SET created_ms = 9000000000000000", 1);
  }
  SUBCASE("a name that is none") { expect_lost("UPDATE devices SET name = 'a:b'", 1); }
  SUBCASE("a hall that is none") { expect_lost("UPDATE devices SET hall = '/'", 1); }
  SUBCASE("a shown name that is not text") {
    expect_lost("UPDATE accounts SET shown_name = CAST(x'ff' AS TEXT)", 1);
  }
  SUBCASE("the password's hash") {
    tamper(data.path, "UPDATE accounts SET password_hash = 'kT4-vQz9'");
    const auto begun = store.begin_sign_in("clerk1", start);
    REQUIRE(begun->hash);
    CHECK_FALSE(verify_password(*begun->hash, "kT4-vQz9"));
  }
}

TEST_CASE("a table that is gone is a storage failure, not a crash") {
  const temporary_directory data;
  auto store = open_store(data.path);
  tamper(data.path, "DROP TABLE sessions");
  CHECK(store.load_tokens(start).error().code == store_fault::storage);
  CHECK(store.end_session(digest_of("x")).error().code == store_fault::storage);
}

TEST_CASE("a change by another connection is noticed once, its own are not") {
  const temporary_directory data;
  auto server = open_store(data.path);
  auto command_line = open_store(data.path);
  (void)server.load_tokens(start);
  CHECK_FALSE(*server.changed_elsewhere());
  REQUIRE(server.begin_sign_in("nobody", start));
  CHECK_FALSE(*server.changed_elsewhere());
  REQUIRE(command_line.add_device(machine("kiosk-1")));
  CHECK(*server.changed_elsewhere());
  CHECK(count_tokens(server, start) == 1);
  CHECK_FALSE(*server.changed_elsewhere());
  (void)command_line.accounts();
  CHECK_FALSE(*server.changed_elsewhere());
}

TEST_CASE("sample accounts get fresh PINs at each start and keep their sessions") {
  const temporary_directory data;
  auto store = open_store(data.path);
  const std::vector<sample_account> wanted{{"clerk1", role::clerk, "範例承辦"},
                                           {"manager", role::manager, ""}};
  const auto first = ensure_sample_accounts(store, wanted, start);
  REQUIRE(first);
  REQUIRE(first->size() == 2);
  const auto hash_of = [&](const std::string& name) {
    return *store.begin_sign_in(name, start)->hash;
  };
  const std::string old_hash = hash_of("clerk1");
  CHECK(verify_password(old_hash, (*first)[0].pin));
  sign_in(store, "clerk1", old_hash, start);

  const auto second = ensure_sample_accounts(store, wanted, start);
  CHECK(hash_of("clerk1") != old_hash);
  CHECK(verify_password(hash_of("clerk1"), (*second)[0].pin));
  CHECK(count_tokens(store, start) == 1);

  const auto fewer = ensure_sample_accounts(store, std::span(wanted).subspan(1), start);
  REQUIRE(fewer);
  CHECK(store.accounts()->size() == 1);
  CHECK(count_tokens(store, start) == 0);
}

TEST_CASE("a sample account never takes a real account's place") {
  const temporary_directory data;
  auto store = open_store(data.path);
  const std::string hash = quick_hash("kT4-vQz9");
  REQUIRE(store.add_account(person("manager", role::manager), hash));
  const std::vector<sample_account> wanted{{"clerk1", role::clerk, ""},
                                           {"manager", role::manager, ""}};
  const auto refused = ensure_sample_accounts(store, wanted, start);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code == store_fault::exists);
  CHECK(store.accounts()->size() == 1);
  CHECK(store.begin_sign_in("manager", start)->hash == hash);
}
