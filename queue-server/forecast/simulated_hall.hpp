// A hall that is run by its own rules, with drawn visitors and clerks who do what clerks do, in a
// loop without a clock: the engine decides and applies every command, as in the real hall. Nothing
// of a rule is repeated here. Clerks call whenever they are free; with several free the longest
// idle one calls.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/commands.hpp"
#include "forecast/visitors.hpp"

namespace hallcall::forecast {

// A counter that is staffed from..to. At `to` the clerk goes on while somebody waits for them, when
// `until_empty` (who holds a ticket at closing is still served); else after the visit at hand.
struct shift {
  engine::counter_no counter;
  engine::time_point from, to;
  bool until_empty = true;
};

// What backups do. `none`: nobody answers. `answering`: each accepts so long after being called,
// and the engine's own rules call them and let them go. `together`: the model of the
// textbooks, which differs: all of them open at once when the engine first calls one, and close at
// once when the number of people in the hall, waiting or served, falls to `until`.
struct backup_answers {
  enum class way : std::uint8_t { none, answering, together };
  way how = way::none;
  milliseconds after{0};  // answering
  int until = 0;          // together
  // together: false hands the visits at hand back to the head of the line, where the base counters
  // go on with what is left of them; true finishes them first.
  bool finish_visits = false;
};

struct run_plan {
  std::shared_ptr<const engine::hall_rules> rules;
  // The business date. One after the dates simulated keeps midnight away: no day's end then.
  engine::business_date day{};
  engine::time_point begin;   // counters may open from here on
  std::vector<shift> shifts;  // of one counter in order, without overlap
  backup_answers backups;
  milliseconds between{0};  // from the end of a visit to the clerk's next call
  // Visits of people who come within are told, and the line and counters watched. It ends early
  // when the last of the visitors has gone.
  engine::time_point measure_from, measure_to;
  engine::time_point stop;  // at the latest; who has not been called by then is told as waiting
  // Hears what happened, command by command, as a journal would; may be empty.
  std::function<void(const std::vector<engine::event>&, engine::time_point)> heard;
};

struct visit_told {
  engine::lane lane = engine::lane::general;  // when the ticket was issued
  engine::time_point at;
  std::optional<engine::time_point> called_at;  // first
  milliseconds waited{0};                       // in line, in all
  std::int64_t overtaken = 0;                   // by people who came later
  bool left = false;                            // gave up
};

struct counter_told {
  engine::counter_no counter;
  std::int64_t visits = 0;  // finished
  milliseconds open{0};
  milliseconds busy{0};  // from the call to the visit's end
};

struct run_told {
  std::vector<visit_told> visits;  // measured ones, in the order of coming
  std::vector<counter_told> counters;
  milliseconds measured{0};  // how long the hall was watched
  double line_ms = 0;        // people waiting × milliseconds
  std::int64_t most_waiting = 0;
  std::int64_t turned_away = 0;   // by the door: no ticket
  std::int64_t never_called = 0;  // of the measured visits, and did not leave
  std::int64_t refused = 0;       // the hall does not do what they came for
  std::string first_refusal;
  std::int64_t backup_openings = 0;  // mobile counters opened
  std::int64_t backup_times = 0;     // times when the first of them opened
  milliseconds backup_open{0};       // with at least one of them open
};

// Runs the hall until the visitors have gone, or until what is measured is known.
[[nodiscard]] run_told run_hall(const run_plan&, visitor_source&);

}  // namespace hallcall::forecast
