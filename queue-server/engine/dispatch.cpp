#include "engine/dispatch.hpp"

#include <algorithm>

#include "engine/bookings.hpp"

namespace hallcall::engine {
namespace {

constexpr std::size_t passed_over_told = 8;

bool subset(const std::set<feature_id>& wanted, const std::set<feature_id>& had) {
  return std::includes(had.begin(), had.end(), wanted.begin(), wanted.end());
}

counter_mode mode_of(const hall_state& state, counter_no n) {
  const counter* c = state.find(n);
  return c == nullptr ? counter_mode::closed : c->mode;
}

// True when some open counter takes the strand's lane and has all of `features` besides what is
// required.
bool open_counter_with(const hall_state& state, const strand_key& key,
                       const std::set<feature_id>& features) {
  for (const auto& r : state.rules->counters)
    if (mode_of(state, r.number) == counter_mode::open && r.takes.contains(key.lane) &&
        subset(key.requires_features, r.features) && subset(features, r.features))
      return true;
  return false;
}

// Where the wanted clerk sits, if that counter can take the strand.
const counter_rules* counter_of_clerk(const hall_state& state, const strand_key& key,
                                      bool also_paused) {
  if (key.wants_clerk.empty()) return nullptr;
  for (const auto& r : state.rules->counters) {
    const counter* c = state.find(r.number);
    if (c == nullptr || c->clerk_account != key.wants_clerk) continue;
    const bool there =
        c->mode == counter_mode::open || (also_paused && c->mode == counter_mode::paused);
    if (there && r.takes.contains(key.lane) && subset(key.requires_features, r.features)) return &r;
  }
  return nullptr;
}

// Another counter's clerk is preferred and there: this one takes it only rather than be idle.
bool clerk_elsewhere(const hall_state& state, const counter_rules& c, const strand_key& key) {
  const auto* theirs = counter_of_clerk(state, key, false);
  return theirs != nullptr && theirs->number != c.number;
}

// How a counter and a strand fit together.
enum class fit : std::uint8_t { no, only_when_idle, yes };

fit fit_of(const hall_state& state, const counter_rules& c, const strand_key& key) {
  if (!subset(key.requires_features, c.features)) return fit::no;
  if (key.counter_only && key.wants_counter) {
    if (*key.wants_counter == c.number) return fit::yes;
    if (mode_of(state, *key.wants_counter) != counter_mode::closed) return fit::no;
  }
  if (key.counter_only)
    if (const auto* theirs = counter_of_clerk(state, key, true))
      return theirs->number == c.number ? fit::yes : fit::no;
  if (!c.takes.contains(key.lane)) return fit::no;
  if (!key.wants_narrow.empty() && !subset(key.wants_narrow, c.features) &&
      open_counter_with(state, key, key.wants_narrow))
    return fit::no;
  if (!key.wants_order.empty() && !subset(key.wants_order, c.features) &&
      open_counter_with(state, key, key.wants_order))
    return fit::only_when_idle;
  if (key.wants_counter && *key.wants_counter != c.number &&
      mode_of(state, *key.wants_counter) == counter_mode::open)
    return fit::only_when_idle;
  return clerk_elsewhere(state, c, key) ? fit::only_when_idle : fit::yes;
}

bool favoured(lane l) { return l == lane::priority || l == lane::booked || l == lane::turning; }

// The people that one counter may serve, seen strand by strand: picks them one after the other.
class picker {
 public:
  picker(const hall_state& state, const counter_rules& c, time_point now)
      : state_(state),
        counter_(c),
        now_(now),
        order_(state.order_in_force()),
        kept_(state, c, now),
        live_calls_(state.live_calls),
        live_at_last_return_(state.live_at_last_return),
        any_return_called_(state.live_at_last_return > 0) {
    if (const auto* s = state.find(c.number)) ratio_run_ = s->ratio_run;
    cursors_.reserve(state.line.strands.size());
    for (const auto& [key, strand] : state.line.strands) {
      const fit how = fit_of(state, c, key);
      if (how != fit::no)
        cursors_.push_back({&key, strand.places.begin(), strand.places.end(), how});
    }
    for (ticket_id id : state.returns)
      if (fit_of(state, c, strand_of(state.tickets.at(id))) != fit::no) returns_.push_back(id);
  }

