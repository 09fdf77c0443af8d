// Numbers for a kiosk to give out while the server is away: which block it gets, how it
// gives it back, and the tickets that it gave out of it.
//
// A block lies a little ahead of its series, so that the numbers of those who came meanwhile look
// like everybody's. Before the series reaches it the kiosk takes another and gives this one back:
// only a block whose kiosk cannot be reached is passed over.
#include "engine/decide.hpp"

namespace hallcall::engine::deciding {
namespace {

// Blocks of one holder: the second and later ones are those of a kiosk that lost its memory.
constexpr std::ptrdiff_t most_of_one_holder = 4;

std::uint32_t last_given(const hall_state& state, char series) {
  const auto last = state.series.find(series);
  return last == state.series.end() ? 0 : last->second;
}

// How far ahead of the series a block begins to be too near.
std::uint32_t lead(const hall_rules& rules) {
  return std::max<std::uint32_t>(rules.offline_numbers / 4, 5);
}

// The first of so many numbers that nobody has and no other block holds.
std::uint32_t room_for(const hall_state& state, char series, std::uint32_t size,
                       std::optional<block_id> given_back) {
  std::uint32_t first = last_given(state, series) + 2 * lead(*state.rules) + 1;
  if (const auto ahead = state.given_ahead.find(series);
      ahead != state.given_ahead.end() && !ahead->second.empty())
    first = std::max(first, *ahead->second.rbegin() + 1);
  std::vector<number_block> held;
  for (const auto& b : state.blocks)
    if (b.series == series && b.id != given_back) held.push_back(b);
  std::sort(held.begin(), held.end(),
            [](const auto& x, const auto& y) { return x.first < y.first; });
  for (const auto& b : held) {
    if (first + size <= b.first) break;
    first = std::max(first, b.last + 1);
  }
  return first;
}

}  // namespace

ticket_number next_number(const hall_state& state, char series) {
  ticket_number next{series, last_given(state, series) + 1};
  const auto ahead = state.given_ahead.find(series);
  for (;;) {
    const auto in = std::find_if(state.blocks.begin(), state.blocks.end(),
                                 [&](const number_block& b) { return b.holds(next); });
    if (in != state.blocks.end())
      next.n = in->last + 1;
    else if (ahead != state.given_ahead.end() && ahead->second.contains(next.n))
      ++next.n;
    else
      return next;
  }
}

// Of general's letter, whoever gets them: a letter does not tell the lane.
outcome_of decide_on(const hall_state& state, const lend_numbers& c, time_point now) {
  const hall_rules& rules = *state.rules;
  if (rules.offline_numbers == 0)
    return refuse(refusal_code::numbers_not_lent,
                  "This office lends no numbers to its kiosks (offline_numbers is 0).");
  if (auto closed = door_refuses(state, channel::kiosk, now)) return tl::make_unexpected(*closed);
  const number_block* held = c.instead ? state.find_block(*c.instead, c.holder) : nullptr;
  if (held != nullptr && still_serves(state, *held)) return events{};
  const auto others =
      std::count_if(state.blocks.begin(), state.blocks.end(), [&](const number_block& b) {
        return b.holder == c.holder && (held == nullptr || b.id != held->id);
      });
  if (others >= most_of_one_holder)
    return refuse(refusal_code::numbers_not_lent,
                  "This kiosk has borrowed numbers " + std::to_string(others) +
                      " times today and given none of them back. It gets more tomorrow.");
  events happened;
  std::optional<block_id> given_back;
  if (held != nullptr) {
    given_back = held->id;
    happened.emplace_back(numbers_given_back{held->id});
  }
  const char series = rules.of(lane::general).series;
  const auto first = room_for(state, series, rules.offline_numbers, given_back);
  happened.emplace_back(numbers_lent{block_id{state.last_block + 1}, c.holder, series, first,
                                     first + rules.offline_numbers - 1});
  return happened;
}

outcome_of decide_on(const hall_state& state, const give_numbers_back& c, time_point) {
  if (state.find_block(c.block, c.holder) == nullptr)
    return refuse(refusal_code::unknown_block, "This kiosk holds no such block of numbers today.");
  return events{numbers_given_back{c.block}};
}

std::optional<refusal> number_from_block(const hall_state& state, const take_ticket& c,
                                         time_point now, ticket_issued& e) {
  const auto& given = *c.offline;
  const auto* block = state.find_block(given.block, c.issued_by);
  if (block == nullptr || given.n < block->first || given.n > block->last)
    return refusal{refusal_code::unknown_block,
                   "This number is in no block that this kiosk holds today.", std::nullopt};
  e.number = {block->series, given.n};
  if (state.find_number(e.number) != nullptr)
    return refusal{refusal_code::number_taken,
                   "The number " + to_string(e.number) + " was told to the server before.",
                   std::nullopt};
  if (state.find_token(c.token) != nullptr)
    return refusal{refusal_code::number_taken, "Another ticket has this token.", std::nullopt};
  e.block = block->id;
  e.given_at = std::clamp(given.at, block->lent_at, now);
  e.promise_by = *e.given_at + state.rules->promise;
  return std::nullopt;
}

}  // namespace hallcall::engine::deciding

namespace hallcall::engine {

bool still_serves(const hall_state& state, const number_block& b) {
  if (b.first <= deciding::last_given(state, b.series) + deciding::lead(*state.rules)) return false;
  const auto ahead = state.given_ahead.find(b.series);
  if (ahead == state.given_ahead.end()) return true;
  const auto used = std::distance(ahead->second.lower_bound(b.first),
                                  ahead->second.upper_bound(b.last));
  return used * 2 < std::ptrdiff_t(b.last - b.first + 1);
}

}  // namespace hallcall::engine
