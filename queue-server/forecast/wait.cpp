#include "forecast/wait.hpp"

#include <algorithm>
#include <bit>

namespace hallcall::forecast {
namespace {

using engine::seconds;

constexpr int enough_predictions = 8;
constexpr double low_share = 0.7;  // the range about the estimate
constexpr double high_share = 1.4;
constexpr seconds high_margin{120};
constexpr seconds coarse_above{10 * 60};  // a longer wait is told in steps of five minutes
constexpr double least_left =
    0.25;  // of a visit's standard time, however long it has taken already

struct servers {
  int open = 0;
  engine::enum_set<engine::lane> lanes;  // all that these counters take
  double seconds_left = 0;               // of the visits at them now
};

double left_of(const engine::hall_state& state, const engine::counter& c, engine::time_point now) {
  if (!c.current) return 0;
  const auto* t = state.find(*c.current);
  if (t == nullptr) return 0;
  const double standard = static_cast<double>(t->standard.count());
  const double spent = std::chrono::duration<double>(now - t->why_at).count();
  return std::max(standard - std::max(spent, 0.0), standard * least_left);
}

servers serving(const engine::hall_state& state, engine::lane l, engine::time_point now) {
  servers s;
  for (const auto& r : state.rules->counters) {
    const auto* c = state.find(r.number);
    if (c == nullptr || c->mode != engine::counter_mode::open || c->standing_down ||
        !r.takes.contains(l))
      continue;
    ++s.open;
    s.lanes.bits |= r.takes.bits;
    s.seconds_left += left_of(state, *c, now);
  }
  return s;
}

seconds up_to(double value, seconds step) {
  const auto whole = static_cast<std::int64_t>(value);
  return seconds((whole + step.count() - 1) / step.count() * step.count());
}

range around(double estimate) {
  const double high = estimate * high_share + static_cast<double>(high_margin.count());
  const seconds step =
      seconds(static_cast<std::int64_t>(high)) > coarse_above ? seconds(300) : seconds(60);
  const seconds low = up_to(estimate * low_share, seconds(60));
  return {low, std::max(low, up_to(high, step))};
}

// The work before somebody of rate `mine` that joins now: all of the lanes that gather score at
// least as fast, and of the slower ones the part that is not overtaken.
double work_before(const engine::hall_state& state, const servers& s, double mine) {
  double work = 0;
  for (std::size_t i = 0; i < engine::lane_count; ++i) {
    const auto l = static_cast<engine::lane>(i);
    if (!s.lanes.contains(l)) continue;
    const double share = std::min(1.0, state.rules->lanes[i].rate / std::max(mine, 1e-9));
    work += static_cast<double>(state.line.work_by_lane[i].count()) * share;
  }
  for (auto id : state.returns)
    if (const auto* t = state.find(id)) work += static_cast<double>(t->standard.count());
  return work;
}

double mean_standard(const engine::hall_state& state) {
  std::int64_t waiting = 0;
  seconds work{0};
  for (std::size_t i = 0; i < engine::lane_count; ++i) {
    waiting += state.line.by_lane[i];
    work += state.line.work_by_lane[i];
  }
  if (waiting > 0) return static_cast<double>(work.count()) / static_cast<double>(waiting);
  const auto& services = state.rules->services;
  if (services.empty()) return 600;
  for (const auto& s : services) work += s.standard;
  return static_cast<double>(work.count()) / static_cast<double>(services.size());
}

bool idle_server(const engine::hall_state& state, engine::lane l) {
  return std::any_of(state.rules->counters.begin(), state.rules->counters.end(),
                     [&](const auto& r) {
                       const auto* c = state.find(r.number);
                       return c != nullptr && c->mode == engine::counter_mode::open &&
                              !c->current && r.takes.contains(l);
                     });
}

}  // namespace

engine::lane public_lane(engine::lane l) {
  return l == engine::lane::turning || l == engine::lane::returning ? engine::lane::general : l;
}

std::optional<range> wait_to_join(const engine::hall_state& state, engine::lane l,
                                  engine::time_point now) {
  const servers s = serving(state, l, now);
  if (s.open == 0) return std::nullopt;
  const double work = work_before(state, s, state.rules->of(l).rate);
  if (work == 0 && idle_server(state, l)) return range{seconds(0), seconds(120)};
  return around((work + s.seconds_left) / s.open);
}

std::optional<range> wait_behind(const engine::hall_state& state, engine::lane l,
                                 std::int64_t ahead, engine::time_point now) {
  const servers s = serving(state, l, now);
  if (s.open == 0) return std::nullopt;
  if (ahead == 0 && idle_server(state, l)) return range{seconds(0), seconds(120)};
  return around((static_cast<double>(ahead) * mean_standard(state) + s.seconds_left) / s.open);
}

bool trustworthy(const engine::prediction_record& p) {
  return p.count < enough_predictions || std::popcount(p.held) * 10 >= p.count * 6;
}

}  // namespace hallcall::forecast
