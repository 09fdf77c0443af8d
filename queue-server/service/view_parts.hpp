// Small pieces that the public's and the staff's views share. For views*.cpp alone.
#pragma once

#include <optional>

#include "forecast/wait.hpp"
#include "proto/messages/answers.hpp"
#include "proto/messages/common.hpp"
#include "service/office.hpp"

namespace hallcall::service {

[[nodiscard]] inline std::optional<messages::wait_range> wire_range(
    const std::optional<forecast::range>& r) {
  if (!r) return std::nullopt;
  return messages::wait_range{r->low.count(), r->high.count()};
}

[[nodiscard]] inline messages::return_pass wire_pass(const engine::return_pass& p) {
  return {p.code, p.valid_until, p.used_by.has_value()};
}

// The signs of a counter; an empty one for a counter that the office file no longer has.
[[nodiscard]] inline const counter_text& text_of(const hall_config& config, engine::counter_no n) {
  for (const auto& t : config.counters)
    if (t.number == n) return t;
  static const counter_text none;
  return none;
}

}  // namespace hallcall::service
