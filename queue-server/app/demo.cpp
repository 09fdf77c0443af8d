#include "app/demo.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "gateway/secrets.hpp"

namespace hallcall::app {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr double fast_factor = 54;  // nine hours in ten minutes
constexpr milliseconds step_every{250};
constexpr seconds before_opening{300};
constexpr double load = 0.72;             // arrivals against what all clerks together can do
constexpr double sensitive_share = 0.03;  // of the citizens who come for a painful matter
constexpr seconds backup_answers_after{20};
constexpr double spread = 0.5;   // of the log of handling times
constexpr double absent = 0.05;  // citizens who do not come when called

// The hall's busy hours: late morning and early afternoon, as shares of the mean.
double busyness(double hour) {
  return 0.55 + 0.85 * std::exp(-std::pow((hour - 10.2) / 1.3, 2)) +
         0.6 * std::exp(-std::pow((hour - 14.5) / 1.5, 2));
}

}  // namespace

void demo::set_clock(service::hall_clock& clock, const service::office& office) {
  const auto& calendar = office.halls.front().rules.opening;
  const auto door = engine::door_at(calendar, clock.now());
  clock.run_from((door.opens_at ? *door.opens_at : clock.now()) - before_opening, fast_factor);
}

demo::demo(net::reactor& r, service::hall_service& halls, bool fast)
    : reactor_(r),
      halls_(halls),
      fast_(fast),
      hall_(halls.the_office().halls.front().id),
      random_(std::random_device{}()) {
  for (const auto& c : halls_.the_office().halls.front().rules.counters)
    clerks_.push_back({c.number, c.base, {}});
  timer_ = reactor_.after(step_every, [this] { step(); });
}

demo::~demo() = default;

void demo::give(engine::command command, std::string kind, std::string actor) {
  service::submission s;
  s.hall = hall_;
  s.command = std::move(command);
  s.kind = std::move(kind);
  s.actor = std::move(actor);
  s.done = [](std::variant<service::answer, service::trouble>) {};
  s.render = [](const auto&, const auto&, auto) { return service::answer{}; };
  halls_.submit(std::move(s));
}

double demo::arrivals_an_hour(engine::time_point now) const {
  const auto& rules = halls_.the_office().halls.front().rules;
  double mean = 0;
  for (const auto& s : rules.services) mean += static_cast<double>(s.standard.count());
  mean /= static_cast<double>(std::max<std::size_t>(rules.services.size(), 1));
  const auto local = now + rules.opening.offset_at(now);
  const double hour = std::chrono::duration<double, std::ratio<3600>>(
                          local - std::chrono::floor<std::chrono::days>(local))
                          .count();
  const auto clerks =
      std::count_if(clerks_.begin(), clerks_.end(), [](const clerk& c) { return c.base; });
  return load * static_cast<double>(clerks) * 3600.0 / mean * busyness(hour);
}

void demo::arrive(const service::hall_config& config, engine::time_point now) {
  const auto& services = config.rules.services;
  if (services.empty()) return;
  engine::take_ticket t;
  const bool sensitive = std::bernoulli_distribution(sensitive_share)(random_);
  const auto* chosen = &services[random_() % services.size()];
  // Matters for which one counter has the tools are rarer than the rest.
  const auto fits = [&](const engine::service_rules& s) {
    return s.sensitive == sensitive && (s.requires_features.empty() || random_() % 3 == 0);
  };
  for (int again = 0; again < 100 && !fits(*chosen); ++again)
    chosen = &services[random_() % services.size()];
  t.services.push_back(chosen->id);
  if (random_() % 8 == 0)
    t.needs.insert(random_() % 2 == 0 ? engine::need::senior : engine::need::small_child);
  if (random_() % 40 == 0) t.needs.insert(engine::need::wheelchair);
  t.language = random_() % 12 == 0 ? "en" : "zh-TW";
  t.channel = engine::channel::kiosk;
  t.token = gateway::random_token();
  give(std::move(t), "take-ticket", "sample:citizen");
  std::exponential_distribution<double> gap(arrivals_an_hour(now) / 3600.0);
  next_arrival_ = now + milliseconds(static_cast<std::int64_t>(gap(random_) * 1000));
}

