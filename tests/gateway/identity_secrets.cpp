// Passwords, their hashes, tokens and roles.
#include <set>

#include "gateway/accounts.hpp"
#include "gateway/password.hpp"
#include "gateway/roles.hpp"
#include "identity_support.hpp"

using namespace hallcall::gateway;
using namespace hallcall::gateway::identity_tests;

TEST_CASE("a password needs eight characters, and at most 256 bytes") {
  CHECK(check_password("clerk1", "kT4-vQz") == password_fault::too_short);
  CHECK(check_password("clerk1", "kT4-vQz9") == std::nullopt);
  CHECK(check_password("clerk1", "大安區戶政事務所") == std::nullopt);
  CHECK(check_password("clerk1", "大安戶政所號碼") == password_fault::too_short);
  std::string longest;
  while (longest.size() < 256) longest += "abcdefg2";
  CHECK(check_password("clerk1", longest) == std::nullopt);
  CHECK(check_password("clerk1", longest + "x") == password_fault::too_long);
}

TEST_CASE(
    "a password is not the account's name, not a common one, not one character, and is text") {
  CHECK(check_password("sample-clerk", "Sample-Clerk") == password_fault::same_as_name);
  CHECK(check_password("clerk1", "PassWord1") == password_fault::too_common);
  CHECK(check_password("clerk1", "ji32k7au4a83") == password_fault::too_common);
  CHECK(check_password("clerk1", "zzzzzzzzzz") == password_fault::too_common);
  CHECK(check_password("clerk1", "tab\tinside it") == password_fault::not_text);
  CHECK(check_password("clerk1", "half \xe5\xa4 a character") == password_fault::not_text);
  CHECK(check_password("clerk1", "surrogate \xed\xa0\x80") == password_fault::not_text);
  for (const auto fault :
       {password_fault::too_short, password_fault::too_long, password_fault::not_text,
        password_fault::same_as_name, password_fault::too_common}) {
    CHECK(!explain(fault).empty());
  }
}

TEST_CASE("a hash is argon2id, salted, and takes its password alone") {
  const std::string hash = quick_hash("kT4-vQz9");
  CHECK(hash.starts_with("$argon2id$v=19$"));
  CHECK(hash != quick_hash("kT4-vQz9"));
  CHECK(verify_password(hash, "kT4-vQz9"));
  CHECK_FALSE(verify_password(hash, "kT4-vQz8"));
  CHECK_FALSE(verify_password(hash, ""));
}

TEST_CASE("the usual hash costs no less than libsodium's interactive one") {
  const auto hash = hash_password("kT4-vQz9", usual_hash_cost());
  REQUIRE(hash);
  CHECK(hash->find("$m=65536,t=2,p=1$") != std::string::npos);
  CHECK(verify_password(*hash, "kT4-vQz9"));
}

TEST_CASE("a hash that is none, or that asks for endless work, takes no password") {
  const std::string good = quick_hash("kT4-vQz9");
  CHECK_FALSE(verify_password("", ""));
  CHECK_FALSE(verify_password("kT4-vQz9", "kT4-vQz9"));
  CHECK_FALSE(verify_password(good.substr(0, good.size() - 4), "kT4-vQz9"));
  CHECK_FALSE(verify_password(good + std::string(200, 'A'), "kT4-vQz9"));
  CHECK_FALSE(
      verify_password("$argon2id$v=19$m=8,t=4294967295,p=1$c2FsdHNhbHRzYWx0c2E$aGFzaA", "x"));
  CHECK_FALSE(
      verify_password("$argon2id$v=19$m=4294967295,t=1,p=1$c2FsdHNhbHRzYWx0c2E$aGFzaA", "x"));
  CHECK_FALSE(verify_password("$argon2id$v=19$m=8", "x"));
}

TEST_CASE("tokens, codes and PINs have their form and do not repeat") {
  std::set<std::string> seen;
  for (int i = 0; i < 1'000; ++i) {
    const std::string token = random_token(), code = random_code();
    CHECK(token.size() == 43);
    CHECK(token.find_first_not_of(
              "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_") ==
          std::string::npos);
    CHECK(code.size() == 26);
    CHECK(code.find_first_not_of("abcdefghijkmnpqrstuvwxyz23456789") == std::string::npos);
    CHECK(seen.insert(token).second);
    CHECK(seen.insert(code).second);
    const std::string pin = random_pin();
    CHECK(pin.size() == 6);
    CHECK(pin.find_first_not_of("0123456789") == std::string::npos);
  }
}

TEST_CASE("a digest depends on the whole text and on its key") {
  CHECK(digest_of("a") == digest_of("a"));
  CHECK(digest_of("a") != digest_of("b"));
  const std::string key(32, 'k'), other(32, 'o');
  CHECK(keyed_digest("a", key) != keyed_digest("a", other));
  CHECK(keyed_digest("a", key) != digest_of("a"));
}

TEST_CASE("a secret text is empty once moved away or wiped") {
  secret_text first(std::string("correct horse"));
  secret_text second = std::move(first);
  CHECK(first.view().empty());
  CHECK(second.view() == "correct horse");
  second.wipe();
  CHECK(second.view().empty());
}

TEST_CASE("every role has a word that means it") {
  for (int i = 0; i < 8; ++i) {
    const auto r = static_cast<role>(i);
    CHECK(parse_role(to_string(r)) == r);
    CHECK(is_device_role(r) == (r == role::kiosk || r == role::display));
  }
  CHECK(parse_role("root") == std::nullopt);
  CHECK(parse_role("") == std::nullopt);
}

TEST_CASE("names are small, plain and short") {
  for (const char* good :
       {"clerk1", "a", "0", "sample.clerk-no_2", "abcdefghijklmnopqrstuvwxyz012345"}) {
    CHECK(is_good_name(good));
  }
  for (const char* bad : {"", "Clerk1", ".clerk1", "-clerk1", "clerk one", "承辦", "a:b",
                          "abcdefghijklmnopqrstuvwxyz0123456"}) {
    CHECK_FALSE(is_good_name(bad));
  }
  CHECK(fold_name("Clerk.ONE") == "clerk.one");
  CHECK(is_good_hall("main"));
  CHECK_FALSE(is_good_hall("main_hall"));
}
