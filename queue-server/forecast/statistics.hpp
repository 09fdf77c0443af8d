// What many simulated days say about a figure: its mean, how sure that is, and percentiles.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace hallcall::forecast {

// A figure and half the width of its 99 % confidence interval; negative when it cannot be told
// (fewer than two replications).
struct estimate {
  double value = 0;
  double half_width = -1;
  [[nodiscard]] bool contains(double x) const {
    return half_width >= 0 && x >= value - half_width && x <= value + half_width;
  }
};

// What one replication adds: a sum and what it is shared among, such as the waits of a day and its
// visits, or the time open and the day's length.
struct share {
  double sum = 0;
  double among = 0;
};

// Sum over sum of independent replications, with the ratio estimator's interval (Student's t).
[[nodiscard]] estimate ratio_of(const std::vector<share>& replications);

// Student's t that a share of 99.5 % lies below; freedom >= 1.
[[nodiscard]] double student_t(std::size_t freedom);

// The smallest value that at least the share p (0 < p <= 1) of all values does not exceed; 0 when
// there is none. Sorted ascending.
[[nodiscard]] std::int64_t percentile(const std::vector<std::int64_t>& sorted, double p);

// For each person, in the order in which they came: how many who came later were called before
// them. `called` holds people's places in the order of coming, in the order of their calls; who was
// never called is overtaken by nobody here.
[[nodiscard]] std::vector<std::int64_t> overtakes(const std::vector<std::size_t>& called,
                                                  std::size_t people);

}  // namespace hallcall::forecast
