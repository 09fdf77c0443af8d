// Appending, reopening and verifying; the SQL is in sqlite_session.
#include "journal/sqlite_journal.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "journal/append_order.hpp"
#include "journal/log_rewrite.hpp"
#include "journal/sqlite_session.hpp"
#include "journal/sync_delay_vfs.hpp"

namespace hallcall::journal {
sqlite_journal::sqlite_journal(sqlite_options options) : options_(std::move(options)) {
  if (!options_.read_only) {
    const auto directory = options_.path.parent_path();
    lock_ = std::make_unique<data_lock>(directory.empty() ? "." : directory);
  }
  if (options_.sync_delay.count() > 0) {
    slow_ = std::make_unique<sync_delay_vfs>(options_.sync_delay, options_.vfs);
  }
  reopen();
}

sqlite_journal::~sqlite_journal() = default;

// After a failed sync nobody knows whether the group is on the disk. Its pages may be in the
// kernel's cache, readable but marked clean although they were never written, so that every later
// sync of them succeeds and does nothing. An entry read back from there could be acknowledged, to
// the retry of its command, and be lost with the power. The same holds at start, after a process
// that was killed between writing and syncing. Hence, in this order:
//
// 1. Close, so that SQLite forgets its own view.
// 2. Write the log's bytes over themselves, which makes their pages dirty again, and sync them:
// what
//    can be read is on the disk. A checkpoint instead would not do: it would move the entry from
//    the cache into the file while the disk's log ends before it, and after a loss of power that
//    shorter log would be laid over the newer file and spoil it.
// 3. Open, which reads the log and decides what is visible.
// 4. Commit something small. Until then a log that closing removed, or frames behind the end of one
//    that a reader kept in use, could come back after a loss of power, and with them a group that
//    had been declared void. It also shows that storage takes writes again.
//
// Only then is the head read and told to anyone.
void sqlite_journal::reopen() {
  in_doubt_ = true;
  session_.reset();
  const auto& vfs = slow_ ? slow_->name() : options_.vfs;
  if (!options_.read_only) rewrite_log(options_.path, vfs);
  session_ = std::make_unique<sqlite_session>(options_, vfs);
  if (!options_.read_only) {
    session_->count_opening();
    load_head();
    log_remembers_ =
        session_->ever_forgot();  // the program may have ended before the log was empty
  }
  in_doubt_ = false;
}

sqlite_session& sqlite_journal::reading() {
  if (in_doubt_) throw storage_error("the journal failed before and was not reopened since");
  return *session_;
}

sqlite_session& sqlite_journal::writing() {
  if (options_.read_only) throw storage_error(options_.path.string() + " is open for reading only");
  return reading();
}

void sqlite_journal::load_head() {
  const auto last = session_->last();
  // Whoever only reads came to be told by verify() what is wrong.
  if (!options_.read_only && last.seq > 0 && last.chain.size() != head_.size()) {
    throw storage_error(
        fmt::format("{} is damaged: the chain of entry {} has {} bytes; verify the journal",
                    options_.path.string(), last.seq, last.chain.size()));
  }
  last_seq_ = last.seq;
  head_ = chain_start;
  std::ranges::copy(last.chain.substr(0, head_.size()), head_.begin());
}

template <class Work>
void sqlite_journal::in_transaction(sqlite_session& session, Work work) {
  try {
    session.begin();
    work();
    session.commit();
  } catch (...) {
    in_doubt_ = true;
    session.roll_back();
    throw;
  }
}

void sqlite_journal::append(std::span<const entry> group) {
  auto& session = writing();
  assert_continues(last_seq_, group);
  if (group.empty()) return;
  auto head = head_;
  in_transaction(session, [&] {
    for (const auto& e : group) {
      head = hasher_.next(head, e);
      session.insert(e, head);
      for (const auto& visit : e.visits) session.insert(visit);
      for (std::uint32_t n = 0; n < e.notices.size(); ++n)
        session.insert(notice_row{{e.seq, n}, e.notices[n]});
      if (e.personal) session.insert(e.hall, *e.personal);
      if (e.forgets.empty()) continue;
      session.forget(e.hall, e.forgets);
      log_remembers_ = true;
    }
  });
  head_ = head;
  last_seq_ = group.back().seq;
  forget_in_log();
}

// The log keeps older versions of pages until it is written over. Somebody who still reads one of
// them makes this fail; then it is tried again with the next commit.
void sqlite_journal::forget_in_log() {
  if (log_remembers_ && session_->empty_log()) log_remembers_ = false;
}

std::uint64_t sqlite_journal::last_seq() {
  reading();
  if (options_.read_only) load_head();  // a server may have written since
  return last_seq_;
}

std::optional<entry> sqlite_journal::read(std::uint64_t seq) { return reading().read(seq); }

void sqlite_journal::read_after(std::uint64_t after,
                                const std::function<void(const entry&)>& each) {
  reading().walk(after, [&](const entry& e, std::span<const std::uint8_t>) {
    each(e);
    return true;
  });
}

void sqlite_journal::read_while(std::uint64_t after,
                                const std::function<bool(const entry&)>& each) {
  reading().walk(after, [&](const entry& e, std::span<const std::uint8_t>) { return each(e); });
}

std::optional<visit_row> sqlite_journal::find_visit(const std::string& hall,
                                                    const std::string& ticket) {
  return reading().find_visit(hall, ticket);
}

void sqlite_journal::read_keys(std::int64_t since_ms,
                               const std::function<void(const key_row&)>& each) {
  reading().walk_keys([&](const key_row& row) {
    if (row.at_ms < since_ms) return false;
    if (!row.command_id.empty()) each(row);
    return true;
  });
}

void sqlite_journal::forget_answers(std::uint64_t up_to) {
  auto& session = writing();
  in_transaction(session, [&] { session.forget_answers(up_to); });
}

std::map<std::string, std::string> sqlite_journal::read_personal(const std::string& hall) {
  writing();
  return session_->personal(hall);
}

void sqlite_journal::save_snapshot(const snapshot& s) {
  auto& session = writing();
  in_transaction(session, [&] {
    session.insert(s);
    session.remove_old_snapshots(s.hall);
  });
}

std::vector<snapshot> sqlite_journal::load_snapshots(const std::string& hall) {
  return reading().snapshots(hall);
}

std::vector<notice_row> sqlite_journal::load_notices() { return writing().notices(); }

void sqlite_journal::remove_notices(std::span<const notice_key> settled) {
  auto& session = writing();
  if (settled.empty()) return;
  in_transaction(session, [&] {
    for (const auto& key : settled) session.remove(key);
  });
}

verification sqlite_journal::verify() {
  auto& session = reading();
  chain_walk walk;
  try {
    if (const auto lowest = session.lowest_seq(); lowest && *lowest < 1) {
      walk.stop(1, fmt::format("an entry numbered {} stands before entry 1", *lowest));
    }
    session.walk(0, [&](const entry& e, std::span<const std::uint8_t> chain) {
      return walk.feed(e, chain);
    });
  } catch (const sqlite_error& error) {
    if (!error.damaged()) throw;
    walk.stop(walk.expected(),
              fmt::format("entry {} cannot be read: {}", walk.expected(), error.what()));
  }
  // A tail that was cut off, or added, behind this writer's back leaves a chain that is whole in
  // itself.
  if (!options_.read_only && walk.head() != head_) {
    walk.stop(std::min(walk.expected(), last_seq_ + 1),
              fmt::format("the journal ends with entry {}, but entry {} was written last",
                          walk.expected() - 1, last_seq_));
  }
  return walk.result();
}

}  // namespace hallcall::journal
