// A [[hall.counter]]: its rules for the engine and its signs for people.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "service/office_file_catalogue.hpp"

namespace hallcall::service::office_file {

struct counter_entry {
  engine::counter_rules rules;
  counter_text text;
  std::uint32_t line = 0;
  std::uint32_t public_sign_line = 0;
};

// What a hall has decided before its counters are read.
struct counter_context {
  const error_list& errors;
  const catalogue* shared;  // null when it could not be read: functions go unchecked
  engine::enum_set<engine::lane> lanes_in_use;
  bool full_function_takes_turning = false;
  bool turning_takes_general = true;
  std::span<const std::string> languages;        // the office's
  std::span<const std::string> board_languages;  // each sign must be in these
};

// The lanes that a counter of a kind takes, and those it prefers, when its file says nothing
//
[[nodiscard]] engine::enum_set<engine::lane> lanes_taken_by(engine::counter_kind,
                                                            const counter_context&);
[[nodiscard]] engine::enum_set<engine::lane> lanes_preferred_by(engine::counter_kind);

[[nodiscard]] counter_entry read_counter(const counter_context&, const table& from,
                                         const std::string& hall);

// A word that would tell a passer-by that this is the turning counter, or nothing.
[[nodiscard]] std::string_view revealing_word(std::string_view public_text);

}  // namespace hallcall::service::office_file
