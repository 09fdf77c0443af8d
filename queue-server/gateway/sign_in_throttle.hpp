// How many failed sign-ins one remote address may make: a burst, then one every few seconds.
// Bounded memory. On the reactor's thread alone; time is an argument.
#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>

#include "gateway/accounts.hpp"

namespace hallcall::gateway {

class sign_in_throttle {
 public:
  // A morning's clerks behind one address mistype together: enough for them, too few to guess by.
  static constexpr int burst = 40;
  static constexpr std::chrono::seconds refill{15};  // one more failure after each
  static constexpr std::size_t max_addresses = 4'096;

  sign_in_throttle() = default;
  // The same bucket for something else that anybody may ask for, with bounds of its own.
  sign_in_throttle(int most_at_once, std::chrono::seconds one_more_after)
      : burst_(most_at_once), refill_(one_more_after) {}

  // Counts an attempt as failed beforehand. Zero: go on; otherwise how long to wait, and nothing
  // was counted.
  [[nodiscard]] std::chrono::seconds begin(std::string_view address, time_point now);
  // The attempt was no failure after all.
  void forgive(std::string_view address);
  [[nodiscard]] std::size_t size() const { return addresses_.size(); }

 private:
  struct bucket {
    int failures = 0;
    time_point counted_until{};  // failures have been refilled up to here
  };
  void make_room(time_point now);
  int burst_ = burst;
  std::chrono::seconds refill_ = refill;
  std::unordered_map<std::string, bucket> addresses_;
};

// Whom an address stands for: an IPv4 address itself, an IPv6 one's network of 64 bits.
[[nodiscard]] std::string throttle_key(std::string_view address);

}  // namespace hallcall::gateway
