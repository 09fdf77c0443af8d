// A journal that is gone with the process: for tests and for measuring what durability costs. Does
// all that the durable one does, chain included, but storage and visits (nothing reads them from
// memory).
#pragma once

#include <map>
#include <string>
#include <vector>

#include "journal/chain.hpp"
#include "journal/journal.hpp"

namespace hallcall::journal {

// Grows without bound. Never throws storage_error.
class memory_journal final : public journal {
 public:
  void append(std::span<const entry> group) override;
  void reopen() override {}

  [[nodiscard]] std::uint64_t last_seq() override { return links_.size(); }
  [[nodiscard]] std::optional<entry> read(std::uint64_t seq) override;
  void read_after(std::uint64_t after, const std::function<void(const entry&)>& each) override;
  void read_while(std::uint64_t after, const std::function<bool(const entry&)>& each) override;
  void read_keys(std::int64_t since_ms, const std::function<void(const key_row&)>& each) override;
  [[nodiscard]] std::optional<visit_row> find_visit(const std::string&,
                                                    const std::string&) override {
    return std::nullopt;
  }

  void forget_answers(std::uint64_t up_to) override;
  [[nodiscard]] std::map<std::string, std::string> read_personal(const std::string& hall) override;
  void save_snapshot(const snapshot& s) override;
  [[nodiscard]] std::vector<snapshot> load_snapshots(const std::string& hall) override;

  [[nodiscard]] std::vector<notice_row> load_notices() override;
  void remove_notices(std::span<const notice_key> settled) override;

  [[nodiscard]] verification verify() override;

 private:
  struct link {
    entry kept;
    chain_hash chain;
  };

  chain_hasher hasher_;
  std::vector<link> links_;         // entry seq is at seq - 1
  std::uint64_t answers_from_ = 1;  // those of earlier entries are forgotten
  std::map<std::string, std::map<std::string, std::string>> personal_;  // by hall and subject
  std::map<std::string, std::vector<snapshot>> snapshots_;  // newest first, at most two a hall
  std::map<notice_key, std::string> notices_;
};

}  // namespace hallcall::journal
