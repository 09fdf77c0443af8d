// The durable journal: one SQLite file in WAL mode with synchronous=FULL, one transaction a group.
// An entry that append() returned for survives the loss of power.
#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <string>

#include "journal/chain.hpp"
#include "journal/data_lock.hpp"
#include "journal/journal.hpp"

namespace hallcall::journal {

class sqlite_session;
class sync_delay_vfs;

struct sqlite_options {
  // The file; its directory must exist and gets `hallcall.lock` beside the file.
  std::filesystem::path path;
  // To verify: changes nothing, takes no lock, works beside a running server.
  bool read_only = false;
  // WAL pages after which their content moves to the file itself.
  int checkpoint_pages = 1000;
  // Added to each sync, for benchmarks.
  std::chrono::microseconds sync_delay{0};
  // SQLite VFS by name, empty for its own.
  std::string vfs;
};

// After any storage_error from append or save_snapshot, every call throws storage_error until
// reopen() succeeded. Used by one thread at a time, without transactions that outlast a call.
class sqlite_journal final : public journal {
 public:
  // Opens, or creates, the file, upgrades an older schema, and makes what is visible durable (see
  // reopen). Throws storage_error: another server has the directory, a newer schema, not a journal,
  // not writable.
  explicit sqlite_journal(sqlite_options options);
  ~sqlite_journal() override;

  void append(std::span<const entry> group) override;
  void reopen() override;

  [[nodiscard]] std::uint64_t last_seq() override;
  [[nodiscard]] std::optional<entry> read(std::uint64_t seq) override;
  // In short transactions, so that no checkpoint waits long for a reader. `each` must not call the
  // journal.
  void read_after(std::uint64_t after, const std::function<void(const entry&)>& each) override;
  void read_while(std::uint64_t after, const std::function<bool(const entry&)>& each) override;
  void read_keys(std::int64_t since_ms, const std::function<void(const key_row&)>& each) override;
  [[nodiscard]] std::optional<visit_row> find_visit(const std::string& hall,
                                                    const std::string& ticket) override;

  void forget_answers(std::uint64_t up_to) override;
  [[nodiscard]] std::map<std::string, std::string> read_personal(const std::string& hall) override;
  void save_snapshot(const snapshot& s) override;
  [[nodiscard]] std::vector<snapshot> load_snapshots(const std::string& hall) override;

  [[nodiscard]] std::vector<notice_row> load_notices() override;
  void remove_notices(std::span<const notice_key> settled) override;

  // Read-only beside a running server: until no later entry is found.
  [[nodiscard]] verification verify() override;

 private:
  // The session to use; throws storage_error while storage is unwell, and for writing when
  // read-only.
  sqlite_session& reading();
  sqlite_session& writing();
  // Runs `work` and commits; when anything fails, all is in doubt until reopen.
  template <class Work>
  void in_transaction(sqlite_session& session, Work work);
  void load_head();
  void forget_in_log();

  sqlite_options options_;
  std::unique_ptr<data_lock> lock_;          // none when read-only; kept across reopen
  std::unique_ptr<sync_delay_vfs> slow_;     // none without a delay; outlives the session
  std::unique_ptr<sqlite_session> session_;  // none after a reopen that failed
  bool in_doubt_ = false;                    // a write failed: what it left is decided by reopen
  bool log_remembers_ = false;               // the log may hold what was forgotten
  chain_hasher hasher_;
  std::uint64_t last_seq_ = 0;
  chain_hash head_ = chain_start;
};

}  // namespace hallcall::journal
