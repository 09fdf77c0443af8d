// What it costs to write an entry, to build a view, and to start from a year's journal.
#include <filesystem>

#include <benchmark/benchmark.h>
#include <unistd.h>

#include "bench/sample_state.hpp"
#include "journal/sqlite_journal.hpp"
#include "proto/messages/codec.hpp"
#include "proto/messages/requests.hpp"
#include "service/engine_describe.hpp"
#include "service/hall_service.hpp"
#include "service/record.hpp"
#include "service/views.hpp"

namespace {

using namespace hallcall;

service::view_context context_of(const bench::sample_hall& h,
                                 const service::call_reports& reports) {
  return {*h.office, h.office->halls.front(), h.state, h.now, reports, 2, 2};
}

template <class Build>
void view(benchmark::State& bench, Build build) {
  const auto hall = bench::hall_with_waiting(static_cast<int>(bench.range(0)));
  const service::call_reports reports;
  const auto context = context_of(hall, reports);
  std::size_t bytes = 0;
  for (auto _ : bench) {
    const auto text = messages::encode(build(context));
    bytes = text.size();
    benchmark::DoNotOptimize(text.data());
  }
  bench.counters["bytes"] = static_cast<double>(bytes);
}
BENCHMARK_CAPTURE(view, board, service::board_of)->Arg(50)->Arg(500);
BENCHMARK_CAPTURE(view, kiosk, service::kiosk_of)->Arg(50)->Arg(500);
BENCHMARK_CAPTURE(view, manager, service::manager_of)->Arg(50)->Arg(500);
BENCHMARK_CAPTURE(view, counter,
                  [](const service::view_context& c) {
                    return service::counter_of(c, c.config.rules.counters.front());
                  })
    ->Arg(50)
    ->Arg(500);

void decode_request(benchmark::State& bench) {
  const std::string text = R"({"services":["transcript"],"needs":["senior"],"language":"zh-TW"})";
  for (auto _ : bench) benchmark::DoNotOptimize(messages::decode<messages::take_ticket>(text));
}
BENCHMARK(decode_request);

void encode_record(benchmark::State& bench) {
  auto hall = bench::hall_with_waiting(0);
  const auto taken = engine::decide(hall.state, bench::next_citizen(hall), hall.now);
  for (auto _ : bench) benchmark::DoNotOptimize(service::encode_record(*taken, nullptr));
}
BENCHMARK(encode_record);

// A year of days, 300,000 visits with all their entries, with snapshots as the server makes them;
// then the start.
class year {
 public:
  year()
      : folder_(std::filesystem::temp_directory_path() /
                ("hallcall-bench-" + std::to_string(getpid()))) {
    std::filesystem::create_directories(folder_);
    auto hall = bench::hall_with_waiting(0);
    office_ = hall.office;
    journal::sqlite_options o;
    o.path = folder_ / "journal.sqlite";
    journal::sqlite_journal journal(o);
    std::vector<journal::entry> group;
    std::uint64_t seq = 0, since_snapshot = 0;
    const auto give = [&](const engine::command& c) {
      const auto happened = engine::decide(hall.state, c, hall.now);
      if (!happened || happened->empty()) return;
      journal::entry e;
      e.seq = ++seq;
      e.hall = office_->halls.front().id;
      e.at_ms = hall.now.time_since_epoch().count();
      e.actor = "account:sample";
      e.kind = "sample";
      e.body = service::encode_record(*happened, nullptr);
      for (const auto& event : *happened) {
        engine::apply(hall.state, event, hall.now);
        for (auto& v : service::ended_visits(e.hall, hall.state, event))
          e.visits.push_back(std::move(v));
      }
      hall.state.seq = seq;
      const bool new_day = std::any_of(happened->begin(), happened->end(), [](const auto& x) {
        return std::holds_alternative<engine::day_begun>(x);
      });
      group.push_back(std::move(e));
      ++since_snapshot;
      if (group.size() == 512 || new_day ||
          since_snapshot >= std::max<std::size_t>(2'000, 4 * hall.state.tickets.size())) {
        journal.append(group);
        group.clear();
        if (new_day || since_snapshot >= 2'000) {
          journal.save_snapshot({office_->halls.front().id, seq, service::snapshot_version,
                                 service::encode_snapshot(hall.state)});
          since_snapshot = 0;
        }
      }
    };
    // The history begins with the state's own first entries.
    hall.state = engine::make_hall(hall.state.rules);
    const auto n = engine::counter_no{1};
    for (int day = 0; day < 250; ++day) {
      hall.now = hall.state.rules->opening.at(
          hall.state.rules->opening.date_of(hall.now) + std::chrono::days(1),
          std::chrono::minutes(8 * 60));
      give(engine::tick{});
      for (int steps = 0; steps < 3; ++steps) give(engine::tick{});
      give(engine::open_counter{n, "account:sample", "Sample"});
      for (int visit = 0; visit < 1'200; ++visit) {
        hall.now += std::chrono::seconds(27);
        give(bench::next_citizen(hall));
        give(engine::call_next{n, false});
        give(engine::start_visit{n});
        give(engine::finish_visit{n, engine::outcome::finished, {}});
      }
    }
    if (!group.empty()) journal.append(group);
    entries_ = seq;
  }
  ~year() { std::filesystem::remove_all(folder_); }
  [[nodiscard]] std::filesystem::path file() const { return folder_ / "journal.sqlite"; }
  [[nodiscard]] std::shared_ptr<const service::office> office() const { return office_; }
  [[nodiscard]] std::uint64_t entries() const { return entries_; }

 private:
  std::filesystem::path folder_;
  std::shared_ptr<const service::office> office_;
  std::uint64_t entries_ = 0;
};

void start_from_a_year(benchmark::State& bench) {
  static const year all;
  for (auto _ : bench) {
    net::reactor reactor;
    journal::sqlite_options o;
    o.path = all.file();
    const service::hall_service halls(reactor, all.office(),
                                      std::make_unique<journal::sqlite_journal>(o), {});
    benchmark::DoNotOptimize(halls.published(all.office()->halls.front().id));
  }
  bench.counters["entries"] = static_cast<double>(all.entries());
}
BENCHMARK(start_from_a_year)->Unit(benchmark::kMillisecond)->Iterations(5);

}  // namespace

BENCHMARK_MAIN();
