#include "forecast/statistics.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace hallcall::forecast {

double student_t(std::size_t freedom) {
  static constexpr std::array few{63.6567, 9.9248, 5.8409, 4.6041, 4.0321,
                                  3.7074,  3.4995, 3.3554, 3.2498};
  if (freedom <= few.size()) return few[std::max<std::size_t>(freedom, 1) - 1];
  // Cornish and Fisher's expansion about the normal quantile, good to 0.001 from ten on.
  const double z = 2.5758293035489, n = static_cast<double>(freedom);
  const double z3 = z * z * z, z5 = z3 * z * z, z7 = z5 * z * z;
  return z + (z3 + z) / (4 * n) + (5 * z5 + 16 * z3 + 3 * z) / (96 * n * n) +
         (3 * z7 + 19 * z5 + 17 * z3 - 15 * z) / (384 * n * n * n);
}

estimate ratio_of(const std::vector<share>& replications) {
  share all;
  for (const auto& r : replications) {
    all.sum += r.sum;
    all.among += r.among;
  }
  if (all.among == 0) return {};
  estimate e{all.sum / all.among, -1};
  const auto n = replications.size();
  if (n < 2) return e;
  double squares = 0;
  for (const auto& r : replications) {
    const double off = r.sum - e.value * r.among;
    squares += off * off;
  }
  const double count = static_cast<double>(n);
  const double deviation = std::sqrt(squares / (count - 1) / count) / (all.among / count);
  e.half_width = student_t(n - 1) * deviation;
  return e;
}

std::int64_t percentile(const std::vector<std::int64_t>& sorted, double p) {
  if (sorted.empty()) return 0;
  const auto rank = static_cast<std::size_t>(std::ceil(p * static_cast<double>(sorted.size())));
  return sorted[std::clamp<std::size_t>(rank, 1, sorted.size()) - 1];
}

// A Fenwick tree over the order of coming: who is called counts, for those before them.
std::vector<std::int64_t> overtakes(const std::vector<std::size_t>& called, std::size_t people) {
  std::vector<std::int64_t> overtaken(people, 0), tree(people + 1, 0);
  std::int64_t called_so_far = 0;
  for (const std::size_t person : called) {
    std::int64_t came_before = 0;
    for (std::size_t i = person + 1; i > 0; i &= i - 1) came_before += tree[i];
    overtaken[person] = called_so_far - came_before;
    for (std::size_t i = person + 1; i <= people; i += i & (~i + 1)) ++tree[i];
    ++called_so_far;
  }
  return overtaken;
}

}  // namespace hallcall::forecast
