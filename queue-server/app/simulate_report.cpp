#include "app/simulate_report.hpp"

#include <fmt/format.h>

namespace hallcall::app {
namespace {

using forecast::estimate;
using forecast::lane_summary;
using forecast::summary;

// One figure of one run. A half width below 0 is none.
struct told_figure {
  std::string kind, name, figure;
  double value = 0;
  double half_width = -1;
};

std::string name_in(const simulate_report& r, engine::lane l) {
  const auto it = r.lane_names.find(l);
  return it == r.lane_names.end() ? "" : it->second;
}

double seconds_of(std::int64_t ms) { return static_cast<double>(ms) / 1000; }

double share_busy(const forecast::counter_summary& c) {
  return c.open.count() == 0
             ? 0
             : static_cast<double>(c.busy.count()) / static_cast<double>(c.open.count());
}

void add_lane(std::vector<told_figure>& all, const std::string& name, const lane_summary& l) {
  const auto add = [&](const char* figure, double value, double half_width = -1) {
    all.push_back({"lane", name, figure, value, half_width});
  };
  add("visits", static_cast<double>(l.visits));
  add("mean_wait_s", l.mean_wait_s.value, l.mean_wait_s.half_width);
  add("p50_wait_s", seconds_of(l.p50_ms));
  add("p90_wait_s", seconds_of(l.p90_ms));
  add("p95_wait_s", seconds_of(l.p95_ms));
  add("max_wait_s", seconds_of(l.max_ms));
  add("share_waiting", l.share_waiting.value, l.share_waiting.half_width);
  add("overtaken_mean", l.overtaken);
  add("share_overtaken", l.share_overtaken);
  add("left", static_cast<double>(l.left));
  add("never_called", static_cast<double>(l.never_called));
}

std::vector<told_figure> figures_of(const simulate_report& r, const summary& s) {
  std::vector<told_figure> all;
  const auto add = [&](const char* kind, const std::string& name, const char* figure, double value,
                       double half_width = -1) {
    all.push_back({kind, name, figure, value, half_width});
  };
  add("hall", "hall", "replications", static_cast<double>(s.replications));
  add("hall", "hall", "measured_hours", seconds_of(s.measured.count()) / 3600);
  add("hall", "hall", "mean_line", s.mean_line.value, s.mean_line.half_width);
  add("hall", "hall", "most_waiting", static_cast<double>(s.most_waiting));
  add("hall", "hall", "turned_away", static_cast<double>(s.turned_away));
  add("hall", "hall", "refused", static_cast<double>(s.refused));
  add_lane(all, "all", s.all);
  for (const auto& [l, told] : s.lanes) add_lane(all, name_in(r, l), told);
  for (const auto& [n, c] : s.counters) {
    const auto name = std::to_string(n.value);
    add("counter", name, "visits", static_cast<double>(c.visits));
    add("counter", name, "open_hours", seconds_of(c.open.count()) / 3600);
    add("counter", name, "share_busy", share_busy(c));
  }
  const auto& b = s.backup;
  add("backup", "backup", "times_open", static_cast<double>(b.times));
  add("backup", "backup", "counters_opened", static_cast<double>(b.openings));
  add("backup", "backup", "times_an_hour", b.times_an_hour.value, b.times_an_hour.half_width);
  add("backup", "backup", "share_open", b.share_open.value, b.share_open.half_width);
  add("backup", "backup", "mean_open_minutes", b.mean_open_minutes.value,
      b.mean_open_minutes.half_width);
  return all;
}

std::string escaped(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    if (static_cast<unsigned char>(c) < 0x20)
      out += fmt::format("\\u{:04x}", static_cast<unsigned char>(c));
    else
      out += c;
  }
  return '"' + out + '"';
}

// 5:07, or 1:02:03.
std::string clock_text(double seconds) {
  const auto s = static_cast<std::int64_t>(seconds + 0.5);
  if (s >= 3600) return fmt::format("{}:{:02}:{:02}", s / 3600, s / 60 % 60, s % 60);
  return fmt::format("{}:{:02}", s / 60, s % 60);
}

std::string percent(double share) { return fmt::format("{:.0f} %", 100 * share); }

std::string within(const estimate& e) {
  return e.half_width < 0 ? "" : "± " + clock_text(e.half_width);
}

using cells = std::vector<std::string>;

std::string in_columns(const std::vector<cells>& rows) {
  std::vector<std::size_t> width;
  // In characters, not bytes; names of lanes may be in any script.
  const auto length = [](const std::string& s) {
    std::size_t n = 0;
    for (const char c : s) n += (static_cast<unsigned char>(c) & 0xC0U) != 0x80U ? 1 : 0;
    return n;
  };
  for (const auto& row : rows)
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (width.size() <= i) width.push_back(0);
      width[i] = std::max(width[i], length(row[i]));
    }
  std::string out;
  for (const auto& row : rows) {
    std::string line = "  ";
    for (std::size_t i = 0; i < row.size(); ++i) {
      const std::string room(width[i] - length(row[i]), ' ');
      line += i < 2 ? row[i] + room : room + row[i];  // names to the left, figures to the right
      line += "  ";
    }
    line.erase(line.find_last_not_of(' ') + 1);
    out += line + '\n';
  }
  return out;
}

