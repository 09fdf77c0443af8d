// The table of tokens in memory and the throttle by address: no disk, no clock.
#include "gateway/sign_in_throttle.hpp"
#include "gateway/token_table.hpp"
#include "identity_support.hpp"

using namespace hallcall::gateway;
using namespace hallcall::gateway::identity_tests;
using namespace std::chrono_literals;

namespace {

known_token session_of(const std::string& name, const std::string& token) {
  return {digest_of(token),
          {"account:" + name, name, name, role::clerk, {}, principal_kind::account},
          true,
          start,
          start};
}

known_token device_of(const std::string& name, const std::string& token, bool session) {
  return {digest_of(token),
          {"device:" + name, name, name, role::kiosk, {}, principal_kind::device},
          session,
          start,
          start};
}

}  // namespace

TEST_CASE("a token finds its principal, another finds nobody") {
  token_table table;
  table.insert(session_of("clerk1", "t1"));
  REQUIRE(table.find(digest_of("t1"), start));
  CHECK(table.find(digest_of("t1"), start)->id == "account:clerk1");
  CHECK_FALSE(table.find(digest_of("t2"), start));
  CHECK(table.knows(digest_of("t1"), start));
}

TEST_CASE("use keeps a session for 12 hours more, but not beyond 24") {
  token_table table;
  table.insert(session_of("clerk1", "t1"));
  CHECK_FALSE(table.knows(digest_of("t1"), start + 12h));
  CHECK(table.find(digest_of("t1"), start + 12h - 1ms));
  CHECK(table.find(digest_of("t1"), start + 23h));
  CHECK(table.find(digest_of("t1"), start + 24h - 1ms));
  CHECK_FALSE(table.find(digest_of("t1"), start + 24h));
}

TEST_CASE("looking without using does not keep a session") {
  token_table table;
  table.insert(session_of("clerk1", "t1"));
  CHECK(table.knows(digest_of("t1"), start + 11h));
  CHECK(table.take_uses().empty());
  CHECK_FALSE(table.knows(digest_of("t1"), start + 12h));
}

TEST_CASE("a device's cookie lasts a year, its own token for ever") {
  token_table table;
  table.insert(device_of("k1", "cookie", true));
  table.insert(device_of("k1", "token", false));
  CHECK(table.find(digest_of("cookie"), start + device_session_life - 1ms));
  CHECK_FALSE(table.find(digest_of("cookie"), start + device_session_life));
  CHECK(table.find(digest_of("token"), start + 10 * device_session_life));
  CHECK(table.sweep(start + device_session_life));
  CHECK(table.size() == 1);
  CHECK_FALSE(table.sweep(start + device_session_life));
}

TEST_CASE("uses are handed over once, the latest of each session") {
  token_table table;
  table.insert(session_of("clerk1", "t1"));
  table.insert(device_of("k1", "token", false));
  (void)table.find(digest_of("t1"), start + 1min);
  (void)table.find(digest_of("t1"), start + 2min);
  (void)table.find(digest_of("token"), start + 2min);
  const auto uses = table.take_uses();
  REQUIRE(uses.size() == 1);
  CHECK(uses.front() == std::pair(digest_of("t1"), start + 2min));
  CHECK(table.take_uses().empty());
}

TEST_CASE("what is gone from the store is gone; uses that the store has not seen stay") {
  token_table table;
  table.insert(session_of("clerk1", "t1"));
  table.insert(session_of("clerk2", "t2"));
  (void)table.find(digest_of("t1"), start + 11h);
  CHECK(table.replace({session_of("clerk1", "t1"), session_of("clerk3", "t3")}));
  CHECK(table.find(digest_of("t1"), start + 13h));
  CHECK_FALSE(table.knows(digest_of("t2"), start));
  CHECK(table.knows(digest_of("t3"), start));
  CHECK(table.take_uses().size() == 1);
}

