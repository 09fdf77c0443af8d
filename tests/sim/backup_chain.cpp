#include "backup_chain.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace hallcall::forecast::testing {
namespace {

constexpr int above = 5;
constexpr int most_in_hall = 220;  // beyond it the probability is less than 1e-15 here

// Solves a · x = b by Gauss's elimination with pivots.
std::vector<double> solve(std::vector<std::vector<double>> a, std::vector<double> b) {
  const auto n = a.size();
  for (std::size_t k = 0; k < n; ++k) {
    std::size_t pivot = k;
    for (std::size_t r = k + 1; r < n; ++r)
      if (std::abs(a[r][k]) > std::abs(a[pivot][k])) pivot = r;
    std::swap(a[k], a[pivot]);
    std::swap(b[k], b[pivot]);
    for (std::size_t r = k + 1; r < n; ++r) {
      const double f = a[r][k] / a[k][k];
      if (f == 0) continue;
      for (std::size_t c = k; c < n; ++c) a[r][c] -= f * a[k][c];
      b[r] -= f * b[k];
    }
  }
  std::vector<double> x(n);
  for (std::size_t k = n; k-- > 0;) {
    double rest = b[k];
    for (std::size_t c = k + 1; c < n; ++c) rest -= a[k][c] * x[c];
    x[k] = rest / a[k][k];
  }
  return x;
}

}  // namespace

backup_chain solve_backup_chain(int s, int b, double lambda, int until, double visit_minutes) {
  const int crowded = s + above;  // the most in the hall with the backups closed
  const auto closed = [](int n) { return static_cast<std::size_t>(n); };
  const auto open = [&](int n) { return static_cast<std::size_t>(crowded + n - until); };
  const std::size_t states = open(most_in_hall) + 1;
  // The balance of flows: into each state as much as out of it.
  std::vector<std::vector<double>> flow(states, std::vector<double>(states, 0));
  const auto moves = [&](std::size_t from, std::size_t to, double rate) {
    flow[to][from] += rate;
    flow[from][from] -= rate;
  };
  for (int n = 0; n <= crowded; ++n) {
    moves(closed(n), n < crowded ? closed(n + 1) : open(n + 1), lambda);
    if (n > 0) moves(closed(n), closed(n - 1), std::min(n, s));
  }
  for (int n = until + 1; n <= most_in_hall; ++n) {
    if (n < most_in_hall) moves(open(n), open(n + 1), lambda);
    moves(open(n), n - 1 > until ? open(n - 1) : closed(n - 1), std::min(n, s + b));
  }
  std::vector<double> right(states, 0);
  flow.back().assign(states, 1);  // all probabilities are one together
  right.back() = 1;
  const auto p = solve(std::move(flow), std::move(right));

  backup_chain told;
  double line = 0;
  for (int n = s; n <= crowded; ++n) line += p[closed(n)] * (n - s);
  for (int n = until + 1; n <= most_in_hall; ++n) {
    line += p[open(n)] * std::max(0, n - s - b);
    told.share_open += p[open(n)];
  }
  const double times = p[closed(crowded)] * lambda;  // in the time of one visit
  told.wait = line / lambda * visit_minutes;
  told.times_an_hour = times * 60 / visit_minutes;
  told.minutes_open = told.share_open / times * visit_minutes;
  return told;
}

}  // namespace hallcall::forecast::testing