  std::optional<choice> next() {
    cursor* best = nullptr;
    auto rule = call_rule::head_of_line;
    best = first([&](const cursor& c) { return at_head(c); }, older);
    if (best == nullptr && return_due()) return take_return();
    if (best == nullptr) {
      rule = call_rule::cap;
      best = first([&](const cursor& c) { return waited(c) > order_.cap; }, older);
    }
    const auto willing = [](const cursor& c) { return c.how == fit::yes; };
    if (best == nullptr && !counter_.prefers.empty()) {
      rule = call_rule::preferred_lane;
      best = first(
          [&](const cursor& c) { return willing(c) && counter_.prefers.contains(c.key->lane); },
          score_first);
    }
    if (best == nullptr) best = by_discipline(willing, rule);
    if (best == nullptr) best = by_discipline([](const cursor&) { return true; }, rule);
    if (best == nullptr && (returns_.empty() || held(returns_.front()))) return std::nullopt;
    if (best == nullptr) return take_return();
    return take(*best, rule);
  }

  // Somebody whom the counter may serve waits, kept from it or not.
  [[nodiscard]] bool anybody() const { return !cursors_.empty() || !returns_.empty(); }

 private:
  using place = std::set<std::pair<time_point, ticket_id>>::const_iterator;
  struct cursor {
    const strand_key* key;
    place at, end;
    fit how;
  };

  [[nodiscard]] std::chrono::milliseconds waited(const cursor& c) const {
    return std::max(now_ - c.at->first, std::chrono::milliseconds(0));
  }
  [[nodiscard]] double score(const cursor& c) const {
    return static_cast<double>(waited(c).count()) / 1000.0 * c.key->rate;
  }

  // before everybody else, but not away from the clerk who knows the case.
  [[nodiscard]] bool at_head(const cursor& c) const {
    return (c.key->head_of_line || c.key->lane == lane::returning) &&
           !clerk_elsewhere(state_, counter_, *c.key);
  }

  // Orders: true when `a` is to be called before `b`.
  static bool older(const picker&, const cursor& a, const cursor& b) { return *a.at < *b.at; }
  static bool score_first(const picker& p, const cursor& a, const cursor& b) {
    const double sa = p.score(a), sb = p.score(b);
    return sa != sb ? sa > sb : *a.at < *b.at;
  }
  static bool rate_first(const picker&, const cursor& a, const cursor& b) {
    return a.key->rate != b.key->rate ? a.key->rate > b.key->rate : *a.at < *b.at;
  }

  // the counter is kept free for somebody else. The first of a strand stands for it: nobody
  // overtakes because their visit is shorter.
  [[nodiscard]] bool held(ticket_id id) const {
    if (kept_.for_nobody()) return false;
    const ticket& t = state_.tickets.at(id);
    return t.lane != lane::booked && kept_.kept_from(t.standard).has_value();
  }

  template <class Accept, class Before>
  cursor* first(Accept accept, Before before) {
    cursor* best = nullptr;
    for (auto& c : cursors_)
      if (c.at != c.end && accept(c) && !held(c.at->second) &&
          (best == nullptr || before(*this, c, *best)))
        best = &c;
    return best;
  }

  template <class Accept>
  cursor* by_discipline(Accept accept, call_rule& rule) {
    switch (order_.how) {
      case discipline::apq:
        rule = call_rule::score;
        return first(accept, score_first);
      case discipline::fifo:
        rule = call_rule::fifo;
        return first(accept, older);
      case discipline::strict:
        rule = call_rule::strict;
        return first(accept, rate_first);
      case discipline::ratio: {
        rule = call_rule::ratio;
        const bool ordinary_turn = ratio_run_ >= order_.ratio_priority ||
                                   (ratio_run_ < 0 && -ratio_run_ < order_.ratio_general);
        const auto of_turn = [&](const cursor& c) {
          return accept(c) && favoured(c.key->lane) != ordinary_turn;
        };
        if (auto* c = first(of_turn, older)) return c;
        return first(accept, older);
      }
    }
    return nullptr;
  }

  // after three live calls since it came back, then one after every two.
  [[nodiscard]] bool return_due() const {
    if (returns_.empty() || held(returns_.front())) return false;
    const auto& t = state_.tickets.at(returns_.front());
    const auto& r = *state_.rules;
    return live_calls_ >=
               t.returned_at_live + static_cast<std::uint64_t>(r.live_before_first_return) &&
           (!any_return_called_ ||
            live_calls_ >=
                live_at_last_return_ + static_cast<std::uint64_t>(r.live_between_returns));
  }

  choice take_return() {
    const auto& t = state_.tickets.at(returns_.front());
    returns_.erase(returns_.begin());
    kept_.found_one(t.id);
    live_at_last_return_ = live_calls_;
    any_return_called_ = true;
    count_for_ratio(t.lane);
    choice c{t.id, reason{}};
    c.why.rule = call_rule::returned;
    c.why.lane = t.lane;
    c.why.rate = t.rate;
    c.why.waited =
        std::chrono::floor<seconds>(std::max(now_ - t.place_at, std::chrono::milliseconds(0)));
    c.why.score = static_cast<double>(c.why.waited.count()) * t.rate;
    tell_passed_over(nullptr, c.why);
    return c;
  }

