// RapidCheck in doctest: a property is a test case of its own, tried on so many random days, and a
// failure shows the smallest day found with its story. The words to repeat a failure are printed
// when the program ends; they go into the environment variable RC_PARAMS, where max_success=1000
// also asks for ten times as many days.
#pragma once

#include <sstream>
#include <string>

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include "random_day.hpp"

namespace hallcall::engine::testing {

inline rc::Gen<random_day> any_day() {
  const auto numbers = rc::gen::container<std::vector<std::uint64_t>>(
      rc::gen::resize(rc::kNominalSize, rc::gen::arbitrary<std::uint64_t>()));
  constexpr int most_numbers_of_hall = 7;  // the rules and six counters
  constexpr double steps_per_size = 3;     // RapidCheck's size goes from 0 to 100
  return rc::gen::build<random_day>(
      rc::gen::set(&random_day::hall, rc::gen::resize(most_numbers_of_hall, numbers)),
      rc::gen::set(&random_day::steps, rc::gen::scale(steps_per_size, numbers)));
}

// Tries `holds(day)` on `percent` of the usual number of days.
template <class Holds>
void for_all_days(const std::string& name, int percent, Holds holds) {
  rc::detail::TestMetadata about;
  about.id = about.description = name;
  auto params = rc::detail::configuration().testParams;
  params.maxSuccess = std::max(1, params.maxSuccess * percent / 100);
  const auto result =
      rc::detail::checkTestable([&] { holds(*any_day().as("day")); }, about, params);
  std::ostringstream words;
  rc::detail::printResultMessage(result, words);
  INFO(words.str());
  CHECK(result.template is<rc::detail::SuccessResult>());
}

// The property that a watcher checks.
template <class Watcher>
void always(const std::string& name, int percent = 100) {
  for_all_days(name, percent, [](const random_day& day) {
    Watcher looks;
    live_through(day, looks);
  });
}

// The journal's entries that came since the last look.
class newest {
 public:
  template <class Each>
  void each(const hall_driver& hall, Each look) {
    for (; seen_ < hall.journal().size(); ++seen_) look(hall.journal()[seen_]);
  }

 private:
  std::size_t seen_ = 0;
};

}  // namespace hallcall::engine::testing
