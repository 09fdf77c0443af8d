// The simulator's figures: random numbers, means with their intervals, percentiles, overtakes.
#include <cmath>
#include <numeric>

#include <doctest/doctest.h>

#include "forecast/random_stream.hpp"
#include "forecast/statistics.hpp"

using namespace hallcall::forecast;

TEST_CASE("logarithm and exponential are right to the last digits") {
  for (double x = 1e-17; x < 1e18; x *= 1.37) {
    CHECK(std::abs(log_of(x) - std::log(x)) <= 1e-14 * std::max(1.0, std::abs(std::log(x))));
    const double y = std::log(x);
    CHECK(exp_of(y) == doctest::Approx(std::exp(y)).epsilon(1e-13));
  }
  CHECK(log_of(1) == 0);
  CHECK(exp_of(0) == 1);
}

TEST_CASE("a stream of random numbers is its seed's and its number's, on every machine") {
  random_stream a(1, 0), again(1, 0), other(1, 1), seeded(2, 0);
  const auto first = a.bits();
  CHECK(first == again.bits());
  CHECK(first != other.bits());
  CHECK(first != seeded.bits());
  // Known values, so that a change of the generator is seen.
  random_stream known(1, 0);
  CHECK(known.bits() == 10187554549182764694U);
}

TEST_CASE("variates have the mean and the spread that were asked for") {
  random_stream random(1, 7);
  const int n = 200'000;
  const auto mean_and_deviation = [&](auto draw) {
    double sum = 0, squares = 0;
    for (int i = 0; i < n; ++i) {
      const double x = draw();
      sum += x;
      squares += x * x;
    }
    return std::pair{sum / n, std::sqrt(squares / n - sum / n * (sum / n))};
  };
  const auto [u, u_deviation] = mean_and_deviation([&] { return random.uniform(); });
  CHECK(u == doctest::Approx(0.5).epsilon(0.01));
  CHECK(u_deviation == doctest::Approx(std::sqrt(1.0 / 12)).epsilon(0.01));
  const auto [e, e_deviation] = mean_and_deviation([&] { return random.exponential(3); });
  CHECK(e == doctest::Approx(3).epsilon(0.015));
  CHECK(e_deviation == doctest::Approx(3).epsilon(0.02));
  const auto [z, z_deviation] = mean_and_deviation([&] { return random.normal(); });
  CHECK(std::abs(z) < 0.01);
  CHECK(z_deviation == doctest::Approx(1).epsilon(0.01));
  const auto [l, l_deviation] = mean_and_deviation([&] { return random.lognormal(600, 0.5); });
  CHECK(l == doctest::Approx(600).epsilon(0.01));
  CHECK(l_deviation == doctest::Approx(300).epsilon(0.02));
}

TEST_CASE("Student's t is the tables'") {
  CHECK(student_t(1) == doctest::Approx(63.657).epsilon(1e-4));
  CHECK(student_t(9) == doctest::Approx(3.250).epsilon(1e-3));
  CHECK(student_t(10) == doctest::Approx(3.169).epsilon(1e-3));
  CHECK(student_t(30) == doctest::Approx(2.750).epsilon(1e-3));
  CHECK(student_t(1'000'000) == doctest::Approx(2.5758).epsilon(1e-4));
}

TEST_CASE("a mean of equal shares is the mean, with Student's interval") {
  const auto e = ratio_of({{1, 1}, {2, 1}, {3, 1}});
  CHECK(e.value == 2);
  CHECK(e.half_width == doctest::Approx(9.9248 / std::sqrt(3.0)));
  CHECK(e.contains(2));
  CHECK_FALSE(e.contains(8));
}

TEST_CASE("replications count by their size, and one alone says nothing of how sure it is") {
  CHECK(ratio_of({{10, 10}, {30, 10}, {0, 0}}).value == 2);
  CHECK(ratio_of({{10, 10}, {0, 30}}).value == 0.25);
  CHECK(ratio_of({{10, 5}}).value == 2);
  CHECK(ratio_of({{10, 5}}).half_width < 0);
  CHECK(ratio_of({}).half_width < 0);
}

// Drawn from a known mean, the interval must hold it nearly always: 99 in 100.
TEST_CASE("a 99 % interval holds the true mean about 99 times in 100") {
  random_stream random(1, 3);
  int held = 0;
  for (int trial = 0; trial < 2'000; ++trial) {
    std::vector<share> replications;
    for (int r = 0; r < 12; ++r) replications.push_back({random.normal() + 5, 1});
    if (ratio_of(replications).contains(5)) ++held;
  }
  CHECK(held >= 1'960);
  CHECK(held <= 1'996);
}

TEST_CASE("a percentile is one of the values, the smallest that holds its share") {
  const std::vector<std::int64_t> ten{1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
  CHECK(percentile(ten, 0.5) == 5);
  CHECK(percentile(ten, 0.9) == 9);
  CHECK(percentile(ten, 0.91) == 10);
  CHECK(percentile(ten, 1) == 10);
  CHECK(percentile({7}, 0.5) == 7);
  CHECK(percentile({}, 0.5) == 0);
}

TEST_CASE("overtakes are the later ones who were called before") {
  CHECK(overtakes({0, 1, 2}, 3) == std::vector<std::int64_t>{0, 0, 0});
  CHECK(overtakes({2, 0, 1}, 3) == std::vector<std::int64_t>{1, 1, 0});
  CHECK(overtakes({3, 1, 0}, 4) == std::vector<std::int64_t>{2, 1, 0, 0});  // 2 was never called
  // Against counting by hand on a shuffled line.
  random_stream random(1, 5);
  std::vector<std::size_t> called(60);
  std::iota(called.begin(), called.end(), 0);
  for (std::size_t i = called.size() - 1; i > 0; --i)
    std::swap(called[i], called[random.bits() % (i + 1)]);
  std::vector<std::int64_t> expected(60, 0);
  for (std::size_t i = 0; i < called.size(); ++i)
    for (std::size_t j = 0; j < i; ++j) expected[called[i]] += called[j] > called[i] ? 1 : 0;
  CHECK(overtakes(called, 60) == expected);
}
