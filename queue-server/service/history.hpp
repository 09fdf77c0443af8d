// What happened to one ticket, read from the journal: "why was 57 before me?". Blocks
// on storage: call from a worker, never from the reactor.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "engine/types.hpp"
#include "journal/journal.hpp"
#include "proto/messages/answers.hpp"

namespace hallcall::service {

struct history_question {
  std::string hall;
  engine::ticket_id ticket;
  // From the hall's state while it knows the ticket; one of an earlier day is found by its visit.
  std::optional<engine::time_point> issued_at;
  std::optional<engine::time_point> ended_at;
  std::uint64_t up_to = 0;  // the newest entry that may be told: what is published
};

// A ticket's events lie between its issue and its end, which the journal's times find: it costs
// about as much as the entries of that while, at most `history_entries_read`. Throws storage_error
// when the journal cannot be read, runtime_error when an entry cannot. nullopt: no such ticket.
inline constexpr std::uint64_t history_entries_read = 200'000;
inline constexpr std::size_t history_events_told = 500;
[[nodiscard]] std::optional<messages::ticket_history> history_of(journal::journal&,
                                                                 const history_question&);

}  // namespace hallcall::service
