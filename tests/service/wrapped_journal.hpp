// A journal around another one: passes everything on, lets tests hold appends back behind a gate,
// count groups, and fail calls. The gate and the plan are steered from the test's thread while the
// journal's thread works.
#pragma once

#include <atomic>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include "journal/journal.hpp"
#include "service_bench.hpp"

namespace hallcall::service::testing {

// What the test holds in its hand. Must outlive the journal.
class journal_control {
 public:
  // Appends wait from now on; nothing of them is durable until the gate is open.
  void shut() {
    const std::lock_guard lock(mutex_);
    shut_ = true;
  }
  void open() {
    {
      const std::lock_guard lock(mutex_);
      shut_ = false;
    }
    changed_.notify_all();
  }
  // Waits until the journal's thread stands at the gate with a group; false when it does not come.
  bool somebody_waits(service_bench& bench) {
    bench.settle();  // what a turn decides is handed over at its end
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, patience, [&] { return waiting_; });
  }
  // The sizes of the groups appended since construction.
  [[nodiscard]] std::vector<std::size_t> groups() {
    const std::lock_guard lock(mutex_);
    return groups_;
  }

  // So many of the next calls fail. An append that fails in doubt is written all the same.
  std::atomic<int> appends_fail{0}, reopens_fail{0}, tails_fail{0}, snapshots_fail{0};
  std::atomic<bool> in_doubt{false};
  std::atomic<int> snapshots{0};  // asked to be kept
  // Before each reopen, on the journal's thread.
  std::function<void()> before_reopen = [] {};

 private:
  friend class wrapped_journal;
  void pass(std::size_t group) {
    std::unique_lock lock(mutex_);
    groups_.push_back(group);
    if (!shut_) return;
    waiting_ = true;
    changed_.notify_all();
    changed_.wait_for(lock, 2 * patience, [&] { return !shut_; });
    waiting_ = false;
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  bool shut_ = false, waiting_ = false;
  std::vector<std::size_t> groups_;
};

class wrapped_journal final : public journal::journal {
 public:
  wrapped_journal(std::unique_ptr<journal> inner, journal_control& control)
      : inner_(std::move(inner)), control_(control) {}

  void append(std::span<const hallcall::journal::entry> group) override {
    control_.pass(group.size());
    const bool fails = take(control_.appends_fail);
    if (!fails || control_.in_doubt) inner_->append(group);
    if (fails) throw hallcall::journal::storage_error("made to fail: append");
  }
  void reopen() override {
    control_.before_reopen();
    if (take(control_.reopens_fail)) throw hallcall::journal::storage_error("made to fail: reopen");
    inner_->reopen();
  }
  [[nodiscard]] std::uint64_t last_seq() override { return inner_->last_seq(); }
  [[nodiscard]] std::optional<hallcall::journal::entry> read(std::uint64_t seq) override {
    return inner_->read(seq);
  }
  void read_after(std::uint64_t after,
                  const std::function<void(const hallcall::journal::entry&)>& each) override {
    inner_->read_after(after, [&](const hallcall::journal::entry& e) {
      each(e);
      // In the middle, where half a tail has been read.
      if (take(control_.tails_fail)) throw hallcall::journal::storage_error("made to fail: read");
    });
  }
  void read_while(std::uint64_t after,
                  const std::function<bool(const hallcall::journal::entry&)>& each) override {
    inner_->read_while(after, each);
  }
  [[nodiscard]] std::optional<hallcall::journal::visit_row> find_visit(
      const std::string& hall, const std::string& ticket) override {
    return inner_->find_visit(hall, ticket);
  }
  void read_keys(std::int64_t since_ms, const std::function<void(const key_row&)>& each) override {
    inner_->read_keys(since_ms, each);
  }
  void forget_answers(std::uint64_t up_to) override { inner_->forget_answers(up_to); }
  [[nodiscard]] std::map<std::string, std::string> read_personal(const std::string& hall) override {
    return inner_->read_personal(hall);
  }
  void save_snapshot(const hallcall::journal::snapshot& s) override {
    ++control_.snapshots;
    if (take(control_.snapshots_fail))
      throw hallcall::journal::storage_error("made to fail: snapshot");
    inner_->save_snapshot(s);
  }
  [[nodiscard]] std::vector<hallcall::journal::snapshot> load_snapshots(
      const std::string& hall) override {
    return inner_->load_snapshots(hall);
  }
  [[nodiscard]] std::vector<hallcall::journal::notice_row> load_notices() override {
    return inner_->load_notices();
  }
  void remove_notices(std::span<const hallcall::journal::notice_key> k) override {
    inner_->remove_notices(k);
  }
  [[nodiscard]] hallcall::journal::verification verify() override { return inner_->verify(); }

 private:
  static bool take(std::atomic<int>& left) {
    int n = left;
    while (n > 0)
      if (left.compare_exchange_weak(n, n - 1)) return true;
    return false;
  }

  std::unique_ptr<journal> inner_;
  journal_control& control_;
};

[[nodiscard]] inline std::unique_ptr<journal::journal> controlled(
    std::unique_ptr<journal::journal> inner, journal_control& control) {
  return std::make_unique<wrapped_journal>(std::move(inner), control);
}

}  // namespace hallcall::service::testing
