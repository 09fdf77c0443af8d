// See led_line.hpp.
#include "display-client/led_line.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <utility>

#include <fmt/format.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "display-client/led_port.hpp"

namespace hallcall::display {
namespace {

std::vector<int> addresses_of(const std::vector<led_panel>& panels) {
  std::vector<int> all;
  for (const auto& panel : panels) all.push_back(panel.address);
  return all;
}

int milliseconds_to(std::chrono::steady_clock::time_point at) {
  const auto left =
      std::chrono::ceil<std::chrono::milliseconds>(at - std::chrono::steady_clock::now()).count();
  return static_cast<int>(std::clamp<std::int64_t>(left, 0, 60'000));
}

}  // namespace

led_line::led_line(net::reactor& reactor, std::vector<led_panel> panels, listener calls)
    : reactor_(reactor),
      panels_(std::move(panels)),
      listener_(std::move(calls)),
      wake_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)),
      wishes_(panels_.size()),
      states_(panels_.size()),
      link_(make_led_driver(), addresses_of(panels_), panels_.front().at.speed),
      told_calls_(panels_.size()),
      told_words_(panels_.size()),
      back_off_([this] { return std::uniform_real_distribution<>(0, 1)(random_); }) {
  if (wake_ < 0) throw std::runtime_error("eventfd");
  tell_state();
  thread_ = std::thread([this] { work(); });
}

led_line::~led_line() {
  *alive_ = false;
  leave();
  thread_.join();
  close(wake_);
}

void led_line::show(std::size_t which, std::optional<led_content> content) {
  const std::lock_guard guard(lock_);
  if (wishes_[which] == content) return;
  wishes_[which] = std::move(content);
  changed_ = true;
  wake();
}

void led_line::leave() {
  const std::lock_guard guard(lock_);
  leaving_ = true;
  wake();
}

led_line::panel_state led_line::state(std::size_t which) const {
  const std::lock_guard guard(lock_);
  return states_[which];
}

bool led_line::leaving() const {
  const std::lock_guard guard(lock_);
  return leaving_;
}

void led_line::wake() const {
  const std::uint64_t one = 1;
  static_cast<void>(!write(wake_, &one, sizeof one));
}

void led_line::work() {
  while (!leaving()) {
    auto port = led_port::open(panels_.front().at, clock::now() + open_within);
    if (port) {
      trouble_.clear();
      connected_ = std::chrono::system_clock::now();
      trouble_ = converse(*port);
      connected_.reset();
      if (link_.answered()) back_off_.reset();
    } else {
      trouble_ = port.error();
    }
    tell_state();
    if (!leaving()) pause(back_off_.next());
  }
}

// Until the line fails, nobody answers on it, or the panels have been left blank.
std::string led_line::converse(led_port& port) {
  link_.opened(clock::now());
  std::string out;
  auto stuck_at = clock::time_point::max();
  auto gone_by = clock::time_point::max();
  while (true) {
    take_wishes();
    if (leaving() && gone_by == clock::time_point::max()) {
      gone_by = clock::now() + farewell;
      for (std::size_t i = 0; i < panels_.size(); ++i) link_.want(i, std::nullopt);
    }
    const auto now = clock::now();
    if (out.empty())
      if (auto bytes = link_.next(now)) {
        out = std::move(*bytes);
        stuck_at = now + stuck_after;
      }
    if (now >= gone_by || (gone_by != clock::time_point::max() && link_.settled())) return "left";
    if (link_.silent(now)) return "nothing on this line answers";
    if (!out.empty() && now >= stuck_at) return "it takes no bytes";
    tell_state();
    std::array<pollfd, 2> wait{
        pollfd{port.descriptor(), static_cast<short>(out.empty() ? POLLIN : POLLIN | POLLOUT), 0},
        pollfd{wake_, POLLIN, 0}};
    auto until = std::min(link_.wake(), gone_by);
    if (!out.empty()) until = std::min(until, stuck_at);
    if (poll(wait.data(), wait.size(), milliseconds_to(until)) < 0) continue;
    if ((wait[0].revents & (POLLIN | POLLHUP | POLLERR)) != 0) {
      const auto came = port.read_some();
      if (!came) return came.error();
      link_.received(*came, clock::now());
    }
    if (out.empty() || (wait[0].revents & POLLOUT) == 0) continue;
    const auto taken = port.write_some(out);
    if (!taken) return taken.error();
    out.erase(0, *taken);
    if (*taken > 0) stuck_at = clock::now() + stuck_after;
    if (out.empty()) link_.written(clock::now());
  }
}

void led_line::take_wishes() {
  std::uint64_t ignored = 0;
  static_cast<void>(!read(wake_, &ignored, sizeof ignored));
  const std::lock_guard guard(lock_);
  if (!std::exchange(changed_, false)) return;
  for (std::size_t i = 0; i < wishes_.size(); ++i) link_.want(i, wishes_[i]);
}

void led_line::tell_state() {
  std::vector<std::string> shown, changes;
  {
    const std::lock_guard guard(lock_);
    for (std::size_t i = 0; i < panels_.size(); ++i) {
      const auto& talk = link_.state(i);
      states_[i] = {connected_, talk, trouble_};
      if (tells_the_hall(panels_[i]) && !talk.shown_call.empty() &&
          std::exchange(told_calls_[i], talk.shown_call) != talk.shown_call)
        shown.push_back(talk.shown_call);
      auto words = !trouble_.empty()                   ? trouble_
                   : !talk.fault.empty() && !talk.well ? talk.fault
                   : talk.answering                    ? "connected"
                                                       : "";
      if (words.empty() || words == "left" || words == "not opened yet") continue;
      if (std::exchange(told_words_[i], words) != words)
        changes.push_back(fmt::format("{}: {}", panels_[i].name, words));
    }
  }
  if (shown.empty() && changes.empty()) return;
  reactor_.post([this, alive = alive_, shown = std::move(shown), changes = std::move(changes)] {
    for (const auto& call : shown)
      if (*alive && listener_.on_shown) listener_.on_shown(call);
    for (const auto& words : changes)
      if (*alive && listener_.on_change) listener_.on_change(words);
  });
}

// Until the time is over or it is time to leave.
void led_line::pause(std::chrono::milliseconds time) {
  const auto until = clock::now() + time;
  while (clock::now() < until) {
    pollfd wait{wake_, POLLIN, 0};
    poll(&wait, 1, milliseconds_to(until));
    take_wishes();
    if (leaving()) return;
  }
}

}  // namespace hallcall::display
