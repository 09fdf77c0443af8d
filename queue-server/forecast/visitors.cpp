#include "forecast/visitors.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace hallcall::forecast {
namespace {

constexpr double ms_an_hour = 3'600'000;

}  // namespace

std::optional<visitor> listed_visitors::next() {
  if (given_ == all_.size()) return std::nullopt;
  return std::move(all_[given_++]);
}

milliseconds handling_time::draw(random_stream& random, milliseconds mean) const {
  const auto m = static_cast<double>(mean.count());
  double drawn = m;
  if (mean.count() > 0 && how == form::exponential) drawn = random.exponential(m);
  if (mean.count() > 0 && how == form::lognormal) drawn = random.lognormal(m, variation);
  return milliseconds(static_cast<std::int64_t>(std::floor(drawn + 0.5)));
}

poisson_visitors::poisson_visitors(std::vector<stream> streams, handling_time handling,
                                   engine::time_point start, std::uint64_t seed,
                                   std::uint64_t replication)
    : handling_(handling), start_(start) {
  std::uint64_t number = 0;
  for (auto& s : streams) {
    const auto of_flow = replication * 1'000 + 2 * number++;
    flows_.push_back(
        {std::move(s), random_stream(seed, of_flow), random_stream(seed, of_flow + 1), 0});
    advance(flows_.back());
  }
}

void poisson_visitors::advance(flow& f) {
  if (f.what.per_hour <= 0)
    f.at_ms = std::numeric_limits<double>::infinity();
  else
    f.at_ms += f.arrivals.exponential(ms_an_hour / f.what.per_hour);
}

std::optional<visitor> poisson_visitors::next() {
  const auto first = std::min_element(flows_.begin(), flows_.end(),
                                      [](auto& a, auto& b) { return a.at_ms < b.at_ms; });
  if (first == flows_.end() || !std::isfinite(first->at_ms)) return std::nullopt;
  visitor v = first->what.like;
  v.at = start_ + milliseconds(static_cast<std::int64_t>(std::floor(first->at_ms + 0.5)));
  v.handling = handling_.draw(first->handling, first->what.mean_handling);
  advance(*first);
  return v;
}

}  // namespace hallcall::forecast
