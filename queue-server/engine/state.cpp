#include "engine/state.hpp"

namespace hallcall::engine {

std::string to_string(ticket_number number) {
  std::string digits = std::to_string(number.n);
  if (digits.size() < 3) digits.insert(0, 3 - digits.size(), '0');
  return number.series + digits;
}

calling_order hall_state::order_in_force() const {
  return order.chosen.value_or(rules->order_of_file());
}

const ticket* hall_state::find(ticket_id id) const {
  const auto it = tickets.find(id);
  return it == tickets.end() ? nullptr : &it->second;
}

const counter* hall_state::find(counter_no n) const {
  const auto it = counters.find(n);
  return it == counters.end() ? nullptr : &it->second;
}

const ticket* hall_state::find_token(const std::string& token) const {
  const auto it = by_token.find(token);
  return it == by_token.end() ? nullptr : find(it->second);
}

const return_pass* hall_state::find_pass(const std::string& code) const {
  const auto it = passes.find(code);
  return it == passes.end() ? nullptr : &it->second;
}

std::int64_t hall_state::walk_ins_waiting() const {
  std::int64_t sum = 0;
  for (std::size_t l = 0; l < lane_count; ++l)
    if (rules->lanes[l].walk_in) sum += line.by_lane[l];
  for (ticket_id id : returns)
    if (rules->of(tickets.at(id).lane).walk_in) ++sum;
  return sum;
}

const ticket* hall_state::find_number(ticket_number number) const {
  const auto it = std::find_if(tickets.begin(), tickets.end(),
                               [&](const auto& one) { return one.second.number == number; });
  return it == tickets.end() ? nullptr : &it->second;
}

const number_block* hall_state::find_block(block_id id, const std::string& holder) const {
  const auto it = std::find_if(blocks.begin(), blocks.end(), [&](const number_block& b) {
    return b.id == id && b.holder == holder;
  });
  return it == blocks.end() ? nullptr : &*it;
}

bool number_block::holds(ticket_number number) const {
  return number.series == series && first <= number.n && number.n <= last;
}

}  // namespace hallcall::engine
