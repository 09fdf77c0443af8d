// What one journal entry holds: the events of one command and, for a keyed command, what identifies
// the answer that was given (its bytes stand beside the entry), so that a retry gets the very same
// one. And the snapshot of a hall. Both are
// versioned; every older version decodes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "engine/events.hpp"
#include "journal/journal.hpp"

namespace hallcall::service {

inline constexpr std::uint32_t record_version = 2;
inline constexpr std::uint32_t snapshot_version = 1;

// The first answer to a keyed command.
struct kept_answer {
  int status = 0;
  std::string body;
  std::string fingerprint;  // of who asked what; another one under the same key is a mismatch
};

// The entry's body; of the answer it holds the status, the fingerprint and a digest of its bytes.
// `personal`: what the entry tells of a person stands beside it as well; the body holds a digest.
// It must hold randomness of its own, so that nothing can be guessed from the digest.
[[nodiscard]] std::string encode_record(const std::vector<engine::event>&, const kept_answer*,
                                        const std::string* personal = nullptr);
// Throws std::runtime_error naming the entry when the body is not what this program writes (a
// damaged or a newer journal): a hall must not start on half a history.
[[nodiscard]] std::vector<engine::event> decode_events(const journal::entry&);
// The answer kept with an entry; nullopt when it was not keyed, when its answer is forgotten or is
// not the one that was given, and when the entry cannot be read: a retry is then refused, and the
// server goes on.
[[nodiscard]] std::optional<kept_answer> decode_answer(const journal::entry&);

[[nodiscard]] std::string encode_snapshot(const engine::hall_state&);
// The state of a snapshot, or why it cannot be read (then the one before it, or the whole journal,
// serves).
[[nodiscard]] tl::expected<engine::hall_state, std::string> decode_snapshot(
    const journal::snapshot&);

// The row for reports of each ticket that `e` has just ended; empty for most events.
[[nodiscard]] std::vector<journal::visit_row> ended_visits(const std::string& hall,
                                                           const engine::hall_state& after,
                                                           const engine::event& e);

}  // namespace hallcall::service
