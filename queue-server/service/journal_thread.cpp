#include "service/journal_thread.hpp"

#include <algorithm>

namespace hallcall::service {
namespace {
constexpr std::chrono::milliseconds longest_retry{2'000};
}  // namespace

journal_thread::journal_thread(std::unique_ptr<journal::journal> j, std::size_t group_limit,
                               std::chrono::milliseconds retry, callbacks c)
    : journal_(std::move(j)),
      group_limit_(std::max<std::size_t>(group_limit, 1)),
      retry_(retry),
      callbacks_(std::move(c)) {}

journal_thread::~journal_thread() {
  hand_over();
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void journal_thread::start(std::uint64_t durable_seq) {
  durable_ = durable_seq;
  thread_ = std::thread([this] { run(); });
}

void journal_thread::append(journal::entry e) { push(write_request{owners_epoch_, std::move(e)}); }
void journal_thread::read(std::uint64_t seq,
                          std::function<void(std::optional<journal::entry>)> done) {
  push(read_request{seq, std::move(done)});
}
void journal_thread::read_personal(std::string hall,
                                   std::function<void(std::optional<personal_notes>)> done) {
  push(personal_request{std::move(hall), std::move(done)});
}
void journal_thread::save(journal::snapshot s) { push(std::move(s)); }
void journal_thread::forget_answers(std::uint64_t up_to) { push(forget_request{up_to}); }
void journal_thread::remove_notices(std::vector<journal::notice_key> keys) {
  push(settled_request{std::move(keys)});
}
void journal_thread::drain(std::function<void()> done) { push(drain_request{std::move(done)}); }

// What comes in one turn goes over together: one waking of the thread, and one group, for all of
// it.
void journal_thread::push(item i) {
  outbox_.push_back(std::move(i));
  if (outbox_.size() == 1) callbacks_.post([this] { hand_over(); });
}

void journal_thread::hand_over() {
  if (outbox_.empty()) return;
  {
    std::lock_guard lock(mutex_);
    for (auto& i : outbox_) queue_.push_back(std::move(i));
  }
  outbox_.clear();
  wake_.notify_one();
}

bool journal_thread::wait_for(std::chrono::milliseconds delay) {
  std::unique_lock lock(mutex_);
  return !wake_.wait_for(lock, delay, [this] { return stopping_; });
}

void journal_thread::run() {
  std::deque<item> taken;
  std::vector<journal::entry> group;
  for (;;) {
    {
      std::unique_lock lock(mutex_);
      wake_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
      if (queue_.empty()) return;
      taken.swap(queue_);
    }
    while (!taken.empty()) {
      // Entries that follow one another go together; what stands between keeps its turn.
      if (auto* w = std::get_if<write_request>(&taken.front())) {
        const auto epoch = w->epoch;
        group.push_back(std::move(w->entry));
        taken.pop_front();
        const auto* next = taken.empty() ? nullptr : std::get_if<write_request>(&taken.front());
        if (next != nullptr && next->epoch == epoch && group.size() < group_limit_) continue;
        write_group(group, epoch);
      } else {
        handle(taken.front());
        taken.pop_front();
      }
    }
  }
}

void journal_thread::write_group(std::vector<journal::entry>& group, std::uint64_t epoch) {
  if (epoch == epoch_) {
    try {
      journal_->append(group);
      durable_ = group.back().seq;
      callbacks_.post([this, seq = durable_] { callbacks_.durable(seq); });
    } catch (const journal::storage_error& error) {
      recover(error.what());
    }
  }
  group.clear();
}

void journal_thread::recover(const std::string& what) {
  callbacks_.post([this, what] { callbacks_.failed(what); });
  auto delay = retry_;
  while (wait_for(delay)) {
    delay = std::min(delay * 2, longest_retry);
    try {
      journal_->reopen();
      std::vector<journal::entry> tail;
      journal_->read_after(durable_, [&](const journal::entry& e) { tail.push_back(e); });
      durable_ = journal_->last_seq();
      ++epoch_;
      callbacks_.post([this, epoch = epoch_, tail = std::move(tail)]() mutable {
        owners_epoch_ = epoch;
        callbacks_.recovered(std::move(tail));
      });
      return;
    } catch (const journal::storage_error&) {
      // Still unwell: try again later.
    }
  }
}

void journal_thread::handle(item& i) {
  if (auto* r = std::get_if<read_request>(&i)) {
    std::optional<journal::entry> found;
    try {
      found = journal_->read(r->seq);
    } catch (const journal::storage_error&) {
      found.reset();
    }
    callbacks_.post([done = std::move(r->done), found = std::move(found)]() mutable {
      done(std::move(found));
    });
  } else if (auto* p = std::get_if<personal_request>(&i)) {
    std::optional<personal_notes> found;
    try {
      found = journal_->read_personal(p->hall);
    } catch (const journal::storage_error&) {
      found.reset();
    }
    callbacks_.post([done = std::move(p->done), found = std::move(found)]() mutable {
      done(std::move(found));
    });
  } else if (auto* s = std::get_if<journal::snapshot>(&i)) {
    try {
      journal_->save_snapshot(*s);
    } catch (const journal::storage_error& error) {
      recover(error.what());  // a snapshot only saves time, but its failure says that the storage
                              // is unwell
    }
  } else if (auto* f = std::get_if<forget_request>(&i)) {
    try {
      journal_->forget_answers(f->up_to);
    } catch (const journal::storage_error& error) {
      recover(error.what());
    }
  } else if (auto* settled = std::get_if<settled_request>(&i)) {
    try {
      journal_->remove_notices(settled->keys);
    } catch (const journal::storage_error& error) {
      recover(error.what());  // they stay, and are sent again after the next start
    }
  } else if (auto* d = std::get_if<drain_request>(&i)) {
    callbacks_.post(std::move(d->done));
  }
}

}  // namespace hallcall::service