  choice take(cursor& chosen, call_rule rule) {
    choice c{chosen.at->second, reason{}};
    c.why.rule = rule;
    c.why.lane = chosen.key->lane;
    c.why.rate = chosen.key->rate;
    c.why.waited = std::chrono::floor<seconds>(waited(chosen));
    c.why.score = score(chosen);
    tell_passed_over(&chosen, c.why);
    count_for_ratio(chosen.key->lane);
    kept_.found_one(c.ticket);
    ++live_calls_;
    ++chosen.at;
    return c;
  }

  // As apply() counts every call there, a return's too.
  void count_for_ratio(lane l) {
    ratio_run_ = favoured(l) ? std::max(ratio_run_, 0) + 1 : std::min(ratio_run_, 0) - 1;
  }

  void tell_passed_over(const cursor* chosen, reason& why) const {
    std::vector<const cursor*> others;
    others.reserve(cursors_.size());
    for (const auto& c : cursors_)
      if (&c != chosen && c.at != c.end) others.push_back(&c);
    const auto told = std::min(others.size(), passed_over_told);
    std::partial_sort(
        others.begin(), others.begin() + static_cast<std::ptrdiff_t>(told), others.end(),
        [this](const cursor* a, const cursor* b) { return score_first(*this, *a, *b); });
    why.passed_over.reserve(told);
    for (std::size_t i = 0; i < told; ++i) {
      const cursor& c = *others[i];
      why.passed_over.push_back({to_string(state_.tickets.at(c.at->second).number), c.key->lane,
                                 score(c), std::chrono::floor<seconds>(waited(c))});
    }
  }

  const hall_state& state_;
  const counter_rules& counter_;
  time_point now_;
  calling_order order_;
  keeping kept_;
  std::vector<cursor> cursors_;
  std::vector<ticket_id> returns_;  // in the order they came back
  std::uint64_t live_calls_;
  std::uint64_t live_at_last_return_;
  bool any_return_called_;
  int ratio_run_ = 0;
};

}  // namespace

strand_key strand_of(const ticket& t) {
  return {t.lane,          t.rate,         t.requires_features, t.wants_narrow, t.wants_order,
          t.wants_counter, t.counter_only, t.wants_clerk,       t.head_of_line};
}

std::optional<choice> choose_next(const hall_state& state, const counter_rules& c, time_point now) {
  return picker(state, c, now).next();
}

bool keeps_from_all(const hall_state& state, const counter_rules& c, time_point now) {
  picker p(state, c, now);
  return p.anybody() && !p.next();
}

bool may_serve(const hall_state& state, const counter_rules& c, const ticket& t) {
  return t.state == ticket_state::waiting && fit_of(state, c, strand_of(t)) != fit::no;
}

std::vector<ticket_id> call_order(const hall_state& state, const counter_rules& c, time_point now,
                                  std::size_t most) {
  std::vector<ticket_id> order;
  picker p(state, c, now);
  while (order.size() < most) {
    const auto next = p.next();
    if (!next) break;
    order.push_back(next->ticket);
  }
  return order;
}

std::optional<counter_no> proposed_counter(const hall_state& state, time_point now) {
  const counter* best = nullptr;
  for (const auto& r : state.rules->counters) {
    const counter* c = state.find(r.number);
    if (c == nullptr || c->mode != counter_mode::open || c->current || c->standing_down) continue;
    if (best != nullptr && best->idle_since <= c->idle_since) continue;
    if (choose_next(state, r, now)) best = c;
  }
  return best == nullptr ? std::nullopt : std::optional(best->number);
}

std::vector<ticket_id> nobody_serves(const hall_state& state, std::size_t most) {
  const auto served = [&](const strand_key& key) {
    return std::any_of(state.rules->counters.begin(), state.rules->counters.end(),
                       [&](const counter_rules& r) {
                         return mode_of(state, r.number) != counter_mode::closed &&
                                fit_of(state, r, key) != fit::no;
                       });
  };
  std::vector<ticket_id> stranded;
  for (ticket_id id : state.returns)
    if (stranded.size() < most && !served(strand_of(state.tickets.at(id)))) stranded.push_back(id);
  for (const auto& [key, strand] : state.line.strands) {
    if (served(key)) continue;
    for (const auto& [place, id] : strand.places) {
      if (stranded.size() == most) return stranded;
      stranded.push_back(id);
    }
  }
  return stranded;
}

}  // namespace hallcall::engine
