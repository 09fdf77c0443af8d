// See slip_book.hpp.
#include "kiosk-client/slip_book.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "proto/messages/codec.hpp"

namespace hallcall::kiosk {

struct kept_slips {
  std::vector<slip_entry> entries;
};
BOOST_DESCRIBE_STRUCT(kept_slips, (), (entries))

slip_book::slip_book(std::unique_ptr<relay::kept_file> kept, std::int64_t now)
    : kept_(std::move(kept)) {
  const auto text = kept_ ? kept_->read() : std::nullopt;
  if (!text) return;
  auto read = messages::decode<kept_slips>(*text, messages::lenient);
  if (!read) return;
  for (auto& entry : read->entries)
    if (entry.offline || now - entry.at < longest_seconds)
      lines_.push_back({std::move(entry), false, false, std::nullopt, {},
                        std::chrono::steady_clock::now() + confirm_within});
}

slip_book::line* slip_book::by_key(const std::string& key) {
  const auto at = std::find_if(lines_.begin(), lines_.end(),
                               [&](const line& one) { return one.entry.key == key; });
  return at == lines_.end() ? nullptr : &*at;
}

slip_book::line* slip_book::by_ticket(const std::string& ticket) {
  const auto at = std::find_if(lines_.begin(), lines_.end(), [&](const line& one) {
    return !ticket.empty() && one.entry.ticket == ticket;
  });
  return at == lines_.end() ? nullptr : &*at;
}

slip_book::line& slip_book::add(slip_entry entry) {
  if (lines_.size() >= most) {
    const auto settled =
        std::find_if(lines_.begin(), lines_.end(), [](const line& one) { return one.settled; });
    const auto ordinary =
        std::find_if(lines_.begin(), lines_.end(), [](const line& one) { return !one.entry.offline; });
    if (settled != lines_.end())
      lines_.erase(settled);
    else if (ordinary != lines_.end())
      lines_.erase(ordinary);
  }
  lines_.push_back(
      {std::move(entry), false, true, std::nullopt, std::chrono::steady_clock::now(), {}});
  return lines_.back();
}

void slip_book::remove(const std::string& key) {
  std::erase_if(lines_, [&](const line& one) { return one.entry.key == key; });
}

bool slip_book::save() const {
  if (!kept_) return true;
  kept_slips all;
  for (const auto& one : lines_)
    if (!one.settled) all.entries.push_back(one.entry);
  return kept_->write(messages::encode(all), true);
}

std::size_t slip_book::untold() const {
  return static_cast<std::size_t>(std::count_if(lines_.begin(), lines_.end(), [](const line& one) {
    return one.entry.offline && !one.settled;
  }));
}

std::size_t slip_book::unsettled() const {
  return static_cast<std::size_t>(
      std::count_if(lines_.begin(), lines_.end(), [](const line& one) { return !one.settled; }));
}

}  // namespace hallcall::kiosk
