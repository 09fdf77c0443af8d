// Pairings in the accounts file as time goes by, and a file that was made before there were any.
#include "identity_support.hpp"

using namespace hallcall;
using namespace hallcall::gateway;
using namespace hallcall::gateway::identity_tests;
using namespace std::chrono_literals;

namespace {

using taking = pairing_outcome::kind;

pairing_wish a_kiosk() { return {role::kiosk, {}, "kiosk-1", "192.0.2.31"}; }

}  // namespace

TEST_CASE("a code that nobody confirms is void after ten minutes") {
  const temporary_directory data;
  auto store = open_store(data.path);
  const auto offer = *store.ask_pairing(a_kiosk(), start);
  CHECK(offer.expires == start + 10min);
  CHECK(store.take_token(offer.secret, start + 10min - 1ms)->what == taking::waits);
  CHECK(store.pairings(start + 10min - 1ms)->size() == 1);
  CHECK(store.pairings(start + 10min)->empty());
  CHECK(store.take_token(offer.secret, start + 10min)->what == taking::unknown);
  CHECK(store.confirm_pairing(offer.code, "kiosk-1", {}, "account:admin", start + 10min)
            .error()
            .code == store_fault::unknown);
  CHECK(store.deny_pairing(offer.code, "account:admin", start + 10min).error().code ==
        store_fault::unknown);
}

TEST_CASE("a token is taken again for two minutes, each time another, and then no more") {
  const temporary_directory data;
  auto store = open_store(data.path);
  const auto offer = *store.ask_pairing(a_kiosk(), start);
  REQUIRE(store.confirm_pairing(offer.code, "kiosk-1", "main", "account:admin", start + 9min));
  const auto first = *store.take_token(offer.secret, start + 15min);
  REQUIRE(first.what == taking::given);
  CHECK(first.as->hall == "main");
  const auto second = *store.take_token(offer.secret, start + 17min - 1ms);
  REQUIRE(second.what == taking::given);
  CHECK(second.token != first.token);
  CHECK(store.take_token(offer.secret, start + 17min)->what == taking::unknown);
  const auto known = store.load_tokens(start + 1h)->tokens;
  REQUIRE(known.size() == 1);
  CHECK(known[0].digest == digest_of(second.token));
}

TEST_CASE("a box that was confirmed and never came leaves its name free") {
  const temporary_directory data;
  auto store = open_store(data.path);
  const auto offer = *store.ask_pairing(a_kiosk(), start);
  REQUIRE(store.confirm_pairing(offer.code, "kiosk-1", {}, "account:admin", start));
  REQUIRE(store.delete_expired(start + 10min - 1ms));
  CHECK(store.devices()->size() == 1);
  REQUIRE(store.delete_expired(start + 10min));
  CHECK(store.devices()->empty());
  CHECK(store.device_acts(9)->back().what == "never-came");

  SUBCASE("unless a link was made for its browser") {
    const auto another = *store.ask_pairing(a_kiosk(), start + 1h);
    REQUIRE(store.confirm_pairing(another.code, "kiosk-1", {}, "account:admin", start + 1h));
    REQUIRE(store.new_code("kiosk-1", start + 1h));
    REQUIRE(store.delete_expired(start + 2h));
    CHECK(store.devices()->size() == 1);
  }
  SUBCASE("and one that came stays") {
    const auto another = *store.ask_pairing(a_kiosk(), start + 1h);
    REQUIRE(store.confirm_pairing(another.code, "kiosk-1", {}, "account:admin", start + 1h));
    REQUIRE(store.take_token(another.secret, start + 1h)->what == taking::given);
    REQUIRE(store.delete_expired(start + 3h));
    CHECK(store.devices()->size() == 1);
  }
}

TEST_CASE("no more than 64 boxes wait at once, and old ones make room") {
  const temporary_directory data;
  auto store = open_store(data.path);
  for (std::size_t i = 0; i < max_pairings; ++i) REQUIRE(store.ask_pairing(a_kiosk(), start));
  CHECK(store.ask_pairing(a_kiosk(), start + 1min).error().code == store_fault::full);
  CHECK(store.ask_pairing(a_kiosk(), start + 10min));
}

TEST_CASE("an accounts file of before pairings gets them and keeps its devices") {
  const temporary_directory data;
  {
    auto store = open_store(data.path);
    REQUIRE(store.add_device(machine("kiosk-1")));
  }
  tamper(data.path, "DROP TABLE pairings; DROP TABLE device_acts; PRAGMA user_version = 1");
  auto store = open_store(data.path);
  CHECK(store.devices()->size() == 1);
  CHECK(store.ask_pairing(a_kiosk(), start));
  CHECK(store.device_acts(9)->empty());
}
