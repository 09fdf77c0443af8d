#include "service/notice_queue.hpp"

#include <algorithm>

namespace hallcall::service {

void notice_queue::add(journal::notice_key key, messages::visit_notice n) {
  const auto [it, is_new] = items_.try_emplace(key, item{std::move(n)});
  if (!is_new) return;
  auto& line = lines_[ticket_of(it->second)];
  line.push_back(key);
  if (line.size() == 1) wait_until(key, it->second, it->second.notice.at);
}

void notice_queue::wait_until(journal::notice_key key, item& i, engine::time_point due) {
  i.due = due;
  ready_.emplace(due, key);
}

// It leaves its line, and the next of its ticket may go.
void notice_queue::drop(std::map<journal::notice_key, item>::iterator it) {
  const auto line = lines_.find(ticket_of(it->second));
  auto& keys = line->second;
  const bool was_front = keys.front() == it->first;
  if (was_front && !it->second.under_way) ready_.erase({it->second.due, it->first});
  if (it->second.under_way) --under_way_;
  std::erase(keys, it->first);
  items_.erase(it);
  if (keys.empty())
    lines_.erase(line);
  else if (was_front)
    wait_until(keys.front(), items_.at(keys.front()), items_.at(keys.front()).notice.at);
}

std::vector<journal::notice_key> notice_queue::give_up(engine::time_point now) {
  std::vector<journal::notice_key> given_up;
  for (auto it = items_.begin(); it != items_.end();) {
    const bool too_old = it->second.notice.at + limits_.give_up_after <= now;
    if (!too_old && items_.size() <= limits_.most_waiting) break;
    const auto one = it++;
    if (one->second.under_way) continue;
    given_up.push_back(one->first);
    drop(one);
  }
  return given_up;
}

std::optional<notice_queue::sending> notice_queue::next(engine::time_point now) {
  const auto most = receiver_failures_ > 0 ? 1 : limits_.at_once;
  if (under_way_ >= most || receiver_due_ > now || ready_.empty()) return std::nullopt;
  const auto [due, key] = *ready_.begin();
  if (due > now) return std::nullopt;
  ready_.erase(ready_.begin());
  auto& i = items_.at(key);
  i.under_way = true;
  ++under_way_;
  return sending{key, &i.notice};
}

std::optional<engine::time_point> notice_queue::due() const {
  std::optional<engine::time_point> first;
  const auto sooner = [&](engine::time_point t) { first = first ? std::min(*first, t) : t; };
  const auto most = receiver_failures_ > 0 ? 1 : limits_.at_once;
  if (under_way_ < most && !ready_.empty()) sooner(std::max(receiver_due_, ready_.begin()->first));
  for (const auto& [key, i] : items_) {
    if (i.under_way) continue;
    sooner(i.notice.at + limits_.give_up_after);
    break;
  }
  return first;
}

void notice_queue::received(journal::notice_key key, engine::time_point) {
  receiver_failures_ = 0;
  receiver_due_ = {};
  if (const auto it = items_.find(key); it != items_.end()) drop(it);
}

std::chrono::milliseconds notice_queue::pause(int failures, const failure& f) const {
  constexpr int doublings = 20;  // more would overflow, and be above any longest pause
  const auto whole =
      std::min(limits_.longest_pause,
               limits_.first_pause * (std::int64_t{1} << std::min(failures - 1, doublings)));
  const auto half = whole / 2;  // the other half at random, so that many do not come back together
  auto pause = half + std::chrono::milliseconds(
                          static_cast<std::int64_t>(static_cast<double>(half.count()) * f.jitter));
  if (f.asked)
    pause = std::max<std::chrono::milliseconds>(
        pause, std::min<std::chrono::milliseconds>(*f.asked, limits_.longest_asked_pause));
  return pause;
}

void notice_queue::failed(journal::notice_key key, engine::time_point now, const failure& f) {
  const auto it = items_.find(key);
  if (it == items_.end()) return;
  auto& i = it->second;
  i.under_way = false;
  --under_way_;
  ++i.failures;
  if (f.receiver) {
    receiver_due_ = std::max(receiver_due_, now + pause(++receiver_failures_, f));
    wait_until(key, i, now);
  } else {
    receiver_failures_ = 0;  // it answers
    receiver_due_ = {};
    wait_until(key, i, now + pause(i.failures, f));
  }
}

void notice_queue::call_back(engine::time_point now) {
  for (auto& [key, i] : items_) {
    if (!i.under_way) continue;
    i.under_way = false;
    wait_until(key, i, now);
  }
  under_way_ = 0;
  receiver_failures_ = 0;
  receiver_due_ = {};
}

}  // namespace hallcall::service
