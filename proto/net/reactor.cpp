// The reactor and its timers over one io_context that a single thread runs.
#include "proto/net/reactor.hpp"

#include <boost/asio/post.hpp>

#include <csignal>
#include <utility>

#include "proto/net/reactor_impl.hpp"

namespace hallcall::net {

// The pending wait shares it, so that a timer may be destroyed from inside its own callback.
struct timer::impl {
  explicit impl(executor on) : clock(on) {}

  steady_timer clock;
  std::function<void()> task;  // empty once fired or cancelled
};

timer::timer() = default;
timer::timer(timer&&) noexcept = default;

timer& timer::operator=(timer&& other) noexcept {
  if (this != &other) {
    cancel();
    impl_ = std::move(other.impl_);
  }
  return *this;
}

timer::~timer() { cancel(); }

void timer::cancel() {
  if (!impl_) return;
  const auto armed = std::move(impl_);
  impl_.reset();
  // A wait that is already on its way finds no task; the task itself dies outside of the timer.
  const auto task = std::exchange(armed->task, nullptr);
  armed->clock.cancel();
}

void reactor::impl::await_signal() {
  signals.async_wait([this](error_code failed, int number) {
    if (failed) return;
    await_signal();
    const auto task = on_signal;  // may be replaced from inside
    task(number);
  });
}

reactor::reactor() : impl_(std::make_unique<impl>()) {}
reactor::~reactor() = default;

void reactor::run() {
  impl_->context.run();
  // stop() before run() counts; after it the reactor can run again.
  impl_->context.restart();
}

void reactor::stop() { impl_->context.stop(); }

void reactor::post(std::function<void()> task) { asio::post(impl_->context, std::move(task)); }

timer reactor::after(std::chrono::milliseconds delay, std::function<void()> task) {
  timer armed;
  armed.impl_ = std::make_shared<timer::impl>(impl_->context.get_executor());
  armed.impl_->task = std::move(task);
  armed.impl_->clock.expires_after(delay);
  armed.impl_->clock.async_wait([state = armed.impl_](error_code) {
    if (const auto due = std::exchange(state->task, nullptr)) due();
  });
  return armed;
}

void reactor::on_signals(std::function<void(int)> task) {
  const bool first = !impl_->on_signal;
  impl_->on_signal = std::move(task);
  if (!first) return;
  for (const int number : {SIGINT, SIGTERM, SIGHUP}) impl_->signals.add(number);
  impl_->await_signal();
}

}  // namespace hallcall::net
