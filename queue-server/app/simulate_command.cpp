#include "app/simulate_command.hpp"

#include <fmt/format.h>
#include <fmt/ostream.h>
#include <CLI/CLI.hpp>

#include <memory>

#include "app/options.hpp"
#include "app/simulate_report.hpp"
#include "app/simulate_runs.hpp"
#include "journal/journal.hpp"

namespace hallcall::app {
namespace {

constexpr const char* about = "What would the waits be? Sample days, or a recorded one changed";

constexpr const char* examples =
    "Runs the hall's own rules and prints waits, overtakes, counters' use and support. For "
    "example:\n"
    "  simulate                                  the Nantun sample hall on ordinary days\n"
    "  simulate --office FILE --arrivals CSV     an office, with people as the table says\n"
    "  simulate --replay DATA --counters +12     a recorded day, with counter 12 besides\n"
    "  simulate --counters 9 --lane priority:162:4 --lane general:324:1 --service exponential:60\n"
    "                                            a bare hall, as queueing theory has it\n"
    "The same words and seed print the same bytes. Intervals (\"99 %\") come from independent days "
    "or\n"
    "runs (ratio estimator, Student's t). offices/README.md explains the table of arrivals.";

}  // namespace

int simulate(const simulate_words& words, std::ostream& out, std::ostream& err) {
  complaints wrong;
  try {
    const auto report = run_simulation(words, wrong);
    if (!report) {
      fmt::print(err, "queue-server simulate: {} error{}:\n", wrong.size(),
                 wrong.size() == 1 ? "" : "s");
      for (const auto& w : wrong) fmt::print(err, "  {}\n", w);
      return exit_usage;
    }
    fmt::print(out, "{}",
               words.format == "json"  ? as_json(*report)
               : words.format == "csv" ? as_csv(*report)
                                       : as_table(*report));
    return exit_ok;
  } catch (const std::runtime_error& e) {  // the journal's: storage, or what it cannot read
    fmt::print(err, "queue-server simulate: the journal in {} cannot be read: {}\n", words.replay,
               e.what());
    return exit_no_storage;
  }
}

void add_simulate_command(CLI::App& app, std::optional<int>& exit_code, std::ostream& out,
                          std::ostream& err) {
  const auto w = std::make_shared<simulate_words>();
  CLI::App* const s = app.add_subcommand("simulate", about);
  s->footer(examples);
  s->add_option("--office", w->office, "the office file; default: the Nantun sample");
  s->add_option("--hall", w->hall, "which hall of the office, by its id; default: the first");
  s->add_option("--arrivals", w->arrivals,
                "who comes: a CSV file, or \"recorded\" with --replay; default: Nantun's sample, "
                "about 1,000 a day");
  s->add_option("--replay", w->replay,
                "a data directory: take a day from its journal; also beside a running server");
  s->add_option("--date", w->date,
                "YYYY-MM-DD: the recorded day (default: the last with tickets), or the first "
                "simulated one (default: 2027-01-04)");
  s->add_option("--discipline", w->discipline,
                "who is next: apq, fifo, strict, ratio; default: as the office has it, bare: apq");
  s->add_option("--ratio", w->ratio,
                "PRIORITY:GENERAL for ratio, such as 2:1; in a bare hall lanes named priority and "
                "turning are favoured");
  s->add_option("--counters", w->counters,
                "which are open: 1-9,12, or +12 for one more than usual; bare: how many");
  s->add_option("--lane", w->lanes,
                "bare: NAME:PER-HOUR:RATE, up to four times; the rate is that of apq, and for "
                "strict the highest goes first");
  s->add_option("--service", w->service,
                "handling times. Bare: exponential:MEAN, lognormal:MEAN:CV, deterministic:MEAN, in "
                "seconds. Office: exponential, lognormal:CV (default lognormal:0.5) or "
                "deterministic about the services' standard times");
  s->add_option("--walk", w->walk, "office: seconds from the call to the counter; default 20");
  s->add_option("--between", w->between,
                "seconds from a visit's end to the clerk's next call; default 5, bare 0, replay: "
                "as recorded");
  s->add_option("--backup-answer", w->backup_answer,
                "seconds from calling a backup to their counter's opening; default 40, replay: as "
                "recorded");
  s->add_flag("--no-backups", w->no_backups, "nobody answers when support is called");
  s->add_option("--backups", w->backups, "bare: so many backups");
  s->add_option("--backup-above", w->backup_above,
                "call support when more than so many wait; default 5, or the office's");
  s->add_option("--backup-until", w->backup_until,
                "bare: all backups open together at once, and close when only so many are in the "
                "hall, handing their visits to the others; default: the hall's own rules");
  s->add_flag("--backups-finish", w->backups_finish,
              "with --backup-until: they finish their visits first");
  s->add_flag("--no-cap", w->no_cap, "nobody goes first for having waited 30 minutes");
  s->add_option("--days", w->days, "office: how many days, 1 to 1000; default 20");
  s->add_option("--runs", w->runs, "bare: how many independent runs, 1 to 1000; default 20");
  s->add_option("--hours", w->hours, "bare: measured hours of each run, to 1000; default 8");
  s->add_option("--warm-up", w->warm_up, "bare: hours before that, to 1000; default 1");
  s->add_option("--seed", w->seed, "of the random numbers")->capture_default_str();
  s->add_option("--format", w->format, "table, json or csv")
      ->capture_default_str()
      ->check(CLI::IsMember({"table", "json", "csv"}));
  s->final_callback([w, &exit_code, &out, &err] { exit_code = simulate(*w, out, err); });
}

}  // namespace hallcall::app
