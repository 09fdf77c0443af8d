#include "app/simulate_runs.hpp"

#include <filesystem>

#include "app/simulate_parts.hpp"

namespace hallcall::app {
namespace simulating {
namespace {

constexpr engine::seconds never_capped{10 * 365 * 24 * 3600};

std::shared_ptr<const service::office> read_office(const simulate_words& w, complaints& wrong) {
  auto office = service::load_office(w.office.empty()
                                         ? std::filesystem::path(HALLCALL_OFFICES) / "nantun.toml"
                                         : std::filesystem::path(w.office));
  if (office) return *office;
  for (const auto& e : office.error())
    wrong.push_back(
        fmt::format("{}{}: {}", e.file, e.line > 0 ? fmt::format(":{}", e.line) : "", e.what));
  return nullptr;
}

const service::hall_config* read_hall(const simulate_words& w, const service::office& office,
                                      complaints& wrong) {
  if (w.hall.empty()) return &office.halls.front();
  if (const auto* hall = office.find_hall(w.hall)) return hall;
  std::string known;
  for (const auto& h : office.halls) known += (known.empty() ? "" : ", ") + h.id;
  wrong.push_back(fmt::format("--hall: this office has no hall \"{}\"; it has {}", w.hall, known));
  return nullptr;
}

std::shared_ptr<const engine::hall_rules> changed_rules(const simulate_words& w,
                                                        engine::hall_rules rules,
                                                        complaints& wrong) {
  rules.order = chosen_discipline(w, rules.order, wrong);
  if (!w.ratio.empty()) read_ratio(w.ratio, rules.ratio_priority, rules.ratio_general, wrong);
  if (w.no_cap) rules.cap = never_capped;
  rules.backup_above = within(w.backup_above, rules.backup_above, 0, 500, "--backup-above", wrong);
  rules.congested_above = std::max(rules.congested_above, rules.backup_above + 1);
  rules.seasons.clear();  // whoever asks what a counter would do may ask it of any day
  return std::make_shared<const engine::hall_rules>(std::move(rules));
}

}  // namespace

void not_with(const char* kind, const std::vector<std::pair<bool, const char*>>& given,
              complaints& wrong) {
  for (const auto& [is_given, option] : given)
    if (is_given) wrong.push_back(fmt::format("{} is not for {}", option, kind));
}

engine::discipline chosen_discipline(const simulate_words& w, engine::discipline usual,
                                     complaints& wrong) {
  if (w.discipline.empty()) return usual;
  if (const auto d = discipline_from(w.discipline)) return *d;
  wrong.push_back(
      fmt::format("--discipline is apq, fifo, strict or ratio, not \"{}\"", w.discipline));
  return usual;
}

std::optional<office_choice> choose_office(const simulate_words& w, complaints& wrong) {
  not_with("an office; it is for a bare hall, with --lane",
           {{w.backups.has_value(), "--backups"},
            {w.backup_until.has_value(), "--backup-until"},
            {w.backups_finish, "--backups-finish"},
            {w.runs.has_value(), "--runs"},
            {w.hours.has_value(), "--hours"},
            {w.warm_up.has_value(), "--warm-up"}},
           wrong);
  office_choice chosen;
  chosen.office = read_office(w, wrong);
  if (!chosen.office) return std::nullopt;
  // A recorded day had its own hours: whoever took a ticket then came.
  if (!w.replay.empty()) chosen.office = service::open_at_all_hours(*chosen.office);
  chosen.hall = read_hall(w, *chosen.office, wrong);
  if (chosen.hall == nullptr) return std::nullopt;
  chosen.as_it_is = std::make_shared<const engine::hall_rules>(chosen.hall->rules);
  chosen.changed = changed_rules(w, chosen.hall->rules, wrong);
  if (!w.counters.empty()) chosen.counters = read_counters(w.counters, chosen.hall->rules, wrong);
  return chosen;
}

std::string name_of_hall(const office_choice& o) {
  return o.office->halls.size() > 1 ? o.office->id + "/" + o.hall->id : o.office->id;
}

forecast::backup_answers answers_of(const simulate_words& w, double usual_s, complaints& wrong) {
  forecast::backup_answers a;
  a.after = ms_of(within(w.backup_answer, usual_s, 0.0, most_pause_s, "--backup-answer", wrong));
  a.how =
      w.no_backups ? forecast::backup_answers::way::none : forecast::backup_answers::way::answering;
  return a;
}

void tell_refusals(simulate_report& report) {
  for (const auto& run : report.runs)
    if (run.figures.refused > 0)
      report.notes.push_back(fmt::format("{}: {} visits were refused a ticket: {}", run.name,
                                         run.figures.refused, run.figures.first_refusal));
}

void name_lanes(simulate_report& report, const engine::hall_rules& rules) {
  for (std::size_t i = 0; i < engine::lane_count; ++i)
    if (rules.lanes[i].in_use)
      report.lane_names[static_cast<engine::lane>(i)] = name_of(static_cast<engine::lane>(i));
}

}  // namespace simulating

std::optional<simulate_report> run_simulation(const simulate_words& w, complaints& wrong) {
  auto report = !w.lanes.empty()    ? simulating::run_bare(w, wrong)
                : !w.replay.empty() ? simulating::run_replay(w, wrong)
                                    : simulating::run_office(w, wrong);
  if (!wrong.empty()) return std::nullopt;
  return report;
}

}  // namespace hallcall::app
