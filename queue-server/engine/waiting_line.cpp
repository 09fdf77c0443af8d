#include "engine/waiting_line.hpp"

#include <cassert>
#include <tuple>

namespace hallcall::engine {

bool operator<(const strand_key& a, const strand_key& b) {
  const auto fields = [](const strand_key& k) {
    return std::tie(k.lane, k.rate, k.counter_only, k.wants_counter, k.requires_features,
                    k.wants_narrow, k.wants_order, k.wants_clerk, k.head_of_line);
  };
  return fields(a) < fields(b);
}

void waiting_line::insert(const strand_key& key, time_point place, ticket_id id, seconds work) {
  strand& s = strands[key];
  s.places.emplace(place, id);
  s.work += work;
  ++by_lane[static_cast<std::size_t>(key.lane)];
  work_by_lane[static_cast<std::size_t>(key.lane)] += work;
}

void waiting_line::erase(const strand_key& key, time_point place, ticket_id id, seconds work) {
  const auto it = strands.find(key);
  assert(it != strands.end());
  it->second.places.erase({place, id});
  it->second.work -= work;
  if (it->second.places.empty()) strands.erase(it);
  --by_lane[static_cast<std::size_t>(key.lane)];
  work_by_lane[static_cast<std::size_t>(key.lane)] -= work;
}

std::int64_t waiting_line::waiting() const {
  std::int64_t sum = 0;
  for (auto n : by_lane) sum += n;
  return sum;
}

std::optional<std::pair<time_point, ticket_id>> waiting_line::oldest(engine::lane l) const {
  std::optional<std::pair<time_point, ticket_id>> first;
  for (const auto& [key, s] : strands)
    if (key.lane == l && (!first || *s.places.begin() < *first)) first = *s.places.begin();
  return first;
}

}  // namespace hallcall::engine
