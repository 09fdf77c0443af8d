// What one command of the hall costs: decide, apply, dispatch.
#include <benchmark/benchmark.h>

#include "bench/sample_state.hpp"
#include "engine/commands.hpp"
#include "engine/dispatch.hpp"

namespace {

using namespace hallcall;

// Call-next and finish at one counter, the line refilled, so that `waiting` people wait in six
// lanes throughout.
void call_next(benchmark::State& bench) {
  auto hall = bench::hall_with_waiting(static_cast<int>(bench.range(0)));
  auto& s = hall.state;
  for (auto _ : bench) {
    hall.now += std::chrono::milliseconds(20);
    const auto called =
        engine::decide(s, engine::call_next{engine::counter_no{1}, false}, hall.now);
    for (const auto& e : *called) engine::apply(s, e, hall.now);
    bench.PauseTiming();
    bench::finish_and_refill(hall);
    bench.ResumeTiming();
  }
}
BENCHMARK(call_next)->Arg(10)->Arg(100)->Arg(500)->Arg(1'000)->Arg(10'000);

void take_ticket(benchmark::State& bench) {
  auto hall = bench::hall_with_waiting(0);
  for (auto _ : bench) {
    const auto taken = engine::decide(hall.state, bench::next_citizen(hall), hall.now);
    for (const auto& e : *taken) engine::apply(hall.state, e, hall.now);
  }
}
BENCHMARK(take_ticket)->Iterations(100'000);

void choose_next(benchmark::State& bench) {
  const auto hall = bench::hall_with_waiting(static_cast<int>(bench.range(0)));
  const auto& counter = hall.state.rules->counters.front();
  for (auto _ : bench) benchmark::DoNotOptimize(engine::choose_next(hall.state, counter, hall.now));
}
BENCHMARK(choose_next)->Arg(500);

void next_deadline(benchmark::State& bench) {
  const auto hall = bench::hall_with_waiting(500);
  for (auto _ : bench) benchmark::DoNotOptimize(engine::next_deadline(hall.state));
}
BENCHMARK(next_deadline);

}  // namespace
