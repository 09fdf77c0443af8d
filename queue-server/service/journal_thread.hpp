// The one thread that touches the journal. Everything that waits is written as one group in one
// transaction (group commit), so that durability costs one sync for all of them. Results come back
// through `post`, in order.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <variant>
#include <vector>

#include "journal/journal.hpp"

namespace hallcall::service {

// What is known of people, by booking code.
using personal_notes = std::map<std::string, std::string>;

class journal_thread {
 public:
  struct callbacks {
    std::function<void(std::function<void()>)>
        post;  // runs a task on the owner's thread; thread-safe
    // All below run through post.
    std::function<void(std::uint64_t seq)> durable;  // every entry up to seq is
    // The storage failed: nothing after the last durable() is acknowledged, and nothing handed over
    // since counts.
    std::function<void(std::string what)> failed;
    // It works again. The entries after `after` that turned out durable all the same, in order.
    std::function<void(std::vector<journal::entry> tail)> recovered;
  };

  // `group_limit`: most entries in one transaction (1 shows what group commit is worth). `retry`:
  // how long after a failure the storage is tried again; doubled while it fails, up to two seconds.
  journal_thread(std::unique_ptr<journal::journal>, std::size_t group_limit,
                 std::chrono::milliseconds retry, callbacks);
  // Writes what waits, then ends.
  ~journal_thread();

  // From the owner's thread. What is appended between a failure and its failed() is dropped: the
  // owner refuses it when failed() comes.
  void append(journal::entry);
  // Answers through post once everything appended before is settled; nullopt when it cannot be
  // read.
  void read(std::uint64_t seq, std::function<void(std::optional<journal::entry>)> done);
  // The same for the hall's personal notes.
  void read_personal(std::string hall, std::function<void(std::optional<personal_notes>)> done);
  void save(journal::snapshot);
  // Answers of entries up to this seq are asked for no more.
  void forget_answers(std::uint64_t up_to);
  // These notices need not be kept any more.
  void remove_notices(std::vector<journal::notice_key>);
  // The newest seq that is known durable: where recovery reads on from. Set once before start.
  void start(std::uint64_t durable_seq);
  // Calls `done` through post when everything before is written.
  void drain(std::function<void()> done);

 private:
  struct read_request {
    std::uint64_t seq;
    std::function<void(std::optional<journal::entry>)> done;
  };
  struct personal_request {
    std::string hall;
    std::function<void(std::optional<personal_notes>)> done;
  };
  struct forget_request {
    std::uint64_t up_to;
  };
  struct settled_request {
    std::vector<journal::notice_key> keys;
  };
  struct drain_request {
    std::function<void()> done;
  };
  // An entry of an epoch before the last recovery was decided on a history that was given up.
  struct write_request {
    std::uint64_t epoch;
    journal::entry entry;
  };
  using item = std::variant<write_request, read_request, personal_request, journal::snapshot,
                            forget_request, settled_request, drain_request>;

  void push(item);
  void hand_over();
  void run();
  void write_group(std::vector<journal::entry>& group, std::uint64_t epoch);
  void recover(const std::string& what);
  void handle(item&);
  [[nodiscard]] bool wait_for(std::chrono::milliseconds);  // false when stopping

  std::unique_ptr<journal::journal> journal_;
  std::size_t group_limit_;
  std::chrono::milliseconds retry_;
  callbacks callbacks_;
  std::uint64_t durable_ = 0;       // the journal thread's own, like epoch_
  std::uint64_t epoch_ = 0;         // recoveries so far
  std::uint64_t owners_epoch_ = 0;  // those the owner knows of; the owner's own, like outbox_
  std::vector<item> outbox_;  // of this turn of the owner's thread: handed over together at its end
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<item> queue_;  // bounded by the owner: it stops submitting at its inbox limit
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace hallcall::service
