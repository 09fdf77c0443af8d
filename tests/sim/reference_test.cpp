// The simulator, which runs the real engine, against the exact results of queueing theory.
#include <cmath>
#include <fstream>
#include <map>
#include <numeric>
#include <sstream>

#include <doctest/doctest.h>

#include "agreement.hpp"
#include "backup_chain.hpp"

using namespace hallcall::forecast;
using namespace hallcall::forecast::testing;
using hallcall::engine::discipline;
using hallcall::engine::lane;

namespace {

using row = std::map<std::string, std::string>;

std::vector<std::string> split(const std::string& line, char by) {
  std::vector<std::string> parts;
  std::istringstream in(line);
  for (std::string part; std::getline(in, part, by);) parts.push_back(part);
  return parts;
}

std::vector<row> reference(const std::string& name) {
  std::ifstream file(std::string(HALLCALL_SIM_TESTS "/reference/") + name);
  std::string line;
  REQUIRE(std::getline(file, line));
  const auto columns = split(line, ',');
  std::vector<row> rows;
  while (std::getline(file, line)) {
    const auto cells = split(line, ',');
    REQUIRE(cells.size() == columns.size());
    row r;
    for (std::size_t i = 0; i < cells.size(); ++i) r[columns[i]] = cells[i];
    rows.push_back(r);
  }
  REQUIRE(rows.size() >= 3);
  return rows;
}

std::vector<double> numbers(const std::string& cell) {
  std::vector<double> all;
  for (const auto& part : split(cell, ';')) all.push_back(std::stod(part));
  return all;
}
double number(const std::string& cell) { return std::stod(cell); }

// Erlang's C: the probability that all s servers are busy, a = lambda / mu < s.
double erlang_c(double a, double s) {
  double term = 1, sum = 1;
  for (int k = 1; k < static_cast<int>(s); ++k) sum += term *= a / k;
  const double all_busy = term * a / s / (1 - a / s);
  return all_busy / (sum + all_busy);
}

// Cobham: the mean wait of each class, the first the highest, mu = 1.
std::vector<double> cobham(const std::vector<double>& lambdas, double s) {
  const double a = std::accumulate(lambdas.begin(), lambdas.end(), 0.0);
  std::vector<double> waits;
  double before = 0;
  for (double l : lambdas) {
    const double with = before + l / s;
    waits.push_back(erlang_c(a, s) / s / (1 - before) / (1 - with));
    before = with;
  }
  return waits;
}

std::vector<figure> class_waits(const bare_hall& hall, const std::vector<double>& waits) {
  const auto lanes = engine_lanes(hall.lanes);
  REQUIRE(lanes.size() == waits.size());
  std::vector<figure> all;
  for (std::size_t i = 0; i < waits.size(); ++i) all.push_back(mean_wait(lanes[i], waits[i]));
  return all;
}

// Classes in the order of rank get falling rates, so that strict puts the first before the second.
std::vector<double> ranks(std::size_t classes) {
  std::vector<double> rates;
  for (std::size_t i = 0; i < classes; ++i) rates.push_back(static_cast<double>(classes - i));
  return rates;
}

constexpr length single_server{40'000, 1'500, 8, 1.0};

length length_for(double s) { return s == 1 ? single_server : length{}; }

figure share_waiting(double exact) {
  return {"share that waits", exact, [](const summary& s) { return s.all.share_waiting; }};
}

}  // namespace

TEST_CASE("first come first served waits as Erlang's formula says") {
  for (const auto& r : reference("erlang_c.csv")) {
    const double mu = number(r.at("mu")), s = number(r.at("s")), l = number(r.at("lambda"));
    CAPTURE(l);
    CAPTURE(s);
    const auto hall = hall_of({s, {l}, {}, discipline::fifo, mu});
    agrees(hall, {mean_wait(number(r.at("wq")) * mu),
                  share_waiting(number(r.at("p_wait"))),
                  {"mean line", number(r.at("lq")), [](const summary& x) { return x.mean_line; }}});
  }
}

TEST_CASE("other halls than the table's wait as Erlang's formula says") {
  for (const auto& [s, a] : {std::pair{1.0, 0.5}, {4.0, 3.0}, {13.0, 10.4}}) {
    CAPTURE(s);
    const double c = erlang_c(a, s);
    agrees(hall_of({s, {a}, {}, discipline::apq, 1}), {mean_wait(c / (s - a)), share_waiting(c)},
           length_for(s));
  }
}

TEST_CASE("strict priority waits as Cobham says") {
  for (const auto& r : reference("priority.csv")) {
    const double mu = number(r.at("mu")), s = number(r.at("s"));
    const auto lambdas = numbers(r.at("lambdas"));
    CAPTURE(s);
    auto waits = numbers(r.at("wq"));
    for (auto& w : waits) w *= mu;
    const auto hall = hall_of({s, lambdas, ranks(lambdas.size()), discipline::strict, mu});
    agrees(hall, class_waits(hall, waits), length_for(s));
  }
}

