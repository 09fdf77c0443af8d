// The pool's threads and its one hand-over queue.
#include "gateway/worker_pool.hpp"

#include <condition_variable>
#include <deque>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace hallcall::gateway {

using job = std::function<std::function<void()>()>;

struct worker_pool::shared : std::enable_shared_from_this<shared> {
  shared(net::reactor& r, std::size_t bound) : reactor(r), max_waiting(bound) {}

  void work() {
    while (true) {
      job next;
      {
        std::unique_lock lock(mutex);
        wake.wait(lock, [this] { return stopping || !waiting.empty(); });
        if (stopping) return;
        next = std::move(waiting.front());
        waiting.pop_front();
      }
      std::function<void()> done;
      try {
        done = next();
      } catch (...) {
        done = [bug = std::current_exception()] { std::rethrow_exception(bug); };
      }
      next = nullptr;  // what it held is not needed longer than it ran
      // May run after the pool is gone.
      reactor.post([self = shared_from_this(), done = std::move(done)] {
        if (!self->stopped) done();
      });
    }
  }

  net::reactor& reactor;
  const std::size_t max_waiting;
  std::mutex mutex;  // guards waiting and stopping
  std::condition_variable wake;
  std::deque<job> waiting;
  bool stopping = false;
  bool stopped = false;  // of the reactor's thread alone
  std::vector<std::thread> threads;
};

worker_pool::worker_pool(net::reactor& reactor, std::size_t threads, std::size_t max_waiting)
    : shared_(std::make_shared<shared>(reactor, max_waiting)) {
  for (std::size_t i = 0; i < threads; ++i) {
    shared_->threads.emplace_back([s = shared_.get()] { s->work(); });
  }
}

worker_pool::~worker_pool() {
  std::deque<job> dropped;
  {
    const std::lock_guard lock(shared_->mutex);
    shared_->stopping = true;
    dropped.swap(shared_->waiting);
  }
  shared_->stopped = true;
  shared_->wake.notify_all();
  for (std::thread& t : shared_->threads) t.join();
}

bool worker_pool::submit(job next) {
  {
    const std::lock_guard lock(shared_->mutex);
    if (shared_->waiting.size() >= shared_->max_waiting) return false;
    shared_->waiting.push_back(std::move(next));
  }
  shared_->wake.notify_one();
  return true;
}

}  // namespace hallcall::gateway
