// `queue-server simulate --replay DATA`: a recorded day once more.
#include <filesystem>

#include "app/options.hpp"
#include "app/simulate_parts.hpp"
#include "journal/sqlite_journal.hpp"
#include "service/recorded_day.hpp"

namespace hallcall::app::simulating {
namespace {

using forecast::backup_answers;
using std::chrono::milliseconds;

// Counters that were not there that day, or all of them when they are named, work all of it.
std::vector<forecast::shift> shifts_of(const service::recorded_day& day,
                                       const counter_words& counters, bool named) {
  std::vector<forecast::shift> shifts;
  if (!named || counters.besides) shifts = day.shifts;
  std::vector<engine::counter_no> whole_day = counters.numbers;
  for (const auto n : whole_day) {
    std::erase_if(shifts, [&](const auto& s) { return s.counter == n; });
    shifts.push_back({n, day.begin, day.end, true});
  }
  return shifts;
}

forecast::summary run_again(const service::recorded_day& day,
                            std::shared_ptr<const engine::hall_rules> rules,
                            std::vector<forecast::shift> shifts, milliseconds between,
                            const backup_answers& answers) {
  forecast::run_plan plan;
  plan.day = day.date;
  plan.begin = day.begin;
  plan.shifts = std::move(shifts);
  plan.backups = answers;
  plan.between = between;
  plan.measure_from = day.begin;
  plan.stop =
      rules->opening.at(day.date + std::chrono::days(1), engine::minutes(0)) - milliseconds(1);
  plan.measure_to = plan.stop;
  plan.rules = std::move(rules);
  forecast::listed_visitors visitors(day.visitors);
  forecast::tally one;
  one.add(run_hall(plan, visitors));
  return one.finish();
}

}  // namespace

std::optional<simulate_report> run_replay(const simulate_words& w, complaints& wrong) {
  not_with("a recorded day",
           {{!w.arrivals.empty() && w.arrivals != "recorded", "--arrivals FILE"},
            {!w.service.empty(), "--service"},
            {w.walk.has_value(), "--walk"},
            {w.days.has_value(), "--days"}},
           wrong);
  const auto date = w.date.empty() ? std::nullopt : service::date_from(w.date);
  if (!w.date.empty() && !date)
    wrong.push_back(fmt::format("--date is YYYY-MM-DD, not \"{}\"", w.date));
  auto chosen = choose_office(w, wrong);
  const auto file = journal_file(w.replay);
  if (std::error_code failed; !std::filesystem::exists(file, failed))
    wrong.push_back(fmt::format("--replay: there is no journal {}", file.string()));
  if (!chosen || !wrong.empty()) return std::nullopt;

  journal::sqlite_options options;
  options.path = file;
  options.read_only = true;
  journal::sqlite_journal journal(options);
  const auto day =
      service::read_recorded_day(journal, chosen->hall->id, chosen->as_it_is->opening, date);
  if (!day) {
    wrong.push_back("--replay: " + day.error());
    return std::nullopt;
  }
  const double recorded_between = static_cast<double>(day->between.count()) / 1000;
  const double recorded_answer = day->answering.count() > 0
                                     ? static_cast<double>(day->answering.count()) / 1000
                                     : usual_answer_s;
  const auto between =
      ms_of(within(w.between, recorded_between, 0.0, most_pause_s, "--between", wrong));
  const auto answers = answers_of(w, recorded_answer, wrong);
  if (!wrong.empty()) return std::nullopt;
  backup_answers as_recorded;
  as_recorded.how = backup_answers::way::answering;
  as_recorded.after = ms_of(recorded_answer);

  simulate_report report;
  report.seed = w.seed;
  report.title = fmt::format("{}, the recorded day {} once more, {}{}", name_of_hall(*chosen),
                             service::text_of_date(day->date), name_of(chosen->changed->order),
                             w.counters.empty() ? "" : ", counters " + w.counters);
  name_lanes(report, *chosen->as_it_is);
  forecast::tally recorded;
  recorded.add(day->told);
  report.runs.push_back({"recorded", recorded.finish()});
  report.runs.push_back(
      {"run again", run_again(*day, chosen->as_it_is, day->shifts, day->between, as_recorded)});
  report.runs.push_back(
      {"what if",
       run_again(*day, chosen->changed, shifts_of(*day, chosen->counters, !w.counters.empty()),
                 between, answers)});
  report.notes = {
      "\"run again\" is the day simulated as it was: how far it is from \"recorded\" is how far to "
      "trust \"what if\".",
      fmt::format("Clerks pause {:.0f} s before a call, backups come after {:.0f} s, as recorded.",
                  recorded_between, recorded_answer),
      "One day has no confidence interval."};
  tell_refusals(report);
  return report;
}

}  // namespace hallcall::app::simulating
