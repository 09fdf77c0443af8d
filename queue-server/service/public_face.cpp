#include "service/public_face.hpp"

#include <algorithm>

namespace hallcall::service {
namespace {

double public_rate(const engine::hall_state& state, engine::lane l) {
  return state.rules->of(public_lane(l)).rate;
}

}  // namespace

std::vector<engine::lane> public_lanes(const engine::hall_rules& rules) {
  std::vector<engine::lane> lanes;
  for (std::size_t i = 0; i < engine::lane_count; ++i) {
    const auto l = static_cast<engine::lane>(i);
    if (rules.lanes[i].in_use && public_lane(l) == l) lanes.push_back(l);
  }
  return lanes;
}

std::int64_t public_waiting(const engine::hall_state& state, engine::lane l) {
  std::int64_t sum = 0;
  for (std::size_t i = 0; i < engine::lane_count; ++i)
    if (public_lane(static_cast<engine::lane>(i)) == l) sum += state.line.by_lane[i];
  for (auto id : state.returns)
    if (public_lane(state.tickets.at(id).lane) == l) ++sum;
  return sum;
}

std::optional<forecast::range> public_wait(const engine::hall_state& state, engine::lane l,
                                           engine::time_point now) {
  if (!forecast::trustworthy(state.predictions)) return std::nullopt;
  return forecast::wait_to_join(state, public_lane(l), now);
}

namespace {

// Of those at the head of the line as well, whom an earlier place puts before it.
std::int64_t ahead_at_head(const engine::hall_state& state, const engine::ticket& mine) {
  std::int64_t ahead = 0;
  for (const auto& [key, strand] : state.line.strands)
    if (key.head_of_line)
      ahead +=
          std::distance(strand.places.begin(), strand.places.lower_bound({mine.place_at, mine.id}));
  return ahead;
}

}  // namespace

std::int64_t ahead_of(const engine::hall_state& state, const engine::ticket& mine) {
  if (mine.head_of_line) return ahead_at_head(state, mine);
  const double rate = public_rate(state, mine.lane);
  std::int64_t ahead = 0;
  for (const auto& [key, strand] : state.line.strands) {
    const double theirs = public_rate(state, key.lane);
    if (theirs > rate || key.head_of_line) {
      ahead += static_cast<std::int64_t>(strand.places.size());
    } else if (theirs == rate) {
      for (const auto& [place, id] : strand.places) {
        if (std::pair(place, id) >= std::pair(mine.place_at, mine.id)) break;
        ++ahead;
      }
    }
  }
  // Returns are woven in one after every two live calls.
  return ahead +
         std::min<std::int64_t>(static_cast<std::int64_t>(state.returns.size()), (ahead + 1) / 2);
}

std::int64_t ahead_of_newest(const engine::hall_state& state, const engine::ticket& mine) {
  if (mine.head_of_line) return ahead_at_head(state, mine);
  const double rate = public_rate(state, mine.lane);
  std::int64_t ahead = -1;  // itself is in the line
  for (std::size_t i = 0; i < engine::lane_count; ++i)
    if (public_rate(state, static_cast<engine::lane>(i)) >= rate) ahead += state.line.by_lane[i];
  ahead = std::max<std::int64_t>(ahead, 0);
  return ahead +
         std::min<std::int64_t>(static_cast<std::int64_t>(state.returns.size()), (ahead + 1) / 2);
}

std::int64_t ahead_of_return(const engine::hall_state& state, const engine::ticket& mine) {
  const auto before_first = static_cast<std::uint64_t>(state.rules->live_before_first_return);
  const auto between = static_cast<std::uint64_t>(state.rules->live_between_returns);
  std::uint64_t due =
      state.live_at_last_return > 0 ? state.live_at_last_return + between : 0;  // in live calls
  std::int64_t returns_before = 0;
  for (const auto id : state.returns) {
    due = std::max({due, state.tickets.at(id).returned_at_live + before_first, state.live_calls});
    if (id == mine.id) break;
    ++returns_before;
    due += between;
  }
  // When nobody else waits, returns are called without waiting for live numbers.
  return std::min(static_cast<std::int64_t>(due - state.live_calls), state.line.waiting()) +
         returns_before;
}

bool called_in_public(const engine::ticket& t) { return !t.quiet; }

}  // namespace hallcall::service
