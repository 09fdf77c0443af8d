// One day of a hall as its journal has it: who came for what, how long they took at the counter,
// which counters were open when, and how long everybody waited. To run the day once more in another
// way.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <tl/expected.hpp>

#include "forecast/simulated_hall.hpp"
#include "journal/journal.hpp"

namespace hallcall::service {

struct recorded_day {
  engine::business_date date{};
  // By time. What a visit took is its time at counters in all: parked and transferred visits are
  // one. Who was never called takes the standard time of what they came for, should they be now;
  // who is at a counter still, at least that.
  std::vector<forecast::visitor> visitors;
  std::vector<forecast::shift> shifts;     // base counters, and mobile ones that no call opened
  std::chrono::milliseconds between{0};    // the clerks' mean pause before a call while people wait
  std::chrono::milliseconds answering{0};  // the backups' mean, from the call to their opening
  forecast::run_told told;                 // as it was
  engine::time_point begin, end;           // first counter or ticket, last event of a visit
};

// `date` none: the last day with tickets. An error is a sentence for whoever asked. Reads the
// journal twice, blocks, and throws what the journal and decode_events throw.
[[nodiscard]] tl::expected<recorded_day, std::string> read_recorded_day(
    journal::journal&, const std::string& hall, const engine::calendar&,
    std::optional<engine::business_date> date);

// "2026-11-20", or nothing when it is no date.
[[nodiscard]] std::optional<engine::business_date> date_from(const std::string& text);
[[nodiscard]] std::string text_of_date(engine::business_date);

}  // namespace hallcall::service