TEST_CASE("replacing tells whether anybody lost something") {
  token_table table;
  CHECK_FALSE(table.replace({session_of("clerk1", "t1")}));
  CHECK_FALSE(table.replace({session_of("clerk1", "t1"), session_of("clerk2", "t2")}));
  auto promoted = session_of("clerk1", "t1");
  promoted.principal.role = role::manager;
  CHECK(table.replace({promoted, session_of("clerk2", "t2")}));
  CHECK(table.replace({promoted}));
}

TEST_CASE(
    "a session that was ended here does not come back from a store that has not heard of it") {
  token_table table;
  table.insert(session_of("clerk1", "t1"));
  CHECK(table.end(digest_of("t1")));
  CHECK_FALSE(table.end(digest_of("t1")));
  CHECK_FALSE(table.replace({session_of("clerk1", "t1")}));
  CHECK_FALSE(table.knows(digest_of("t1"), start));
  CHECK(table.ending() == std::vector{digest_of("t1")});
  table.ended_in_store(digest_of("t1"));
  CHECK(table.ending().empty());
}

TEST_CASE("a device's own token cannot be signed out") {
  token_table table;
  table.insert(device_of("k1", "token", false));
  CHECK_FALSE(table.end(digest_of("token")));
  CHECK(table.knows(digest_of("token"), start));
}

TEST_CASE("an address may fail a burst of times, then once in a while") {
  sign_in_throttle throttle;
  for (int i = 0; i < sign_in_throttle::burst; ++i) CHECK(throttle.begin("10.0.0.1", start) == 0s);
  CHECK(throttle.begin("10.0.0.1", start) == sign_in_throttle::refill);
  CHECK(throttle.begin("10.0.0.2", start) == 0s);
  CHECK(throttle.begin("10.0.0.1", start + sign_in_throttle::refill - 1ms) == 1s);
  CHECK(throttle.begin("10.0.0.1", start + sign_in_throttle::refill) == 0s);
  CHECK(throttle.begin("10.0.0.1", start + sign_in_throttle::refill) == sign_in_throttle::refill);
}

TEST_CASE("attempts that were no failures do not count against an address") {
  sign_in_throttle throttle;
  for (int i = 0; i < 10 * sign_in_throttle::burst; ++i) {
    CHECK(throttle.begin("10.0.0.1", start) == 0s);
    throttle.forgive("10.0.0.1");
  }
  CHECK(throttle.size() == 0);
  throttle.forgive("10.0.0.9");
}

TEST_CASE("a clock that is set back does not lock an address out") {
  sign_in_throttle throttle;
  for (int i = 0; i < sign_in_throttle::burst; ++i) (void)throttle.begin("10.0.0.1", start);
  CHECK(throttle.begin("10.0.0.1", start - 24h) == sign_in_throttle::refill);
  CHECK(throttle.begin("10.0.0.1", start - 24h + sign_in_throttle::refill) == 0s);
}

TEST_CASE("an IPv6 network counts as one address, a mapped IPv4 address as itself") {
  CHECK(throttle_key("2001:db8::1") == throttle_key("2001:db8::ffff:2"));
  CHECK(throttle_key("2001:db8:0:1::1") != throttle_key("2001:db8::1"));
  CHECK(throttle_key("::ffff:10.0.0.1") != throttle_key("::ffff:10.0.0.2"));
  CHECK(throttle_key("10.0.0.1") == "10.0.0.1");
}

TEST_CASE("the throttle remembers a bounded number of addresses and keeps the worst") {
  sign_in_throttle throttle;
  for (int i = 0; i < sign_in_throttle::burst; ++i) (void)throttle.begin("10.0.0.1", start);
  for (std::size_t i = 0; i < 2 * sign_in_throttle::max_addresses; ++i) {
    (void)throttle.begin("h" + std::to_string(i), start);
  }
  CHECK(throttle.size() == sign_in_throttle::max_addresses);
  CHECK(throttle.begin("10.0.0.1", start) > 0s);
}