cells lane_row(const std::string& name, const std::string& run, const lane_summary& l) {
  return {name,
          run,
          std::to_string(l.visits),
          clock_text(l.mean_wait_s.value),
          within(l.mean_wait_s),
          clock_text(seconds_of(l.p50_ms)),
          clock_text(seconds_of(l.p90_ms)),
          clock_text(seconds_of(l.p95_ms)),
          clock_text(seconds_of(l.max_ms)),
          percent(l.share_waiting.value),
          fmt::format("{:.2f}", l.overtaken),
          std::to_string(l.left),
          std::to_string(l.never_called)};
}

std::string lanes_table(const simulate_report& r) {
  std::vector<cells> rows{{"lane", "run", "visits", "mean", "99 %", "P50", "P90", "P95", "longest",
                           "waited", "overtaken", "left", "never called"}};
  for (const auto& run : r.runs) rows.push_back(lane_row("all", run.name, run.figures.all));
  for (const auto& [l, name] : r.lane_names)
    for (const auto& run : r.runs)
      if (const auto it = run.figures.lanes.find(l); it != run.figures.lanes.end())
        rows.push_back(lane_row(name, run.name, it->second));
  return in_columns(rows);
}

std::string hall_table(const simulate_report& r) {
  std::vector<cells> rows{{"hall", "run", "hours", "waiting (mean)", "most", "turned away",
                           "support opened", "support an hour", "share of time", "minutes each"}};
  for (const auto& run : r.runs) {
    const auto& s = run.figures;
    rows.push_back({"", run.name, fmt::format("{:.1f}", seconds_of(s.measured.count()) / 3600),
                    fmt::format("{:.2f}", s.mean_line.value), std::to_string(s.most_waiting),
                    std::to_string(s.turned_away), std::to_string(s.backup.openings),
                    fmt::format("{:.2f}", s.backup.times_an_hour.value),
                    percent(s.backup.share_open.value),
                    fmt::format("{:.1f}", s.backup.mean_open_minutes.value)});
  }
  return in_columns(rows);
}

std::string counters_table(const simulate_report& r) {
  std::vector<cells> rows{{"counter", "run", "visits", "open hours", "busy"}};
  std::map<engine::counter_no, int> numbers;
  for (const auto& run : r.runs)
    for (const auto& [n, c] : run.figures.counters) numbers[n] = 0;
  for (const auto& [n, unused] : numbers)
    for (const auto& run : r.runs)
      if (const auto it = run.figures.counters.find(n); it != run.figures.counters.end())
        rows.push_back({std::to_string(n.value), run.name, std::to_string(it->second.visits),
                        fmt::format("{:.1f}", seconds_of(it->second.open.count()) / 3600),
                        percent(share_busy(it->second))});
  return in_columns(rows);
}

}  // namespace

std::string as_table(const simulate_report& r) {
  std::string out = r.title + "\n\nWaits, in minutes and seconds\n" + lanes_table(r) +
                    "\nThe hall\n" + hall_table(r) + "\nCounters\n" + counters_table(r);
  if (!r.notes.empty()) out += '\n';
  for (const auto& note : r.notes) out += note + '\n';
  return out;
}

std::string as_json(const simulate_report& r) {
  std::string out = fmt::format("{{\"title\":{},\"seed\":{},\"notes\":[", escaped(r.title), r.seed);
  for (std::size_t i = 0; i < r.notes.size(); ++i) out += (i == 0 ? "" : ",") + escaped(r.notes[i]);
  out += "],\"runs\":[";
  for (std::size_t i = 0; i < r.runs.size(); ++i) {
    out += fmt::format("{}{{\"run\":{},\"figures\":[", i == 0 ? "" : ",", escaped(r.runs[i].name));
    bool first = true;
    for (const auto& f : figures_of(r, r.runs[i].figures)) {
      out += fmt::format("{}\n{{\"kind\":{},\"name\":{},\"figure\":{},\"value\":{:.9g}",
                         first ? "" : ",", escaped(f.kind), escaped(f.name), escaped(f.figure),
                         f.value);
      if (f.half_width >= 0) out += fmt::format(",\"halfWidth99\":{:.9g}", f.half_width);
      out += '}';
      first = false;
    }
    out += "]}";
  }
  return out + "]}\n";
}

std::string as_csv(const simulate_report& r) {
  std::string out = "run,kind,name,figure,value,half_width_99\n";
  for (const auto& run : r.runs)
    for (const auto& f : figures_of(r, run.figures))
      out += fmt::format("{},{},{},{},{:.9g},{}\n", run.name, f.kind, f.name, f.figure, f.value,
                         f.half_width < 0 ? "" : fmt::format("{:.9g}", f.half_width));
  return out;
}

}  // namespace hallcall::app