TEST_CASE("strict priority in other halls waits as Cobham says") {
  const std::vector<double> lambdas{1.0, 1.5, 2.0};
  const auto hall = hall_of({6, lambdas, ranks(3), discipline::strict, 1});
  agrees(hall, class_waits(hall, cobham(lambdas, 6)));
}

TEST_CASE("accumulating priority waits as Kleinrock says") {
  for (const auto& r : reference("accumulating.csv")) {
    const double mu = number(r.at("mu")), s = number(r.at("s"));
    const auto lambdas = numbers(r.at("lambdas")), rates = numbers(r.at("b"));
    CAPTURE(s);
    auto waits = numbers(r.at("wq"));
    for (auto& w : waits) w *= mu;
    const auto hall = hall_of({s, lambdas, rates, discipline::apq, mu});
    agrees(hall, class_waits(hall, waits), length_for(s));
  }
}

// Pollaczek and Khinchine: with one counter the mean wait is lambda E[S²] / 2 (1 - rho).
TEST_CASE("handling times that vary little or much wait as Pollaczek and Khinchine say") {
  for (const double variation : {0.0, 0.5, 1.5}) {
    CAPTURE(variation);
    const double rho = 0.6;
    auto hall = hall_of({1, {rho}, {}, discipline::fifo, 1});
    hall.handling.how =
        variation == 0 ? handling_time::form::deterministic : handling_time::form::lognormal;
    hall.handling.variation = variation;
    agrees(hall, {mean_wait(rho * (1 + variation * variation) / 2 / (1 - rho))},
           {15'000, 100, 8, 0.4});
  }
}

namespace {

constexpr double visit_minutes = 8;

bare_hall backup_hall(int s, int b, double lambda, int until) {
  auto hall = hall_of({static_cast<double>(s), {lambda}, {}, discipline::fifo, 1});
  hall.backups = b;
  hall.backup_above = 5;
  hall.answers.how = backup_answers::way::together;
  hall.answers.until = until;
  return hall;
}

// The simulated unit stands for a visit of eight minutes.
std::vector<figure> backup_figures(const backup_chain& exact) {
  return {mean_wait(exact.wait / visit_minutes),
          {"share of time open", exact.share_open,
           [](const summary& s) { return s.backup.share_open; }},
          {"openings an hour", exact.times_an_hour,
           [](const summary& s) {
             const auto e = s.backup.times_an_hour;
             return estimate{e.value / visit_minutes, e.half_width / visit_minutes};
           }},
          {"minutes open", exact.minutes_open, [](const summary& s) {
             const auto e = s.backup.mean_open_minutes;
             return estimate{e.value * visit_minutes, e.half_width * visit_minutes};
           }}};
}

}  // namespace

TEST_CASE("the Markov chain of the backups, as this simulator reads it, is the table's") {
  for (const auto& r : reference("backup.csv")) {
    const auto c = solve_backup_chain(std::stoi(r.at("s")), std::stoi(r.at("b")),
                                      number(r.at("lambda")), std::stoi(r.at("D")), visit_minutes);
    CHECK(c.wait == doctest::Approx(number(r.at("wq_minutes"))).epsilon(0.001));
    CHECK(c.share_open == doctest::Approx(number(r.at("share_open"))).epsilon(0.00001));
    CHECK(c.times_an_hour == doctest::Approx(number(r.at("activations_per_hour"))).epsilon(0.0001));
    CHECK(c.minutes_open == doctest::Approx(number(r.at("mean_open_minutes"))).epsilon(0.001));
  }
}

TEST_CASE("backups that open together are open as the Markov chain says") {
  for (const auto& r : reference("backup.csv")) {
    CAPTURE(r.at("D"));
    backup_chain exact;
    exact.wait = number(r.at("wq_minutes"));
    exact.share_open = number(r.at("share_open"));
    exact.times_an_hour = number(r.at("activations_per_hour"));
    exact.minutes_open = number(r.at("mean_open_minutes"));
    agrees(backup_hall(std::stoi(r.at("s")), std::stoi(r.at("b")), number(r.at("lambda")),
                       std::stoi(r.at("D"))),
           backup_figures(exact));
  }
}

TEST_CASE("backups of another hall are open as the Markov chain says") {
  const int s = 4, b = 3, until = 5;
  const double lambda = 4.4;
  agrees(backup_hall(s, b, lambda, until),
         backup_figures(solve_backup_chain(s, b, lambda, until, visit_minutes)));
}
