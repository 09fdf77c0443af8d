// `queue-server simulate --lane …`: a hall as queueing theory has it.
#include "app/simulate_parts.hpp"

namespace hallcall::app::simulating {
namespace {

using forecast::backup_answers;

constexpr int usual_runs = 20;
constexpr double usual_hours = 8, usual_warm_up = 1, most_hours = 1'000;
constexpr int most_bare_counters = 500, most_backups = 100;

std::optional<int> whole_number(const std::string& text, int least, int most) {
  if (text.empty() || text.size() > 6 || text.find_first_not_of("0123456789") != std::string::npos)
    return std::nullopt;
  const int n = std::stoi(text);
  return n < least || n > most ? std::nullopt : std::optional(n);
}

void read_bare_lanes(const simulate_words& w, forecast::bare_hall& hall, complaints& wrong) {
  if (w.lanes.size() > forecast::most_bare_lanes)
    wrong.push_back(fmt::format("--lane: at most {} lanes can be told apart by the hall's rules",
                                forecast::most_bare_lanes));
  for (const auto& text : w.lanes) {
    auto lane = read_lane(text, wrong);
    for (const auto& before : hall.lanes)
      if (!lane.name.empty() && before.name == lane.name)
        wrong.push_back(fmt::format("--lane {}: that name is there already", text));
    hall.lanes.push_back(std::move(lane));
  }
}

void read_bare_backups(const simulate_words& w, forecast::bare_hall& hall, complaints& wrong) {
  hall.backups = within(w.backups, 0, 0, most_backups, "--backups", wrong);
  hall.backup_above = within(w.backup_above, 5, 0, 500, "--backup-above", wrong);
  if (hall.backups == 0) {
    not_with("a hall without --backups",
             {{w.backup_above.has_value(), "--backup-above"},
              {w.backup_until.has_value(), "--backup-until"},
              {w.backup_answer.has_value(), "--backup-answer"},
              {w.backups_finish, "--backups-finish"}},
             wrong);
    return;
  }
  auto& answers = hall.answers;
  if (!w.backup_until) {
    not_with("backups without --backup-until", {{w.backups_finish, "--backups-finish"}}, wrong);
    answers.how = backup_answers::way::answering;
    answers.after =
        ms_of(within(w.backup_answer, usual_answer_s, 0.0, most_pause_s, "--backup-answer", wrong));
    return;
  }
  not_with("backups that open at once (--backup-until)",
           {{w.backup_answer.has_value(), "--backup-answer"}}, wrong);
  answers.how = backup_answers::way::together;
  // Above that the hall would be crowded still when they close.
  answers.until =
      within(w.backup_until, 0, 0, hall.counters + hall.backup_above, "--backup-until", wrong);
  answers.finish_visits = w.backups_finish;
}

}  // namespace

std::optional<simulate_report> run_bare(const simulate_words& w, complaints& wrong) {
  not_with("a bare hall",
           {{!w.office.empty(), "--office"},
            {!w.hall.empty(), "--hall"},
            {!w.arrivals.empty(), "--arrivals"},
            {!w.replay.empty(), "--replay"},
            {!w.date.empty(), "--date"},
            {w.days.has_value(), "--days"},
            {w.walk.has_value(), "--walk"},
            {w.between.has_value(), "--between"},
            {w.no_backups, "--no-backups"}},
           wrong);
  forecast::bare_hall hall;
  if (const auto n = whole_number(w.counters, 1, most_bare_counters))
    hall.counters = *n;
  else
    wrong.push_back(fmt::format("--counters: a bare hall has from 1 to {} counters, such as 9",
                                most_bare_counters));
  read_bare_lanes(w, hall, wrong);
  service_words service;
  if (w.service.empty())
    wrong.push_back("--service is needed: how long visits take, such as exponential:60");
  else
    service = read_service(w.service, true, wrong);
  hall.handling = service.handling;
  if (service.mean_s) hall.mean_handling = ms_of(*service.mean_s);
  if (service.mean_s && hall.mean_handling.count() == 0)
    wrong.push_back("--service: the mean is less than 1 ms");
  hall.order = chosen_discipline(w, engine::discipline::apq, wrong);
  hall.cap = !w.no_cap;
  read_bare_backups(w, hall, wrong);
  const auto hours = within(w.hours, usual_hours, 0.01, most_hours, "--hours", wrong);
  const auto warm_up = within(w.warm_up, usual_warm_up, 0.0, most_hours, "--warm-up", wrong);
  const int runs = within(w.runs, usual_runs, 1, most_runs, "--runs", wrong);
  hall.measured = ms_of(hours * 3600);
  hall.warm_up = ms_of(warm_up * 3600);
  double per_hour = 0;
  for (const auto& l : hall.lanes) per_hour += l.per_hour;
  const double of_a_run = per_hour * (hours + warm_up);
  if (of_a_run > most_visits_of_a_run || of_a_run * runs > most_visits)
    wrong.push_back(
        fmt::format("that is {:.0f} visits in {} runs; at most {:.0f} in one run and {:.0f} in all",
                    of_a_run, runs, most_visits_of_a_run, most_visits));
  int favoured = 2, ordinary = 1;
  if (!w.ratio.empty()) read_ratio(w.ratio, favoured, ordinary, wrong);
  hall.ratio_priority = favoured;
  hall.ratio_general = ordinary;
  if (!wrong.empty()) return std::nullopt;

  simulate_report report;
  report.seed = w.seed;
  const auto lanes = forecast::engine_lanes(hall.lanes);
  for (std::size_t i = 0; i < lanes.size(); ++i) report.lane_names[lanes[i]] = hall.lanes[i].name;
  const double load =
      per_hour / 3600 * static_cast<double>(hall.mean_handling.count()) / 1000 / hall.counters;
  report.title = fmt::format(
      "{} counters, {:g} arrivals an hour, load {:.3f}, {}; {} runs of {:g} hours after "
      "{:g} hours, seed {}",
      hall.counters, per_hour, load, name_of(hall.order), runs, hours, warm_up, w.seed);
  if (load >= 1)
    report.notes.push_back(
        "The counters cannot keep up with so many: the waits grow with the length of the run.");
  report.runs.push_back(
      {"simulated", forecast::simulate(hall, w.seed, static_cast<std::size_t>(runs))});
  return report;
}

}  // namespace hallcall::app::simulating
