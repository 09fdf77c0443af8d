// The model's numbers for kiosks to give out while the server is away: each number asked
// about by looking at everybody who has one and at every block.
#include <algorithm>

#include "model_hall.hpp"

namespace hallcall::engine::testing {

// Nobody has it, and it is in no block, or in this one alone.
bool model_hall::is_nobodys(char series, std::uint32_t n, const block_id* but_of) const {
  for (const auto& v : book_.visitors)
    if (v.series == series && v.nth == n) return false;
  for (const auto& b : book_.blocks) {
    if (but_of != nullptr && b.id == *but_of) continue;
    if (b.series == series && b.first <= n && n <= b.last) return false;
  }
  return true;
}

model_hall::answer model_hall::on(const lend_numbers& c) {
  const auto size = rules_.offline_numbers;
  if (size == 0) return refusal_code::numbers_not_lent;
  if (!door_lets_in(channel::kiosk)) return refusal_code::hall_closed;
  const char series = rules_.lanes[static_cast<std::size_t>(lane::general)].series;
  const auto last = last_number(series);
  const auto near = std::max(5u, size / 4);
  const block_seen* old = nullptr;
  int others = 0;
  for (const auto& b : book_.blocks) {
    if (b.holder != c.holder) continue;
    if (c.instead == b.id)
      old = &b;
    else
      ++others;
  }
  if (old != nullptr) {  // near the series, or half of it used
    std::uint32_t used = 0;
    for (const auto& v : book_.visitors)
      if (v.series == series && old->first <= v.nth && v.nth <= old->last) ++used;
    if (old->first > last + near && 2 * used < old->last - old->first + 1) return yes;
  }
  if (others >= 4) return refusal_code::numbers_not_lent;

  // The first place that is far enough ahead, after every number out of a block, and all free.
  auto first = last + 2 * near + 1;
  for (const auto& v : book_.visitors)
    if (v.series == series && v.nth > last) first = std::max(first, v.nth + 1);
  const auto* const but_of = old != nullptr ? &old->id : nullptr;
  for (std::uint32_t n = first; n < first + size; ++n)
    if (!is_nobodys(series, n, but_of)) first = n + 1;
  if (old != nullptr) {
    const auto gone = old->id;
    std::erase_if(book_.blocks, [&](const auto& b) { return b.id == gone; });
  }
  book_.blocks.push_back({{++last_block_}, c.holder, series, first, first + size - 1, at_});
  happened();
  return yes;
}

model_hall::answer model_hall::on(const give_numbers_back& c) {
  const auto gone = std::erase_if(book_.blocks, [&](const auto& b) {
    return b.id == c.block && b.holder == c.holder;
  });
  if (gone == 0) return refusal_code::unknown_block;
  happened();
  return yes;
}

// Out of a block that this kiosk holds, and nobody's yet.
model_hall::answer model_hall::may_have_given(const take_ticket& c) const {
  for (const auto& b : book_.blocks) {
    if (b.id != c.offline->block || b.holder != c.issued_by) continue;
    if (c.offline->n < b.first || c.offline->n > b.last) break;
    if (!is_nobodys(b.series, c.offline->n, &b.id)) return refusal_code::number_taken;
    for (const auto& v : book_.visitors)
      if (v.token == c.token) return refusal_code::number_taken;
    return yes;
  }
  return refusal_code::unknown_block;
}

}  // namespace hallcall::engine::testing
