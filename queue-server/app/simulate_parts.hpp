// What the ways of `queue-server simulate` share: bounds of figures, and the office that is meant.
#pragma once

#include <cmath>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "app/simulate_report.hpp"
#include "app/simulate_words.hpp"
#include "service/office.hpp"

namespace hallcall::app::simulating {

inline constexpr const char* usual_date = "2027-01-04";  // a Monday of an ordinary week
inline constexpr int most_runs = 1'000;
inline constexpr double usual_answer_s = 40, most_pause_s = 3'600;
inline constexpr double most_visits = 20'000'000;          // of all runs together: some minutes
inline constexpr double most_visits_of_a_run = 2'000'000;  // which are kept in memory

[[nodiscard]] inline std::chrono::milliseconds ms_of(double seconds) {
  return std::chrono::milliseconds(static_cast<std::int64_t>(std::floor(seconds * 1000 + 0.5)));
}

// A figure that was typed, within its bounds, or the usual one.
template <class T>
[[nodiscard]] T within(const std::optional<T>& typed, T usual, T least, T most, const char* option,
                       complaints& wrong) {
  if (!typed) return usual;
  if (!(*typed >= least && *typed <= most)) {
    wrong.push_back(fmt::format("{} is from {} to {}, not {}", option, least, most, *typed));
    return usual;
  }
  return *typed;
}

// Complains of the options that were given and are not for this kind of hall.
void not_with(const char* kind, const std::vector<std::pair<bool, const char*>>& given,
              complaints& wrong);

[[nodiscard]] engine::discipline chosen_discipline(const simulate_words&, engine::discipline usual,
                                                   complaints& wrong);

// What an office and a recorded day have in common.
struct office_choice {
  std::shared_ptr<const service::office> office;
  const service::hall_config* hall = nullptr;
  std::shared_ptr<const engine::hall_rules> as_it_is, changed;
  counter_words counters;
};

// Nothing, and complaints, when there is no such office or hall.
[[nodiscard]] std::optional<office_choice> choose_office(const simulate_words&, complaints& wrong);
[[nodiscard]] std::string name_of_hall(const office_choice&);
[[nodiscard]] forecast::backup_answers answers_of(const simulate_words&, double usual_s,
                                                  complaints& wrong);
void name_lanes(simulate_report&, const engine::hall_rules&);
void tell_refusals(simulate_report&);

[[nodiscard]] std::optional<simulate_report> run_bare(const simulate_words&, complaints& wrong);
[[nodiscard]] std::optional<simulate_report> run_office(const simulate_words&, complaints& wrong);
[[nodiscard]] std::optional<simulate_report> run_replay(const simulate_words&, complaints& wrong);

}  // namespace hallcall::app::simulating
