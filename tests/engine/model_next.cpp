// Who is next in the model: the rules of precedence, one after the other, each over everybody
//
#include <algorithm>

#include "model_hall.hpp"

namespace hallcall::engine::testing {
namespace {

bool has_favour(lane l) { return l == lane::priority || l == lane::booked || l == lane::turning; }

// The first of those there are, by the better of two.
template <class Crowd, class Better>
auto best_of(const Crowd& all, Better better) {
  const auto it = std::ranges::min_element(all, better);
  return it == all.end() ? nullptr : *it;
}

template <class Crowd, class Keep>
Crowd those(const Crowd& all, Keep keep) {
  Crowd some;
  for (const auto* v : all)
    if (keep(*v)) some.push_back(v);
  return some;
}

constexpr auto came_first = [](const auto* a, const auto* b) {
  return std::pair(a->seen.place_at, a->seen.id) < std::pair(b->seen.place_at, b->seen.id);
};

}  // namespace

std::chrono::milliseconds model_hall::waited(const visitor& v) const {
  return std::max(at_ - v.seen.place_at, std::chrono::milliseconds(0));
}

double model_hall::score(const visitor& v) const {
  return static_cast<double>(waited(v).count()) / 1000.0 * v.seen.rate;
}

bool model_hall::an_open_one_has(const visitor& v, const std::set<feature_id>& features) const {
  for (const auto& d : book_.desks)
    if (d.mode == counter_mode::open && d.rules->takes.contains(v.seen.lane) &&
        std::ranges::includes(d.rules->features, v.required) &&
        std::ranges::includes(d.rules->features, features))
      return true;
  return false;
}

// What is required is required; a visit handed to one counter waits for it while it is not closed;
// a narrow wish holds while an open counter fulfils it.
bool model_hall::may_serve(const desk& d, const visitor& v) const {
  if (v.seen.state != ticket_state::waiting) return false;
  if (!std::ranges::includes(d.rules->features, v.required)) return false;
  if (v.seen.counter_only) {
    if (v.seen.wants_counter == d.rules->number) return true;
    if (v.seen.wants_counter && mode_of(*v.seen.wants_counter) != counter_mode::closed)
      return false;
    if (const auto* theirs = desk_of_clerk(v, true)) return theirs == &d;
  }
  if (!d.rules->takes.contains(v.seen.lane)) return false;
  return std::ranges::includes(d.rules->features, v.narrow) || !an_open_one_has(v, v.narrow);
}

// Such a ticket is called here only when there is no other.
bool model_hall::would_rather_go_elsewhere(const desk& d, const visitor& v) const {
  if (v.seen.counter_only && v.seen.wants_counter == d.rules->number) return false;
  if (v.seen.counter_only && desk_of_clerk(v, true) == &d) return false;
  if (clerk_is_elsewhere(d, v)) return true;
  if (!std::ranges::includes(d.rules->features, v.order) && an_open_one_has(v, v.order))
    return true;
  return v.seen.wants_counter && v.seen.wants_counter != d.rules->number &&
         mode_of(*v.seen.wants_counter) == counter_mode::open;
}

std::vector<const model_hall::visitor*> model_hall::returns() const {
  std::vector<const visitor*> back;
  for (const auto& v : book_.visitors)
    if (v.seen.returning) back.push_back(&v);
  std::ranges::sort(back, {}, &visitor::back_nth);
  return back;
}

std::int64_t model_hall::live_rounds_since(std::size_t round) const {
  std::int64_t live = 0;
  for (std::size_t i = round; i < book_.rounds.size(); ++i)
    if (book_.rounds[i].live) ++live;
  return live;
}

// after so many live ones since it came back, and since the last return.
bool model_hall::return_is_due(const visitor& v) const {
  if (live_rounds_since(v.back_after) < rules_.live_before_first_return) return false;
  for (std::size_t i = book_.rounds.size(); i > 0; --i)
    if (!book_.rounds[i - 1].live) return live_rounds_since(i) >= rules_.live_between_returns;
  return true;
}

// Discipline ratio: as many favoured ones as agreed have been called here, and the ordinary ones
// that follow are not through yet.
bool model_hall::ordinary_turn(const desk& d) const {
  std::vector<bool> favoured;  // called here since it opened, the latest first
  for (std::size_t i = book_.rounds.size(); i > d.opened_after; --i)
    if (const auto& r = book_.rounds[i - 1]; r.counter == d.rules->number)
      favoured.push_back(has_favour(r.lane));
  if (favoured.empty()) return rules_.ratio_priority <= 0;
  const auto run_end = std::ranges::find(favoured, !favoured.front());
  const auto run = run_end - favoured.begin();
  return favoured.front() ? run >= rules_.ratio_priority : run < rules_.ratio_general;
}

const model_hall::visitor* model_hall::highest_score(const crowd& all) const {
  return best_of(all, [&](const visitor* a, const visitor* b) {
    return score(*a) != score(*b) ? score(*a) > score(*b) : came_first(a, b);
  });
}

const model_hall::visitor* model_hall::by_discipline(const desk& d, const crowd& all) const {
  switch (rules_.order) {
    case discipline::apq:
      return highest_score(all);
    case discipline::fifo:
      return best_of(all, came_first);
    case discipline::strict:
      return best_of(all, [](const visitor* a, const visitor* b) {
        return a->seen.rate != b->seen.rate ? a->seen.rate > b->seen.rate : came_first(a, b);
      });
    case discipline::ratio: {
      const bool ordinary = ordinary_turn(d);
      const auto turn =
          those(all, [&](const visitor& v) { return has_favour(v.seen.lane) != ordinary; });
      return best_of(turn.empty() ? all : turn, came_first);
    }
  }
  return nullptr;
}

bool model_hall::alike(const visitor& a, const visitor& b) {
  return a.seen.lane == b.seen.lane && a.seen.rate == b.seen.rate && a.required == b.required &&
         a.narrow == b.narrow && a.order == b.order &&
         a.seen.wants_counter == b.seen.wants_counter &&
         a.seen.counter_only == b.seen.counter_only && a.seen.wants_clerk == b.seen.wants_clerk &&
         a.seen.head_of_line == b.seen.head_of_line;
}

// of each other line, which are tickets alike in all that matters here, the first; the eight
// that came nearest.
std::vector<std::string> model_hall::passed_over(const crowd& in_line, const visitor* won) const {
  crowd rest = in_line, firsts;
  if (won != nullptr) rest = those(rest, [&](const visitor& v) { return !alike(v, *won); });
  while (!rest.empty()) {
    const auto* best = highest_score(rest);
    firsts.push_back(best);
    rest = those(rest, [&](const visitor& v) { return !alike(v, *best); });
  }
  std::vector<std::string> numbers;
  for (const auto* v : firsts)
    if (numbers.size() < 8) numbers.push_back(v->seen.number);
  return numbers;
}

std::optional<model_hall::chosen> model_hall::next_for(const desk& d) const {
  crowd everybody;
  for (const auto& v : book_.visitors)
    if (!v.seen.returning && may_serve(d, v)) everybody.push_back(&v);
  // who stands behind somebody whom the counter is kept from, in one line, waits with them.
  const auto in_line = those(everybody, [&](const visitor& v) {
    const auto line = those(everybody, [&](const visitor& w) { return alike(v, w); });
    return !kept_from(d, *best_of(line, came_first));
  });
  auto back = those(returns(), [&](const visitor& v) { return may_serve(d, v); });
  if (!back.empty() && kept_from(d, *back.front())) back.clear();

  const auto choose = [&](const visitor* v, call_rule rule) {
    return chosen{v->seen.id, rule, passed_over(everybody, v)};
  };
  const auto choose_return = [&] {
    return chosen{back.front()->seen.id, call_rule::returned, passed_over(everybody, nullptr)};
  };
  const auto by_rule = std::map<discipline, call_rule>{{discipline::apq, call_rule::score},
                                                       {discipline::fifo, call_rule::fifo},
                                                       {discipline::strict, call_rule::strict},
                                                       {discipline::ratio, call_rule::ratio}};

  const auto heads = those(in_line, [&](const visitor& v) {
    return (v.seen.head_of_line || v.seen.lane == lane::returning) && !clerk_is_elsewhere(d, v);
  });
  if (!heads.empty()) return choose(best_of(heads, came_first), call_rule::head_of_line);
  if (!back.empty() && return_is_due(*back.front())) return choose_return();
  const auto starved = those(in_line, [&](const visitor& v) { return waited(v) > rules_.cap; });
  if (!starved.empty()) return choose(best_of(starved, came_first), call_rule::cap);
  const auto willing =
      those(in_line, [&](const visitor& v) { return !would_rather_go_elsewhere(d, v); });
  const auto preferred =
      those(willing, [&](const visitor& v) { return d.rules->prefers.contains(v.seen.lane); });
  if (!preferred.empty()) return choose(highest_score(preferred), call_rule::preferred_lane);
  if (!willing.empty()) return choose(by_discipline(d, willing), by_rule.at(rules_.order));
  if (!in_line.empty()) return choose(by_discipline(d, in_line), by_rule.at(rules_.order));
  if (!back.empty()) return choose_return();
  return std::nullopt;
}

std::optional<ticket_id> model_hall::next_at(counter_no n) const {
  const auto* d = find(n);
  if (d == nullptr) return std::nullopt;
  const auto next = next_for(*d);
  return next ? std::optional(next->ticket) : std::nullopt;
}

}  // namespace hallcall::engine::testing
