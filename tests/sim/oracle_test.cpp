// The simulated hall against a second, naive simulation that knows the disciplines independently
// and looks at everybody in line: the very same people must wait the very same time.
#include <algorithm>
#include <functional>
#include <vector>

#include <doctest/doctest.h>

#include "forecast/bare_hall.hpp"

using namespace hallcall::forecast;
using hallcall::engine::discipline;
using hallcall::engine::lane;

namespace {

struct in_line {
  std::int64_t at = 0, handling = 0;
  std::size_t lane = 0;
  std::int64_t waited = -1;
};

// True when `a` goes before `b` at `now`; `a` came first.
using before = std::function<bool(const in_line& a, const in_line& b, std::int64_t now)>;

// s counters and one line: whenever a counter is free, look at everybody.
void serve(std::vector<in_line>& people, std::size_t s, const before& goes_first) {
  std::vector<std::int64_t> free_at(s, 0);
  std::vector<std::size_t> waiting;
  std::size_t came = 0, served = 0;
  while (served < people.size()) {
    const auto counter = std::min_element(free_at.begin(), free_at.end());
    std::int64_t now = *counter;
    if (waiting.empty() && came < people.size()) now = std::max(now, people[came].at);
    while (came < people.size() && people[came].at <= now) waiting.push_back(came++);
    auto best = waiting.begin();
    for (auto it = waiting.begin() + 1; it < waiting.end(); ++it)
      if (goes_first(people[*it], people[*best], now)) best = it;
    people[*best].waited = now - people[*best].at;
    *counter = now + people[*best].handling;
    waiting.erase(best);
    ++served;
  }
}

const std::vector<bare_lane> lanes{{"priority", 40, 6}, {"general", 80, 1}, {"express", 35, 2.5}};

std::vector<in_line> people_of(std::uint64_t seed, std::size_t count) {
  std::vector<in_line> people;
  std::int64_t at = 0;
  random_stream random(seed, 0);
  for (std::size_t i = 0; i < count; ++i) {
    at += 1 + static_cast<std::int64_t>(random.exponential(3'600'000.0 / 155));
    people.push_back({at, 1 + static_cast<std::int64_t>(random.lognormal(65'000, 0.8)),
                      static_cast<std::size_t>(random.bits() % lanes.size()), -1});
  }
  return people;
}

// The same people through the engine.
std::vector<std::int64_t> waits_by_engine(const std::vector<in_line>& people,
                                          const bare_hall& hall) {
  const auto rules = rules_of(hall);
  const auto engine_lane = engine_lanes(hall.lanes);
  const hallcall::engine::time_point start{std::chrono::sys_days{std::chrono::year{2000} / 1 / 3}};
  std::vector<visitor> visitors;
  for (const auto& p : people) {
    visitor v;
    v.at = start + milliseconds(p.at);
    v.services = {rules.services[p.lane].id};
    if (engine_lane[p.lane] == lane::priority) v.needs.insert(hallcall::engine::need::senior);
    v.handling = milliseconds(p.handling);
    visitors.push_back(std::move(v));
  }
  run_plan plan;
  plan.rules = std::make_shared<const hallcall::engine::hall_rules>(rules);
  plan.day = hallcall::engine::business_date{std::chrono::year{2999} / 1 / 1};
  plan.begin = plan.measure_from = start;
  plan.measure_to = plan.stop = start + std::chrono::hours(24 * 365);
  for (int i = 1; i <= hall.counters; ++i)
    plan.shifts.push_back({{static_cast<std::uint16_t>(i)}, start, plan.stop, true});
  listed_visitors source(std::move(visitors));
  const auto told = run_hall(plan, source);
  std::vector<std::int64_t> waits;
  for (const auto& v : told.visits) waits.push_back(v.waited.count());
  return waits;
}

constexpr std::int64_t cap_ms = 5 * 60'000;

bare_hall hall_by(discipline d, bool cap) {
  bare_hall hall;
  hall.counters = 3;
  hall.lanes = lanes;
  hall.order = d;
  hall.cap = cap;
  hall.cap_after = hallcall::engine::seconds(cap_ms / 1000);
  return hall;
}

void agree(discipline d, bool cap, const before& goes_first) {
  for (const std::uint64_t seed : {1U, 2U, 3U}) {
    CAPTURE(seed);
    auto people = people_of(seed, 1'500);
    const auto waits = waits_by_engine(people, hall_by(d, cap));
    serve(people, 3, goes_first);
    REQUIRE(waits.size() == people.size());
    std::size_t different = 0;
    std::int64_t waited = 0;
    for (std::size_t i = 0; i < people.size(); ++i) {
      different += people[i].waited != waits[i] ? 1 : 0;
      waited += waits[i];
    }
    CHECK(different == 0);
    CHECK(waited > 60'000 * 100);  // there was a line to choose from
  }
}

double score(const in_line& p, std::int64_t now) {
  return static_cast<double>(now - p.at) / 1000.0 * lanes[p.lane].rate;
}

}  // namespace

TEST_CASE("first come first served: everybody waits as in a naive simulation") {
  agree(discipline::fifo, false, [](auto&, auto&, auto) { return false; });
}

TEST_CASE("strict priority: everybody waits as in a naive simulation") {
  agree(discipline::strict, false, [](const in_line& a, const in_line& b, std::int64_t) {
    return lanes[a.lane].rate > lanes[b.lane].rate;
  });
}

TEST_CASE("accumulating priority: everybody waits as in a naive simulation") {
  agree(discipline::apq, false, [](const in_line& a, const in_line& b, std::int64_t now) {
    return score(a, now) > score(b, now);
  });
}

TEST_CASE("accumulating priority with the cap: everybody waits as in a naive simulation") {
  agree(discipline::apq, true, [](const in_line& a, const in_line& b, std::int64_t now) {
    const bool a_late = now - a.at > cap_ms, b_late = now - b.at > cap_ms;
    if (a_late || b_late) return a_late && !b_late;
    return score(a, now) > score(b, now);
  });
}

TEST_CASE("a cap of nothing makes every discipline first come first served") {
  const auto people = people_of(4, 1'000);
  const auto fifo = waits_by_engine(people, hall_by(discipline::fifo, false));
  for (const auto d : {discipline::apq, discipline::strict, discipline::ratio}) {
    auto hall = hall_by(d, true);
    hall.cap_after = hallcall::engine::seconds(0);
    CHECK(waits_by_engine(people, hall) == fifo);
  }
  CHECK(waits_by_engine(people, hall_by(discipline::apq, false)) != fifo);
}
