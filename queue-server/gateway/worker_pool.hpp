// A few threads for what blocks: password hashing, the accounts file, later reports. Work comes
// from the reactor's thread and its result goes back there. Never holds more than its bound of
// waiting work.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <type_traits>
#include <utility>

#include "proto/net/reactor.hpp"

namespace hallcall::gateway {

class worker_pool {
 public:
  // The reactor must outlive the pool.
  worker_pool(net::reactor&, std::size_t threads, std::size_t max_waiting);
  // On the reactor's thread, or when it does not run. Drops what waits, waits for what runs; no
  // `done` runs afterwards.
  ~worker_pool();
  worker_pool(const worker_pool&) = delete;
  worker_pool& operator=(const worker_pool&) = delete;

  // Runs `work` on a thread of the pool and `done` with its result on the reactor's. False, and
  // neither runs, when too much waits. Both must be copyable; what `work` throws leaves the
  // reactor's run(): it is a bug.
  template <class Work, class Done>
  [[nodiscard]] bool run(Work work, Done done) {
    return submit(
        [work = std::move(work), done = std::move(done)]() mutable -> std::function<void()> {
          using result_type = decltype(work());
          if constexpr (std::is_void_v<result_type>) {
            work();
            return std::move(done);
          } else {
            auto result = std::make_shared<result_type>(work());
            return [result, done = std::move(done)]() mutable { done(std::move(*result)); };
          }
        });
  }

 private:
  struct shared;
  bool submit(std::function<std::function<void()>()> job);
  std::shared_ptr<shared> shared_;
};

}  // namespace hallcall::gateway
