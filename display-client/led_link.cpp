// See led_link.hpp.
#include "display-client/led_link.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace hallcall::display {
namespace {

constexpr int bits_per_byte = 10;  // 8N1: a start and a stop bit
constexpr int longest_answer_bytes = 80;

}  // namespace

led_link::led_link(std::unique_ptr<led_driver> driver, const std::vector<int>& addresses, int speed)
    : driver_(std::move(driver)), speed_(speed) {
  for (const int address : addresses) {
    panel one;
    one.address = address;
    panels_.push_back(std::move(one));
  }
}

void led_link::want(std::size_t which, const std::optional<led_content>& content) {
  auto& p = panels_[which];
  const bool same =
      p.wanted.has_value() == content.has_value() && (!content || same_look(*p.wanted, *content));
  if (!same) {
    p.told = false;
    p.due = {};
    stale_ = stale_ || which == turn_of_;
  }
  p.wanted = content;
}

void led_link::opened(clock::time_point now) {
  for (auto& p : panels_) {
    p.told = false;
    p.due = {};
    p.state.answering = false;
  }
  under_way_ = false;
  answered_ = false;
  heard_ = now;
}

std::optional<std::string> led_link::next(clock::time_point now) {
  if (under_way_) {
    if (now < answer_by_) return std::nullopt;
    missed(now);
    if (under_way_) {
      answer_by_ = clock::time_point::max();
      return bytes_;
    }
  }
  for (std::size_t i = 1; i <= panels_.size(); ++i) {
    const auto which = (turn_of_ + i) % panels_.size();
    auto& p = panels_[which];
    if (p.due > now) continue;
    turn_of_ = which;
    order_ = order_for(p);
    bytes_ = driver_->bytes_of(order_);
    under_way_ = true;
    stale_ = false;
    tried_ = 1;
    answer_by_ = clock::time_point::max();
    return bytes_;
  }
  return std::nullopt;
}

led_order led_link::order_for(panel& p) {
  p.turn = (p.turn + 1) % 10;
  led_order o;
  o.address = p.address;
  o.turn = p.turn;
  if (p.told) return o;
  if (!p.wanted || p.wanted->text.empty()) {
    o.task = led_order::what::blank;
    return o;
  }
  o.task = led_order::what::show;
  o.text = p.wanted->text;
  o.hold_seconds = hold_seconds;
  if (p.wanted->scroll) {
    o.effect = led_effect::scroll;
  } else if (p.wanted->fresh && p.wanted->call != p.flashed) {
    o.effect = led_effect::flash;
    p.flashed = p.wanted->call;  // once, even if nobody sees it: a late flash misleads
  }
  return o;
}

void led_link::written(clock::time_point now) {
  const auto bytes = static_cast<std::int64_t>(bytes_.size()) + longest_answer_bytes;
  answer_by_ =
      now + answer_within + std::chrono::milliseconds(bytes * bits_per_byte * 1'000 / speed_);
}

// No answer in time: the same again, or, when that is useless, the next panel's turn.
void led_link::missed(clock::time_point now) {
  auto& p = panels_[turn_of_];
  if (!stale_ && p.state.answering && tried_ < attempts) {
    ++tried_;
    return;
  }
  if (!stale_ && !p.state.answering) tried_ = attempts;  // one that is not there is asked once
  under_way_ = false;
  if (tried_ < attempts) return;
  p.state.answering = false;
  p.told = false;
  p.due = now + beat_every;
  fault(p, "it does not answer");
}

void led_link::received(std::string_view bytes, clock::time_point now) {
  for (const char c : bytes) {
    const auto answer = driver_->feed(static_cast<std::uint8_t>(c));
    if (!answer || !under_way_ || answer->address != order_.address || answer->turn != order_.turn)
      continue;
    under_way_ = false;
    answered_ = true;
    heard_ = now;
    took(panels_[turn_of_], *answer, now);
  }
}

void led_link::took(panel& p, const led_answer& answer, clock::time_point now) {
  p.state.answering = true;
  p.state.acknowledged = now;
  p.state.well = true;
  p.due = now + beat_every;
  const bool shows = p.wanted && !p.wanted->text.empty();
  const bool right = shows ? answer.says == led_answer::state::showing &&
                                 answer.digest == driver_->digest_of(p.wanted->text)
                           : answer.says == led_answer::state::blank;
  if (right) {
    p.told = true;
    p.state.shown = shows ? p.wanted->text : "";
    p.state.shown_call = shows ? p.wanted->call_id : "";
    return;
  }
  p.told = false;
  p.state.shown.clear();
  p.state.shown_call.clear();
  // At once when it only was told something else: by an order that was overtaken, or before it was
  // switched off and on.
  if (stale_ || order_.task == led_order::what::ask) p.due = now;
  if (answer.says == led_answer::state::refused)
    fault(p, fmt::format("it refuses what it is told: {}", answer.why));
  else if (answer.says == led_answer::state::broken)
    fault(p, fmt::format("it is broken: {}", answer.why));
  else if (answer.says == led_answer::state::outdated)
    fault(p, "it had heard nothing for too long");
  else if (order_.task == led_order::what::ask)
    fault(p, "it did not show what it was told; it was told again");
}

void led_link::fault(panel& p, std::string why) {
  p.state.fault = std::move(why);
  p.state.well = false;
}

led_link::clock::time_point led_link::wake() const {
  auto at = heard_ + silent_after;
  if (under_way_) return std::min(at, answer_by_);
  for (const auto& p : panels_) at = std::min(at, p.due);
  return at;
}

bool led_link::silent(clock::time_point now) const { return now - heard_ >= silent_after; }

bool led_link::settled() const {
  return !under_way_ && std::all_of(panels_.begin(), panels_.end(), [](const panel& p) {
    return p.told || (!p.state.answering && p.due != clock::time_point{});
  });
}

}  // namespace hallcall::display