void demo::work(clerk& c, engine::time_point now) {
  const auto& state = *halls_.head(hall_);
  const auto* counter = state.find(c.counter);
  const auto after = [&](double s) {
    c.acts_at = now + milliseconds(static_cast<std::int64_t>(s * 1000));
  };
  const std::string actor = fmt::format("sample:clerk{}", c.counter.value);
  if (counter == nullptr || counter->mode == engine::counter_mode::closed) {
    if (!c.base) return answer_page(c, now, actor);
    give(engine::open_counter{c.counter, actor, fmt::format("範例 {} Sample", c.counter.value)},
         "open", actor);
    return after(5);
  }
  if (counter->clerk_account != actor || counter->mode != engine::counter_mode::open)
    return after(10);
  if (!counter->current) {
    give(engine::call_next{c.counter, false}, "call-next", actor);
    return after(8 + static_cast<double>(random_() % 15));
  }
  const auto& t = *state.find(*counter->current);
  if (t.state == engine::ticket_state::called) {
    const bool comes =
        std::hash<std::string>{}(t.token) % 1000 >= static_cast<std::size_t>(absent * 1000);
    if (comes) {
      std::lognormal_distribution<double> took(-spread * spread / 2, spread);
      after(static_cast<double>(t.standard.count()) * took(random_));
      return give(engine::start_visit{c.counter}, "start",
                  actor);  // the ticket may be gone afterwards
    }
    if (t.calls < 3)
      give(engine::recall{c.counter}, "recall", actor);
    else
      give(engine::no_show{c.counter}, "no-show", actor);
    return after(22);
  }
  give(engine::finish_visit{c.counter, engine::outcome::finished, {}}, "finish", actor);
  after(3);
}

// A backup comes to their mobile counter a while after they were called.
void demo::answer_page(clerk& c, engine::time_point now, const std::string& actor) {
  c.acts_at = now + seconds(2);
  for (const auto& p : halls_.head(hall_)->backup.pages)
    if (p.counter == c.counter && p.now == engine::page_phase::called &&
        now >= p.called_at + backup_answers_after)
      return give(engine::accept_backup{p.id, std::nullopt, actor,
                                        fmt::format("範例支援 {} Sample", c.counter.value)},
                  "backup-accept", actor);  // which changes the list of pages
}

void demo::step() {
  timer_ = reactor_.after(step_every, [this] { step(); });
  if (!halls_.ready()) return;
  const auto& config = halls_.the_office().halls.front();
  const auto now = halls_.now();
  const auto door = engine::door_at(config.rules.opening, now);
  const auto& state = *halls_.head(hall_);
  const bool anybody = state.line.waiting() > 0 || !state.returns.empty() ||
                       std::any_of(state.counters.begin(), state.counters.end(),
                                   [](const auto& c) { return c.second.current.has_value(); });
  if (fast_ && door.now == engine::door::state::closed && !anybody && door.opens_at &&
      *door.opens_at - now > 2 * before_opening) {
    halls_.clock().run_from(*door.opens_at - before_opening, fast_factor);  // the night
    next_arrival_ = {};
    return;
  }
  if (door.now == engine::door::state::open)
    for (int i = 0; i < 50 && next_arrival_ <= now; ++i) {
      if (next_arrival_ == engine::time_point{}) next_arrival_ = now;
      arrive(config, std::max(next_arrival_, now - seconds(60)));
    }
  if (door.now != engine::door::state::closed || anybody)
    for (auto& c : clerks_)
      if (c.acts_at <= now) work(c, now);
}

}  // namespace hallcall::app
