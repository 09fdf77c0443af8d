// The durable log of the hall behind one port. An entry is one accepted (or refused, when keyed)
// command with everything it did; entries are never changed. Implementations: memory_journal,
// sqlite_journal; both pass the same contract tests. Every call blocks: call from the journal's
// thread or before the server starts, never from the reactor.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

namespace hallcall::journal {

// SHA-256 over the previous entry's chain and this entry's fields (chain.hpp says in which order).
using chain_hash = std::array<std::uint8_t, 32>;

// One ended ticket, for reports: written in the same transaction as the entry that ended it. Times
// in milliseconds since 1970 UTC; nullopt where it did not happen. No identity.
struct visit_row {
  std::string hall;
  std::string ticket;         // opaque id, unique in the hall
  std::string business_date;  // "2026-11-20"
  std::string number;         // "A023"
  std::string lane;           // "general", …
  std::string services;       // ids joined by ','
  std::string language;       // "zh-TW", …
  std::string channel;        // "kiosk", "greeter", …
  std::int64_t issued_ms = 0;
  std::optional<std::int64_t> called_ms;  // first call
  std::optional<std::int64_t> started_ms;
  std::int64_t ended_ms = 0;
  std::optional<std::int64_t> counter;
  std::string clerk;  // account name, empty when never at a counter
  std::int64_t calls = 0;
  std::string ended_as;  // done, left, voided, expired, missed-expired
  std::string outcome;   // finished, referred, supplement, or empty
};

// A notice that waits for its receiver: written in the same transaction as the entry that it
// tells of, and removed once it was received or given up.
struct notice_key {
  std::uint64_t seq = 0;  // of the entry
  std::uint32_t n = 0;    // among the entry's notices, from 0
  friend auto operator<=>(const notice_key&, const notice_key&) = default;
};
struct notice_row {
  notice_key key;
  std::string body;  // JSON
};

// What is known of a person: kept beside the entry that brought it, until an entry of the
// same hall forgets its subject.
struct personal_note {
  std::string subject;  // a booking's code; one that is known already is replaced
  std::string body;     // JSON
};

struct entry {
  std::uint64_t seq = 0;  // 1, 2, 3, … without gaps over all halls of the journal
  std::string hall;
  std::int64_t at_ms = 0;         // the hall's clock, milliseconds since 1970 UTC
  std::string actor;              // account, device or "hall" (a timer)
  std::string command_id;         // the idempotency key, or empty
  std::string kind;               // the command's name: "take-ticket", …
  std::uint32_t version = 1;      // of the body's form
  std::string body;               // JSON
  std::vector<visit_row> visits;  // written beside the entry, not chained, not returned by reads
  // The answer to a keyed command, kept beside the entry until forget_answers(): not chained (the
  // body holds its digest), and returned by read() alone.
  std::string answer;
  // Bodies of the notices that follow from it; written beside the entry, not chained, and returned
  // by load_notices() alone.
  std::vector<std::string> notices;
  // Written and removed in the entry's own transaction, not chained (the body holds the note's
  // digest), not returned by reads.
  std::optional<personal_note> personal;
  std::vector<std::string> forgets;  // subjects
};

struct snapshot {
  std::string hall;
  std::uint64_t seq =
      0;  // the state after this entry of the hall (or a later entry of another hall)
  std::uint32_t version = 1;
  std::string body;  // JSON
};

// The storage did not do what was asked; nothing of the failed call is acknowledged. `what()` names
// the operation and SQLite's own code and is for the operator's log, not for a citizen.
class storage_error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// What verification found.
struct verification {
  bool whole = true;
  std::uint64_t entries = 0;
  std::uint64_t first_bad_seq = 0;  // when not whole
  std::string what;                 // what is wrong there, in words
  std::string head;  // the last chain hash in hex: to be noted elsewhere against truncation
};

inline constexpr std::size_t answers_forgotten_at_once = 10'000;

class journal {
 public:
  virtual ~journal() = default;

  // Makes all of the group durable, or none of it (then throws storage_error; call reopen() before
  // anything else). The entries' seq must continue last_seq() without a gap (asserted).
  virtual void append(std::span<const entry> group) = 0;
  // After a failure: opens the storage anew and makes sure that whatever is visible now is durable
  // (what a failed sync left in doubt is decided here, once). Throws storage_error while storage is
  // still unwell.
  virtual void reopen() = 0;

  [[nodiscard]] virtual std::uint64_t last_seq() = 0;  // 0 when empty
  // With its answer.
  [[nodiscard]] virtual std::optional<entry> read(std::uint64_t seq) = 0;
  // Calls `each` for every entry with seq > after, in order.
  virtual void read_after(std::uint64_t after, const std::function<void(const entry&)>& each) = 0;
  // The same until `each` says false.
  virtual void read_while(std::uint64_t after, const std::function<bool(const entry&)>& each) = 0;
  // Keyed entries since `since_ms` by at_ms, without their bodies' cost: seq and
  // command_id, newest first, until an entry older than since_ms. For the index of idempotency keys
  // at start.
  struct key_row {
    std::uint64_t seq = 0;
    std::string hall;
    std::string command_id;
    std::int64_t at_ms = 0;
  };
  virtual void read_keys(std::int64_t since_ms,
                         const std::function<void(const key_row&)>& each) = 0;

  // The row of an ended ticket; nullopt for one that has not ended, is not known, or where no
  // visits are kept.
  [[nodiscard]] virtual std::optional<visit_row> find_visit(const std::string& hall,
                                                            const std::string& ticket) = 0;

  // Removes the answers of entries up to this seq, the oldest first and at most
  // answers_forgotten_at_once a call, so that no commit waits long for it.
  virtual void forget_answers(std::uint64_t up_to) = 0;

  // The bodies of the hall's personal notes by subject. What was forgotten is nowhere in the
  // journal's files any more, as soon as no other connection reads an older state of them.
  [[nodiscard]] virtual std::map<std::string, std::string> read_personal(
      const std::string& hall) = 0;

  // Keeps the newest snapshot of the hall and the one before it; older ones are removed.
  virtual void save_snapshot(const snapshot&) = 0;
  // Newest first; empty when none. (Two, so that one that does not decode costs only time.)
  [[nodiscard]] virtual std::vector<snapshot> load_snapshots(const std::string& hall) = 0;

  // The notices that were not removed yet, in their order.
  [[nodiscard]] virtual std::vector<notice_row> load_notices() = 0;
  // Removes these; one that is not there is none to remove.
  virtual void remove_notices(std::span<const notice_key>) = 0;

  [[nodiscard]] virtual verification verify() = 0;
};

}  // namespace hallcall::journal
