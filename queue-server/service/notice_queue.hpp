// Which notice is to be sent when: each ticket's in order, again after a failure with
// growing pauses, given up when too old or too many. Decides alone; notifier.hpp sends.
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "engine/types.hpp"
#include "journal/journal.hpp"
#include "proto/messages/notices.hpp"

namespace hallcall::service {

struct notice_limits {
  std::chrono::milliseconds give_up_after{std::chrono::hours(24)};  // since it happened
  std::size_t most_waiting = 10'000;
  std::size_t at_once = 4;  // under way
  std::chrono::milliseconds first_pause{1'000};
  std::chrono::milliseconds longest_pause{std::chrono::minutes(10)};
  std::chrono::milliseconds longest_asked_pause{std::chrono::hours(1)};  // by Retry-After
};

class notice_queue {
 public:
  explicit notice_queue(notice_limits limits) : limits_(limits) {}
  // From now on these; what waits stays until the next look().
  void limit(notice_limits limits) { limits_ = limits; }

  void add(journal::notice_key, messages::visit_notice);

  // Gives up what is too old and, beyond the bound, the oldest; what is under way is left alone.
  [[nodiscard]] std::vector<journal::notice_key> give_up(engine::time_point now);
  // The next to be sent now, which is under way from here on; none when nothing is due. The pointer
  // lasts until the notice is settled.
  struct sending {
    journal::notice_key key;
    const messages::visit_notice* notice = nullptr;
  };
  [[nodiscard]] std::optional<sending> next(engine::time_point now);
  // When to look again; nullopt when only an answer or a new notice changes anything.
  [[nodiscard]] std::optional<engine::time_point> due() const;

  void received(journal::notice_key, engine::time_point now);
  // `receiver`: it is the receiver that is unwell, not this notice; then all wait, and one alone
  // tries first. `asked`: a pause that it asked for. `jitter` from 0 up to 1.
  struct failure {
    bool receiver = false;
    std::optional<std::chrono::seconds> asked;
    double jitter = 0;
  };
  void failed(journal::notice_key, engine::time_point now, const failure&);
  // Nothing is under way any more, and no answer to it will come.
  void call_back(engine::time_point now);

  [[nodiscard]] std::size_t size() const { return items_.size(); }

 private:
  struct item {
    messages::visit_notice notice;
    bool under_way = false;
    int failures = 0;
    engine::time_point due;
  };
  using ticket = std::pair<std::string, std::string>;  // hall, ticket
  static ticket ticket_of(const item& i) { return {i.notice.hall, i.notice.ticket}; }

  void drop(std::map<journal::notice_key, item>::iterator);
  void wait_until(journal::notice_key, item&, engine::time_point);
  [[nodiscard]] std::chrono::milliseconds pause(int failures, const failure&) const;

  notice_limits limits_;
  std::map<journal::notice_key, item> items_;                           // the oldest first
  std::map<ticket, std::deque<journal::notice_key>> lines_;             // none empty
  std::set<std::pair<engine::time_point, journal::notice_key>> ready_;  // fronts not under way
  std::size_t under_way_ = 0;
  int receiver_failures_ = 0;  // since it last received one
  engine::time_point receiver_due_{};
};

}  // namespace hallcall::service
