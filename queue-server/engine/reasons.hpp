// Why a ticket was called, in numbers. Recorded with every call.
#pragma once

#include <string>
#include <vector>

#include "engine/types.hpp"

namespace hallcall::engine {

enum class call_rule : std::uint8_t {
  score,           // accumulating priority: the highest score
  head_of_line,    // a returning ticket
  returned,        // missed, back, and its turn by R-50
  cap,             // waited longer than the cap: the oldest first
  preferred_lane,  // the counter prefers its lane
  fifo,
  strict,
  ratio,
  out_of_order  // a clerk's choice, with a reason
};

struct passed_over_line {
  std::string number;
  engine::lane lane = lane::general;
  double score = 0;
  seconds waited{0};
};

struct reason {
  call_rule rule = call_rule::score;
  engine::lane lane = lane::general;
  double rate = 1;
  double score = 0;  // waited seconds × rate
  seconds waited{0};
  std::vector<passed_over_line> passed_over;  // the best of each other line, at most 8
  std::string words;                          // out_of_order: the clerk's
};

}  // namespace hallcall::engine
