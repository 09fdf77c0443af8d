// Prints slips on a thread of its own, one after the other: a printer may take its time, the page
// may not.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

#include <tl/expected.hpp>

#include "kiosk-client/printer.hpp"
#include "kiosk-client/slip_picture.hpp"
#include "proto/messages/answers.hpp"
#include "proto/net/reactor.hpp"

namespace hallcall::kiosk {

class print_worker {
 public:
  static constexpr std::size_t most_waiting = 8;
  using outcome = tl::expected<print_report, std::string>;  // a reason word otherwise
  using print = std::function<outcome(const messages::slip&, lettering)>;

  print_worker(net::reactor&, print);
  // Waits for the slip that is being printed.
  ~print_worker();
  print_worker(const print_worker&) = delete;
  print_worker& operator=(const print_worker&) = delete;

  // `done` is called on the reactor's thread; not after this is gone.
  void submit(messages::slip, lettering, std::function<void(const outcome&)> done);

 private:
  struct job {
    messages::slip slip;
    kiosk::lettering lettering;
    std::function<void(const outcome&)> done;
  };
  void work();

  net::reactor& reactor_;
  print print_;
  std::mutex lock_;
  std::condition_variable changed_;
  std::deque<job> jobs_;
  bool closed_ = false;
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);  // of the reactor's thread
  std::thread thread_;                                          // last: it uses everything above
};

}  // namespace hallcall::kiosk
