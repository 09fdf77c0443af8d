// A hall as it was at any second, rebuilt from its journal, and shown to a person or a
// program. Holds all that staff know of that second: for who may read the journal itself.
#pragma once

#include <memory>
#include <string>

#include <tl/expected.hpp>

#include "engine/state.hpp"
#include "journal/journal.hpp"

namespace hallcall::service {

struct past_state {
  engine::hall_state state;     // after the last entry at or before that time
  engine::time_point at;        // what was asked for
  engine::time_point entry_at;  // of that entry
};

// `rules`: of the hall in today's office file; the history holds what was decided by those of its
// time. From the newest snapshot that is old enough, else from the beginning. A sentence when the
// journal does not reach that far back or has nothing of the hall. Throws storage_error or
// runtime_error when it cannot be read.
[[nodiscard]] tl::expected<past_state, std::string> state_at(
    journal::journal&, const std::string& hall, std::shared_ptr<const engine::hall_rules> rules,
    engine::time_point at);

// All of it, indented. The holders' tokens are left out: with them a reader could act for citizens.
[[nodiscard]] std::string json_of(const past_state&, const std::string& hall);
// What somebody asks first: how many wait in which lane, who is where, the day's counts. Local
// times.
[[nodiscard]] std::string summary_of(const past_state&, const std::string& hall);

// "2026-11-20T01:30:00Z" or "…T09:30:00+08:00" (RFC 3339) or the office's own "2026-11-20 09:30:00"
// (the seconds may be left out); nullopt for anything else.
[[nodiscard]] std::optional<engine::time_point> parse_instant(const std::string&,
                                                              const engine::calendar&);

}  // namespace hallcall::service
