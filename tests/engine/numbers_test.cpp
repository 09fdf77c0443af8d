// Numbers that a kiosk gives out while the server is away: the block it borrows, the
// tickets it tells of afterwards, and what nobody gets twice.
#include "engine/invariants.hpp"
#include "test_hall.hpp"

using namespace hallcall::engine;
using namespace hallcall::engine::testing;

namespace {

constexpr const char* kiosk = "device:kiosk1";

number_block lend(test_hall& hall, const std::string& to = kiosk,
                  std::optional<block_id> instead = std::nullopt) {
  const auto happened = hall.done(lend_numbers{to, instead});
  const auto* lent = find<numbers_lent>(happened);
  REQUIRE(lent != nullptr);
  return *hall.state().find_block(lent->block, to);
}

take_ticket given(const number_block& block, std::uint32_t n, time_point at, bool in_hand = true) {
  auto c = asking({"register"});
  c.token = "given-" + std::to_string(n);
  c.issued_by = block.holder;
  c.offline = given_offline{block.id, n, at, in_hand};
  return c;
}

}  // namespace

TEST_CASE("R-1 borrowed numbers are nobody else's, and lie a little ahead of the series") {
  test_hall hall;
  for (int i = 0; i < 5; ++i) hall.take();
  const auto block = lend(hall);
  CHECK(block.first == 26);
  CHECK(block.last == 65);
  CHECK(lend(hall, "device:kiosk2").first == 66);
  for (std::uint32_t n = 6; n < 26; ++n) CHECK(hall.the(hall.take()).number.n == n);
  CHECK(hall.the(hall.take()).number.n == 106);  // both were in reach all the time, and did not ask
}

TEST_CASE("R-1 a kiosk that asks in time moves its block ahead: nobody sees a gap") {
  test_hall hall;
  auto block = lend(hall);
  for (std::uint32_t n = 1; n <= 200; ++n) {
    if (!still_serves(hall.state(), block)) block = lend(hall, kiosk, block.id);
    CHECK(hall.done(lend_numbers{kiosk, block.id}).empty());  // and as long as it serves it stays
    CHECK(hall.the(hall.take()).number.n == n);
  }
  CHECK(hall.state().blocks.size() == 1);
}

TEST_CASE("R-3 tickets given while the server was away stand where they would have stood") {
  test_hall hall;
  hall.open(1);
  const auto block = lend(hall);
  const auto first = hall.take();
  hall.pass(1min);
  const auto away_from = hall.now();
  hall.pass(10min);
  const auto later = hall.take();  // at the desk, before the kiosk is back
  const auto second = hall.take(given(block, block.first, away_from + 1min));
  const auto third = hall.take(given(block, block.first + 1, away_from + 2min));
  CHECK(hall.numbered(second) == "A021");
  CHECK(hall.the(second).issued_at == away_from + 1min);
  for (const auto id : {first, second, third, later}) CHECK(hall.serve(1) == id);
  CHECK(broken_invariants(hall.state()).empty());
}

TEST_CASE("R-1 the series passes over what was given out of a block, and uses the rest") {
  test_hall hall;
  const auto block = lend(hall);
  hall.take(given(block, 22, hall.now()));
  hall.done(give_numbers_back{kiosk, block.id});
  std::vector<std::uint32_t> numbers;
  for (int i = 0; i < 23; ++i) numbers.push_back(hall.the(hall.take()).number.n);
  CHECK(numbers[20] == 21);
  CHECK(numbers[21] == 23);
  CHECK(numbers[22] == 24);
}

TEST_CASE("R-1 a number is told once, by the kiosk that borrowed it, out of its block") {
  test_hall hall;
  const auto block = lend(hall), other = lend(hall, "device:kiosk2");
  hall.take(given(block, 25, hall.now()));
  auto again = given(block, 25, hall.now());
  again.token = "another";
  CHECK(hall.code(again) == refusal_code::number_taken);
  auto same_token = given(block, 26, hall.now());
  same_token.token = "given-25";
  CHECK(hall.code(same_token) == refusal_code::number_taken);
  CHECK(hall.code(given(block, 20, hall.now())) == refusal_code::unknown_block);
  CHECK(hall.code(given(block, 61, hall.now())) == refusal_code::unknown_block);
  auto anothers = given(other, other.first, hall.now());
  anothers.issued_by = kiosk;
  CHECK(hall.code(anothers) == refusal_code::unknown_block);
  hall.done(give_numbers_back{kiosk, block.id});
  CHECK(hall.code(given(block, 30, hall.now())) == refusal_code::unknown_block);
  CHECK(hall.code(give_numbers_back{kiosk, block.id}) == refusal_code::unknown_block);
  CHECK(hall.code(give_numbers_back{kiosk, other.id}) == refusal_code::unknown_block);
}

