// See print_worker.hpp.
#include "kiosk-client/print_worker.hpp"

#include <memory>
#include <utility>

namespace hallcall::kiosk {

print_worker::print_worker(net::reactor& reactor, print how)
    : reactor_(reactor), print_(std::move(how)), thread_([this] { work(); }) {}

print_worker::~print_worker() {
  *alive_ = false;
  {
    const std::lock_guard guard(lock_);
    closed_ = true;
    jobs_.clear();
    changed_.notify_all();
  }
  thread_.join();
}

void print_worker::submit(messages::slip slip, lettering letters,
                          std::function<void(const outcome&)> done) {
  const std::lock_guard guard(lock_);
  if (jobs_.size() >= most_waiting)
    return reactor_.post(
        [done = std::move(done)] { done(tl::make_unexpected(std::string("too-many-slips"))); });
  jobs_.push_back({std::move(slip), letters, std::move(done)});
  changed_.notify_all();
}

void print_worker::work() {
  for (;;) {
    std::unique_lock guard(lock_);
    changed_.wait(guard, [this] { return closed_ || !jobs_.empty(); });
    if (closed_) return;
    auto next = std::move(jobs_.front());
    jobs_.pop_front();
    guard.unlock();
    reactor_.post(
        [alive = alive_, done = std::move(next.done), came = print_(next.slip, next.lettering)] {
          if (*alive) done(came);
        });
  }
}

}  // namespace hallcall::kiosk
