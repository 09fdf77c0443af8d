// One connection to a journal file from opening to closing: its settings, its prepared statements,
// and how rows become entries and back. Knows nothing of chains or of what to do about failures.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "journal/journal.hpp"
#include "journal/sqlite_handle.hpp"

namespace hallcall::journal {

struct sqlite_options;

// Throws storage_error from every call that SQLite refuses.
class sqlite_session {
 public:
  // Opens the file and, unless read-only, creates or upgrades it and asserts WAL and
  // synchronous=FULL.
  sqlite_session(const sqlite_options& options, const std::string& vfs);

  // A small commit: the file counts how often a server opened it.
  void count_opening();

  void begin();
  void commit();
  void roll_back() noexcept { file_.roll_back(); }

  void insert(const entry& e, const chain_hash& chain);
  // A ticket that ended again, having been reinstated, keeps its last row.
  void insert(const visit_row& visit);
  void insert(const snapshot& s);
  void insert(const notice_row& notice);
  void remove(const notice_key& notice);
  void forget_answers(std::uint64_t up_to);
  // In place of what is known of the same subject.
  void insert(const std::string& hall, const personal_note& note);
  // Leaves no trace of these subjects' notes in the file; the log is another matter.
  void forget(const std::string& hall, const std::vector<std::string>& subjects);
  // Moves the log's content to the file and cuts the log. False when somebody else reads it.
  bool empty_log();
  [[nodiscard]] bool ever_forgot();
  [[nodiscard]] std::map<std::string, std::string> personal(const std::string& hall);
  // Leaves the newest two of the hall.
  void remove_old_snapshots(const std::string& hall);

  struct tip {
    std::uint64_t seq = 0;
    std::string chain;  // as stored, of any length
  };
  [[nodiscard]] tip last();
  // The lowest seq there is, which is 1 in every journal that nobody changed; nullopt when empty.
  [[nodiscard]] std::optional<std::int64_t> lowest_seq();
  [[nodiscard]] std::optional<entry> read(std::uint64_t seq);
  [[nodiscard]] std::optional<visit_row> find_visit(const std::string& hall,
                                                    const std::string& ticket);
  [[nodiscard]] std::vector<snapshot> snapshots(const std::string& hall);
  // For who writes alone: a file of an older schema has none.
  [[nodiscard]] std::vector<notice_row> notices();

  // `each(entry, chain) -> bool` for seq > after, in order, until it says false. A new read
  // transaction every few hundred rows.
  template <class Each>
  void walk(std::uint64_t after, Each each);
  // `each(key_row) -> bool` from the newest on, keyed or not, until it says false.
  template <class Each>
  void walk_keys(Each each);

 private:
  static void take(const statement& row, entry& e);

  // What a read-only session of an older schema could not even prepare.
  struct writers {
    explicit writers(const connection& file);
    statement begin, commit, entry, answer, old_answers, visit, snapshot, old_snapshots, notice,
        settled_notice, notices, personal, personal_of_hall, personal_all, no_personal;
  };

  connection file_;
  std::optional<writers> write_;
  std::optional<statement> last_, lowest_, one_, rows_, keys_, visit_, snapshots_;
};

inline constexpr int rows_per_transaction = 512;

template <class Each>
void sqlite_session::walk(std::uint64_t after, Each each) {
  entry e;  // one for all rows, so that its strings keep their memory
  for (int rows = rows_per_transaction; rows == rows_per_transaction;) {
    const reset_at_end guard(*rows_);
    rows_->bind_integer(1, static_cast<std::int64_t>(after));
    for (rows = 0; rows_->step(); ++rows) {
      take(*rows_, e);
      if (!each(std::as_const(e), rows_->blob(8))) return;
    }
    after = e.seq;
  }
}

template <class Each>
void sqlite_session::walk_keys(Each each) {
  const reset_at_end guard(*keys_);
  while (keys_->step()) {
    const journal::key_row row{.seq = static_cast<std::uint64_t>(keys_->integer(0)),
                               .hall = std::string(keys_->text(1)),
                               .command_id = std::string(keys_->text(2)),
                               .at_ms = keys_->integer(3)};
    if (!each(row)) return;
  }
}

}  // namespace hallcall::journal
