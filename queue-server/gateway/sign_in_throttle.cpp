// A leaking bucket for each address.
#include "gateway/sign_in_throttle.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <array>

namespace hallcall::gateway {

std::string throttle_key(std::string_view address) {
  const std::string text(address);
  std::array<unsigned char, 16> bytes{};
  if (::inet_pton(AF_INET6, text.c_str(), bytes.data()) != 1) return text;
  constexpr std::array<unsigned char, 12> mapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
  const bool is_v4 = std::equal(mapped.begin(), mapped.end(), bytes.begin());
  return {reinterpret_cast<const char*>(bytes.data()), is_v4 ? bytes.size() : bytes.size() / 2};
}

std::chrono::seconds sign_in_throttle::begin(std::string_view address, time_point now) {
  const std::string key = throttle_key(address);
  auto found = addresses_.find(key);
  if (found == addresses_.end()) {
    if (addresses_.size() >= max_addresses) make_room(now);
    found = addresses_.emplace(key, bucket{0, now}).first;
  }
  bucket& b = found->second;
  if (now < b.counted_until) b.counted_until = now;  // the clock was set back
  const auto refilled = (now - b.counted_until) / refill_;
  b.failures = static_cast<int>(std::max<std::int64_t>(0, b.failures - refilled));
  b.counted_until = b.failures == 0 ? now : b.counted_until + refilled * refill_;
  if (b.failures >= burst_) {
    return std::chrono::ceil<std::chrono::seconds>(b.counted_until + refill_ - now);
  }
  ++b.failures;
  return std::chrono::seconds(0);
}

void sign_in_throttle::forgive(std::string_view address) {
  const auto found = addresses_.find(throttle_key(address));
  if (found == addresses_.end()) return;
  if (--found->second.failures <= 0) addresses_.erase(found);
}

// Forgets whoever has no failure left, and the least guilty when that frees nothing.
void sign_in_throttle::make_room(time_point now) {
  const auto guilt = [this, now](const bucket& b) {
    return b.failures - (now - b.counted_until) / refill_;
  };
  if (std::erase_if(addresses_, [&](const auto& a) { return guilt(a.second) <= 0; }) > 0) return;
  addresses_.erase(std::min_element(
      addresses_.begin(), addresses_.end(),
      [&](const auto& a, const auto& b) { return guilt(a.second) < guilt(b.second); }));
}

}  // namespace hallcall::gateway