TEST_CASE("R-3 a number that nobody had in hand is told as void: no ghost waits") {
  test_hall hall;
  const auto block = lend(hall);
  const auto id = hall.take(given(block, block.first, hall.now(), false));
  CHECK(hall.state_of(id) == ticket_state::voided);
  CHECK(hall.state().walk_ins_waiting() == 0);
  CHECK(hall.state().today.issued == 1);
  CHECK(hall.state().today.voided == 1);
}

TEST_CASE("R-61 a kiosk's wrong clock sets nobody before the lending or after now") {
  test_hall hall;
  hall.pass(5min);
  const auto block = lend(hall);
  const auto lent_at = hall.now();
  hall.pass(30min);
  const auto early = hall.take(given(block, 21, lent_at - 24h));
  const auto late = hall.take(given(block, 22, hall.now() + 1h));
  CHECK(hall.the(early).place_at == lent_at);
  CHECK(hall.the(late).place_at == hall.now());
}

TEST_CASE("R-53 the promise counts from when the number was given") {
  test_hall hall;
  const auto block = lend(hall);
  const auto at = hall.now();
  hall.pass(31min);
  const auto id = hall.take(given(block, 21, at + 30s));
  CHECK(hall.the(id).late);
}

TEST_CASE("R-60 who got a number while the hall was open is let in after the last ticket") {
  test_hall hall(sample_rules(), local_time(0, 16));
  const auto block = lend(hall);
  hall.pass(50min);
  CHECK(hall.code(asking({"register"})) == refusal_code::hall_closed);
  CHECK(hall.code(lend_numbers{kiosk, std::nullopt}) == refusal_code::hall_closed);
  CHECK(hall.numbered(hall.take(given(block, 21, local_time(0, 16, 30)))) == "A021");
}

TEST_CASE("borrowed numbers end with the day") {
  test_hall hall;
  const auto block = lend(hall);
  hall.pass(24h);
  CHECK(hall.state().blocks.empty());
  CHECK(hall.code(given(block, 21, hall.now() - 20h)) == refusal_code::unknown_block);
  CHECK(hall.numbered(hall.take()) == "A001");
  CHECK(lend(hall).id != block.id);
}

TEST_CASE("an office may lend none, and a kiosk that forgets what it borrowed gets four blocks") {
  auto rules = sample_rules();
  rules.offline_numbers = 0;
  test_hall none(rules);
  CHECK(none.code(lend_numbers{kiosk, std::nullopt}) == refusal_code::numbers_not_lent);
  test_hall hall;
  for (int i = 0; i < 4; ++i) lend(hall);
  CHECK(hall.code(lend_numbers{kiosk, std::nullopt}) == refusal_code::numbers_not_lent);
  CHECK(hall.done(lend_numbers{kiosk, hall.state().blocks.front().id}).empty());
  hall.done(give_numbers_back{kiosk, hall.state().blocks.front().id});
  lend(hall);
}

TEST_CASE("R-20 everybody's borrowed number has general's letter, in whatever lane they wait") {
  test_hall hall;
  const auto block = lend(hall);
  auto turning = given(block, 21, hall.now());
  turning.services = {{"divorce"}};
  auto prior = given(block, 22, hall.now());
  prior.needs.insert(need::senior);
  const auto t = hall.take(turning), p = hall.take(prior);
  CHECK(hall.the(t).lane == lane::turning);
  CHECK(hall.the(p).lane == lane::priority);
  CHECK(hall.numbered(t) == "A021");
  CHECK(hall.numbered(p) == "A022");
}
