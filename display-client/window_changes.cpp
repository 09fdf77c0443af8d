// A signalfd beside an eventfd that ends the thread.
#include "display-client/window_changes.hpp"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <system_error>

#include <poll.h>
#include <pthread.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <unistd.h>

namespace hallcall::display {

window_changes::window_changes(std::function<void()> changed) {
  sigset_t only{};
  sigemptyset(&only);
  sigaddset(&only, SIGWINCH);
  pthread_sigmask(SIG_BLOCK, &only, nullptr);
  signals_ = signalfd(-1, &only, SFD_CLOEXEC | SFD_NONBLOCK);
  stop_ = eventfd(0, EFD_CLOEXEC);
  if (signals_ < 0 || stop_ < 0)
    throw std::system_error(errno, std::generic_category(), "signalfd");
  reader_ = std::thread([this, changed = std::move(changed)] {
    while (true) {
      std::array<pollfd, 2> wait{pollfd{signals_, POLLIN, 0}, pollfd{stop_, POLLIN, 0}};
      if (poll(wait.data(), wait.size(), -1) < 0 && errno != EINTR) return;
      if (wait[1].revents != 0) return;
      signalfd_siginfo one{};
      bool any = false;
      while (read(signals_, &one, sizeof one) == sizeof one) any = true;
      if (any) changed();
    }
  });
}

window_changes::~window_changes() {
  const std::uint64_t one = 1;
  // An eventfd takes a first write always.
  [[maybe_unused]] const auto written = write(stop_, &one, sizeof one);
  reader_.join();
  close(signals_);
  close(stop_);
}

}  // namespace hallcall::display
