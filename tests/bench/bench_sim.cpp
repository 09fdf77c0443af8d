// What a simulated day costs: about a thousand visits at nineteen counters, every command decided
// and applied by the engine.
#include <benchmark/benchmark.h>

#include <fstream>
#include <iterator>
#include <stdexcept>

#include "forecast/arrival_profile.hpp"
#include "forecast/bare_hall.hpp"
#include "forecast/office_day.hpp"
#include "service/office.hpp"

namespace {

using namespace hallcall;
using namespace hallcall::forecast;

struct nantun {
  std::shared_ptr<const engine::hall_rules> rules;
  std::vector<visitor> visitors;
  run_plan plan;

  nantun() {
    const auto office = service::load_office(HALLCALL_OFFICES "/nantun.toml");
    if (!office) throw std::runtime_error("the sample office does not load");
    rules = std::make_shared<const engine::hall_rules>((*office)->halls.front().rules);
    std::ifstream file(HALLCALL_OFFICES "/nantun-arrivals.csv");
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    const auto profile = read_profile(text, *rules);
    if (!profile) throw std::runtime_error("the sample profile does not load");
    const engine::business_date monday{std::chrono::year{2027} / 1 / 4};
    visit_manner manner;
    manner.walk = milliseconds(20'000);
    visitors = visitors_on(*profile, *rules, monday, manner, 1, 0);
    plan = day_plan(rules, monday, base_counters(*rules));
    plan.between = milliseconds(5'000);
    plan.backups.how = backup_answers::way::answering;
    plan.backups.after = milliseconds(40'000);
  }
};

// The goal: under 5 ms.
void nantun_day(benchmark::State& bench) {
  const nantun hall;
  for (auto _ : bench) {
    listed_visitors visitors(hall.visitors);
    benchmark::DoNotOptimize(run_hall(hall.plan, visitors));
  }
  bench.counters["visits"] = static_cast<double>(hall.visitors.size());
  bench.counters["visits_per_second"] = benchmark::Counter(
      static_cast<double>(hall.visitors.size()), benchmark::Counter::kIsIterationInvariantRate);
}
BENCHMARK(nantun_day)->Unit(benchmark::kMillisecond);

// Nine equal counters at nine tenths of their load, two lanes, one hour: what is left when lanes
// and wishes are few.
void bare_hour(benchmark::State& bench) {
  bare_hall hall;
  hall.counters = 9;
  hall.lanes = {{"priority", 162, 4}, {"general", 324, 1}};
  hall.handling.how = handling_time::form::exponential;
  for (auto _ : bench) benchmark::DoNotOptimize(simulate(hall, 1, 1));
}
BENCHMARK(bare_hour)->Unit(benchmark::kMillisecond);

}  // namespace
