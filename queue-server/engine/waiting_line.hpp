// Who waits, in strands: the tickets of one lane that the same counters may serve and that gather
// score at the same rate wait in one strand, oldest place first. Only the first of each strand can
// be the next to be called, so that finding it costs as much as there are strands, however many
// people wait.
#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "engine/types.hpp"

namespace hallcall::engine {

struct strand_key {
  engine::lane lane = lane::general;
  double rate = 1;
  std::set<feature_id> requires_features;
  std::set<feature_id> wants_narrow;
  std::set<feature_id> wants_order;
  std::optional<counter_no> wants_counter;
  bool counter_only = false;
  std::string wants_clerk;
  bool head_of_line = false;
  friend bool operator<(const strand_key& a, const strand_key& b);
};

struct strand {
  std::set<std::pair<time_point, ticket_id>>
      places;       // the earlier place first, then the earlier ticket
  seconds work{0};  // standard minutes of those who wait
};

struct waiting_line {
  std::map<strand_key, strand> strands;  // none of them empty
  std::array<std::int64_t, lane_count> by_lane{};
  std::array<seconds, lane_count> work_by_lane{};

  void insert(const strand_key&, time_point place, ticket_id, seconds work);
  void erase(const strand_key&, time_point place, ticket_id, seconds work);
  [[nodiscard]] std::int64_t waiting(lane l) const { return by_lane[static_cast<std::size_t>(l)]; }
  [[nodiscard]] std::int64_t waiting() const;
  // The oldest place in a lane, if anybody waits there.
  [[nodiscard]] std::optional<std::pair<time_point, ticket_id>> oldest(lane) const;
};

}  // namespace hallcall::engine
