#include "agreement.hpp"

#include <cstdlib>

#include <doctest/doctest.h>

namespace hallcall::forecast::testing {
namespace {

constexpr milliseconds unit{60'000};
constexpr double usual_length = 20;
constexpr std::uint64_t first_seed = 1, second_seed = 2;

double length_factor() {
  const char* text = std::getenv("HALLCALL_SIM_LENGTH");
  return text == nullptr ? usual_length : std::max(0.01, std::atof(text));
}

milliseconds units(double n) {
  return milliseconds(static_cast<std::int64_t>(n * static_cast<double>(unit.count())));
}

summary run(bare_hall hall, const length& l, std::uint64_t seed, double factor) {
  double per_hour = 0;
  for (const auto& lane : hall.lanes) per_hour += lane.per_hour;
  const double in_all = l.visits * factor / per_hour * 3'600'000;
  const double unit_ms = static_cast<double>(hall.mean_handling.count());
  hall.measured =
      milliseconds(static_cast<std::int64_t>(in_all / static_cast<double>(l.replications)));
  hall.warm_up = milliseconds(static_cast<std::int64_t>(l.warm_up * unit_ms));
  return simulate(hall, seed, l.replications);
}

estimate in_units(estimate seconds) {
  const double unit_s = static_cast<double>(unit.count()) / 1000;
  return {seconds.value / unit_s, seconds.half_width < 0 ? -1 : seconds.half_width / unit_s};
}

}  // namespace

bare_hall hall_of(const textbook& t) {
  bare_hall h;
  h.counters = static_cast<int>(t.servers);
  for (std::size_t i = 0; i < t.lambdas.size(); ++i) {
    const double rate = t.rates.empty() ? 1 : t.rates[i];
    h.lanes.push_back({"class " + std::to_string(i + 1), t.lambdas[i] / t.mu * 60, rate});
  }
  h.order = t.order;
  h.mean_handling = units(1);
  h.handling.how = handling_time::form::exponential;
  h.cap = false;
  return h;
}

void agrees(bare_hall hall, const std::vector<figure>& figures, const length& l) {
  const auto once = run(hall, l, first_seed, length_factor());
  std::vector<const figure*> doubtful;
  for (const auto& f : figures) {
    const auto e = f.of(once);
    INFO(f.name << ": exact " << f.exact << ", simulated " << e.value << " ± " << e.half_width);
    CHECK(e.half_width >= 0);
    CHECK(e.half_width <= l.widest * f.exact);
    if (!e.contains(f.exact)) doubtful.push_back(&f);
  }
  if (doubtful.empty()) return;
  const auto again = run(hall, l, second_seed, 4 * length_factor());
  for (const auto* f : doubtful) {
    const auto before = f->of(once), e = f->of(again);
    INFO(f->name << ": exact " << f->exact << ", simulated " << before.value << " ± "
                 << before.half_width << ", and again " << e.value << " ± " << e.half_width);
    CHECK(e.contains(f->exact));
  }
}

figure mean_wait(double exact) {
  return {"mean wait", exact, [](const summary& s) { return in_units(s.all.mean_wait_s); }};
}

figure mean_wait(engine::lane l, double exact) {
  return {"mean wait of lane " + std::to_string(static_cast<int>(l)), exact,
          [l](const summary& s) { return in_units(s.lanes.at(l).mean_wait_s); }};
}

}  // namespace hallcall::forecast::testing
