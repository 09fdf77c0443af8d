// The whole hall under power cuts: the real server, the board's box and the kiosk's box are killed
// and started again in random order, while visitors take numbers, a clerk calls and a board shows.
// HALLCALL_POWER_ROUNDS, HALLCALL_POWER_SEED.
#include <doctest/doctest.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <map>
#include <mutex>
#include <random>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include <fmt/format.h>

#include "kiosk-client/slip_picture.hpp"
#include "tests/clients/box_browser.hpp"
#include "tests/clients/power_hall.hpp"

using namespace hallcall;
using namespace hallcall::tests;
using namespace std::chrono_literals;

namespace {

constexpr int usual_power_rounds = 200;

std::uint64_t power_setting(const char* name, std::uint64_t otherwise) {
  const char* text = std::getenv(name);
  return text != nullptr && *text != '\0' ? std::strtoull(text, nullptr, 10) : otherwise;
}

// Every slip on paper is one ticket's of which somebody was told, and no ticket has two. A slip
// that was begun before a cut may still hang before the next one.
void check_slips(const std::vector<kiosk::bitmap>& slips, const told_in_hall& hall) {
  std::map<std::string, std::string> tickets;  // a slip's dots → its ticket
  std::set<std::size_t> lengths;
  for (const auto& [key, issued] : hall.by_key) {
    const auto drawn = kiosk::draw_slip(issued.slip, kiosk::paper::mm80);
    REQUIRE(drawn);
    const auto& bits = drawn->picture.bits;
    tickets.emplace(std::string(bits.begin(), bits.end()), issued.id);
    lengths.insert(bits.size());
  }
  std::map<std::string, int> printed;
  for (const auto& slip : slips) {
    std::string whose;
    for (const auto length : lengths) {
      if (length > slip.bits.size()) break;
      const auto found = tickets.find(
          std::string(slip.bits.end() - static_cast<std::ptrdiff_t>(length), slip.bits.end()));
      if (found != tickets.end()) whose = found->second;
    }
    CHECK(!whose.empty());
    CHECK(++printed[whose] == 1);
  }
  MESSAGE(hall.by_key.size(), " tickets, ", printed.size(), " slips, ", hall.called.size(),
          " calls");
}

}  // namespace

TEST_CASE("a hall whose server and boxes lose their power again and again, in any order") {
  const auto rounds = power_setting("HALLCALL_POWER_ROUNDS", usual_power_rounds);
  const auto seed = power_setting("HALLCALL_POWER_SEED", std::random_device{}());
  MESSAGE("HALLCALL_POWER_SEED=", seed, " HALLCALL_POWER_ROUNDS=", rounds);
  std::mt19937_64 random(seed);
  powered_hall hall;
  told_in_hall told;
  hall_life life(hall, told, random());
  box_browser phone(hall.server.port);
  std::set<std::string> looked_at;
  for (std::uint64_t round = 0; round < rounds; ++round) {
    CAPTURE(seed);
    CAPTURE(round);
    auto victims = hall.all();
    std::shuffle(victims.begin(), victims.end(), random);
    victims.resize(1 + random() % victims.size());
    for (auto* one : victims) {
      std::this_thread::sleep_for(std::chrono::milliseconds(random() % 60));
      one->off();
    }
    if (round % 10 == 0) hall.check_journal();
    std::shuffle(victims.begin(), victims.end(), random);
    for (auto* one : victims) one->on();
    for (auto* one : victims) REQUIRE(one->answers());
    // Life goes on, and what was said before is still so.
    const auto before = told.tickets();
    REQUIRE(eventually([&] { return told.tickets() > before; }));
    std::map<std::string, messages::ticket_issued> all;
    {
      const std::lock_guard guard(told.lock);
      all = told.by_key;
      CHECK(told.wrong == std::vector<std::string>{});
    }
    for (const auto& [key, issued] : all) {
      if (looked_at.contains(key) && random() % 16 != 0) continue;
      looked_at.insert(key);
      // A number that the box gave while the server was away is told it soon.
      net::response seen;
      CHECK(eventually([&] {
        seen = phone.get("/api/v1/tickets/" + issued.token);
        return seen.status == 200;
      }));
      const auto body = body_of(seen);
      CAPTURE(body);
      CHECK(body.find("\"number\":\"" + issued.number + "\"") != std::string::npos);
      CHECK(body.find("\"state\":\"voided\"") == std::string::npos);
    }
  }
  // The board has come as far as the server.
  CHECK(eventually([&] { return life.shown() > 0; }));
  life.end();
  CHECK(told.wrong == std::vector<std::string>{});
  CHECK(told.called.size() > rounds / 8);
  // Slips that came out after the last visitor was told otherwise are out by now.
  for (auto* one : hall.all()) {
    one->program->kill(SIGTERM);
    CHECK(one->program->wait() == 0);
  }
  hall.check_journal();
  check_slips(hall.printer.slips(), told);
}
