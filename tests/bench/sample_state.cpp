#include "bench/sample_state.hpp"

#include <stdexcept>

namespace hallcall::bench {
namespace {

void give(sample_hall& h, const engine::command& c) {
  const auto happened = engine::decide(h.state, c, h.now);
  if (!happened)
    throw std::runtime_error("a benchmark's command was refused: " + happened.error().detail);
  for (const auto& e : *happened) engine::apply(h.state, e, h.now);
}

}  // namespace

engine::take_ticket next_citizen(sample_hall& h) {
  // Six kinds of visit, each a line of its own: plain, express, priority, turning, and plain or
  // express in English.
  const auto n = h.citizens++;
  const auto kind = n % 6;
  engine::take_ticket t;
  for (const auto& s : h.office->halls.front().rules.services) {
    const bool wanted = kind == 3                ? s.sensitive
                        : kind == 1 || kind == 5 ? s.express
                                                 : !s.sensitive && !s.express;
    if (!wanted || !s.requires_features.empty()) continue;
    t.services.push_back(s.id);
    break;
  }
  if (kind == 2) t.needs.insert(engine::need::senior);
  t.language = kind >= 4 ? "en" : "zh-TW";
  t.token = "token" + std::to_string(n);
  return t;
}

sample_hall hall_with_waiting(int waiting) {
  const auto file = service::load_office(HALLCALL_OFFICES "/nantun.toml");
  if (!file) throw std::runtime_error("the sample office does not load");
  sample_hall h;
  h.office = service::open_at_all_hours(**file);
  auto rules = h.office->halls.front().rules;
  rules.counters.front().takes.bits =
      (1u << engine::lane_count) - 1;  // so that any of them may be next
  rules.counters.front().features.insert({"language:en"});
  rules.backups.clear();
  h.state = engine::make_hall(std::make_shared<const engine::hall_rules>(rules));
  h.now = engine::time_point{std::chrono::milliseconds(1'780'000'000'000)};
  give(h, engine::tick{});
  give(h, engine::open_counter{engine::counter_no{1}, "account:sample", "Sample"});
  for (int i = 0; i < waiting; ++i) {
    h.now += std::chrono::milliseconds(50);
    give(h, next_citizen(h));
  }
  h.now += std::chrono::seconds(60);
  return h;
}

void finish_and_refill(sample_hall& h) {
  give(h, engine::start_visit{engine::counter_no{1}});
  give(h, engine::finish_visit{engine::counter_no{1}, engine::outcome::finished, {}});
  give(h, next_citizen(h));
}

}  // namespace hallcall::bench
