// The predicted wait as a trigger for backups. It is told about once a minute; only a
// crossing happens.
#include "engine/decide.hpp"

namespace hallcall::engine::deciding {
namespace {

// Once above its limit the wait counts as above until it is at or below four fifths of it: a wait
// that hovers about the limit is one crowd, not many.
bool still_above(seconds wait, seconds limit) { return wait.count() * 5 > limit.count() * 4; }

}  // namespace

outcome_of decide_on(const hall_state& state, const report_forecast& c, time_point) {
  const seconds limit = state.rules->backup_when_wait_above;
  const bool was_above = state.backup.wait_above;
  const seconds wait = c.wait.value_or(seconds{0});
  const bool told = limit > seconds{0} && c.wait.has_value();
  const bool above = told && (was_above ? still_above(wait, limit) : wait > limit);
  if (above == was_above) return events{};
  return events{wait_crossed{above, wait, state.walk_ins_waiting()}};
}

}  // namespace hallcall::engine::deciding
