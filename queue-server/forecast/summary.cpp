#include "forecast/summary.hpp"

#include <algorithm>

namespace hallcall::forecast {
namespace {

constexpr double ms_a_minute = 60'000, ms_of_an_hour = 3'600'000;

double in_ms(milliseconds t) { return static_cast<double>(t.count()); }

}  // namespace

void tally::lane_tally::begin() {
  wait_s.emplace_back();
  waiting.emplace_back();
}

void tally::lane_tally::add(const visit_told& v) {
  ++told.visits;
  if (v.left) ++told.left;
  if (!v.called_at) {
    if (!v.left) ++told.never_called;
    return;
  }
  waits.push_back(v.waited.count());
  wait_s.back().sum += in_ms(v.waited) / 1000;
  wait_s.back().among += 1;
  waiting.back().sum += v.waited.count() > 0 ? 1 : 0;
  waiting.back().among += 1;
  overtaken += static_cast<double>(v.overtaken);
  ever_overtaken += v.overtaken > 0 ? 1 : 0;
}

void tally::lane_tally::finish() {
  std::sort(waits.begin(), waits.end());
  told.mean_wait_s = ratio_of(wait_s);
  told.share_waiting = ratio_of(waiting);
  told.p50_ms = percentile(waits, 0.50);
  told.p90_ms = percentile(waits, 0.90);
  told.p95_ms = percentile(waits, 0.95);
  told.max_ms = percentile(waits, 1.0);
  if (waits.empty()) return;
  told.overtaken = overtaken / static_cast<double>(waits.size());
  told.share_overtaken = ever_overtaken / static_cast<double>(waits.size());
}

void tally::add(const run_told& run) {
  ++told_.replications;
  told_.measured += run.measured;
  for (auto& l : lanes_) l.begin();
  for (const auto& v : run.visits) {
    lanes_[static_cast<std::size_t>(v.lane)].add(v);
    lanes_.back().add(v);
  }
  for (const auto& c : run.counters) {
    if (c.open.count() == 0) continue;
    auto& all = told_.counters[c.counter];
    all.visits += c.visits;
    all.open += c.open;
    all.busy += c.busy;
  }
  const double time = in_ms(run.measured);
  line_.push_back({run.line_ms, time});
  told_.most_waiting = std::max(told_.most_waiting, run.most_waiting);
  backup_share_.push_back({in_ms(run.backup_open), time});
  backup_times_.push_back({static_cast<double>(run.backup_times), time / ms_of_an_hour});
  backup_open_.push_back(
      {in_ms(run.backup_open) / ms_a_minute, static_cast<double>(run.backup_times)});
  told_.backup.times += run.backup_times;
  told_.backup.openings += run.backup_openings;
  told_.turned_away += run.turned_away;
  told_.refused += run.refused;
  if (told_.first_refusal.empty()) told_.first_refusal = run.first_refusal;
}

summary tally::finish() {
  for (auto& l : lanes_) l.finish();
  for (std::size_t i = 0; i < engine::lane_count; ++i)
    if (lanes_[i].told.visits > 0) told_.lanes[static_cast<engine::lane>(i)] = lanes_[i].told;
  told_.all = lanes_.back().told;
  told_.mean_line = ratio_of(line_);
  told_.backup.share_open = ratio_of(backup_share_);
  told_.backup.times_an_hour = ratio_of(backup_times_);
  told_.backup.mean_open_minutes = ratio_of(backup_open_);
  return std::move(told_);
}

}  // namespace hallcall::forecast
