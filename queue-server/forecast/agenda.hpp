// What is to happen in a simulated hall, the earliest first; at one instant in the order in which
// it was added.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "engine/types.hpp"

namespace hallcall::forecast {

enum class duty : std::uint8_t { open, end_shift, begin, finish, call, answer, leave, grant };

struct agenda_entry {
  engine::time_point at;
  std::uint64_t added = 0;
  std::uint64_t subject = 0;  // the counter's number, the page or the ticket
  std::uint32_t version = 0;
  duty what = duty::open;
};

class agenda {
 public:
  void add(engine::time_point at, duty what, std::uint64_t subject, std::uint32_t version = 0) {
    heap_.push_back({at, added_++, subject, version, what});
    std::push_heap(heap_.begin(), heap_.end(), later);
  }
  [[nodiscard]] bool empty() const { return heap_.empty(); }
  [[nodiscard]] const agenda_entry& first() const { return heap_.front(); }
  agenda_entry take() {
    std::pop_heap(heap_.begin(), heap_.end(), later);
    const agenda_entry e = heap_.back();
    heap_.pop_back();
    return e;
  }

 private:
  static bool later(const agenda_entry& a, const agenda_entry& b) {
    return a.at != b.at ? a.at > b.at : a.added > b.added;
  }
  std::vector<agenda_entry> heap_;
  std::uint64_t added_ = 0;
};

}  // namespace hallcall::forecast
