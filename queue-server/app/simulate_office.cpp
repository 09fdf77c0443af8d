// `queue-server simulate`: sample days of an office.
#include <filesystem>
#include <fstream>
#include <iterator>

#include "app/simulate_parts.hpp"
#include "forecast/arrival_profile.hpp"
#include "forecast/office_day.hpp"
#include "service/recorded_day.hpp"

namespace hallcall::app::simulating {
namespace {

constexpr int usual_days = 20;
constexpr double usual_walk_s = 20, usual_between_s = 5;
constexpr std::uintmax_t most_file_bytes = 4'000'000;

forecast::arrival_profile read_arrivals(const simulate_words& w, const engine::hall_rules& rules,
                                        complaints& wrong) {
  const auto path = w.arrivals.empty()
                        ? std::filesystem::path(HALLCALL_OFFICES) / "nantun-arrivals.csv"
                        : std::filesystem::path(w.arrivals);
  std::error_code failed;
  const auto size = std::filesystem::file_size(path, failed);
  std::ifstream file(path, std::ios::binary);
  if (failed || !file) {
    wrong.push_back(fmt::format("--arrivals: {} cannot be read", path.string()));
    return {};
  }
  if (size > most_file_bytes) {
    wrong.push_back(fmt::format("--arrivals: {} is longer than 4 MB", path.string()));
    return {};
  }
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  auto profile = forecast::read_profile(text, rules);
  if (profile) return std::move(*profile);
  for (const auto& e : profile.error())
    wrong.push_back(fmt::format("{}:{}: {}", path.string(), e.line, e.what));
  return {};
}

}  // namespace

std::optional<simulate_report> run_office(const simulate_words& w, complaints& wrong) {
  auto chosen = choose_office(w, wrong);
  if (!chosen) return std::nullopt;
  const auto& rules = *chosen->changed;
  if (w.arrivals == "recorded") {
    wrong.push_back("--arrivals recorded: say with --replay where the day is recorded");
    return std::nullopt;
  }
  const auto profile = read_arrivals(w, rules, wrong);
  forecast::visit_manner manner;
  if (!w.service.empty()) manner.handling = read_service(w.service, false, wrong).handling;
  manner.walk = ms_of(within(w.walk, usual_walk_s, 0.0, most_pause_s, "--walk", wrong));
  const auto between =
      ms_of(within(w.between, usual_between_s, 0.0, most_pause_s, "--between", wrong));
  const auto answers = answers_of(w, usual_answer_s, wrong);
  const int days = within(w.days, usual_days, 1, most_runs, "--days", wrong);
  const auto from = service::date_from(w.date.empty() ? usual_date : w.date);
  if (!from) wrong.push_back(fmt::format("--date is YYYY-MM-DD, not \"{}\"", w.date));
  double per_day = 0;
  for (const auto& row : profile.rows)
    per_day += profile.of_times
                   ? 1
                   : row.per_hour * static_cast<double>((row.to - row.from).count()) / 3600;
  if (per_day > most_visits_of_a_run || per_day * days > most_visits)
    wrong.push_back(fmt::format("that is {:.0f} visits on each of {} days; at most {:.0f} in all",
                                per_day, days, most_visits));
  if (!wrong.empty()) return std::nullopt;
  const auto dates = forecast::open_dates(rules.opening, *from, static_cast<std::size_t>(days));
  if (dates.size() < static_cast<std::size_t>(days)) {
    wrong.push_back(fmt::format("the hall opens on only {} days in the two years from {}",
                                dates.size(), service::text_of_date(*from)));
    return std::nullopt;
  }
  auto counters = forecast::base_counters(rules);
  if (!w.counters.empty() && !chosen->counters.besides) counters.clear();
  for (const auto n : chosen->counters.numbers)
    if (std::find(counters.begin(), counters.end(), n) == counters.end()) counters.push_back(n);

  forecast::tally all;
  for (std::size_t i = 0; i < dates.size(); ++i) {
    auto plan = forecast::day_plan(chosen->changed, dates[i], counters);
    plan.between = between;
    plan.backups = answers;
    forecast::listed_visitors visitors(
        forecast::visitors_on(profile, rules, dates[i], manner, w.seed, i));
    all.add(run_hall(plan, visitors));
  }
  simulate_report report;
  report.seed = w.seed;
  report.title = fmt::format("{}, {}, {} counters; {} days from {}, seed {}", name_of_hall(*chosen),
                             name_of(rules.order), counters.size(), days,
                             service::text_of_date(dates.front()), w.seed);
  name_lanes(report, rules);
  report.runs.push_back({"simulated", all.finish()});
  tell_refusals(report);
  return report;
}

}  // namespace hallcall::app::simulating
